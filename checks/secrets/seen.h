/* SPDX-License-Identifier: Apache-2.0
 *
 * The text that a scanner looked at last, and what was proposed in it, so that of the next version of the same file only what differs is
 * looked at. Blobs of one file come one behind the other (gate/change/order.c).
 *
 * Why decoding a part is the same: let A be a text in whose decoded views nothing was found and nothing was left out, and B one that begins
 * and ends as A does. Decoding has no memory over a stretch without anything encoded, so what B hides in the common parts, beyond such a
 * stretch, A hides too, and there it was no hit. It would be one in B only if a gate were open that A's rules did not see: then B is decoded as
 * a whole. Why proposing in a part is: carry.h.
 */
#ifndef SEAMGATE_SECRETS_SEEN_H
#define SEAMGATE_SECRETS_SEEN_H

#include "checks/secrets/decoded.h"
#include "checks/secrets/propose.h"

struct seen {
	struct buffer text;
	bool known; /* the ends and gates of it are all here, and no gate of a rule that is far may be open */
	bool clean;        /* A, above */
	struct ends *ends; /* in the first view */
	size_t end_count, end_capacity;
	size_t *gates[MOST_PACKS];
};

/* Nothing was seen. */
MUST_CHECK int seen_open(struct seen *seen, const struct ruleset *rules, struct err *err);
void seen_close(struct seen *seen); /* one that is zeroed is fine */

/* How many bytes two texts begin and end with alike; no byte of either counts for both. 0 where nothing is remembered, or the text is too
 * short to be worth it. */
struct common {
	size_t start, end;
};
struct common seen_common(const struct seen *seen, struct text text);

/* The part of a text that has to be decoded: all of it, [0, len), or what differs and what is around it. */
struct part seen_part(const struct seen *seen, const struct common *common, struct text text);

/* Remembers a text that has no other plain view, and what was proposed in it, before any gate was asked. A huge one, and one that is neither
 * known nor clean, is not worth it: then what was seen is forgotten; a short one leaves it as it is. */
void seen_keep(struct seen *seen, const struct proposer *proposer, struct text text, bool clean);
void seen_forget(struct seen *seen);

#endif
