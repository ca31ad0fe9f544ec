/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/yaml_cursor.h"

#include <assert.h>

/* --- the tree, where the block reader could not go on --- */

static struct yaml_level *top(struct yaml_cursor *cursor)
{
	return cursor->depth ? &cursor->levels[cursor->depth - 1] : NULL;
}

static const struct yaml *child_number(const struct yaml *node, size_t number)
{
	const struct yaml *child = node->child;

	while (child && --number > 0)
		child = child->next;
	return child;
}

static int misplaced(struct yaml_cursor *cursor, struct err *err)
{
	return err_set(err, ERR_INTERNAL, "%.200s: two readers of YAML disagree", cursor->name);
}

/* To the same place in the tree: of each container the member that it was in. */
static int find_place(struct yaml_cursor *cursor, struct err *err)
{
	const struct yaml *node = cursor->tree;

	for (unsigned i = 0; i < cursor->depth; i++) {
		struct yaml_level *level = &cursor->levels[i];

		if (!node || node->type != level->type)
			return misplaced(cursor, err);
		level->node = node;
		level->at = level->taken ? child_number(node, level->taken) : NULL;
		if (level->taken && !level->at)
			return misplaced(cursor, err);
		node = level->at;
	}
	return 0;
}

static int change_reader(struct yaml_cursor *cursor, struct err *err)
{
	struct text text = {cursor->block.bytes, cursor->block.len};

	if (yaml_read_events(
		    &cursor->tree, text, cursor->name, cursor->options, cursor->arena, err) < 0)
		return -1;
	return find_place(cursor, err);
}

/* After a call of the block reader that did not succeed: 0 where the tree can take its place. */
static int go_on_in_tree(struct yaml_cursor *cursor, struct err *err)
{
	return cursor->block.foreign ? change_reader(cursor, err) : -1;
}

static const struct yaml *awaited(struct yaml_cursor *cursor)
{
	const struct yaml_level *level = top(cursor);

	return level ? level->at : cursor->tree;
}

/* --- opening and entering --- */

static bool before_documents(const struct yaml_cursor *cursor)
{
	return cursor->options->documents && cursor->depth == 0;
}

int yaml_open(struct yaml_cursor *cursor, struct text text, const char *name,
	const struct yaml_options *options, struct arena *arena, struct err *err)
{
	*cursor = (struct yaml_cursor){
		.name = name, .options = options, .arena = arena, .awaits_value = true};
	if (yaml_check_text(&text, text, name, options, err) < 0)
		return -1;
	if (yaml_block_open(&cursor->block, text, &cursor->value) < 0)
		return go_on_in_tree(cursor, err);
	return 0;
}

static int wrong_type(const struct yaml_cursor *cursor, enum yaml_type type, uint32_t line,
	uint32_t column, struct err *err)
{
	return err_set(err, cursor->options->kind, "%.200s:%u:%u: expected a %s", cursor->name,
		line, column, type == YAML_MAP ? "mapping" : "list");
}

static struct yaml_level *open_level(struct yaml_cursor *cursor, enum yaml_type type)
{
	struct yaml_level *level = &cursor->levels[cursor->depth++];

	level->type = type;
	level->documents = false;
	level->indent = 0;
	level->taken = 0;
	level->node = level->at = NULL;
	keys_start(&level->keys, cursor->arena);
	cursor->awaits_value = false;
	return level;
}

static int enter_tree(struct yaml_cursor *cursor, enum yaml_type type, struct err *err)
{
	const struct yaml *node = awaited(cursor);

	if (node->type != type)
		return wrong_type(cursor, type, node->line, node->column, err);
	open_level(cursor, type)->node = node;
	return 0;
}

static int enter_block(struct yaml_cursor *cursor, enum yaml_type type, struct err *err)
{
	const struct yaml_block_value *value = &cursor->value;

	if (before_documents(cursor)) {
		if (type != YAML_LIST)
			return wrong_type(cursor, type, 1, 1, err);
		open_level(cursor, type)->documents = true;
		return 0;
	}
	if (value->type != type)
		return wrong_type(cursor, type, value->line, value->column, err);
	/* Containers on one line are left to the tree: it is not they that make a file large. */
	if (value->form != YAML_BLOCK_NESTED || cursor->depth == YAML_DEEPEST) {
		cursor->block.foreign = true;
		return -1;
	}
	open_level(cursor, type)->indent = value->indent;
	return 0;
}

