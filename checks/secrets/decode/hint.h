/* SPDX-License-Identifier: Apache-2.0
 *
 * Where a text may be encoded: telling escapes, and runs of characters that a block could be made of. One linear
 * pass, many bytes at once (skim.h), without memory of its own.
 */
#ifndef SEAMGATE_SECRETS_HINT_H
#define SEAMGATE_SECRETS_HINT_H

#include "checks/secrets/decode/coding.h"

struct hint {
	size_t at;
	enum coding
		coding; /* of the escape there; CODING_NONE: a byte in a run of characters that a block could be made of */
};

/* The first at `from` or behind it. Runs of SHORTEST_BASE64 characters are never passed over, shorter ones are. */
bool hint_next(struct hint *out, struct text text, size_t from);

#endif
