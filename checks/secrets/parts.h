/* SPDX-License-Identifier: Apache-2.0
 *
 * The parts of a text that have to be decoded, where stretches of it are copies out of one that was looked at.
 *
 * Why decoding parts is the same: let A be a text in whose decoded views nothing was found and nothing was left out, and B one that has stretches of
 * it. Decoding has no memory over a stretch without anything encoded, so what B hides in a copy, beyond such a stretch from where it begins and
 * ends, A hides too, and there it was no hit. It would be one in B only if a gate were open that A's rules did not see, and a candidate in what
 * is decoded of A waited for it (kept.h, bare): then B is decoded as a whole.
 */
#ifndef SEAMGATE_SECRETS_PARTS_H
#define SEAMGATE_SECRETS_PARTS_H

#include "checks/secrets/carry.h"
#include "checks/secrets/decoded.h"

/* Zeroed: none. */
struct part_list {
	struct part *items;
	size_t count, capacity;
};
void part_list_free(struct part_list *list);

/* All of it, one part [0, len), or what differs and what is around it. */
MUST_CHECK int parts_find(struct part_list *out, const struct basis *basis, struct err *err);

#endif
