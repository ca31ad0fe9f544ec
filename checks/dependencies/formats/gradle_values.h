/* SPDX-License-Identifier: Apache-2.0
 *
 * Values of a Gradle script that can be told without running it: texts, names that are given one, and both put together ("https://$host/m2", base + "/m2").
 * Any other expression is kept as it is written.
 */
#ifndef SEAMGATE_DEPENDENCIES_FORMATS_GRADLE_VALUES_H
#define SEAMGATE_DEPENDENCIES_FORMATS_GRADLE_VALUES_H

#include "gate/base/arena.h"
#include "gate/base/keys.h"

struct gradle_value {
	struct text text; /* what cannot be told as it is written */
	size_t known;     /* how much of it is before what cannot be told; all where nothing is */
	bool is_folder; /* what cannot be told begins it, and is a folder of the build or of the machine */
	bool is_one_of_several; /* a name in it was given something else before, which may be what counts */
};

struct gradle_values {
	struct arena *arena;
	struct keys names; /* 1 + the last value that the name was given */
	struct gradle_value *items;
	size_t count, capacity;
	size_t put_in; /* bytes of values in the place of names */
};

void gradle_values_start(struct gradle_values *values, struct arena *arena);

/* Which kind of quotes a text begins with; NULL: none. */
const char *gradle_quote(struct text text);

/* How long the string is that a text begins with, its quotes included; one of a single quote ends with its line. Quotes inside of "${…}" are not its own. */
size_t gradle_string_len(struct text text, const char *quote);

/* How long the expression is that a text begins with: to the end of its line, or to what closes what it stands in; no longer than any that people write. */
size_t gradle_expression_len(struct text text);

/* Out of an expression, in the arena. */
MUST_CHECK int gradle_value_of(struct gradle_value *out, struct gradle_values *values,
	struct text expression, struct err *err);

/* From here on the name stands for the expression. */
MUST_CHECK int gradle_values_give(
	struct gradle_values *values, struct text name, struct text expression, struct err *err);

#endif
