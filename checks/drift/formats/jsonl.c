/* SPDX-License-Identifier: Apache-2.0
 *
 * JSON Lines: an object on each line. A number, a string or a boolean is a value; null, and a member that is not there, is missing.
 */
#include "checks/drift/format.h"
#include "gate/base/json.h"

static int add(struct column *out, const struct json *value, uint32_t line, struct err *err)
{
	if (!value || value->type == JSON_NULL) {
		column_add_missing(out);
		return 0;
	}
	switch (value->type) {
	case JSON_NUMBER:
		if (out->type == FEATURE_NUMERIC)
			return column_add_number(out, value->number, err);
		return column_add_category(out, value->text, 1, err);
	case JSON_STRING:
		return column_add(out, value->text, line, err);
	case JSON_TRUE:
		return column_add(out, (struct text)TEXT("true"), line, err);
	case JSON_FALSE:
		return column_add(out, (struct text)TEXT("false"), line, err);
	default:
		return err_set(err, ERR_LOOK, "%.200s:%u: the value is an array or an object",
			out->file, line);
	}
}

static int read_jsonl(struct column *out, struct text content, struct select select,
	struct arena *scratch, struct err *err)
{
	const char *path = arena_copy(out->arena, select.path);
	struct text rest = content, line;

	if (!path)
		return err_nomem(err);
	for (uint32_t number = 1; text_next_line(&rest, &line); number++) {
		const struct json *root;
		struct json_cursor cursor;

		if (text_trim(line).len == 0)
			continue;
		arena_reset(scratch);
		json_open(&cursor, line, out->file, NULL, scratch);
		cursor.line = number;
		if (json_value(&cursor, &root, scratch, err) < 0 || json_end(&cursor, err) < 0)
			return -1;
		if (root->type != JSON_OBJECT)
			return err_set(err, ERR_LOOK, "%.200s:%u: the line is no object", out->file,
				number);
		if (add(out, json_at(root, path), number, err) < 0)
			return -1;
	}
	return 0;
}

const struct drift_format drift_format_jsonl = {
	.summary = "an object on each line; column: is a dotted path",
	.read = read_jsonl,
};
