/* SPDX-License-Identifier: Apache-2.0
 *
 * Whether two JSON trees are the same, to the last position, and whether the cursor gives a tree. The trees are
 * compared without recursion, so that deep ones are fine.
 */
#ifndef SEAMGATE_TESTS_JSON_WALK_H
#define SEAMGATE_TESTS_JSON_WALK_H

#include "gate/base/json.h"

static bool json_same_node(const struct json *a, const struct json *b)
{
	bool same_number = !(a->number < b->number) && !(a->number > b->number);

	return a->type == b->type && a->line == b->line && a->column == b->column && same_number &&
	       text_equal(a->text, b->text) && text_equal(a->key, b->key) &&
	       a->key_line == b->key_line && a->key_column == b->key_column &&
	       a->duplicate == b->duplicate && a->count == b->count && !a->child == !b->child;
}

static bool json_same(const struct json *a, const struct json *b)
{
	const struct json *open_a[JSON_DEEPEST], *open_b[JSON_DEEPEST];
	unsigned depth = 0;

	for (;;) {
		if (!json_same_node(a, b))
			return false;
		if (a->child && depth < JSON_DEEPEST) {
			open_a[depth] = a;
			open_b[depth++] = b;
			a = a->child;
			b = b->child;
			continue;
		}
		while (depth > 0 && !a->next && !b->next) {
			a = open_a[--depth];
			b = open_b[depth];
		}
		if (depth == 0)
			return true;
		if (!a->next || !b->next)
			return false;
		a = a->next;
		b = b->next;
	}
}

/* What is done with a value that is not entered. */
enum json_walk_how { JSON_WALK_READ, JSON_WALK_SKIP, JSON_WALK_LEAVE, JSON_WALK_JUMP };

struct json_walk {
	struct json_cursor cursor;
	enum json_walk_how how;
	unsigned levels; /* containers entered, at most */
	struct arena *scratch;
	struct err *err;
	bool differs;
};

static bool json_same_member(const struct json_member *member, const struct json *node, bool object)
{
	return text_equal(member->key, node->key) &&
	       member->line == (object ? node->key_line : node->line) &&
	       member->column == (object ? node->key_column : node->column) &&
	       member->duplicate == node->duplicate && member->type == node->type;
}

/* The value alone, without what makes it a member. */
static bool json_same_value(const struct json *value, const struct json *node)
{
	struct json alone = *node;

	alone.key = (struct text){0};
	alone.key_line = alone.key_column = 0;
	alone.duplicate = false;
	alone.next = NULL;
	return json_same(value, &alone);
}

/* By the bytes and lines that a copy of the cursor takes for the value. */
static int json_walk_jump(struct json_walk *walk)
{
	struct json_cursor ahead = walk->cursor;

	if (json_skip(&ahead, walk->err) < 0)
		return -1;
	json_jump(&walk->cursor, ahead.at - walk->cursor.at, ahead.line - walk->cursor.line);
	walk->differs = walk->differs || json_column(&ahead) != json_column(&walk->cursor);
	return 0;
}

static int json_walk_value(struct json_walk *walk, const struct json *node)
{
	const struct json *value;

	if (walk->how == JSON_WALK_LEAVE)
		return 0;
	if (walk->how == JSON_WALK_SKIP)
		return json_skip(&walk->cursor, walk->err);
	if (walk->how == JSON_WALK_JUMP && walk->cursor.depth > 0)
		return json_walk_jump(walk);
	arena_reset(walk->scratch);
	if (json_value(&walk->cursor, &value, walk->scratch, walk->err) < 0)
		return -1;
	walk->differs = walk->differs || !json_same_value(value, node);
	return 0;
}

static int json_walk_container(struct json_walk *walk, const struct json *node, unsigned depth);

static int json_walk_member(struct json_walk *walk, const struct json *node, unsigned depth)
{
	if (depth < walk->levels && (node->type == JSON_OBJECT || node->type == JSON_ARRAY))
		return json_walk_container(walk, node, depth + 1);
	return json_walk_value(walk, node);
}

/* As deep as `levels` says. */
static int json_walk_container(struct json_walk *walk, const struct json *node, unsigned depth)
{
	const struct json *child = node->child;

	if (json_enter(&walk->cursor, node->type, walk->err) < 0)
		return -1;
	for (;; child = child->next) {
		struct json_member member;
		bool more;

		if (json_next(&walk->cursor, &member, &more, walk->err) < 0)
			return -1;
		walk->differs = walk->differs || more != (child != NULL);
		if (!more || !child)
			return 0;
		walk->differs = walk->differs ||
				!json_same_member(&member, child, node->type == JSON_OBJECT);
		if (json_walk_member(walk, child, depth) < 0)
			return -1;
	}
}

/* Whether the cursor gives the tree. */
static bool json_walk_gives(const struct json *tree, struct text text,
	const struct json_options *options, enum json_walk_how how, unsigned levels,
	struct err *err)
{
	struct arena *arena = arena_new();
	struct json_walk walk = {.how = how, .levels = levels, .scratch = arena_new(), .err = err};
	bool gives = false;

	if (arena && walk.scratch) {
		json_open(&walk.cursor, text, "f", options, arena);
		gives = json_walk_member(&walk, tree, 0) == 0 && json_end(&walk.cursor, err) == 0 &&
			!walk.differs;
	}
	arena_free(walk.scratch);
	arena_free(arena);
	return gives;
}

#endif
