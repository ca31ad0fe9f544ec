/* SPDX-License-Identifier: Apache-2.0
 *
 * The words of an expression (expr-lang.org, "Lexical"): names, numbers, strings in " ' or `, operators, comments.
 */
#ifndef SEAMGATE_SECRETS_IMPORT_EXPRESSION_TOKEN_H
#define SEAMGATE_SECRETS_IMPORT_EXPRESSION_TOKEN_H

#include "gate/base/arena.h"

enum token_type {
	TOKEN_END,
	TOKEN_NAME, /* also with dots: filter.entropy, finding.secret */
	TOKEN_NUMBER,
	TOKEN_STRING, /* text: unescaped */
	TOKEN_SIGN,   /* one or two bytes */
	TOKEN_BAD,    /* not known, or out of memory */
};

struct token {
	enum token_type type;
	struct text text;
	size_t at; /* offset in the expression */
};

struct tokens {
	struct text in;
	size_t at;
	struct arena *arena; /* of unescaped strings */
	struct token now;
};

/* Goes to the next word: tokens->now. */
void token_next(struct tokens *tokens);

bool token_is(const struct tokens *tokens, enum token_type type, const char *text);

/* Passes it over where it stands there. */
bool token_take(struct tokens *tokens, enum token_type type, const char *text);

#endif
