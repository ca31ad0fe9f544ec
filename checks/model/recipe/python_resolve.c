/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "checks/model/recipe/python.h"
#include "gate/base/buffer.h"
#include "gate/base/python_token.h"

static const struct setting *value_of(const struct python_module *module, struct text name)
{
	const uint32_t *number = keys_find(&module->names, name);

	return number && *number ? module->bindings[*number - 1].value : NULL;
}

static const struct setting *follow(const struct python_module *module, const struct setting *value)
{
	enum { MOST_HOPS = 8 };

	for (unsigned hops = 0; value->kind == SETTING_NAME && hops < MOST_HOPS; hops++) {
		const struct setting *next = value_of(module, value->text);

		if (!next)
			break;
		value = next;
	}
	return value;
}

/* A replacement field is a name of a text or a number; "{{" is a brace. False: it is more than that. */
static bool put_together(struct buffer *out, const struct python_module *module, struct text format)
{
	for (size_t i = 0; i < format.len; i++) {
		struct text rest = text_slice(format, i + 1, format.len);
		size_t close = text_find(rest, text_of("}"));
		struct setting field = {.kind = SETTING_NAME, .text = text_slice(rest, 0, close)};
		const struct setting *value;

		if (strchr("\\}", format.ptr[i]))
			return false;
		if (format.ptr[i] != '{') {
			buffer_byte(out, format.ptr[i]);
			continue;
		}
		value = follow(module, &field);
		if (close == rest.len ||
			(value->kind != SETTING_TEXT && value->kind != SETTING_NUMBER))
			return false;
		buffer_add(out, value->text);
		i += close + 1;
	}
	return true;
}

static int resolve_format(const struct setting **out, const struct python_module *module,
	const struct setting *value, struct err *err)
{
	struct buffer text = {0};
	struct setting *made = arena_alloc(module->arena, sizeof(*made));
	bool whole = put_together(&text, module, value->text);

	if (made) {
		*made = *value;
		made->kind = whole ? SETTING_TEXT : SETTING_COMPUTED;
		if (whole)
			made->text = arena_text(module->arena, buffer_text(&text));
	}
	*out = made;
	whole = made && made->text.ptr && !text.failed;
	buffer_free(&text);
	return whole ? 0 : err_nomem(err);
}

int python_resolve(const struct setting **out, const struct python_module *module,
	const struct setting *value, struct err *err)
{
	*out = value;
	if (!module)
		return 0;
	*out = follow(module, value);
	return (*out)->kind == SETTING_FORMAT ? resolve_format(out, module, *out, err) : 0;
}

bool python_same(struct text a, struct text b)
{
	struct python_tokens left, right;
	struct python_token one, other;

	python_start(&left, a);
	python_start(&right, b);
	do {
		do
			python_next(&left, &one);
		while (one.kind == PYTHON_NEWLINE);
		do
			python_next(&right, &other);
		while (other.kind == PYTHON_NEWLINE);
		if (one.kind != other.kind || !text_equal(one.text, other.text))
			return false;
	} while (one.kind != PYTHON_END);
	return true;
}
