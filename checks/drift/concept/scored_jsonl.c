/* SPDX-License-Identifier: Apache-2.0
 *
 * JSON Lines: an object on each line; names are dotted paths. null, and a member that is not there, is missing.
 */
#include "checks/drift/concept/scored.h"
#include "gate/base/json_values.h"

struct label_paths {
	const char *time, *label, *prediction;
};

static int cell(struct text *out, const struct scored *rows, const struct json *object,
	const char *path, struct err *err)
{
	const struct json *value = json_at(object, path);

	*out = text_of("");
	if (!value || value->type == JSON_NULL)
		return 0;
	if (value->type == JSON_ARRAY || value->type == JSON_OBJECT)
		return err_set(err, ERR_LOOK, "%.200s:%u: the value is an array or an object",
			rows->file, value->line);
	*out = value->type == JSON_TRUE    ? text_of("true")
	       : value->type == JSON_FALSE ? text_of("false")
					   : value->text;
	return 0;
}

static int add(struct scored *out, const struct concept *concept, const struct label_paths *paths,
	const struct json *object, struct err *err)
{
	struct scored_cells cells = {0};

	if (object->type != JSON_OBJECT)
		return err_set(
			err, ERR_LOOK, "%.200s:%u: the line is no object", out->file, object->line);
	if (cell(&cells.label, out, object, paths->label, err) < 0 ||
		cell(&cells.prediction, out, object, paths->prediction, err) < 0 ||
		(*paths->time && cell(&cells.time, out, object, paths->time, err) < 0))
		return -1;
	return scored_add(out, concept, &cells, object->line, err);
}

static int read_jsonl(struct scored *out, const struct concept *concept, struct text content,
	struct arena *scratch, struct err *err)
{
	struct label_paths paths = {arena_copy(out->arena, concept->time),
		arena_copy(out->arena, concept->label),
		arena_copy(out->arena, concept->prediction)};
	struct json_values values;
	const struct json *object;

	if (!paths.time || !paths.label || !paths.prediction)
		return err_nomem(err);
	json_values_start(&values, content, out->file, scratch);
	for (;;) {
		if (json_values_read(&values, &object, err) < 0)
			return -1;
		if (!object)
			return 0;
		if (add(out, concept, &paths, object, err) < 0)
			return -1;
	}
}

const struct scored_format scored_jsonl = {.name = "jsonl", .read = read_jsonl};
