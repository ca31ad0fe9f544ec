/* SPDX-License-Identifier: Apache-2.0
 *
 * Walks a file with the YAML cursor and compares what it gives with the tree that libyaml gave.
 */
#ifndef SEAMGATE_TESTS_YAML_WALK_H
#define SEAMGATE_TESTS_YAML_WALK_H

#include "gate/base/yaml_cursor.h"
#include "tests/unit/yaml_same.h"

/* What is done with a value that is not entered. */
enum yaml_walk_how { YAML_WALK_READ, YAML_WALK_SKIP, YAML_WALK_LEAVE, YAML_WALK_JUMP };

struct yaml_walk {
	struct yaml_cursor cursor;
	enum yaml_walk_how how;
	unsigned levels; /* containers entered, at most */
	struct arena *scratch;
	struct err *err;
	bool differs;
};

static bool same_member(const struct yaml_member *member, const struct yaml *node, bool map)
{
	return text_equal(member->key, node->key) &&
	       member->line == (map ? node->key_line : node->line) &&
	       member->column == (map ? node->key_column : node->column) &&
	       member->duplicate == node->duplicate && member->complex_key == node->complex_key &&
	       member->type == node->type;
}

/* The value alone, without what makes it a member. */
static bool same_value(const struct yaml *value, const struct yaml *node)
{
	struct yaml alone = *node;

	alone.key = (struct text){"", 0};
	alone.key_line = alone.key_column = 0;
	alone.duplicate = alone.complex_key = false;
	alone.next = NULL;
	return yaml_same(value, &alone);
}

/* What yaml_jump asks for: that such a member was read without error, by the block reader. */
static bool may_jump(const struct yaml_walk *walk, struct yaml_extent *extent)
{
	struct yaml_cursor ahead = walk->cursor;
	const struct yaml *value;
	struct err err = {0};

	return yaml_extent(&walk->cursor, extent) &&
	       yaml_value(&ahead, &value, walk->scratch, &err) == 0 && !ahead.tree;
}

static int walk_value(struct yaml_walk *walk, const struct yaml *node)
{
	struct yaml_extent extent;
	const struct yaml *value;

	if (walk->how == YAML_WALK_LEAVE)
		return 0;
	if (walk->how == YAML_WALK_SKIP)
		return yaml_skip(&walk->cursor, walk->err);
	if (walk->how == YAML_WALK_JUMP && may_jump(walk, &extent)) {
		yaml_jump(&walk->cursor, &extent);
		return 0;
	}
	arena_reset(walk->scratch);
	if (yaml_value(&walk->cursor, &value, walk->scratch, walk->err) < 0)
		return -1;
	walk->differs = walk->differs || !same_value(value, node);
	return 0;
}

static int walk_container(struct yaml_walk *walk, const struct yaml *node, unsigned depth);

static int walk_member(struct yaml_walk *walk, const struct yaml *node, unsigned depth)
{
	if (depth < walk->levels && node->type != YAML_SCALAR)
		return walk_container(walk, node, depth + 1);
	return walk_value(walk, node);
}

/* As deep as `levels` says. */
static int walk_container(struct yaml_walk *walk, const struct yaml *node, unsigned depth)
{
	const struct yaml *child = node->child;

	if (yaml_enter(&walk->cursor, node->type, walk->err) < 0)
		return -1;
	for (;; child = child->next) {
		struct yaml_member member;
		bool more;

		if (yaml_next(&walk->cursor, &member, &more, walk->err) < 0)
			return -1;
		walk->differs = walk->differs || more != (child != NULL);
		if (!more || !child)
			return 0;
		walk->differs =
			walk->differs || !same_member(&member, child, node->type == YAML_MAP);
		if (walk_member(walk, child, depth) < 0)
			return -1;
	}
}

/* Whether the cursor gives the tree. */
static bool yaml_walk_gives(const struct yaml *tree, struct text text,
	const struct yaml_options *options, enum yaml_walk_how how, unsigned levels,
	struct err *err)
{
	struct arena *arena = arena_new();
	struct yaml_walk walk = {.how = how, .levels = levels, .scratch = arena_new(), .err = err};
	bool gives = arena && walk.scratch &&
		     yaml_open(&walk.cursor, text, "f", options, arena, err) == 0 &&
		     walk_member(&walk, tree, 0) == 0 && yaml_end(&walk.cursor, err) == 0 &&
		     !walk.differs;

	arena_free(walk.scratch);
	arena_free(arena);
	return gives;
}

#endif
