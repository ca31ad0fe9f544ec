/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/model/recipe/python.h"

#include <ctype.h>
#include <string.h>

#include "checks/model/recipe/python_parser.h"

void parser_advance(struct python_parser *parser)
{
	if (parser->token.text.ptr)
		parser->end = parser->token.text.ptr + parser->token.text.len;
	do
		python_next(&parser->tokens, &parser->token);
	while (parser->depth && parser->token.kind == PYTHON_NEWLINE);
}

bool parser_at_byte(const struct python_parser *parser, char byte)
{
	return python_is_byte(&parser->token, byte);
}

bool parser_at_one_of(const struct python_parser *parser, const char *bytes)
{
	return parser->token.kind == PYTHON_OTHER && parser->token.text.len == 1 &&
	       parser->token.text.ptr[0] && strchr(bytes, parser->token.text.ptr[0]);
}

bool parser_at_word(const struct python_parser *parser, const char *const *words)
{
	for (; parser->token.kind == PYTHON_NAME && *words; words++)
		if (text_is(parser->token.text, *words))
			return true;
	return false;
}

int parser_bind(struct python_parser *parser, struct text name, const struct setting *value)
{
	struct python_module *module = parser->module;
	uint32_t *number;

	if (name.len == 0)
		return 0;
	if (keys_add(&module->names, name, &number, parser->err) < 0)
		return -1;
	if (*number) {
		module->bindings[*number - 1].value = NULL;
		return 0;
	}
	if (arena_reserve(module->arena, (void **)&module->bindings, &module->binding_capacity,
		    module->binding_count + 1, sizeof(*module->bindings)) < 0)
		return err_nomem(parser->err);
	module->bindings[module->binding_count++] = (struct python_binding){name, value};
	*number = (uint32_t)module->binding_count;
	return 0;
}

struct setting *parser_copy(struct python_parser *parser, const struct setting *value)
{
	struct setting *made = arena_alloc(parser->module->arena, sizeof(*made));

	if (made)
		*made = *value;
	else
		err_nomem(parser->err);
	return made;
}

static int assign(struct python_parser *parser, const struct setting *target,
	struct text first_name, const struct setting *value)
{
	const struct setting *kept;

	if (target->kind != SETTING_NAME)
		return parser_bind(parser, first_name, NULL);
	if (memchr(target->text.ptr, '.', target->text.len))
		return 0;
	kept = parser_copy(parser, value);
	return kept ? parser_bind(parser, target->text, kept) : -1;
}

/* Names of `import a as b`, `for a, b in`, `global a`: bound, and not by a value that can be read. */
static int bind_names(struct python_parser *parser)
{
	static const char *const in[] = {"in", NULL};

	while (parser->token.kind != PYTHON_END && parser->token.kind != PYTHON_NEWLINE &&
		!parser_at_word(parser, in)) {
		if (parser->token.kind == PYTHON_NAME &&
			parser_bind(parser, parser->token.text, NULL) < 0)
			return -1;
		if (parser_at_byte(parser, '('))
			parser->depth++;
		if (parser_at_byte(parser, ')') && parser->depth)
			parser->depth--;
		parser_advance(parser);
	}
	return 0;
}

static int bind_parameters(struct python_parser *parser)
{
	const struct setting *items;
	size_t count;
	bool has_comma;

	parser_advance(parser);
	if (parser->token.kind == PYTHON_NAME)
		parser_advance(parser);
	if (!parser_at_byte(parser, '('))
		return 0;
	if (parser_items(parser, &items, &count, &has_comma) < 0)
		return -1;
	for (; items; items = items->next) {
		struct text name = items->key.len ? items->key : items->text;
		size_t length = 0;

		while (length < name.len &&
			(isalnum((unsigned char)name.ptr[length]) || name.ptr[length] == '_'))
			length++;
		if (parser_bind(parser, text_slice(name, 0, length), NULL) < 0)
			return -1;
	}
	return 0;
}

/* Behind `target`: one more of `= value`, `, target`, `: annotation`. *target becomes what was read. */
static int part_read(struct python_parser *parser, struct setting *target, struct text *first_name)
{
	bool assigns = parser_at_byte(parser, '='), is_tuple = parser_at_byte(parser, ',');
	struct setting value;

	if (is_tuple && parser_bind(parser, *first_name, NULL) < 0)
		return -1;
	parser_advance(parser);
	if (parser->token.kind == PYTHON_NEWLINE)
		return 0;
	if (parser_expression(parser, &value, is_tuple ? first_name : NULL) < 0 ||
		(assigns && assign(parser, target, *first_name, &value) < 0))
		return -1;
	if (assigns || is_tuple)
		*target = value;
	return 0;
}

static int statement_read(struct python_parser *parser)
{
	struct setting target;
	struct text first_name;

	if (parser_expression(parser, &target, &first_name) < 0)
		return -1;
	while (parser_at_one_of(parser, ":=,)]}"))
		if (part_read(parser, &target, &first_name) < 0)
			return -1;
	return 0;
}

static int line_read(struct python_parser *parser)
{
	static const char *const defines[] = {"def", "class", NULL};
	static const char *const binds[] = {"for", "import", "from", "global", "nonlocal", NULL};

	if (parser_at_word(parser, defines))
		return bind_parameters(parser);
	if (parser_at_word(parser, binds))
		return bind_names(parser);
	return statement_read(parser);
}

int python_read(struct python_module *out, struct text source, const char *name,
	struct arena *arena, struct err *err)
{
	struct python_parser parser = {.module = out, .name = name, .err = err};

	*out = (struct python_module){.arena = arena};
	keys_start(&out->names, arena);
	python_start(&parser.tokens, source);
	parser_advance(&parser);
	while (parser.token.kind != PYTHON_END) {
		size_t before = parser.tokens.at;
		const char *at = parser.token.text.ptr;

		if (line_read(&parser) < 0)
			return -1;
		if (parser.token.kind == PYTHON_NEWLINE ||
			(parser.tokens.at == before && parser.token.text.ptr == at))
			parser_advance(&parser);
	}
	return 0;
}
