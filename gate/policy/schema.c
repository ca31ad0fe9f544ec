/* SPDX-License-Identifier: Apache-2.0
 *
 * JSON Schema, draft-07 (json-schema.org/draft-07/schema), of the policy file. What no schema can
 * say (that a waiver is there twice, that a rule exists) is left to `seamgate policy check`.
 */
#include <stdio.h>
#include <string.h>

#include "gate/base/json_write.h"
#include "gate/policy/policy.h"
#include "gate/policy/root.h"
#include "gate/policy/value.h"
#include "gate/policy/walk.h"

#define NUMBER        "(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?"
#define DURATION_UNIT "(us|ms|s|m|h|d)"
#define SIZE_UNIT     "(B|kB|MB|GB|TB|KiB|MiB|GiB|TiB)"

/* A type in the schema's words. Each is accepted; pattern is for strings. */
struct shape {
	const char *types[3];
	const char *pattern;
	bool not_negative;
};

static const struct shape shapes[] = {
	[OPTION_BOOL] = {{"boolean"}, NULL, false},
	[OPTION_INTEGER] = {{"integer"}, NULL, false},
	[OPTION_NUMBER] = {{"number"}, NULL, false},
	[OPTION_TOLERANCE] = {{"number", "string"}, "^" NUMBER "(%|" DURATION_UNIT ")$", true},
	[OPTION_DURATION] = {{"string"}, "^" NUMBER DURATION_UNIT "$", false},
	[OPTION_SIZE] = {{"integer", "string"}, "^(0|[1-9][0-9]*)" SIZE_UNIT "$", true},
	[OPTION_STRING] = {{"string"}, NULL, false},
	[OPTION_GLOB] = {{"string"}, "^[^/]", false},
	[OPTION_DATE] = {{"string"}, "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$", false},
	[OPTION_CHOICE] = {{NULL}, NULL, false},
	[OPTION_STRINGS] = {{"array", "null"}, NULL, false},
	[OPTION_GLOBS] = {{"array", "null"}, NULL, false},
	[OPTION_BLOCK] = {{"object", "null"}, NULL, false},
	[OPTION_BLOCKS] = {{"array", "null"}, NULL, false},
	[OPTION_MAP] = {{"object", "null"}, NULL, false},
};

static void write_types(struct json_writer *json, const struct shape *shape)
{
	if (!shape->types[0])
		return;
	if (!shape->types[1]) {
		json_word(json, "type", shape->types[0]);
		return;
	}
	json_begin(json, "type", '[');
	for (size_t i = 0; shape->types[i]; i++)
		json_word(json, NULL, shape->types[i]);
	json_close(json, ']');
}

static void write_choices(struct json_writer *json, const struct option *option)
{
	json_begin(json, "enum", '[');
	for (size_t i = 0; option->choices[i]; i++) {
		uint64_t number;

		if (option->type == OPTION_INTEGER &&
			text_to_uint(text_of(option->choices[i]), UINT32_MAX, &number))
			json_uint(json, NULL, number);
		else
			json_word(json, NULL, option->choices[i]);
	}
	json_close(json, ']');
}

/* Numbers and truth values as themselves; all else in the words of the file. A list's default is
 * told by its description. */
static void write_default(struct json_writer *json, const struct option *option)
{
	struct text text = text_of(option->fallback);
	const struct option plain = {.type = OPTION_NUMBER};
	double number;

	if (!option->fallback || !value_is_single(option->type) || option->required)
		return;
	if (option->type == OPTION_BOOL)
		json_bool(json, "default", text_is(text, "true"));
	else if (option->type != OPTION_STRING && value_parse(&plain, text, false, &number))
		json_real(json, "default", number);
	else if (text.len >= 2 && strchr("\"'", text.ptr[0]))
		json_text(json, "default", text_slice(text, 1, text.len - 1));
	else
		json_text(json, "default", text);
}

