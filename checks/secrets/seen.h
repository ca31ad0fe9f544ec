/* SPDX-License-Identifier: Apache-2.0
 *
 * The text that a scanner looked at last, so that of the next version of the same file only what differs is decoded. Blobs of one file
 * come one behind the other (gate/change/order.c).
 *
 * Why that is the same: let A be a text in whose decoded views nothing was found and nothing was left out, and B one that begins and ends as A
 * does. Decoding has no memory over a stretch without anything encoded, so what B hides in the common parts, beyond such a stretch, A hides
 * too, and there it was no hit. It would be one in B only if a gate were open that A's rules did not see: then B is decoded as a whole.
 */
#ifndef SEAMGATE_SECRETS_SEEN_H
#define SEAMGATE_SECRETS_SEEN_H

#include "gate/base/buffer.h"

/* Zeroed: nothing was seen. */
struct seen {
	struct buffer text;
	bool clean; /* A, above */
};

/* The part of a text that has to be decoded: all of it, [0, len), or what differs and what is around it. */
struct part {
	size_t from, to;
};

struct part seen_part(const struct seen *seen, struct text text);

/* Remembers a text. A short or a huge one is not worth it, and neither is one that is not clean: then what was seen is forgotten or,
 * where the text is short, kept. True where the text was taken. */
bool seen_keep(struct seen *seen, struct text text, bool clean);
void seen_free(struct seen *seen);

#endif
