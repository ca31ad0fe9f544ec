/* SPDX-License-Identifier: Apache-2.0
 *
 * A hash table from bytes to a number, as for the keys that an object or a mapping had so far; it grows in an arena.
 * The hash is keyed (gate/base/siphash.h), so that no choice of keys in a file makes it slow. Keys are borrowed.
 */
#ifndef SEAMGATE_BASE_KEYS_H
#define SEAMGATE_BASE_KEYS_H

#include "gate/base/arena.h"
#include "gate/base/err.h"
#include "gate/base/siphash.h"

struct key_slot {
	const char *ptr; /* NULL: free */
	uint32_t len, number;
	uint64_t
		hash; /* of the key: where it differs the key need not be touched, nor hashed when the table grows */
};

struct keys {
	struct arena *arena;
	struct key_slot *slots;
	size_t size, count;
	struct siphash_key secret;
};

/* Empty. `keys` is zeroed, or was started before: then its memory is used again where it is small. */
void keys_start(struct keys *keys, struct arena *arena);

/* Adds a key (shorter than 4 GiB) unless it is there. *number is where the caller keeps a number of its own
 * for it, 0 when the key is new; the pointer holds until the next call. */
MUST_CHECK int keys_add(struct keys *keys, struct text key, uint32_t **number, struct err *err);

/* The number of a key, or NULL where the key is not there. Holds until the next keys_add. */
const uint32_t *keys_find(const struct keys *keys, struct text key);

#endif
