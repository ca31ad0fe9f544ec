/* SPDX-License-Identifier: Apache-2.0
 *
 * JSON, one value or one a line. `select` is a dotted path; where it leads to an array, it goes on in each of its items. A key that has dots itself is found
 * where all that is left of the path is its name.
 */
#include "checks/metrics/format.h"
#include "gate/base/json_values.h"

enum { DEEPEST = 32, LARGE_OBJECT = 32, MOST_LARGE = 64 };

/* The names of an object that has many. */
struct names {
	const struct json *object;
	struct keys keys; /* the number is the index in members, and one */
	const struct json **members;
};

struct document {
	const struct json **values;
	size_t count, capacity;
	struct names large[MOST_LARGE]; /* the first ones; of others the members are gone through */
	size_t large_count;
};

struct walk {
	struct numbers *out;
	const struct document *document; /* or NULL */
};

static int add(struct numbers *out, const struct json *value, struct err *err)
{
	if (value->type == JSON_NUMBER)
		return numbers_add(out, value->number, text_of(""), value->line, err);
	if (value->type == JSON_NULL)
		return numbers_refuse(out->file, value->line, err, "null in the place of a number",
			"measure again; null stands for a measurement that is not there");
	return numbers_refuse(out->file, value->line, err, "what select: names is no number",
		"name a number, or an array of numbers");
}

static int walk(const struct walk *walking, const struct json *value, struct text path,
	unsigned depth, struct err *err);

/* NOLINTNEXTLINE(misc-no-recursion): at most DEEPEST */
static int walk_items(const struct walk *walking, const struct json *value, struct text path,
	unsigned depth, struct err *err)
{
	for (const struct json *item = value->child; item; item = item->next)
		if (walk(walking, item, path, depth + 1, err) < 0)
			return -1;
	return 0;
}

static const struct names *find_names(const struct document *document, const struct json *object)
{
	for (size_t i = 0; document && i < document->large_count; i++)
		if (document->large[i].object == object)
			return &document->large[i];
	return NULL;
}

static const struct json *member(
	const struct walk *walking, const struct json *object, struct text key)
{
	const struct names *names = find_names(walking->document, object);
	const uint32_t *found = names ? keys_find(&names->keys, key) : NULL;

	if (names)
		return found ? names->members[*found - 1] : NULL;
	for (const struct json *item = object->child; item; item = item->next)
		if (text_equal(item->key, key))
			return item;
	return NULL;
}

/* NOLINTNEXTLINE(misc-no-recursion): at most DEEPEST */
static int walk(const struct walk *walking, const struct json *value, struct text path,
	unsigned depth, struct err *err)
{
	const struct json *next;
	struct text part;

	if (depth == DEEPEST)
		return numbers_refuse(walking->out->file, value->line, err,
			"a path of more than 32 steps", "name a number that lies less deep");
	if (value->type == JSON_ARRAY)
		return walk_items(walking, value, path, depth, err);
	if (path.len == 0)
		return add(walking->out, value, err);
	if (value->type != JSON_OBJECT)
		return 0;
	next = member(walking, value, path);
	if (next)
		return walk(walking, next, text_of(""), depth + 1, err);
	text_next_part(&path, '.', &part);
	next = member(walking, value, part);
	return next ? walk(walking, next, path, depth + 1, err) : 0;
}

static int read_document(const struct walk *walking, struct text select, struct err *err)
{
	for (size_t i = 0; i < walking->document->count; i++)
		if (walk(walking, walking->document->values[i], select, 0, err) < 0)
			return -1;
	return 0;
}

static int read_json(struct numbers *out, const struct number_file *file, struct err *err)
{
	const struct walk walking = {out, file->document};
	struct json_values values;
	const struct json *value;

	if (file->document)
		return read_document(&walking, file->select, err);
	json_values_start(&values, file->content, file->name, file->scratch);
	for (;;) {
		if (json_values_read(&values, &value, err) < 0)
			return -1;
		if (!value)
			return 0;
		if (walk(&walking, value, file->select, 0, err) < 0)
			return -1;
	}
}

/* ---- for several series ---- */

static int fill_names(
	struct names *names, const struct json *object, struct arena *arena, struct err *err)
{
	uint32_t count = 0, *number;

	names->object = object;
	names->members = arena_array(arena, object->count, sizeof(*names->members));
	if (!names->members)
		return err_nomem(err);
	keys_start(&names->keys, arena);
	for (const struct json *item = object->child; item; item = item->next) {
		names->members[count++] = item;
		if (keys_add(&names->keys, item->key, &number, err) < 0)
			return -1;
		*number = count;
	}
	return 0;
}

/* NOLINTNEXTLINE(misc-no-recursion): at most JSON_DEEPEST */
static int find_large(
	struct document *document, const struct json *value, struct arena *arena, struct err *err)
{
	if (document->large_count == MOST_LARGE)
		return 0;
	if (value->type == JSON_OBJECT && value->count >= LARGE_OBJECT &&
		fill_names(&document->large[document->large_count++], value, arena, err) < 0)
		return -1;
	for (const struct json *item = value->child; item; item = item->next)
		if (find_large(document, item, arena, err) < 0)
			return -1;
	return 0;
}

static int add_value(
	struct document *document, struct json_cursor *cursor, struct arena *arena, struct err *err)
{
	const struct json *value;

	if (json_value(cursor, &value, arena, err) < 0)
		return -1;
	if (arena_reserve(arena, (void **)&document->values, &document->capacity,
		    document->count + 1, sizeof(struct json *)) < 0)
		return err_nomem(err);
	document->values[document->count++] = value;
	return find_large(document, value, arena, err);
}

static int open_json(
	const void **out, const struct number_file *file, struct arena *arena, struct err *err)
{
	struct document *document = arena_alloc(arena, sizeof(*document));
	struct json_values values;
	struct json_cursor cursor;

	if (!document)
		return err_nomem(err);
	json_values_start(&values, file->content, file->name, file->scratch);
	while (json_values_next(&values, &cursor)) {
		if (add_value(document, &cursor, arena, err) < 0)
			return -1;
		json_values_done(&values, &cursor);
	}
	*out = document;
	return 0;
}

const struct number_format number_format_json = {
	.summary = "JSON, also a value each line; select: is a dotted path",
	.read = read_json,
	.open = open_json,
};
