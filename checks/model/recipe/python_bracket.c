/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/model/recipe/python_parser.h"

static int keep_call(struct python_parser *parser, const struct setting *call)
{
	struct python_module *module = parser->module;
	const struct setting *kept = parser_copy(parser, call);

	if (!kept)
		return -1;
	if (arena_reserve(module->arena, (void **)&module->calls, &module->call_capacity,
		    module->call_count + 1, sizeof(*module->calls)) < 0)
		return err_nomem(parser->err);
	module->calls[module->call_count++] = kept;
	return 0;
}

/* `keyword = value` of a call, `key: value` of a dictionary; what else goes on is computed. */
static int finish_item(struct python_parser *parser, struct setting *item, char bracket)
{
	struct text key = item->text;
	bool has_key =
		(bracket == '(' && parser_at_byte(parser, '=') && item->kind == SETTING_NAME) ||
		(bracket == '{' && parser_at_byte(parser, ':') && item->kind == SETTING_TEXT);

	if (has_key) {
		parser_advance(parser);
		if (parser_expression(parser, item, NULL) < 0)
			return -1;
		item->key = key;
	}
	while (parser_at_one_of(parser, ":=")) {
		struct setting rest;

		parser_advance(parser);
		if (parser_expression(parser, &rest, NULL) < 0)
			return -1;
		item->kind = SETTING_COMPUTED;
	}
	return 0;
}

int parser_items(
	struct python_parser *parser, const struct setting **out, size_t *count, bool *has_comma)
{
	char bracket = parser->token.text.ptr[0];
	struct setting *last = NULL;

	*out = NULL;
	*count = 0;
	*has_comma = false;
	if (++parser->depth > SETTING_DEEPEST)
		return err_set(parser->err, ERR_LOOK, "%s:%u:%u: brackets nested deeper than %d",
			parser->name, parser->token.line, parser->token.column, SETTING_DEEPEST);
	parser_advance(parser);
	while (parser->token.kind != PYTHON_END && !parser_at_one_of(parser, ")]}")) {
		struct setting item, *kept;

		if (parser_at_byte(parser, ',')) {
			*has_comma = true;
			parser_advance(parser);
			continue;
		}
		if (parser_expression(parser, &item, NULL) < 0 ||
			finish_item(parser, &item, bracket) < 0)
			return -1;
		kept = parser_copy(parser, &item);
		if (!kept)
			return -1;
		if (last)
			last->next = kept;
		else
			*out = kept;
		last = kept;
		++*count;
	}
	parser->depth--;
	parser_advance(parser);
	return 0;
}

static int take_call(struct python_parser *parser, struct python_expression *expression)
{
	size_t count;
	bool has_comma;

	if (parser_items(parser, &expression->value.child, &count, &has_comma) < 0)
		return -1;
	if (expression->value.kind == SETTING_NAME)
		expression->value.kind = SETTING_CALL;
	else
		expression->is_computed = true;
	return expression->value.kind == SETTING_CALL ? keep_call(parser, &expression->value) : 0;
}

static int take_display(struct python_parser *parser, struct python_expression *expression)
{
	char bracket = parser->token.text.ptr[0];
	const struct setting *items;
	size_t count;
	bool has_comma;
	struct setting *value = &expression->value;

	*value = (struct setting){
		.line = parser->token.line, .kind = bracket == '{' ? SETTING_MAP : SETTING_LIST};
	if (parser_items(parser, &items, &count, &has_comma) < 0)
		return -1;
	value->child = items;
	if (bracket == '(' && count == 1 && !has_comma && items->key.len == 0)
		*value = *items;
	expression->has_value = true;
	expression->wants_operand = false;
	return 0;
}

int parser_take_bracket(struct python_parser *parser, struct python_expression *expression)
{
	const struct setting *ignored;
	size_t count;
	bool has_comma;

	if (expression->wants_operand)
		return take_display(parser, expression);
	if (parser_at_byte(parser, '('))
		return take_call(parser, expression);
	expression->is_computed = true;
	return parser_items(parser, &ignored, &count, &has_comma);
}
