/* SPDX-License-Identifier: Apache-2.0
 *
 * Tokens of Python source, as far as finding calls and constants needs them (docs.python.org, "Lexical analysis"):
 * strings in all their forms, names, line ends; comments and blanks are left out. Numbers come in pieces as names and
 * points. Any bytes are accepted; it never fails and is linear. Borrows the source.
 */
#ifndef SEAMGATE_BASE_PYTHON_TOKEN_H
#define SEAMGATE_BASE_PYTHON_TOKEN_H

#include "gate/base/text.h"

enum python_token_kind { PYTHON_END, PYTHON_NAME, PYTHON_STRING, PYTHON_NEWLINE, PYTHON_OTHER };

struct python_token {
	enum python_token_kind kind;
	struct text text;
	struct text string; /* of a string: between the quotes */
	bool is_plain;      /* a string that says what it is as written */
	bool is_format;     /* a string with replacement fields */
	uint32_t line, column;
};

struct python_tokens {
	struct text source;
	size_t at, line_start;
	uint32_t line;
};

/* Before the first token; a byte order mark is skipped. */
void python_start(struct python_tokens *tokens, struct text source);

/* The next token; PYTHON_END for ever at the end. Semicolons are PYTHON_NEWLINE; line ends inside of brackets come too. */
void python_next(struct python_tokens *tokens, struct python_token *out);

/* A PYTHON_OTHER that is this one byte. */
bool python_is_byte(const struct python_token *token, char byte);

#endif
