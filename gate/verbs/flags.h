/* SPDX-License-Identifier: Apache-2.0
 *
 * Command-line flags as a table: one reads them, the same prints the help. "--name value",
 * "--name=value", single letters, "--" ends flags. A misspelt flag is an error with the nearest one.
 */
#ifndef SEAMGATE_VERBS_FLAGS_H
#define SEAMGATE_VERBS_FLAGS_H

#include "gate/base/arena.h"
#include "gate/base/buffer.h"
#include "gate/base/err.h"

enum flag_type {
	FLAG_SWITCH, /* bool */
	FLAG_WORD,   /* const char * */
	FLAG_WORDS,  /* struct words: may be repeated */
	FLAG_COUNT,  /* unsigned, 1 to 4096 */
	FLAG_CHOICE, /* const char *: one of value_name's "a|b|c" */
};

struct words {
	const char **items;
	size_t count, capacity;
};

struct flag {
	const char *name; /* without dashes; NULL ends the table */
	char letter;      /* or 0 */
	enum flag_type type;
	size_t offset;          /* in the struct that is filled */
	const char *value_name; /* for the help */
	const char *help;
};

/* Fills `out` (zeroed by the caller) and *rest with what is no flag. Strings are borrowed from argv. */
MUST_CHECK int flags_read(const struct flag *table, void *out, struct words *rest,
	const char *const *argv, struct arena *arena, struct err *err);

void flags_help(const struct flag *table, struct buffer *out);

MUST_CHECK int words_add(
	struct words *words, const char *word, struct arena *arena, struct err *err);

#endif
