/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/model/recipe/python.h"

#include <ctype.h>
#include <string.h>

#include "gate/base/buffer.h"
#include "gate/base/python_token.h"

struct parser {
	struct python_tokens tokens;
	struct python_token token; /* the next one */
	const char *end;           /* of the token before it */
	unsigned depth;            /* of brackets */
	struct python_module *module;
	const char *name;
	struct err *err;
};

/* An expression as far as it was read. */
struct expression {
	struct setting value;
	bool has_value, wants_operand, is_negative, is_computed;
	struct text first_name; /* of an augmented assignment */
};

static int expression_read(struct parser *parser, struct setting *out, struct text *first_name);

static void advance(struct parser *parser)
{
	if (parser->token.text.ptr)
		parser->end = parser->token.text.ptr + parser->token.text.len;
	do
		python_next(&parser->tokens, &parser->token);
	while (parser->depth && parser->token.kind == PYTHON_NEWLINE);
}

static bool at_byte(const struct parser *parser, char byte)
{
	return python_is_byte(&parser->token, byte);
}

static bool at_one_of(const struct parser *parser, const char *bytes)
{
	return parser->token.kind == PYTHON_OTHER && parser->token.text.len == 1 &&
	       parser->token.text.ptr[0] && strchr(bytes, parser->token.text.ptr[0]);
}

static bool at_word(const struct parser *parser, const char *const *words)
{
	for (; parser->token.kind == PYTHON_NAME && *words; words++)
		if (text_is(parser->token.text, *words))
			return true;
	return false;
}

/* ---- names ---- */

/* A value of NULL, or a second binding, makes the name unknown. */
static int bind(struct parser *parser, struct text name, const struct setting *value)
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

static struct setting *copy(struct parser *parser, const struct setting *value)
{
	struct setting *made = arena_alloc(parser->module->arena, sizeof(*made));

	if (made)
		*made = *value;
	else
		err_nomem(parser->err);
	return made;
}

static int assign(struct parser *parser, const struct setting *target, struct text first_name,
	const struct setting *value)
{
	const struct setting *kept;

	if (target->kind != SETTING_NAME)
		return bind(parser, first_name, NULL);
	if (memchr(target->text.ptr, '.', target->text.len))
		return 0;
	kept = copy(parser, value);
	return kept ? bind(parser, target->text, kept) : -1;
}

/* ---- what is in brackets ---- */

static int keep_call(struct parser *parser, const struct setting *call)
{
	struct python_module *module = parser->module;
	const struct setting *kept = copy(parser, call);

	if (!kept)
		return -1;
	if (arena_reserve(module->arena, (void **)&module->calls, &module->call_capacity,
		    module->call_count + 1, sizeof(*module->calls)) < 0)
		return err_nomem(parser->err);
	module->calls[module->call_count++] = kept;
	return 0;
}

/* `keyword = value` of a call, `key: value` of a dictionary; what else goes on is computed. */
static int finish_item(struct parser *parser, struct setting *item, char bracket)
{
	struct text key = item->text;
	bool has_key = (bracket == '(' && at_byte(parser, '=') && item->kind == SETTING_NAME) ||
		       (bracket == '{' && at_byte(parser, ':') && item->kind == SETTING_TEXT);

	if (has_key) {
		advance(parser);
		if (expression_read(parser, item, NULL) < 0)
			return -1;
		item->key = key;
	}
	while (at_one_of(parser, ":=")) {
		struct setting rest;

		advance(parser);
		if (expression_read(parser, &rest, NULL) < 0)
			return -1;
		item->kind = SETTING_COMPUTED;
	}
	return 0;
}

/* From the opening bracket to behind the closing one. */
static int items_read(
	struct parser *parser, const struct setting **out, size_t *count, bool *has_comma)
{
	char bracket = parser->token.text.ptr[0];
	struct setting *last = NULL;

