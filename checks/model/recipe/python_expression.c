/* SPDX-License-Identifier: Apache-2.0 */
#include <ctype.h>
#include <string.h>

#include "checks/model/recipe/python_parser.h"

/* "0.8" and "1e-4" come in pieces that touch each other. */
static bool is_of_number(const char *at)
{
	if (isalnum((unsigned char)*at) || *at == '.' || *at == '_')
		return true;
	return (*at == '+' || *at == '-') && (at[-1] == 'e' || at[-1] == 'E');
}

static void take_number(struct python_parser *parser, struct python_expression *expression)
{
	struct text whole = parser->token.text;
	struct setting *value = &expression->value;
	const char *source_end = parser->tokens.source.ptr + parser->tokens.source.len;

	while (whole.ptr + whole.len < source_end && is_of_number(whole.ptr + whole.len))
		whole.len++;
	*value = (struct setting){.line = parser->token.line, .text = whole};
	value->kind = setting_number(whole, &value->number) ? SETTING_NUMBER : SETTING_COMPUTED;
	while (parser->token.kind != PYTHON_END && parser->token.text.ptr < whole.ptr + whole.len)
		parser_advance(parser);
}

static void take_name(struct python_parser *parser, struct python_expression *expression)
{
	struct setting *value = &expression->value;
	struct text name = parser->token.text;

	*value = (struct setting){.kind = SETTING_NAME, .line = parser->token.line, .text = name};
	if (text_is(name, "None"))
		value->kind = SETTING_NULL;
	if (text_is(name, "True") || text_is(name, "False"))
		value->kind = SETTING_BOOL;
	value->number = text_is(name, "True");
	if (!expression->first_name.len)
		expression->first_name = name;
	parser_advance(parser);
}

static int take_string(struct python_parser *parser, struct python_expression *expression)
{
	struct setting *value = &expression->value;
	enum setting_kind kind = parser->token.is_plain    ? SETTING_TEXT
				 : parser->token.is_format ? SETTING_FORMAT
							   : SETTING_COMPUTED;
	bool joins =
		!expression->wants_operand && value->kind == SETTING_TEXT && kind == SETTING_TEXT;

	if (joins)
		value->text = arena_textf(parser->module->arena, "%.*s%.*s", (int)value->text.len,
			value->text.ptr, (int)parser->token.string.len, parser->token.string.ptr);
	else
		expression->is_computed |= !expression->wants_operand;
	if (joins && !value->text.ptr)
		return err_nomem(parser->err);
	if (!joins)
		*value = (struct setting){
			.kind = kind, .line = parser->token.line, .text = parser->token.string};
	/* Ten thousand pieces of one text would be joined in quadratic time. */
	if (value->text.len > 4096)
		value->kind = SETTING_COMPUTED;
	parser_advance(parser);
	return 0;
}

/* a.b stays a name; of anything else `.b` is what may be called. */
static void take_dot(struct python_parser *parser, struct python_expression *expression)
{
	struct setting *value = &expression->value;
	const char *dot = parser->token.text.ptr;

	parser_advance(parser);
	if (parser->token.kind != PYTHON_NAME) {
		expression->is_computed = true;
		return;
	}
	if (value->kind != SETTING_NAME)
		*value = (struct setting){
			.kind = SETTING_NAME, .line = parser->token.line, .text = {dot, 0}};
	value->text.len =
		(size_t)(parser->token.text.ptr - value->text.ptr) + parser->token.text.len;
	value->line = parser->token.line;
	parser_advance(parser);
}

static void take_operator(struct python_parser *parser, struct python_expression *expression)
{
	if (parser_at_byte(parser, '-') && !expression->has_value && !expression->is_negative)
		expression->is_negative = true;
	else
		expression->is_computed = true;
	expression->wants_operand = true;
	parser_advance(parser);
}

static int take_operand(struct python_parser *parser, struct python_expression *expression)
{
	int done = 0;

	if (parser->token.kind == PYTHON_STRING)
		done = take_string(parser, expression);
	else {
		expression->is_computed |= !expression->wants_operand;
		if (isdigit((unsigned char)parser->token.text.ptr[0]))
			take_number(parser, expression);
		else
			take_name(parser, expression);
	}
	expression->has_value = true;
	expression->wants_operand = false;
	return done;
}

static bool is_operator_word(const struct python_parser *parser)
{
	static const char *const words[] = {"if", "else", "for", "in", "not", "and", "or", "is",
		"lambda", "await", "yield", "return", "assert", "elif", "while", "with", "raise",
		"del", NULL};

	return parser_at_word(parser, words);
}

static int take_part(struct python_parser *parser, struct python_expression *expression)
{
	if (is_operator_word(parser)) {
		take_operator(parser, expression);
		return 0;
	}
	if (parser->token.kind == PYTHON_NAME || parser->token.kind == PYTHON_STRING)
		return take_operand(parser, expression);
	if (parser_at_one_of(parser, "([{"))
		return parser_take_bracket(parser, expression);
	if (parser_at_byte(parser, '.') && expression->has_value && !expression->wants_operand)
		take_dot(parser, expression);
	else
		take_operator(parser, expression);
	return 0;
}

/* What was read, as a setting; `computed` is its source. */
static struct setting result_of(
	const struct python_expression *expression, struct text computed, uint32_t line)
{
	struct setting value = expression->value;
	bool is_number = value.kind == SETTING_NUMBER;

	if (expression->is_computed || expression->wants_operand ||
		(expression->is_negative && !is_number))
		return (struct setting){.kind = SETTING_COMPUTED, .line = line, .text = computed};
	if (expression->is_negative)
		value.number = -value.number;
	return value;
}

static bool at_end(const struct python_parser *parser)
{
	return parser->token.kind == PYTHON_END || parser->token.kind == PYTHON_NEWLINE ||
	       parser_at_one_of(parser, ",:=)]}");
}

int parser_expression(struct python_parser *parser, struct setting *out, struct text *first_name)
{
	struct python_expression expression = {.wants_operand = true};
	struct text source = {parser->token.text.ptr, 0};
	uint32_t line = parser->token.line;

	while (!at_end(parser))
		if (take_part(parser, &expression) < 0)
			return -1;
	if (source.ptr && parser->end > source.ptr)
		source.len = (size_t)(parser->end - source.ptr);
	*out = result_of(&expression, source, line);
	if (first_name)
		*first_name = expression.first_name;
	return 0;
}
