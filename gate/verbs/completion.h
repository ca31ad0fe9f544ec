/* SPDX-License-Identifier: Apache-2.0
 *
 * What a shell can complete, out of the tables of verbs and flags; one file a shell. There is no second list of words.
 */
#ifndef SEAMGATE_VERBS_COMPLETION_H
#define SEAMGATE_VERBS_COMPLETION_H

#include "gate/verbs/verb.h"

/* What may stand behind a flag, or as an argument of a verb. */
enum value_kind { VALUE_NONE, VALUE_WORDS, VALUE_FILES, VALUE_REVISIONS, VALUE_ANY };

struct value {
	enum value_kind kind;
	const char *words; /* of VALUE_WORDS, with blanks between them; in the arena */
};

/* .words is NULL where memory does not suffice. */
struct value value_of_flag(const struct flag *flag, struct arena *arena);

/* The words of a verb's first argument with blanks between them, "" where it has none; NULL: out of memory. */
char *words_of_verb(const struct verb *verb, struct arena *arena);

/* Appends text with a backslash before each of `special`. */
void completion_escaped(struct buffer *out, const char *text, const char *special);

void completion_bash(struct buffer *out, struct arena *arena);
void completion_zsh(struct buffer *out, struct arena *arena);
void completion_fish(struct buffer *out, struct arena *arena);

#endif