int yaml_enter(struct yaml_cursor *cursor, enum yaml_type type, struct err *err)
{
	assert(cursor->awaits_value && type != YAML_SCALAR);
	if (!cursor->tree) {
		if (enter_block(cursor, type, err) == 0)
			return 0;
		if (go_on_in_tree(cursor, err) < 0)
			return -1;
	}
	return enter_tree(cursor, type, err);
}

/* --- members --- */

static int next_in_tree(struct yaml_cursor *cursor, struct yaml_member *out, bool *more)
{
	struct yaml_level *level = top(cursor);
	const struct yaml *node = level->at ? level->at->next : level->node->child;

	*more = node != NULL;
	cursor->awaits_value = *more;
	if (!node) {
		cursor->depth--;
		return 0;
	}
	level->at = node;
	level->taken++;
	*out = (struct yaml_member){
		.key = node->key,
		.line = level->type == YAML_MAP ? node->key_line : node->line,
		.column = level->type == YAML_MAP ? node->key_column : node->column,
		.duplicate = node->duplicate,
		.complex_key = node->complex_key,
		.type = node->type,
	};
	return 0;
}

/* The only document: the cursor stands before it, or behind it. */
static int next_document(struct yaml_cursor *cursor, struct yaml_member *out, bool *more)
{
	struct yaml_level *level = top(cursor);

	*more = level->taken == 0;
	cursor->awaits_value = *more;
	if (*more) {
		level->taken++;
		*out = (struct yaml_member){.key = {"", 0},
			.line = cursor->value.line,
			.column = cursor->value.column,
			.type = cursor->value.type};
		return 0;
	}
	if (!cursor->block.ended) {
		cursor->block.foreign = true;
		return -1;
	}
	cursor->depth--;
	return 0;
}

static int check_duplicate(struct yaml_cursor *cursor, struct yaml_level *level,
	struct yaml_member *member, struct err *err)
{
	uint32_t *seen;

	if (level->type != YAML_MAP)
		return 0;
	if (keys_add(&level->keys, member->key, &seen, err) < 0)
		return -1;
	member->duplicate = *seen != 0;
	*seen = 1;
	if (!member->duplicate || cursor->options->keep_duplicates)
		return 0;
	/* The tree's reader has the words for it. */
	cursor->block.foreign = true;
	return -1;
}

static void remember_start(struct yaml_cursor *cursor)
{
	const struct yaml_block *block = &cursor->block;
	const struct yaml_level *level = top(cursor);
	bool first = !block->ended && block->at == block->line_start + level->indent;

	for (size_t i = block->line_start; first && i < block->at; i++)
		first = block->bytes[i] == ' ';
	cursor->member = *block;
	cursor->member_has_lines = first;
}

static int next_in_block(
	struct yaml_cursor *cursor, struct yaml_member *out, bool *more, struct err *err)
{
	struct yaml_level *level = top(cursor);
	struct yaml_block_entry entry;

	if (level->documents)
		return next_document(cursor, out, more);
	remember_start(cursor);
	if (yaml_block_next(&cursor->block, level->type, level->indent, &entry, more, cursor->arena,
		    err) < 0)
		return -1;
	if (!*more) {
		cursor->depth--;
		return 0;
	}
	*out = (struct yaml_member){.key = entry.key,
		.line = entry.line,
		.column = entry.column,
		.type = entry.value.type};
	if (check_duplicate(cursor, level, out, err) < 0)
		return -1;
	level->taken++;
	cursor->value = entry.value;
	cursor->awaits_value = true;
	return 0;
}

int yaml_next(struct yaml_cursor *cursor, struct yaml_member *out, bool *more, struct err *err)
{
	assert(cursor->depth > 0);
	*out = (struct yaml_member){.key = {"", 0}};
	if (cursor->awaits_value && yaml_skip(cursor, err) < 0)
		return -1;
	if (!cursor->tree) {
		if (next_in_block(cursor, out, more, err) == 0)
			return 0;
		if (go_on_in_tree(cursor, err) < 0)
			return -1;
	}
	return next_in_tree(cursor, out, more);
}

