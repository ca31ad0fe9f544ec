/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/rule_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gate/base/buffer.h"

enum { MOST_GROUPS = 99, MOST_NEAR = 1000 * 1000 };

int rule_refuse(const struct rule_reader *reader, const struct yaml *node, const char *what)
{
	return yaml_error(reader->err, reader->name, node->line, node->column, "%.*s %s",
		text_quote(node->key), node->key.ptr, what);
}

static bool is_string(const struct yaml *node)
{
	static const char *const nothing[] = {"", "~", "null", "Null", "NULL"};

	if (node->type != YAML_SCALAR || node->quoted)
		return node->type == YAML_SCALAR;
	for (size_t i = 0; i < sizeof(nothing) / sizeof(nothing[0]); i++)
		if (text_is(node->text, nothing[i]))
			return false;
	return true;
}

static int read_string(const struct rule_reader *reader, const struct field *field,
	const struct yaml *node, void *out)
{
	(void)field;
	if (!is_string(node) || text_trim(node->text).len == 0)
		return rule_refuse(reader, node, "wants a string that is not blank");
	*(const char **)out = node->text.ptr;
	return 0;
}

static size_t count_choices(const char *const *choices)
{
	size_t count = 0;

	while (choices[count])
		count++;
	return count;
}

static int refuse_choice(
	const struct rule_reader *reader, const struct yaml *node, const char *const *choices)
{
	char names[128] = "";
	size_t used = 0;

	for (size_t i = 0; choices[i] && used < sizeof(names); i++)
		used += (size_t)snprintf(
			names + used, sizeof(names) - used, "%s%s", i ? ", " : "", choices[i]);
	return yaml_error(reader->err, reader->name, node->line, node->column,
		"%.*s wants one of %s", text_quote(node->key), node->key.ptr, names);
}

static int read_choice(const struct rule_reader *reader, const struct field *field,
	const struct yaml *node, void *out)
{
	size_t count = count_choices(field->choices);

	for (size_t i = 0; node->type == YAML_SCALAR && i < count; i++) {
		int value = field->first + (int)i;

		if (!text_is(node->text, field->choices[i]))
			continue;
		/* An enum of the ABI's size; its type differs from field to field. */
		memcpy(out, &value, sizeof(value));
		return 0;
	}
	return refuse_choice(reader, node, field->choices);
}
_Static_assert(sizeof(enum severity) == sizeof(int) && sizeof(enum confidence) == sizeof(int) &&
		       sizeof(enum allow_target) == sizeof(int) &&
		       sizeof(enum allow_when) == sizeof(int) &&
		       sizeof(enum rule_captures) == sizeof(int),
	"read_choice writes enums as int");

static bool has_upper(struct text text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] >= 'A' && text.ptr[i] <= 'Z')
			return true;
	return false;
}

static const char *item_fault(const struct field *field, const struct yaml *item)
{
	if (!is_string(item) || item->text.len == 0)
		return "has an item that is no string or empty";
	if (field->type == FIELD_WORDS && has_upper(item->text))
		return "has a word with upper-case letters; words are compared in lower case";
	return NULL;
}

static int read_strings(const struct rule_reader *reader, const struct field *field,
	const struct yaml *node, void *out)
{
	const char **items;
	size_t count = 0;

	if (node->type != YAML_LIST || node->count == 0)
		return rule_refuse(reader, node, "wants a list of strings");
	items = arena_array(reader->arena, node->count + 1, sizeof(*items));
	if (!items)
		return err_nomem(reader->err);
	for (const struct yaml *item = node->child; item; item = item->next) {
		const char *fault = item_fault(field, item);

		if (fault)
			return yaml_error(reader->err, reader->name, item->line, item->column,
				"%s %s", field->key, fault);
		items[count++] = item->text.ptr;
	}
	*(const char *const **)out = items;
	return 0;
}

static int read_group(const struct rule_reader *reader, const struct field *field,
	const struct yaml *node, void *out)
{
	uint64_t value = 0;

	(void)field;
	if (node->type != YAML_SCALAR || node->quoted ||
		!text_to_uint(node->text, MOST_GROUPS, &value))
		return rule_refuse(reader, node, "wants a whole number from 0 to 99");
	*(uint32_t *)out = (uint32_t)value;
	return 0;
}

