/* SPDX-License-Identifier: Apache-2.0
 *
 * One tree of a comparison, and how far it has been gone through: the own one, or another that is brought on beside it. Private to compare.c.
 */
#ifndef SEAMGATE_CHANGE_SIDE_H
#define SEAMGATE_CHANGE_SIDE_H

#include "gate/change/tree.h"

struct side {
	struct object object;
	struct oid oid;
	struct text rest;  /* from the next entry on */
	struct entry next; /* mode MODE_NONE: no more */
	size_t next_len;   /* its bytes */
	size_t met;        /* of another tree: it has been brought to this place of the own one */
};

/* NULL: a tree without entries. What it opened is closed by object_close. */
MUST_CHECK int side_open(struct side *side, struct store store, const struct oid *tree,
	bool is_diff, struct err *err);

/* To the next entry; in_order: one that is not behind the last is malformed. */
MUST_CHECK int side_advance(struct side *side, bool in_order, struct err *err);

/* Whether its next entry is of that name. */
bool side_has(const struct side *side, const struct entry *entry);

/* Brings another tree to where the own one is: its next entry is the own one's or comes behind it. */
MUST_CHECK int side_follow(struct side *other, const struct side *own, struct err *err);

/* Takes what both, being side by side, go on with alike. Where the own tree ends, what is left of the other plays no part. */
MUST_CHECK int side_share(struct side *own, struct side *other, struct err *err);

/* The same, entry by entry, both being in order. */
MUST_CHECK int side_share_in_order(struct side *own, struct side *other, struct err *err);

#endif