static void write_strings(struct json_writer *json, const struct option *option)
{
	bool globs = option->type == OPTION_GLOBS;

	json_begin(json, "items", '{');
	json_word(json, "type", "string");
	json_word(json, "pattern", globs ? shapes[OPTION_GLOB].pattern : "\\S");
	json_close(json, '}');
	if (option->if_empty)
		json_uint(json, "minItems", 1);
}

static void write_map(struct json_writer *json, const struct option *option)
{
	json_begin(json, "additionalProperties", '{');
	write_choices(json, option);
	json_close(json, '}');
}

static void write_rest(struct json_writer *json, const struct option *option)
{
	switch (option->type) {
	case OPTION_STRINGS:
	case OPTION_GLOBS:
		write_strings(json, option);
		break;
	case OPTION_MAP:
		write_map(json, option);
		break;
	case OPTION_STRING:
		if (option->required)
			json_word(json, "pattern", "\\S");
		break;
	default:
		if (option->choices)
			write_choices(json, option);
		break;
	}
}

static void write_head(struct json_writer *json, const struct option *option)
{
	json_begin(json, option->key, '{');
	if (option->help)
		json_text(json, "description", text_of(option->help));
	write_types(json, &shapes[option->type]);
}

static void write_value(struct json_writer *json, const struct option *option)
{
	const struct shape *shape = &shapes[option->type];

	write_head(json, option);
	if (shape->pattern)
		json_word(json, "pattern", shape->pattern);
	if (shape->not_negative)
		json_uint(json, "minimum", 0);
	write_rest(json, option);
	write_default(json, option);
	json_close(json, '}');
}

/* The inside of an object's schema up to its properties, which stay open. */
static void open_object(struct json_writer *json, const struct option *table)
{
	size_t required = 0;

	json_bool(json, "additionalProperties", false);
	for (const struct option *option = table; option->key; option++) {
		if (!option->required)
			continue;
		if (required++ == 0)
			json_begin(json, "required", '[');
		json_word(json, NULL, option->key);
	}
	if (required)
		json_close(json, ']');
	json_begin(json, "properties", '{');
}

static void close_object(struct json_writer *json)
{
	json_close(json, '}');
	json_close(json, '}');
}

static void write_step(struct json_writer *json, const struct walk *walk, enum walk_step step)
{
	switch (step) {
	case WALK_VALUE:
		write_value(json, walk->option);
		break;
	case WALK_BLOCK:
		write_head(json, walk->option);
		open_object(json, walk->option->nested);
		break;
	case WALK_LIST:
		write_head(json, walk->option);
		break;
	case WALK_ITEM:
		json_begin(json, "items", '{');
		json_word(json, "type", "object");
		open_object(json, walk->option->nested);
		break;
	case WALK_LIST_END:
		json_close(json, '}');
		break;
	default:
		close_object(json);
		break;
	}
}

static void write_schema(struct json_writer *json, const struct option *table)
{
	enum walk_step step;
	struct walk walk;

	json_begin(json, NULL, '{');
	json_word(json, "$schema", "http://json-schema.org/draft-07/schema#");
	json_word(json, "title", "seamgate policy");
	json_word(json, "description", "The policy of seamgate, " POLICY_PATH ", version 1.");
	json_word(json, "type", "object");
	open_object(json, table);
	walk_start(&walk, table, NULL, NULL);
	while ((step = walk_next(&walk)) != WALK_DONE)
		write_step(json, &walk, step);
	close_object(json);
	buffer_byte(json->out, '\n');
	json_finish(json);
}

void policy_schema(struct buffer *out)
{
	struct json_writer json = {.out = out, .indent = 2};
	struct arena *arena = arena_new();
	size_t size;
	const struct option *table = arena ? root_table(arena, &size) : NULL;

	if (table)
		write_schema(&json, table);
	else
		out->failed = true;
	arena_free(arena);
}