/* Digits with at most one point between them; no sign, no exponent: an entropy is from 0 to 8. */
static bool is_decimal(struct text text)
{
	struct text whole = {"", 0};
	uint64_t ignored;

	if (text.len > 20 || !text_next_part(&text, '.', &whole))
		return false;
	return text_to_uint(whole, UINT64_MAX, &ignored) &&
	       (text.len == 0 ? whole.ptr[whole.len] != '.'
			      : text_to_uint(text, UINT64_MAX, &ignored));
}

static int read_entropy(const struct rule_reader *reader, const struct field *field,
	const struct yaml *node, void *out)
{
	double value;

	(void)field;
	if (node->type != YAML_SCALAR || node->quoted || !is_decimal(node->text))
		return rule_refuse(reader, node, "wants a number from 0 to 8, in bits per byte");
	value = strtod(node->text.ptr, NULL);
	if (value > 8)
		return rule_refuse(reader, node, "wants a number from 0 to 8, in bits per byte");
	*(double *)out = value;
	return 0;
}

static int read_report(const struct rule_reader *reader, const struct field *field,
	const struct yaml *node, void *out)
{
	bool is_false = text_is(node->text, "false");

	(void)field;
	if (node->type != YAML_SCALAR || node->quoted ||
		(!is_false && !text_is(node->text, "true")))
		return rule_refuse(reader, node, "wants true or false");
	*(bool *)out = is_false;
	return 0;
}

static int read_near(const struct rule_reader *reader, const struct field *field,
	const struct yaml *node, void *out)
{
	uint64_t value = 0;

	(void)field;
	if (node->type != YAML_SCALAR || node->quoted ||
		!text_to_uint(node->text, MOST_NEAR, &value))
		return rule_refuse(reader, node, "wants a whole number from 0 to 1000000");
	*(uint32_t *)out = (uint32_t)value;
	return 0;
}

static int (*const field_readers[FIELD_COUNT])(const struct rule_reader *reader,
	const struct field *field, const struct yaml *node, void *out) = {
	[FIELD_STRING] = read_string,
	[FIELD_CHOICE] = read_choice,
	[FIELD_STRINGS] = read_strings,
	[FIELD_WORDS] = read_strings,
	[FIELD_GROUP] = read_group,
	[FIELD_ENTROPY] = read_entropy,
	[FIELD_REPORT] = read_report,
	[FIELD_ALLOW] = rule_allow_read,
	[FIELD_NEAR] = read_near,
	[FIELD_REQUIRE] = rule_require_read,
};

const struct field *rule_field_find(const struct field *fields, size_t count, struct text key)
{
	for (size_t i = 0; i < count; i++)
		if (text_is(key, fields[i].key))
			return &fields[i];
	return NULL;
}

int rule_key_refuse(const struct rule_reader *reader, const struct yaml *member,
	const struct field *fields, size_t count)
{
	const char *keys[MOST_RULE_KEYS], *nearest;
	struct buffer known = {0};

	for (size_t i = 0; i < count; i++)
		keys[i] = fields[i].key;
	nearest = text_nearest(member->key, keys, count);
	yaml_error(reader->err, reader->name, member->key_line, member->key_column,
		"unknown key \"%.*s\"%s%s%s", text_quote(member->key), member->key.ptr,
		nearest ? "; did you mean \"" : "", nearest ? nearest : "", nearest ? "\"?" : "");
	if (nearest)
		return -1;
	for (size_t i = 0; i < count; i++)
		buffer_printf(&known, "%s%s", i ? ", " : "", keys[i]);
	err_remedy(reader->err, "one of: %.*s", (int)known.len, known.ptr ? known.ptr : "");
	buffer_free(&known);
	return -1;
}

int rule_fields_read(const struct rule_reader *reader, const struct yaml *map,
	const struct field *fields, size_t count, void *out)
{
	if (map->type != YAML_MAP)
		return yaml_error(reader->err, reader->name, map->line, map->column,
			"wants a mapping of keys to values");
	for (const struct yaml *member = map->child; member; member = member->next) {
		const struct field *field = rule_field_find(fields, count, member->key);

		if (!field)
			return rule_key_refuse(reader, member, fields, count);
		if (field_readers[field->type](reader, field, member, (char *)out + field->offset) <
			0)
			return -1;
	}
	for (size_t i = 0; i < count; i++)
		if (fields[i].required && !yaml_get(map, fields[i].key))
			return yaml_error(reader->err, reader->name, map->line, map->column,
				"%s is missing", fields[i].key);
	return 0;
}
