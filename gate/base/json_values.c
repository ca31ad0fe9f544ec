/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/json_values.h"

void json_values_start(
	struct json_values *values, struct text text, const char *name, struct arena *scratch)
{
	*values = (struct json_values){.name = name, .scratch = scratch, .rest = text, .line = 1};
}

static void skip_space(struct json_values *values)
{
	size_t at = 0;

	for (; at < values->rest.len; at++) {
		char c = values->rest.ptr[at];

		if (c == '\n')
			values->line++;
		else if (c != ' ' && c != '\t' && c != '\r')
			break;
	}
	values->rest = text_slice(values->rest, at, values->rest.len);
}

bool json_values_next(struct json_values *values, struct json_cursor *cursor)
{
	skip_space(values);
	if (values->rest.len == 0)
		return false;
	arena_reset(values->scratch);
	json_open(cursor, values->rest, values->name, &values->options, values->scratch);
	cursor->line = values->line;
	return true;
}

void json_values_done(struct json_values *values, const struct json_cursor *cursor)
{
	values->line = cursor->line;
	values->rest = text_slice(values->rest, cursor->at, values->rest.len);
}

int json_values_read(struct json_values *values, const struct json **out, struct err *err)
{
	struct json_cursor cursor;

	*out = NULL;
	if (!json_values_next(values, &cursor))
		return 0;
	if (json_value(&cursor, out, values->scratch, err) < 0)
		return -1;
	json_values_done(values, &cursor);
	return 0;
}
