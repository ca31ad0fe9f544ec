/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <string.h>

#include "gate/base/json_token.h"

void json_open(struct json_cursor *cursor, struct text text, const char *name,
	const struct json_options *options, struct arena *arena)
{
	memset(cursor, 0, sizeof(*cursor));
	cursor->line = 1;
	cursor->text = text.len ? text : text_of("");
	cursor->name = name;
	cursor->arena = arena;
	cursor->awaits_value = true;
	if (options)
		cursor->options = *options;
}

int json_enter(struct json_cursor *cursor, enum json_type type, struct err *err)
{
	bool object = type == JSON_OBJECT;
	struct json_level *level;

	assert(object || type == JSON_ARRAY);
	if (json_begin_value(cursor, err) < 0)
		return -1;
	if (json_peek(cursor) != (object ? '{' : '['))
		return json_fail(cursor, object ? "expected an object" : "expected an array");
	if (cursor->depth == JSON_DEEPEST)
		return json_fail(cursor, "nested too deeply, the limit is 128");
	level = &cursor->levels[cursor->depth++];
	level->close = object ? '}' : ']';
	level->begun = false;
	keys_start(&level->keys, cursor->arena);
	cursor->at++;
	return 0;
}

static int check_duplicate(
	struct json_cursor *cursor, struct json_level *level, struct json_member *member)
{
	uint32_t *seen;

	if (cursor->options.loose_keys)
		return 0;
	if (keys_add(&level->keys, member->key, &seen, cursor->err) < 0)
		return -1;
	member->duplicate = *seen != 0;
	*seen = 1;
	if (!member->duplicate || cursor->options.keep_duplicates)
		return 0;
	return json_fail_duplicate(cursor, member->key, member->line, member->column);
}

static enum json_type type_by(char first)
{
	switch (first) {
	case '{':
		return JSON_OBJECT;
	case '[':
		return JSON_ARRAY;
	case '"':
		return JSON_STRING;
	case 'n':
		return JSON_NULL;
	case 't':
		return JSON_TRUE;
	case 'f':
		return JSON_FALSE;
	default:
		return JSON_NUMBER;
	}
}

static int begin_member(
	struct json_cursor *cursor, struct json_level *level, struct json_member *out)
{
	level->begun = true;
	out->line = cursor->line;
	out->column = json_column(cursor);
	if (level->close == '}' && (json_key(cursor, &out->key, cursor->arena) < 0 ||
					   check_duplicate(cursor, level, out) < 0))
		return -1;
	out->type = type_by(json_peek(cursor));
	cursor->awaits_value = true;
	return 0;
}

int json_next(struct json_cursor *cursor, struct json_member *out, bool *more, struct err *err)
{
	struct json_level *level = &cursor->levels[cursor->depth - 1];
	bool closed;

	assert(cursor->depth > 0);
	cursor->err = err;
	*out = (struct json_member){0};
	if (cursor->awaits_value && json_skip(cursor, err) < 0)
		return -1;
	if (json_separator(cursor, level->close, !level->begun, &closed) < 0)
		return -1;
	*more = !closed;
	if (!closed)
		return begin_member(cursor, level, out);
	cursor->depth--;
	return 0;
}

int json_end(struct json_cursor *cursor, struct err *err)
{
	assert(cursor->depth == 0);
	cursor->err = err;
	if (cursor->awaits_value && json_skip(cursor, err) < 0)
		return -1;
	if (json_space(cursor) < 0)
		return -1;
	return cursor->at == cursor->text.len ? 0 : json_fail(cursor, "more behind the value");
}

void json_jump(struct json_cursor *cursor, size_t bytes, uint32_t lines)
{
	const char *from = cursor->text.ptr + cursor->at;
	const char *last = lines ? memrchr(from, '\n', bytes) : NULL;

	assert(cursor->awaits_value && bytes <= cursor->text.len - cursor->at);
	cursor->awaits_value = false;
	cursor->at += bytes;
	cursor->line += lines;
	if (last)
		cursor->line_start = (size_t)(last - cursor->text.ptr) + 1;
}
