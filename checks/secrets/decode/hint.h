/* SPDX-License-Identifier: Apache-2.0
 *
 * Where a text is encoded: telling escapes and blocks. One linear pass, many bytes at once (skim.h), without memory of its own.
 */
#ifndef SEAMGATE_SECRETS_HINT_H
#define SEAMGATE_SECRETS_HINT_H

#include "checks/secrets/decode/coding.h"

struct hint_search {
	struct text text;
	size_t to;    /* no hint is there or behind */
	size_t floor; /* blocks begin there or behind */
	size_t longest; /* a run of so many characters that a block could be made of is a hint, even if it is none */
};

struct hint {
	size_t at;
	enum coding coding; /* of the escape there; CODING_NONE: a run */
	struct block block; /* of a run: as block_find has it */
};

/* The first hint at `from` or behind it. Runs of SHORTEST_BASE64 characters are never passed over, shorter ones are. */
bool hint_next(struct hint *out, const struct hint_search *search, size_t from);

#endif
