/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/merge/fields.h"

#include <math.h>
#include <string.h>

int field_wrong(
	const struct fields *from, const struct json *value, const char *key, const char *wants)
{
	err_set(from->err, ERR_LOOK, "%s:%u:%u: \"%s\" is not %s", from->name, value->line,
		value->column, key, wants);
	return err_remedy(from->err,
		"give the file that seamgate run --shard I/N --report json=PATH wrote, as it is");
}

const struct json *field(
	const struct fields *from, const struct json *object, const char *key, enum json_type type)
{
	static const char *const kinds[] = {[JSON_NULL] = "null",
		[JSON_FALSE] = "false",
		[JSON_TRUE] = "true",
		[JSON_NUMBER] = "a number",
		[JSON_STRING] = "a string",
		[JSON_ARRAY] = "a list",
		[JSON_OBJECT] = "an object"};
	const struct json *value = json_get(object, key);

	if (!object)
		return NULL;
	if (value && value->type == type)
		return value;
	field_wrong(from, value ? value : object, key, value ? kinds[type] : "there");
	return NULL;
}

struct text field_text(const struct fields *from, const struct json *object, const char *key)
{
	const struct json *value = field(from, object, key, JSON_STRING);

	return value ? value->text : text_of("");
}

static bool is_word(struct text text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] < ' ' || text.ptr[i] > '~')
			return false;
	return true;
}

const char *field_word(const struct fields *from, const struct json *object, const char *key)
{
	const struct json *value = field(from, object, key, JSON_STRING);
	const char *word = NULL;

	if (!value)
		return "";
	if (!is_word(value->text))
		field_wrong(from, value, key, "a word of seamgate's");
	else if (!(word = arena_copy(from->arena, value->text)))
		err_nomem(from->err);
	return word ? word : "";
}

uint64_t field_uint(
	const struct fields *from, const struct json *object, const char *key, uint64_t max)
{
	const struct json *value = field(from, object, key, JSON_NUMBER);
	uint64_t number = 0;

	if (value && !text_to_uint(value->text, max, &number))
		field_wrong(from, value, key, "a whole number that may stand here");
	return number;
}

double field_real(const struct fields *from, const struct json *object, const char *key)
{
	const struct json *value = json_get(object, key);

	if (value && value->type == JSON_NULL)
		return NAN;
	value = field(from, object, key, JSON_NUMBER);
	return value ? value->number : NAN;
}

bool field_bool(const struct fields *from, const struct json *object, const char *key)
{
	const struct json *value = json_get(object, key);

	if (value && value->type == JSON_FALSE)
		return false;
	return field(from, object, key, JSON_TRUE) != NULL;
}

struct oid field_oid(const struct fields *from, const struct json *object, const char *key)
{
	const struct json *value = field(from, object, key, JSON_STRING);
	struct oid oid = {{0}};

	if (value && value->text.len && !oid_parse(value->text, &oid))
		field_wrong(from, value, key, "an object id");
	return oid;
}

int field_choice(const struct fields *from, const struct json *object, const char *key,
	const char *const *names, size_t count)
{
	const struct json *value = field(from, object, key, JSON_STRING);

	for (size_t i = 0; value && i < count; i++)
		if (text_is(value->text, names[i]))
			return (int)i;
	if (value)
		field_wrong(from, value, key, "one of the words that may stand here");
	return 0;
}