/* --- values --- */

/* A value of its own: neither a member of something nor followed by anything. */
static int copy_value(
	const struct yaml **out, const struct yaml *node, struct arena *arena, struct err *err)
{
	struct yaml *copy = arena_alloc(arena, sizeof(*copy));

	if (!copy)
		return err_nomem(err);
	*copy = *node;
	copy->key = (struct text){"", 0};
	copy->key_line = copy->key_column = 0;
	copy->duplicate = copy->complex_key = false;
	copy->next = NULL;
	*out = copy;
	return 0;
}

static int read_block(struct yaml_cursor *cursor, const char *const *wanted,
	const struct yaml **out, struct arena *arena, struct err *err)
{
	/* The list of documents is the caller's to enter. */
	if (before_documents(cursor)) {
		cursor->block.foreign = true;
		return -1;
	}
	return yaml_block_read(&cursor->block, &cursor->value,
		cursor->depth - (cursor->options->documents ? 1U : 0U),
		cursor->options->keep_duplicates, wanted, out, arena, err);
}

int yaml_value(
	struct yaml_cursor *cursor, const struct yaml **out, struct arena *arena, struct err *err)
{
	return yaml_members(cursor, NULL, out, arena, err);
}

int yaml_members(struct yaml_cursor *cursor, const char *const *wanted, const struct yaml **out,
	struct arena *arena, struct err *err)
{
	assert(cursor->awaits_value);
	if (!cursor->tree) {
		if (read_block(cursor, wanted, out, arena, err) == 0) {
			cursor->awaits_value = false;
			return 0;
		}
		if (go_on_in_tree(cursor, err) < 0)
			return -1;
	}
	cursor->awaits_value = false;
	return copy_value(out, awaited(cursor), arena, err);
}

int yaml_skip(struct yaml_cursor *cursor, struct err *err)
{
	const struct yaml *none;

	assert(cursor->awaits_value);
	if (!cursor->tree && read_block(cursor, NULL, &none, NULL, err) < 0 &&
		go_on_in_tree(cursor, err) < 0)
		return -1;
	cursor->awaits_value = false;
	return 0;
}

int yaml_end(struct yaml_cursor *cursor, struct err *err)
{
	assert(cursor->depth == 0);
	if (cursor->awaits_value && yaml_skip(cursor, err) < 0)
		return -1;
	if (!cursor->tree && !cursor->block.ended) {
		cursor->block.foreign = true;
		return go_on_in_tree(cursor, err);
	}
	return 0;
}

/* --- extents --- */

static bool has_lines(const struct yaml_cursor *cursor)
{
	const struct yaml_level *level = cursor->depth ? &cursor->levels[cursor->depth - 1] : NULL;

	return !cursor->tree && level && !level->documents && cursor->member_has_lines;
}

bool yaml_extent(const struct yaml_cursor *cursor, struct yaml_extent *out)
{
	const struct yaml_block *block = &cursor->block;
	size_t start = cursor->member.line_start;

	if (!has_lines(cursor) || cursor->awaits_value || block->ended ||
		block->line_start <= start)
		return false;
	out->text = (struct text){block->bytes + start, block->line_start - start};
	out->lines = block->line - cursor->member.line;
	return true;
}

struct text yaml_lines(const struct yaml_cursor *cursor)
{
	const struct yaml_block *block = &cursor->block;
	size_t start = cursor->member.line_start,
	       end = block->ended ? block->len : block->line_start;

	if (!has_lines(cursor) || cursor->awaits_value || end <= start)
		return (struct text){0};
	return (struct text){block->bytes + start, end - start};
}

bool yaml_is_extent(const struct yaml_cursor *cursor, const struct yaml_extent *extent)
{
	return has_lines(cursor) && cursor->awaits_value &&
	       yaml_block_is_extent(&cursor->member, extent->text,
		       cursor->levels[cursor->depth - 1].type,
		       cursor->levels[cursor->depth - 1].indent);
}

void yaml_jump(struct yaml_cursor *cursor, const struct yaml_extent *extent)
{
	assert(!cursor->tree && cursor->awaits_value);
	yaml_block_jump(&cursor->block, &cursor->member, extent->text.len, extent->lines);
	cursor->awaits_value = false;
}
