/* SPDX-License-Identifier: Apache-2.0
 *
 * One pass, without recursion. A tree costs its nodes and the strings that have escapes.
 */
#include "gate/base/json.h"

#include <string.h>

#include "gate/base/json_token.h"

enum { FEW_MEMBERS = 12 };

/* An array or object that is still open. */
struct level {
	struct json *json, *last;
	char close;
	bool begun;
};

struct reader {
	struct json_cursor *cursor;
	struct arena *arena; /* NULL: only checked */
	struct json *root;
	struct json unread; /* stands for every node where there is no arena */
	struct text key;    /* of the member that is being read */
	uint32_t key_line, key_column;
	unsigned depth;
	struct level levels[JSON_DEEPEST];
};

/* --- the tree --- */

static void append(struct reader *reader, struct json *json)
{
	struct level *level;

	if (reader->depth == 0) {
		reader->root = json;
		return;
	}
	level = &reader->levels[reader->depth - 1];
	if (level->last)
		level->last->next = json;
	else
		level->json->child = json;
	level->last = json;
	level->json->count++;
}

/* A node at the cursor, joined to what is open. */
static struct json *add_node(struct reader *reader)
{
	struct json *json;

	if (!reader->arena)
		return &reader->unread;
	json = arena_alloc(reader->arena, sizeof(*json));
	if (!json)
		return NULL;
	json->line = reader->cursor->line;
	json->column = json_column(reader->cursor);
	json->key = reader->key;
	json->key_line = reader->key_line;
	json->key_column = reader->key_column;
	reader->key = (struct text){0};
	reader->key_line = reader->key_column = 0;
	append(reader, json);
	return json;
}

static int open_level(struct reader *reader, struct json *json, enum json_type type)
{
	if (reader->cursor->depth + reader->depth == JSON_DEEPEST)
		return json_fail(reader->cursor, "nested too deeply, the limit is 128");
	json->type = type;
	reader->levels[reader->depth++] =
		(struct level){.json = json, .close = type == JSON_OBJECT ? '}' : ']'};
	reader->cursor->at++;
	return 0;
}

static int read_value(struct reader *reader)
{
	struct json *json = add_node(reader);
	char c = json_peek(reader->cursor);

	if (!json)
		return err_nomem(reader->cursor->err);
	if (c == '{')
		return open_level(reader, json, JSON_OBJECT);
	if (c == '[')
		return open_level(reader, json, JSON_ARRAY);
	if (c == '"') {
		json->type = JSON_STRING;
		return json_token_string(reader->cursor, &json->text, reader->arena);
	}
	if (c == '-' || (c >= '0' && c <= '9'))
		return json_number(reader->cursor, json);
	return json_literal(reader->cursor, json);
}

static int read_key(struct reader *reader)
{
	reader->key_line = reader->cursor->line;
	reader->key_column = json_column(reader->cursor);
	return json_key(reader->cursor, &reader->key, reader->arena);
}

/* --- duplicate keys --- */

static int take_duplicate(const struct reader *reader, struct json *member)
{
	member->duplicate = true;
	if (reader->cursor->options.keep_duplicates)
		return 0;
	return json_fail_duplicate(
		reader->cursor, member->key, member->key_line, member->key_column);
}

static bool was_before(const struct json *object, const struct json *member)
{
	for (const struct json *other = object->child; other != member; other = other->next)
		if (other->key.len == member->key.len && text_equal(other->key, member->key))
			return true;
	return false;
}

/* The tree's nodes are const to everybody but this file. */
static struct json *writable(const struct json *json)
{
	return (struct json *)(uintptr_t)json;
}

static int check_few(const struct reader *reader, const struct json *object)
{
	for (const struct json *member = object->child; member; member = member->next)
		if (was_before(object, member) && take_duplicate(reader, writable(member)) < 0)
			return -1;
	return 0;
}

static int check_many(const struct reader *reader, const struct json *object)
{
	struct keys keys = {0};

	keys_start(&keys, reader->arena);
	for (const struct json *member = object->child; member; member = member->next) {
		uint32_t *seen;

		if (keys_add(&keys, member->key, &seen, reader->cursor->err) < 0)
			return -1;
		if (*seen && take_duplicate(reader, writable(member)) < 0)
			return -1;
		*seen = 1;
	}
	return 0;
}

