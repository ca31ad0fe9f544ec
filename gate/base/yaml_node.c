/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/yaml_node.h"

enum { FEW_MEMBERS = 12 };

static bool was_before(const struct yaml *map, const struct yaml *member)
{
	for (const struct yaml *other = map->child; other != member; other = other->next)
		if (other->key.len == member->key.len && !other->complex_key &&
			text_equal(other->key, member->key))
			return true;
	return false;
}

static int was_added(struct keys *keys, const struct yaml *member, bool *was, struct err *err)
{
	uint32_t *seen;

	if (keys_add(keys, member->key, &seen, err) < 0)
		return -1;
	*was = *seen != 0;
	*seen = 1;
	return 0;
}

/* The tree's nodes are const to everybody but its readers. */
static void mark(const struct yaml *member, const struct yaml **first)
{
	((struct yaml *)(uintptr_t)member)->duplicate = true;
	if (!*first)
		*first = member;
}

int yaml_mark_duplicates(
	const struct yaml *map, const struct yaml **first, struct arena *arena, struct err *err)
{
	bool few = map->count <= FEW_MEMBERS, was = false;
	struct keys keys = {0};

	*first = NULL;
	if (!few)
		keys_start(&keys, arena);
	for (const struct yaml *member = map->child; member; member = member->next) {
		if (member->complex_key)
			continue;
		if (few)
			was = was_before(map, member);
		else if (was_added(&keys, member, &was, err) < 0)
			return -1;
		if (was)
			mark(member, first);
	}
	return 0;
}

static int merge_member(struct yaml *map, struct yaml **last, const struct yaml *member,
	struct keys *keys, struct arena *arena, struct err *err)
{
	struct yaml *copy;
	uint32_t *there;

	if (!member->complex_key) {
		if (keys_add(keys, member->key, &there, err) < 0)
			return -1;
		if (*there)
			return 0;
		*there = 1;
	}
	copy = arena_alloc(arena, sizeof(*copy));
	if (!copy)
		return err_nomem(err);
	*copy = *member;
	copy->next = NULL;
	copy->duplicate = false;
	if (*last)
		(*last)->next = copy;
	else
		map->child = copy;
	*last = copy;
	map->count++;
	return 0;
}

static int merge_map(struct yaml *map, struct yaml **last, const struct yaml *merged,
	struct keys *keys, struct arena *arena, struct err *err)
{
	for (const struct yaml *member = merged->child; member; member = member->next)
		if (merge_member(map, last, member, keys, arena, err) < 0)
			return -1;
	return 0;
}

int yaml_merge(struct yaml *map, struct yaml **last, const struct yaml *merged, struct keys *keys,
	const struct yaml **bad, struct arena *arena, struct err *err)
{
	bool list = merged->type == YAML_LIST;

	for (const struct yaml *item = list ? merged->child : merged; item;
		item = list ? item->next : NULL) {
		if (item->type != YAML_MAP) {
			*bad = item;
			return 0;
		}
		if (merge_map(map, last, item, keys, arena, err) < 0)
			return -1;
	}
	return 0;
}
