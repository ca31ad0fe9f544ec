/* SPDX-License-Identifier: Apache-2.0
 *
 * What a recipe says, whatever it is written in: one tree for JSON, YAML, TOML and the arguments of Python calls. A map's
 * members and a call's keyword arguments have keys; a call's name is its text. Trees live in the
 * arena that they were made in and borrow from the source.
 */
#ifndef SEAMGATE_MODEL_RECIPE_SETTING_H
#define SEAMGATE_MODEL_RECIPE_SETTING_H

#include "gate/base/arena.h"
#include "gate/base/err.h"

enum setting_kind {
	SETTING_NULL,
	SETTING_BOOL,
	SETTING_NUMBER,
	SETTING_TEXT,
	SETTING_LIST,
	SETTING_MAP,
	SETTING_CALL, /* Python: text is the dotted name, from "." where what is called upon is no name */
	SETTING_NAME,     /* Python: a dotted name */
	SETTING_FORMAT,   /* Python: an f-string */
	SETTING_COMPUTED, /* Python: anything else; text is the source */
};

struct setting {
	enum setting_kind kind;
	uint32_t line;
	struct text key, text;
	double number; /* of a bool 0 or 1 */
	const struct setting *child, *next;
};

enum { SETTING_DEEPEST = 64, SETTING_MOST_BYTES = 16 * 1024 * 1024 };

/* The member of that key, or NULL (also where map is NULL). */
const struct setting *setting_get(const struct setting *map, const char *key);

/* Both say the same; line numbers do not count. */
bool setting_same(const struct setting *a, const struct setting *b);

/* A whole JSON or YAML file. ERR_LOOK "name:line:column: what". */
MUST_CHECK int setting_read_json(const struct setting **out, struct text text, const char *name,
	struct arena *arena, struct err *err);
MUST_CHECK int setting_read_yaml(const struct setting **out, struct text text, const char *name,
	struct arena *arena, struct err *err);

MUST_CHECK int setting_read_toml(const struct setting **out, struct text text, const char *name,
	struct arena *arena, struct err *err);

/* A finite decimal number as Python, YAML and JSON share it, underscores between digits allowed. */
bool setting_number(struct text text, double *out);

#endif
