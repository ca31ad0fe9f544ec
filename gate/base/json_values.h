/* SPDX-License-Identifier: Apache-2.0
 *
 * JSON values one after another in one text: JSON Lines, or objects with anything of white space between them.
 *
 *     json_values_start(&values, text, name, scratch);
 *     while (json_values_next(&values, &cursor)) {
 *             … reads the one value
 *             json_values_done(&values, &cursor);
 *     }
 */
#ifndef SEAMGATE_BASE_JSON_VALUES_H
#define SEAMGATE_BASE_JSON_VALUES_H

#include "gate/base/json.h"

struct json_values {
	const char *name;
	struct arena *scratch; /* reset before each value */
	struct text rest;
	uint32_t line;
	struct json_options options;
};

/* Borrows text, name and scratch. Strict; the caller may set `options`. */
void json_values_start(
	struct json_values *values, struct text text, const char *name, struct arena *scratch);

/* Opens the cursor before the next value; false: there is none. */
bool json_values_next(struct json_values *values, struct json_cursor *cursor);

/* The value was read as a whole: what follows begins behind it. */
void json_values_done(struct json_values *values, const struct json_cursor *cursor);

/* The next value as a tree in the scratch arena; *out is NULL behind the last. */
MUST_CHECK int json_values_read(
	struct json_values *values, const struct json **out, struct err *err);

#endif
