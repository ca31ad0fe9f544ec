/* SPDX-License-Identifier: Apache-2.0
 *
 * The lines of a pip requirements file as pip joins and splits them (pip's _internal/req/req_file.py, "Requirements
 * File Format" of its documentation): a backslash at the end continues a line, "#" at the start or behind a blank
 * begins a comment, what stands before the first word with a dash is the requirement, the rest are options, split as a
 * POSIX shell would. Options may be cut short where that is unambiguous, as Python's optparse has it.
 *
 * pip also breaks lines at characters that people do not see as line ends, and follows a coding line:
 * both are refused.
 */
#ifndef SEAMGATE_DEPENDENCIES_FORMATS_PIP_LINES_H
#define SEAMGATE_DEPENDENCIES_FORMATS_PIP_LINES_H

#include "checks/dependencies/format.h"

struct pip_lines {
	const struct document *document;
	struct text rest;
	uint32_t line; /* of the physical line that comes next */
};

/* One joined line without its comment, not blank. */
struct pip_line {
	struct text requirement; /* before the first option; "" */
	struct text options;
	uint32_t line, column;
};

enum pip_option {
	PIP_INDEX_URL,
	PIP_EXTRA_INDEX_URL,
	PIP_NO_INDEX,
	PIP_FIND_LINKS,
	PIP_TRUSTED_HOST,
	PIP_REQUIRE_HASHES,
	PIP_NO_BINARY,
	PIP_ONLY_BINARY,
	PIP_REQUIREMENT,
	PIP_CONSTRAINT,
	PIP_EDITABLE,
	PIP_HASH,
	PIP_OTHER, /* without effect on what is fetched from where */
	PIP_UNKNOWN,
};

/* One option with its value ("" where it takes none). */
struct pip_word {
	enum pip_option option;
	struct text value;
};

/* Checks the whole file for what is refused. */
MUST_CHECK int pip_lines_start(
	struct pip_lines *out, const struct document *document, struct err *err);

MUST_CHECK int pip_lines_next(
	struct pip_lines *lines, struct pip_line *out, bool *more, struct err *err);

/* Takes the next option off line->options; *more false at the end. */
MUST_CHECK int pip_line_option(const struct pip_lines *lines, struct pip_line *line,
	struct pip_word *out, bool *more, struct err *err);

#endif
