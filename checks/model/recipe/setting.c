/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/model/recipe/setting.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "gate/base/json.h"
#include "gate/base/yaml.h"

const struct setting *setting_get(const struct setting *map, const char *key)
{
	for (const struct setting *member = map ? map->child : NULL; member; member = member->next)
		if (text_is(member->key, key))
			return member;
	return NULL;
}

static bool same_node(const struct setting *a, const struct setting *b)
{
	return a->kind == b->kind && text_equal(a->key, b->key) && text_equal(a->text, b->text) &&
	       a->number == b->number;
}

static bool same(const struct setting *a, const struct setting *b, unsigned depth)
{
	if (depth > JSON_DEEPEST)
		return false;
	for (; a && b; a = a->next, b = b->next)
		if (!same_node(a, b) || !same(a->child, b->child, depth + 1))
			return false;
	return !a && !b;
}

bool setting_same(const struct setting *a, const struct setting *b)
{
	return same_node(a, b) && same(a->child, b->child, 0);
}

/* Without the underscores between digits; false: no bytes of a number. */
static bool copy_digits(char *digits, struct text text)
{
	size_t length = 0;

	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '_' && i > 0 && isdigit((unsigned char)text.ptr[i - 1]))
			continue;
		if (!isdigit((unsigned char)text.ptr[i]) && !memchr("+-.eE", text.ptr[i], 5))
			return false;
		digits[length++] = text.ptr[i];
	}
	digits[length] = '\0';
	return strpbrk(digits, "0123456789") != NULL;
}

bool setting_number(struct text text, double *out)
{
	char digits[64], *end;

	if (text.len == 0 || text.len >= sizeof(digits) || !copy_digits(digits, text))
		return false;
	*out = strtod(digits, &end);
	return *end == '\0' && isfinite(*out);
}

/* Children are appended in file order. */
struct chain {
	const struct setting *first;
	struct setting *last;
};

static struct setting *append(struct chain *chain, struct arena *arena)
{
	struct setting *made = arena_alloc(arena, sizeof(*made));

	if (!made)
		return NULL;
	if (chain->last)
		chain->last->next = made;
	else
		chain->first = made;
	chain->last = made;
	return made;
}

static enum setting_kind kind_of_json(enum json_type type)
{
	switch (type) {
	case JSON_FALSE:
	case JSON_TRUE:
		return SETTING_BOOL;
	case JSON_NUMBER:
		return SETTING_NUMBER;
	case JSON_STRING:
		return SETTING_TEXT;
	case JSON_ARRAY:
		return SETTING_LIST;
	case JSON_OBJECT:
		return SETTING_MAP;
	case JSON_NULL:
		break;
	}
	return SETTING_NULL;
}

static int from_json(
	struct setting *out, const struct json *json, struct arena *arena, struct err *err)
{
	struct chain chain = {0};

	out->kind = kind_of_json(json->type);
	out->line = json->line;
	out->key = json->key;
	out->text = json->text;
	out->number = json->type == JSON_NUMBER ? json->number : json->type == JSON_TRUE;
	for (const struct json *child = json->child; child; child = child->next) {
		struct setting *made = append(&chain, arena);

		if (!made)
			return err_nomem(err);
		if (from_json(made, child, arena, err) < 0)
			return -1;
	}
	out->child = chain.first;
	return 0;
}

int setting_read_json(const struct setting **out, struct text text, const char *name,
	struct arena *arena, struct err *err)
{
	struct setting *root = arena_alloc(arena, sizeof(*root));
	const struct json *json;

	if (!root)
		return err_nomem(err);
	*out = root;
	if (text.len > SETTING_MOST_BYTES)
		return err_set(err, ERR_LOOK, "%s: larger than 16 MiB", name);
	if (json_read_with(&json, text, name, NULL, arena, err) < 0)
		return -1;
	return from_json(root, json, arena, err);
}

/* YAML 1.2's core schema, and YAML 1.1's words that people write. */
static void set_scalar(struct setting *out, const struct yaml *yaml)
{
	static const char *const nothing[] = {"", "~", "null", "Null", "NULL"};
	static const char *const yes[] = {"true", "True", "TRUE"}, *const no[] = {"false", "False",
									   "FALSE"};

	out->text = yaml->text;
	out->kind = SETTING_TEXT;
	if (yaml->quoted)
		return;
	for (size_t i = 0; i < 5; i++)
		if (text_is(yaml->text, nothing[i]))
			out->kind = SETTING_NULL;
	for (size_t i = 0; i < 3; i++) {
		if (text_is(yaml->text, yes[i]) || text_is(yaml->text, no[i]))
			out->kind = SETTING_BOOL;
		if (text_is(yaml->text, yes[i]))
			out->number = 1;
	}
	if (setting_number(yaml->text, &out->number))
		out->kind = SETTING_NUMBER;
}

static int from_yaml(
	struct setting *out, const struct yaml *yaml, struct arena *arena, struct err *err)
{
	struct chain chain = {0};

	out->line = yaml->line;
	out->key = yaml->key;
	if (yaml->type == YAML_SCALAR)
		set_scalar(out, yaml);
	else
		out->kind = yaml->type == YAML_MAP ? SETTING_MAP : SETTING_LIST;
	for (const struct yaml *child = yaml->child; child; child = child->next) {
		struct setting *made = append(&chain, arena);

		if (!made)
			return err_nomem(err);
		if (from_yaml(made, child, arena, err) < 0)
			return -1;
	}
	out->child = chain.first;
	return 0;
}

int setting_read_yaml(const struct setting **out, struct text text, const char *name,
	struct arena *arena, struct err *err)
{
	const struct yaml_options options = {
		.max_bytes = SETTING_MOST_BYTES, .aliases = true, .kind = ERR_LOOK};
	struct setting *root = arena_alloc(arena, sizeof(*root));
	const struct yaml *yaml;

	if (!root)
		return err_nomem(err);
	*out = root;
	if (yaml_read_with(&yaml, text, name, &options, arena, err) < 0)
		return -1;
	return from_yaml(root, yaml, arena, err);
}
