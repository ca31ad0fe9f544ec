/* SPDX-License-Identifier: Apache-2.0
 *
 * The parts of the reader of Python (python.h) between themselves: python.c has names and statements, python_expression.c
 * expressions, python_bracket.c calls and displays, python_resolve.c what names come to. A parser stands before a token; a
 * function that reads something leaves it behind that. Functions return -1 with parser->err set.
 */
#ifndef SEAMGATE_MODEL_RECIPE_PYTHON_PARSER_H
#define SEAMGATE_MODEL_RECIPE_PYTHON_PARSER_H

#include "checks/model/recipe/python.h"
#include "gate/base/python_token.h"

struct python_parser {
	struct python_tokens tokens;
	struct python_token token; /* the next one */
	const char *end;           /* of the token before it */
	unsigned depth;            /* of brackets */
	struct python_module *module;
	const char *name;
	struct err *err;
};

/* An expression as far as it was read. */
struct python_expression {
	struct setting value;
	bool has_value, wants_operand, is_negative, is_computed;
	struct text first_name; /* of an augmented assignment */
};

/* To the next token; inside brackets line ends are none. */
void parser_advance(struct python_parser *parser);

bool parser_at_byte(const struct python_parser *parser, char byte);
bool parser_at_one_of(const struct python_parser *parser, const char *bytes);
bool parser_at_word(const struct python_parser *parser, const char *const *words);

/* A value of NULL, or a second binding, makes the name unknown. */
int parser_bind(struct python_parser *parser, struct text name, const struct setting *value);

/* In the module's arena; NULL with the error set. */
struct setting *parser_copy(struct python_parser *parser, const struct setting *value);

/* Up to a comma, colon, equals sign, closing bracket or the end of the line, none of which is taken. */
int parser_expression(struct python_parser *parser, struct setting *out, struct text *first_name);

/* From the opening bracket to behind the closing one. */
int parser_items(
	struct python_parser *parser, const struct setting **out, size_t *count, bool *has_comma);

/* A call, a display or a subscript, whichever the bracket means where the expression stands. */
int parser_take_bracket(struct python_parser *parser, struct python_expression *expression);

#endif
