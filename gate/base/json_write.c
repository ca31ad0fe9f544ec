/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/json_write.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gate/base/escape.h"

static void new_line(struct json_writer *json)
{
	static const char spaces[] = "                ";
	size_t left = (size_t)json->depth * json->indent;

	if (json->indent == 0)
		return;
	buffer_byte(json->out, '\n');
	while (left > 0) {
		size_t now = left < sizeof(spaces) - 1 ? left : sizeof(spaces) - 1;

		buffer_add(json->out, (struct text){spaces, now});
		left -= now;
	}
}

/* Comma, line break and key: all that stands before a value. */
static void begin(struct json_writer *json, const char *key)
{
	if (json->has_item)
		buffer_byte(json->out, ',');
	if (json->depth > 0)
		new_line(json);
	json->has_item = true;
	if (!key)
		return;
	buffer_byte(json->out, '"');
	escape_json(json->out, text_of(key));
	buffer_string(json->out, json->indent ? "\": " : "\":");
}

void json_begin(struct json_writer *json, const char *key, char bracket)
{
	begin(json, key);
	buffer_byte(json->out, bracket);
	json->depth++;
	json->has_item = false;
}

void json_close(struct json_writer *json, char bracket)
{
	json->depth--;
	if (json->has_item)
		new_line(json);
	buffer_byte(json->out, bracket);
	json->has_item = true;
}

static void quoted(struct json_writer *json, const char *key, struct text value)
{
	begin(json, key);
	buffer_byte(json->out, '"');
	escape_json(json->out, value);
	buffer_byte(json->out, '"');
}

void json_text(struct json_writer *json, const char *key, struct text value)
{
	buffer_clear(&json->scratch);
	mask_apply(json->masks, value, &json->scratch);
	if (json->scratch.failed)
		json->out->failed = true;
	quoted(json, key, buffer_text(&json->scratch));
}

void json_string(struct json_writer *json, const char *key, const char *value)
{
	json_text(json, key, text_of(value));
}

void json_word(struct json_writer *json, const char *key, const char *word)
{
	quoted(json, key, text_of(word));
}

void json_uint(struct json_writer *json, const char *key, uint64_t value)
{
	begin(json, key);
	buffer_printf(json->out, "%llu", (unsigned long long)value);
}

void json_real(struct json_writer *json, const char *key, double value)
{
	char digits[40];

	begin(json, key);
	if (!isfinite(value)) {
		buffer_string(json->out, "null");
		return;
	}
	snprintf(digits, sizeof(digits), "%.15g", value);
	if (strtod(digits, NULL) != value)
		snprintf(digits, sizeof(digits), "%.17g", value);
	buffer_string(json->out, digits);
}

void json_bool(struct json_writer *json, const char *key, bool value)
{
	begin(json, key);
	buffer_string(json->out, value ? "true" : "false");
}

void json_finish(struct json_writer *json)
{
	buffer_free(&json->scratch);
}