static int close_level(struct reader *reader)
{
	const struct level *level = &reader->levels[--reader->depth];

	if (!reader->arena || level->close != '}')
		return 0;
	return level->json->count <= FEW_MEMBERS ? check_few(reader, level->json)
						 : check_many(reader, level->json);
}

/* --- the loop --- */

static int read_item(struct reader *reader)
{
	struct level *level = &reader->levels[reader->depth - 1];
	bool closed;

	if (json_separator(reader->cursor, level->close, !level->begun, &closed) < 0)
		return -1;
	if (closed)
		return close_level(reader);
	level->begun = true;
	if (level->close == '}' && read_key(reader) < 0)
		return -1;
	return read_value(reader);
}

/* Field by field: the levels need not be cleared, which would cost more than a small value. */
static void start(struct reader *reader, struct json_cursor *cursor, struct arena *arena)
{
	reader->cursor = cursor;
	reader->arena = arena;
	reader->root = NULL;
	reader->key = (struct text){0};
	reader->key_line = reader->key_column = 0;
	reader->depth = 0;
}

static int read_tree(struct json_cursor *cursor, const struct json **out, struct arena *arena)
{
	struct reader reader;

	start(&reader, cursor, arena);
	if (read_value(&reader) < 0)
		return -1;
	while (reader.depth > 0)
		if (read_item(&reader) < 0)
			return -1;
	*out = reader.root;
	return 0;
}

int json_value(
	struct json_cursor *cursor, const struct json **out, struct arena *arena, struct err *err)
{
	return json_begin_value(cursor, err) < 0 ? -1 : read_tree(cursor, out, arena);
}

int json_skip(struct json_cursor *cursor, struct err *err)
{
	const struct json *none;

	if (json_begin_value(cursor, err) < 0)
		return -1;
	return json_skim(cursor) ? 0 : read_tree(cursor, &none, NULL);
}

int json_scalar(struct json_cursor *cursor, struct json *out, struct arena *arena, struct err *err)
{
	char c;

	if (json_begin_value(cursor, err) < 0)
		return -1;
	*out = (struct json){.line = cursor->line, .column = json_column(cursor)};
	c = json_peek(cursor);
	if (c == '"') {
		out->type = JSON_STRING;
		return json_token_string(cursor, &out->text, arena);
	}
	if (c == '-' || (c >= '0' && c <= '9'))
		return json_number(cursor, out);
	if (c != '{' && c != '[')
		return json_literal(cursor, out);
	out->type = c == '{' ? JSON_OBJECT : JSON_ARRAY;
	cursor->awaits_value = true;
	return json_skip(cursor, err);
}

int json_read_with(const struct json **out, struct text text, const char *name,
	const struct json_options *options, struct arena *arena, struct err *err)
{
	struct json_cursor cursor;

	json_open(&cursor, text, name, options, arena);
	if (json_value(&cursor, out, arena, err) < 0)
		return -1;
	return json_end(&cursor, err);
}

int json_read(const struct json **out, struct text text, const char *name, struct arena *arena,
	struct err *err)
{
	struct text copy = arena_text(arena, text);

	if (!copy.ptr)
		return err_nomem(err);
	return json_read_with(out, copy, name, NULL, arena, err);
}

/* --- access --- */

static const struct json *get(const struct json *json, struct text key)
{
	if (!json || json->type != JSON_OBJECT)
		return NULL;
	for (const struct json *member = json->child; member; member = member->next)
		if (text_equal(member->key, key))
			return member;
	return NULL;
}

const struct json *json_get(const struct json *json, const char *key)
{
	return get(json, text_of(key));
}

const struct json *json_at(const struct json *json, const char *path)
{
	struct text rest = text_of(path), key;

	while (json && text_next_part(&rest, '.', &key))
		json = get(json, key);
	return json;
}

struct text json_text_at(const struct json *json, const char *path)
{
	const struct json *found = json_at(json, path);

	return found && found->type == JSON_STRING ? found->text : text_of("");
}
