/* SPDX-License-Identifier: Apache-2.0
 *
 * JSON, one value or one a line. `select` is a dotted path; where it leads to an array, it goes on in each of its items. A key that has dots itself is found
 * where all that is left of the path is its name.
 */
#include "checks/metrics/format.h"
#include "gate/base/json_values.h"

enum { DEEPEST = 32 };

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

static int walk(struct numbers *out, const struct json *value, struct text path, unsigned depth,
	struct err *err);

/* NOLINTNEXTLINE(misc-no-recursion): at most DEEPEST */
static int walk_items(struct numbers *out, const struct json *value, struct text path,
	unsigned depth, struct err *err)
{
	for (const struct json *item = value->child; item; item = item->next)
		if (walk(out, item, path, depth + 1, err) < 0)
			return -1;
	return 0;
}

static const struct json *member(const struct json *object, struct text key)
{
	for (const struct json *item = object->child; item; item = item->next)
		if (text_equal(item->key, key))
			return item;
	return NULL;
}

/* NOLINTNEXTLINE(misc-no-recursion): at most DEEPEST */
static int walk(struct numbers *out, const struct json *value, struct text path, unsigned depth,
	struct err *err)
{
	const struct json *next;
	struct text part;

	if (depth == DEEPEST)
		return numbers_refuse(out->file, value->line, err, "a path of more than 32 steps",
			"name a number that lies less deep");
	if (value->type == JSON_ARRAY)
		return walk_items(out, value, path, depth, err);
	if (path.len == 0)
		return add(out, value, err);
	if (value->type != JSON_OBJECT)
		return 0;
	next = member(value, path);
	if (next)
		return walk(out, next, text_of(""), depth + 1, err);
	text_next_part(&path, '.', &part);
	next = member(value, part);
	return next ? walk(out, next, path, depth + 1, err) : 0;
}

static int read_json(struct numbers *out, const struct number_file *file, struct err *err)
{
	struct json_values values;
	const struct json *value;

	json_values_start(&values, file->content, file->name, file->scratch);
	for (;;) {
		if (json_values_read(&values, &value, err) < 0)
			return -1;
		if (!value)
			return 0;
		if (walk(out, value, file->select, 0, err) < 0)
			return -1;
	}
}

const struct number_format number_format_json = {
	.summary = "JSON, also a value each line; select: is a dotted path",
	.read = read_json,
};
