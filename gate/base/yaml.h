/* SPDX-License-Identifier: Apache-2.0
 *
 * YAML into a tree with positions, through libyaml's event interface. Made for files that an
 * attacker may have written: at most 1 MiB, nesting at most 64, no anchors, aliases, tags, merge keys or
 * second documents, no duplicate keys, keys are plain scalars, valid UTF-8 without controls.
 * An empty document is an empty mapping.
 */
#ifndef SEAMGATE_BASE_YAML_H
#define SEAMGATE_BASE_YAML_H

#include "gate/base/arena.h"
#include "gate/base/err.h"

enum yaml_type { YAML_SCALAR, YAML_LIST, YAML_MAP };

struct yaml {
	enum yaml_type type;
	uint32_t line, column;      /* 1-based */
	struct text text;           /* a scalar's value; keys and values have no NUL inside and one behind */
	bool quoted;                /* a scalar in quotes or a block: always a string */
	struct text key;            /* of a member of a map */
	uint32_t key_line, key_column;
	const struct yaml *child, *next;
	size_t count;
};

/* The tree lives in the arena. Errors are ERR_USAGE, "name:line:column: what". */
MUST_CHECK int yaml_read(const struct yaml **out, struct text text, const char *name,
	struct arena *arena, struct err *err);

/* The member of that key, or NULL (also when map is NULL or no map). */
const struct yaml *yaml_get(const struct yaml *map, const char *key);

/* ERR_USAGE "name:line:column: what". Always returns -1. */
int yaml_error(struct err *err, const char *name, uint32_t line, uint32_t column,
	const char *format, ...) __attribute__((format(printf, 5, 6)));

/* How many bytes of a foreign text to print in a message ("%.*s"): 60 at most, whole characters. */
int yaml_quote(struct text text);

#endif