	*out = NULL;
	*count = 0;
	*has_comma = false;
	if (++parser->depth > SETTING_DEEPEST)
		return err_set(parser->err, ERR_LOOK, "%s:%u:%u: brackets nested deeper than %d",
			parser->name, parser->token.line, parser->token.column, SETTING_DEEPEST);
	advance(parser);
	while (parser->token.kind != PYTHON_END && !at_one_of(parser, ")]}")) {
		struct setting item, *kept;

		if (at_byte(parser, ',')) {
			*has_comma = true;
			advance(parser);
			continue;
		}
		if (expression_read(parser, &item, NULL) < 0 ||
			finish_item(parser, &item, bracket) < 0)
			return -1;
		kept = copy(parser, &item);
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
	advance(parser);
	return 0;
}

static int take_call(struct parser *parser, struct expression *expression)
{
	size_t count;
	bool has_comma;

	if (items_read(parser, &expression->value.child, &count, &has_comma) < 0)
		return -1;
	if (expression->value.kind == SETTING_NAME)
		expression->value.kind = SETTING_CALL;
	else
		expression->is_computed = true;
	return expression->value.kind == SETTING_CALL ? keep_call(parser, &expression->value) : 0;
}

static int take_display(struct parser *parser, struct expression *expression)
{
	char bracket = parser->token.text.ptr[0];
	const struct setting *items;
	size_t count;
	bool has_comma;
	struct setting *value = &expression->value;

	*value = (struct setting){
		.line = parser->token.line, .kind = bracket == '{' ? SETTING_MAP : SETTING_LIST};
	if (items_read(parser, &items, &count, &has_comma) < 0)
		return -1;
	value->child = items;
	if (bracket == '(' && count == 1 && !has_comma && items->key.len == 0)
		*value = *items;
	expression->has_value = true;
	expression->wants_operand = false;
	return 0;
}

static int take_bracket(struct parser *parser, struct expression *expression)
{
	const struct setting *ignored;
	size_t count;
	bool has_comma;

	if (expression->wants_operand)
		return take_display(parser, expression);
	if (at_byte(parser, '('))
		return take_call(parser, expression);
	expression->is_computed = true;
	return items_read(parser, &ignored, &count, &has_comma);
}

/* ---- expressions ---- */

static void take_number(struct parser *parser, struct expression *expression)
{
	struct text whole = parser->token.text;
	struct setting *value = &expression->value;
	const char *source_end = parser->tokens.source.ptr + parser->tokens.source.len;

	/* "0.8" and "1e-4" come in pieces that touch each other. */
	for (const char *end = whole.ptr + whole.len; end < source_end; end++) {
		bool goes_on = isalnum((unsigned char)*end) || *end == '.' || *end == '_' ||
			       (strchr("+-", *end) && *end && strchr("eE", end[-1]));

		if (!goes_on)
			break;
		whole.len = (size_t)(end - whole.ptr) + 1;
	}
	*value = (struct setting){.line = parser->token.line, .text = whole};
	value->kind = setting_number(whole, &value->number) ? SETTING_NUMBER : SETTING_COMPUTED;
	while (parser->token.kind != PYTHON_END && parser->token.text.ptr < whole.ptr + whole.len)
		advance(parser);
}

static void take_name(struct parser *parser, struct expression *expression)
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
	advance(parser);
}

static int take_string(struct parser *parser, struct expression *expression)
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
	advance(parser);
	return 0;
}

/* a.b stays a name; of anything else `.b` is what may be called. */
static void take_dot(struct parser *parser, struct expression *expression)
{
	struct setting *value = &expression->value;
	const char *dot = parser->token.text.ptr;

	advance(parser);
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
	advance(parser);
}

static void take_operator(struct parser *parser, struct expression *expression)
{
	if (at_byte(parser, '-') && !expression->has_value && !expression->is_negative)
		expression->is_negative = true;
	else
		expression->is_computed = true;
	expression->wants_operand = true;
	advance(parser);
}

static int take_operand(struct parser *parser, struct expression *expression)
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

static bool is_operator_word(const struct parser *parser)
{
	static const char *const words[] = {"if", "else", "for", "in", "not", "and", "or", "is",
		"lambda", "await", "yield", "return", "assert", "elif", "while", "with", "raise",
		"del", NULL};

	return at_word(parser, words);
}

static int take_part(struct parser *parser, struct expression *expression)
{
	if (is_operator_word(parser)) {
		take_operator(parser, expression);
		return 0;
	}
	if (parser->token.kind == PYTHON_NAME || parser->token.kind == PYTHON_STRING)
		return take_operand(parser, expression);
	if (at_one_of(parser, "([{"))
		return take_bracket(parser, expression);
	if (at_byte(parser, '.') && expression->has_value && !expression->wants_operand)
		take_dot(parser, expression);
	else
		take_operator(parser, expression);
	return 0;
}

