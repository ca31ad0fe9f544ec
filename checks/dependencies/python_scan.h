/* SPDX-License-Identifier: Apache-2.0
 *
 * Calls in Python source, with their arguments (docs.python.org, "Lexical analysis", "Calls"). A tokenizer of what matters for
 * that: strings in all their forms, comments, names, brackets, line ends; no parser. Any bytes are accepted:
 * what is no Python gives other calls or none, never an error but for memory. Linear.
 */
#ifndef SEAMGATE_DEPENDENCIES_PYTHON_SCAN_H
#define SEAMGATE_DEPENDENCIES_PYTHON_SCAN_H

#include "gate/base/arena.h"
#include "gate/base/err.h"

enum { PYTHON_MOST_ARGUMENTS = 24 };

struct python_argument {
	struct text keyword; /* "" of a positional one */
	struct text written; /* the expression as in the source */
	struct text string;  /* of one plain string literal: what is between its quotes */
	bool is_string;      /* without prefix but r or u, and without a backslash unless raw */
	uint32_t line, column;
};

struct python_call {
	struct text
		callee; /* "AutoModel.from_pretrained"; begins with "." where what is before is no name */
	uint32_t line, column;                                   /* of the callee's last name */
	struct python_argument arguments[PYTHON_MOST_ARGUMENTS]; /* what comes behind is not kept */
	size_t count;
	bool has_more; /* *args or **kwargs, or more arguments than are kept */
};

/* `NAME = "text"` as a statement of its own. */
struct python_constant {
	struct text name, string;
};

struct python_visitor {
	void *closure;
	int (*call)(void *closure, const struct python_call *call, struct err *err);
	int (*constant)(void *closure, const struct python_constant *constant, struct err *err);
};

/* Calls inside of brackets nested deeper than 64, and those in f-strings, are not seen. */
MUST_CHECK int python_scan(struct text source, const struct python_visitor *visitor,
	struct arena *arena, struct err *err);

#endif
