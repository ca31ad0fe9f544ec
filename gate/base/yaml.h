/* SPDX-License-Identifier: Apache-2.0
 *
 * YAML into a tree with positions, through libyaml's event interface. Made for files that an
 * attacker may have written. yaml_read is for our own files (policy, rules): at most 1 MiB, nesting at most 64, no
 * anchors, aliases, tags, merge keys or second documents, no duplicate keys, keys are plain scalars,
 * valid UTF-8 without controls. An empty document is an empty mapping.
 * yaml_read_with is for other people's: what they may hold is said by options. Lines that begin with % (directives),
 * controls and nesting over 64 are refused there too. Files too large for a tree: yaml_cursor.h.
 */
#ifndef SEAMGATE_BASE_YAML_H
#define SEAMGATE_BASE_YAML_H

#include "gate/base/arena.h"
#include "gate/base/err.h"

enum yaml_type { YAML_SCALAR, YAML_LIST, YAML_MAP };

enum { YAML_DEEPEST = 64 };

struct yaml {
	enum yaml_type type;
	uint32_t line, column; /* 1-based, in code points */
	struct text text;      /* a scalar's value, without a NUL inside */
	bool quoted;           /* a scalar in quotes or a block, or tagged !!str: always a string */
	struct text key;       /* of a member of a map */
	uint32_t key_line, key_column;
	bool duplicate; /* the key was there before in this map; only with keep_duplicates */
	bool complex_key; /* the key was a list or a map, and `key` is empty; only with complex_keys */
	struct text
		tag; /* as libyaml resolves it: "!reference", "tag:yaml.org,2002:str"; only with tags */
	const struct yaml *child, *next;
	size_t count;
};

struct yaml_options {
	size_t max_bytes;
	/* Anchors, aliases and merge keys. An alias is a node of its own at the alias' place, with the children of the
	 * anchored value, which keep their places; its key is its own. "<<" is taken out of its map, and the members that it
	 * brings come behind the map's own, each with its own place, where the map has none of that key; of several maps
	 * the first has precedence. All that aliases bring may be 1,000,000 nodes, else the file is refused. */
	bool aliases;
	bool tags; /* kept as text and otherwise without effect, but for !!str */
	/* Any number of documents: the result is a YAML_LIST of them at 1:1, with an empty map for an empty one.
	 * Without it the result is the one document, and a second is an error. */
	bool documents;
	bool keep_duplicates; /* a key that was there before is no error but marked */
	bool complex_keys; /* a list or a map as a key is no error: its member stays, with complex_key */
	enum err_kind
		kind; /* of errors: ERR_LOOK for files that are looked at, ERR_USAGE for our own */
};

/* The tree lives in the arena and borrows nothing; keys and values have a NUL behind them.
 * Errors are ERR_USAGE, "name:line:column: what". */
MUST_CHECK int yaml_read(const struct yaml **out, struct text text, const char *name,
	struct arena *arena, struct err *err);

/* The tree lives in the arena and may borrow from text; keys and values may be without a NUL behind them. */
MUST_CHECK int yaml_read_with(const struct yaml **out, struct text text, const char *name,
	const struct yaml_options *options, struct arena *arena, struct err *err);

/* As yaml_read_with, but always through libyaml, never through yaml_block.h. What tests compare with. */
MUST_CHECK int yaml_read_events(const struct yaml **out, struct text text, const char *name,
	const struct yaml_options *options, struct arena *arena, struct err *err);

/* What must hold for every file before it is parsed: not over max_bytes, valid UTF-8, no controls, no directives.
 * *out is the text without its byte order mark. */
MUST_CHECK int yaml_check_text(struct text *out, struct text text, const char *name,
	const struct yaml_options *options, struct err *err);

/* The member of that key, or NULL (also when map is NULL or no map). Of several of that key the first. */
const struct yaml *yaml_get(const struct yaml *map, const char *key);

/* ERR_USAGE "name:line:column: what". Always returns -1. */
int yaml_error(struct err *err, const char *name, uint32_t line, uint32_t column,
	const char *format, ...) __attribute__((format(printf, 5, 6)));

#endif
