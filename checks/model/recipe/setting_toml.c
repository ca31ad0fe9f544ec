/* SPDX-License-Identifier: Apache-2.0
 *
 * TOML as a tree of settings. Dates are texts.
 */
#include <math.h>

#include "checks/model/recipe/setting.h"
#include "gate/base/toml.h"

static enum setting_kind kind_of(enum toml_type type)
{
	switch (type) {
	case TOML_BOOL:
		return SETTING_BOOL;
	case TOML_INTEGER:
	case TOML_FLOAT:
		return SETTING_NUMBER;
	case TOML_ARRAY:
		return SETTING_LIST;
	case TOML_TABLE:
		return SETTING_MAP;
	case TOML_STRING:
	case TOML_DATETIME:
		break;
	}
	return SETTING_TEXT;
}

static void set_value(struct setting *out, const struct toml *toml)
{
	int64_t integer;

	out->kind = kind_of(toml->type);
	out->line = toml->line;
	out->key = toml->key;
	out->text = toml->text;
	if (toml->type == TOML_BOOL)
		out->number = text_is(toml->text, "true");
	else if (toml_integer(toml, &integer))
		out->number = (double)integer;
	/* "nan" and "inf" are numbers in TOML; here they are texts that are flawed ones. */
	else if (toml->type == TOML_FLOAT && !setting_number(toml->text, &out->number))
		out->kind = SETTING_TEXT;
}

/* The reader has a limit on nesting. */
static int from_toml(
	struct setting *out, const struct toml *toml, struct arena *arena, struct err *err)
{
	const struct setting **next = &out->child;

	set_value(out, toml);
	for (const struct toml *child = toml->child; child; child = child->next) {
		struct setting *made = arena_alloc(arena, sizeof(*made));

		if (!made)
			return err_nomem(err);
		*next = made;
		next = &made->next;
		if (from_toml(made, child, arena, err) < 0)
			return -1;
	}
	return 0;
}

int setting_read_toml(const struct setting **out, struct text text, const char *name,
	struct arena *arena, struct err *err)
{
	struct setting *root = arena_alloc(arena, sizeof(*root));
	const struct toml *toml;

	if (!root)
		return err_nomem(err);
	*out = root;
	if (text.len > SETTING_MOST_BYTES)
		return err_set(err, ERR_LOOK, "%s: larger than 16 MiB", name);
	if (toml_read(&toml, text, name, arena, err) < 0)
		return -1;
	return from_toml(root, toml, arena, err);
}