/* Up to a comma, colon, equals sign, closing bracket or the end of the line, none of which is taken. */
static int expression_read(struct parser *parser, struct setting *out, struct text *first_name)
{
	struct expression expression = {.wants_operand = true};
	const char *start = parser->token.text.ptr;
	uint32_t line = parser->token.line;

	while (parser->token.kind != PYTHON_END && parser->token.kind != PYTHON_NEWLINE &&
		!at_one_of(parser, ",:=)]}"))
		if (take_part(parser, &expression) < 0)
			return -1;
	*out = expression.value;
	if (expression.is_negative && out->kind == SETTING_NUMBER)
		out->number = -out->number;
	else if (expression.is_negative || expression.wants_operand)
		expression.is_computed = true;
	if (expression.is_computed)
		*out = (struct setting){.kind = SETTING_COMPUTED,
			.line = line,
			.text = {start,
				start && parser->end > start ? (size_t)(parser->end - start) : 0}};
	if (first_name)
		*first_name = expression.first_name;
	return 0;
}

/* ---- statements ---- */

/* Names of `import a as b`, `for a, b in`, `global a`: bound, and not by a value that can be read. */
static int bind_names(struct parser *parser)
{
	static const char *const in[] = {"in", NULL};

	while (parser->token.kind != PYTHON_END && parser->token.kind != PYTHON_NEWLINE &&
		!at_word(parser, in)) {
		if (parser->token.kind == PYTHON_NAME && bind(parser, parser->token.text, NULL) < 0)
			return -1;
		if (at_byte(parser, '('))
			parser->depth++;
		if (at_byte(parser, ')') && parser->depth)
			parser->depth--;
		advance(parser);
	}
	return 0;
}

static int bind_parameters(struct parser *parser)
{
	const struct setting *items;
	size_t count;
	bool has_comma;

	advance(parser);
	if (parser->token.kind == PYTHON_NAME)
		advance(parser);
	if (!at_byte(parser, '('))
		return 0;
	if (items_read(parser, &items, &count, &has_comma) < 0)
		return -1;
	for (; items; items = items->next) {
		struct text name = items->key.len ? items->key : items->text;
		size_t length = 0;

		while (length < name.len &&
			(isalnum((unsigned char)name.ptr[length]) || name.ptr[length] == '_'))
			length++;
		if (bind(parser, text_slice(name, 0, length), NULL) < 0)
			return -1;
	}
	return 0;
}

static int statement_read(struct parser *parser)
{
	struct setting target, value;
	struct text first_name;

	if (expression_read(parser, &target, &first_name) < 0)
		return -1;
	while (at_one_of(parser, ":=,)]}")) {
		bool assigns = at_byte(parser, '='), is_tuple = at_byte(parser, ',');

		if (is_tuple && bind(parser, first_name, NULL) < 0)
			return -1;
		advance(parser);
		if (parser->token.kind == PYTHON_NEWLINE)
			break;
		if (expression_read(parser, &value, is_tuple ? &first_name : NULL) < 0)
			return -1;
		if (assigns && is_tuple == false && assign(parser, &target, first_name, &value) < 0)
			return -1;
		if (assigns || is_tuple)
			target = value;
	}
	return 0;
}

static int line_read(struct parser *parser)
{
	static const char *const defines[] = {"def", "class", NULL};
	static const char *const binds[] = {"for", "import", "from", "global", "nonlocal", NULL};

	if (at_word(parser, defines))
		return bind_parameters(parser);
	if (at_word(parser, binds))
		return bind_names(parser);
	return statement_read(parser);
}

int python_read(struct python_module *out, struct text source, const char *name,
	struct arena *arena, struct err *err)
{
	struct parser parser = {.module = out, .name = name, .err = err};

	*out = (struct python_module){.arena = arena};
	keys_start(&out->names, arena);
	python_start(&parser.tokens, source);
	advance(&parser);
	while (parser.token.kind != PYTHON_END) {
		size_t before = parser.tokens.at;
		const char *at = parser.token.text.ptr;

		if (line_read(&parser) < 0)
			return -1;
		if (parser.token.kind == PYTHON_NEWLINE ||
			(parser.tokens.at == before && parser.token.text.ptr == at))
			advance(&parser);
	}
	return 0;
}

/* ---- what names come to ---- */

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
