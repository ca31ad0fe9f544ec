/* SPDX-License-Identifier: Apache-2.0
 *
 * What a text has of another: what both begin and end with, and in between the stretches that are worth carrying over. A pure search, in time
 * linear in the length of both; which stretches it finds decides about speed alone.
 *
 * In between, of the other text one line in each ANCHOR_STRIDE bytes is an anchor, found again by the ANCHOR bytes that it begins with. Where a
 * line of the text is one, both are followed as far as they are the same, as in rsync (Tridgell and Mackerras 1996), with lines for
 * blocks: what people edit moves by lines.
 */
#ifndef SEAMGATE_SECRETS_COPIES_H
#define SEAMGATE_SECRETS_COPIES_H

#include "gate/base/copied.h"
#include "gate/base/err.h"

/* Of a shorter one the margins would leave nothing (carry.h, parts.h). */
enum { LEAST_COPY = 512 };

/* Zeroed: nothing was found. */
struct copies_found {
	struct copied *items;
	size_t count, capacity;
	uint32_t *anchors; /* places in the other text, + 1; 0: none */
	size_t anchor_capacity;
	unsigned anchor_bits;
};
void copies_free(struct copies_found *found);

/* Fills found->items; -1 only when out of memory. Both texts are under 4 GiB. */
MUST_CHECK int copies_find(
	struct copies_found *found, struct text before, struct text text, struct err *err);

#endif
