/* SPDX-License-Identifier: Apache-2.0
 *
 * The commits of a range and its merge base. One algorithm finds both: commits are painted from the
 * base and from the head downward, newest first, as git's merge-base does it; what has the head's
 * colour alone is the range, what has both first is a merge base. Private.
 */
#ifndef SEAMGATE_CHANGE_WALK_H
#define SEAMGATE_CHANGE_WALK_H

#include "gate/change/git.h"

struct walk_commit {
	struct oid oid, tree;
	const struct oid *parent_trees;
	uint32_t parent_count;
	uint16_t quiet_bytes; /* as in a place */
};

struct walk {
	const struct walk_commit *commits; /* parents before children */
	size_t count;
	const struct oid *parent_trees; /* of all of them, one commit's behind the other's */
	struct oid merge_base;          /* zero: there is none, or it was not asked for */
	const struct oid *base_trees;   /* of all merge bases: criss-cross merges have several */
	size_t base_tree_count;
};

/* Walks a range whose head is a commit. Where a shallow clone cuts off a part of it, where a commit
 * is missing, or where base and head have no common ancestor: ERR_LOOK. With net_only commits may
 * be cut off and no common ancestor is needed. Fills out from the arena. */
MUST_CHECK int walk_range(struct walk *out, const struct repo *repo, const struct range *range,
	struct arena *arena, struct err *err);

#endif
