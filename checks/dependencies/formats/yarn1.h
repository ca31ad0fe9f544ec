/* SPDX-License-Identifier: Apache-2.0
 *
 * The lines of yarn 1's own syntax, that of yarn.lock and .yarnrc (github.com/yarnpkg/yarn, src/lockfile/parse.js):
 *
 *     # comment
 *     name@^1.0.0, "@scope/name@^2":
 *       version "1.0.0"
 *       dependencies:
 *         other "^1.0.0"
 *
 * Two blanks a level. Words are bare (up to a blank, colon or comma) or strings as in JSON.
 */
#ifndef SEAMGATE_DEPENDENCIES_FORMATS_YARN1_H
#define SEAMGATE_DEPENDENCIES_FORMATS_YARN1_H

#include "checks/dependencies/format.h"

struct yarn_word {
	struct text text; /* unescaped; in the content, or in the document's arena */
	uint32_t column;
};

/* One line that says something. */
struct yarn_line {
	unsigned level; /* 0 at the left edge */
	uint32_t number;
	struct yarn_word *keys; /* at least one; live until the next line */
	size_t key_count, key_capacity;
	struct yarn_word value;
	bool has_value; /* else it opens a block, or is a word alone */
	bool opens;     /* ends with a colon */
};

struct yarn_reader {
	const struct document *document;
	struct text rest; /* what is not read yet */
	uint32_t number;
	struct yarn_line line;
};

void yarn_start(struct yarn_reader *reader, const struct document *document);

/* Reads the next line into reader->line; *more is false at the end. ERR_LOOK with its place where it is none. */
MUST_CHECK int yarn_next(struct yarn_reader *reader, bool *more, struct err *err);

/* ERR_LOOK at a column of the line. Always returns -1. */
int yarn_fail(const struct yarn_reader *reader, uint32_t column, const char *what, struct err *err);

#endif
