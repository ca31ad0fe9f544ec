/* SPDX-License-Identifier: Apache-2.0
 *
 * Commands of a CMake file with their arguments (cmake-language(7)): bracket, quoted and unquoted arguments, both kinds of
 * comments, nested parentheses. Variable references stay as text. What stands between commands and is none is passed
 * over; what has no end (a string, a bracket, a command) is an error. Linear.
 */
#ifndef SEAMGATE_DEPENDENCIES_CMAKE_SCAN_H
#define SEAMGATE_DEPENDENCIES_CMAKE_SCAN_H

#include "checks/dependencies/format.h"

struct cmake_argument {
	struct text text; /* without quotes or brackets, escapes resolved */
	bool is_bare;     /* neither quoted nor in brackets: one item of a list, where it was one */
	bool is_raw;      /* in brackets: a variable reference in it is none */
	uint32_t line, column;
};

struct cmake_command {
	struct text name;
	uint32_t line, column;
	const struct cmake_argument *arguments; /* valid during the visit */
	size_t count;
};

struct cmake_visitor {
	void *closure;
	bool (*wants)(struct text name); /* the arguments of other commands are not kept */
	int (*command)(void *closure, const struct cmake_command *command, struct err *err);
};

MUST_CHECK int cmake_scan(
	const struct document *document, const struct cmake_visitor *visitor, struct err *err);

#endif
