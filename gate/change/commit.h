/* SPDX-License-Identifier: Apache-2.0
 *
 * A raw commit object: "tree <id>", any number of "parent <id>", "author …", "committer …", further
 * headers, an empty line, the message. Private.
 */
#ifndef SEAMGATE_CHANGE_COMMIT_H
#define SEAMGATE_CHANGE_COMMIT_H

#include "gate/change/git.h"

struct commit_header {
	struct oid tree;
	struct text parents; /* the parent lines, borrowed */
	uint32_t parent_count;
	int64_t time; /* committer's; 0 where it cannot be read, as git has it */
	size_t message_offset;
};

MUST_CHECK int commit_header_read(
	struct commit_header *out, struct text raw, const struct oid *commit, struct err *err);

/* Takes the next parent off header->parents. */
bool commit_next_parent(struct text *parents, struct oid *out);

#endif
