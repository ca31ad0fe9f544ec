/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/change/side.h"

#include "gate/base/common.h"

static int side_read(struct side *side, struct err *err)
{
	struct text rest = side->rest;

	switch (entry_next(&rest, &side->next)) {
	case ENTRY:
		side->next_len = side->rest.len - rest.len;
		return 0;
	case ENTRY_END:
		side->next = (struct entry){0};
		side->next_len = 0;
		return 0;
	case ENTRY_MALFORMED:
		break;
	}
	return tree_malformed(&side->oid, err);
}

static void side_skip(struct side *side, size_t len)
{
	side->rest.ptr += len;
	side->rest.len -= len;
}

int side_advance(struct side *side, bool in_order, struct err *err)
{
	struct entry last = side->next;

	side_skip(side, side->next_len);
	if (side_read(side, err) < 0)
		return -1;
	if (in_order && side->next.mode != MODE_NONE && entry_compare(&last, &side->next) >= 0)
		return tree_malformed(&side->oid, err);
	return 0;
}

int side_open(struct side *side, struct store store, const struct oid *tree, bool is_diff,
	struct err *err)
{
	*side = (struct side){0};
	if (!tree)
		return 0;
	side->oid = *tree;
	/* In a difference the other tree is gone through entry by entry. */
	side->met = is_diff ? SIZE_MAX : 0;
	if (object_open(&side->object, store, tree, GIT_OBJECT_TREE, err) < 0)
		return -1;
	side->rest = side->object.raw;
	return side_read(side, err);
}

bool side_has(const struct side *side, const struct entry *entry)
{
	return side->next.mode != MODE_NONE && entry_compare(&side->next, entry) == 0;
}

/* Passes over what only the other tree has before an entry. */
static int side_reach(struct side *other, const struct entry *entry, struct err *err)
{
	while (other->next.mode != MODE_NONE && entry_compare(&other->next, entry) < 0)
		if (side_advance(other, false, err) < 0)
			return -1;
	return 0;
}

/* Passes over an entry that begins these bytes of the own tree; *len is how many of them it has. */
static int side_pass(struct side *other, const struct side *own, struct text passed, size_t *len,
	struct err *err)
{
	struct text rest = passed;
	struct entry entry;

	if (entry_next(&rest, &entry) != ENTRY)
		return tree_malformed(&own->oid, err);
	*len = passed.len - rest.len;
	if (side_reach(other, &entry, err) < 0)
		return -1;
	return side_has(other, &entry) ? side_advance(other, false, err) : 0;
}

static size_t side_at(const struct side *own)
{
	return own->object.raw.len - own->rest.len;
}

int side_follow(struct side *other, const struct side *own, struct err *err)
{
	size_t at = side_at(own);

	while (other->met < at) {
		struct text passed = text_slice(own->object.raw, other->met, at);
		size_t len = entries_whole(passed, common_start(passed, other->rest));

		if (len > 0) {
			side_skip(other, len);
			if (side_read(other, err) < 0)
				return -1;
		} else if (side_pass(other, own, passed, &len, err) < 0) {
			return -1;
		}
		other->met += len;
	}
	return side_reach(other, &own->next, err);
}

static bool begins_alike(const struct side *own, const struct side *other)
{
	return own->next.mode != MODE_NONE && other->rest.len >= own->next_len &&
	       memcmp(own->rest.ptr, other->rest.ptr, own->next_len) == 0;
}

int side_share(struct side *own, struct side *other, struct err *err)
{
	size_t len;

	if (!begins_alike(own, other))
		return 0;
	len = entries_whole(own->rest, common_start(own->rest, other->rest));
	side_skip(own, len);
	side_skip(other, len);
	other->met += len;
	if (side_read(own, err) < 0)
		return -1;
	return own->next.mode != MODE_NONE ? side_read(other, err) : 0;
}

int side_share_in_order(struct side *own, struct side *other, struct err *err)
{
	while (begins_alike(own, other) && other->next.mode != MODE_NONE)
		if (side_advance(own, true, err) < 0 || side_advance(other, true, err) < 0)
			return -1;
	return 0;
}
