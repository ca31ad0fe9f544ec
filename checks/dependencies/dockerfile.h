/* SPDX-License-Identifier: Apache-2.0
 *
 * A Dockerfile or Containerfile cut into instructions (docs.docker.com, "Dockerfile reference"; BuildKit,
 * frontend/dockerfile/parser): parser directives, line continuations with the escape character that a directive may
 * change, comments inside them, here-documents. What an instruction means is the caller's.
 */
#ifndef SEAMGATE_DEPENDENCIES_DOCKERFILE_H
#define SEAMGATE_DEPENDENCIES_DOCKERFILE_H

#include "checks/dependencies/format.h"

struct dockerfile {
	const struct document *document;
	size_t at;
	uint32_t line; /* of what comes next */
	char escape;
	struct text syntax; /* the directive's value, or "" */
	uint32_t syntax_line;
};

struct instruction {
	struct text keyword; /* as written */
	struct text rest; /* behind it, continuation lines joined, blanks at the ends taken off */
	uint32_t line, column;
};

/* Reads the directives at the top. */
void dockerfile_open(struct dockerfile *out, const struct document *document);

/* The next instruction; *more false at the end. Here-documents are skipped. An error is a here-document
 * without an end, or memory. */
MUST_CHECK int dockerfile_next(
	struct dockerfile *file, struct instruction *out, bool *more, struct err *err);

/* Takes the next word (up to a blank outside of quotes) off *rest. False at the end. */
bool dockerfile_word(struct text *rest, struct text *word);

/* ASCII, any case. */
bool instruction_is(struct text keyword, const char *name);

#endif
