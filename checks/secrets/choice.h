/* SPDX-License-Identifier: Apache-2.0
 *
 * A few short strings, of which a text has one. Held by value; nothing to free.
 */
#ifndef SEAMGATE_SECRETS_CHOICE_H
#define SEAMGATE_SECRETS_CHOICE_H

#include <stdbool.h>
#include <stddef.h>

enum { CHOICE_BYTES = 512, MOST_CHOICES = 64 };

struct choice {
	char bytes[CHOICE_BYTES]; /* one string behind the other, each with a 0 at its end */
	size_t len, count;
};

/* The empty string alone, and one of a byte that is not 0. */
extern const struct choice choice_nothing;
struct choice choice_of(char byte);

/* Each of `to` followed by each of `next`; those of both. False, and `to` as it was: they are too many or too long. */
bool choice_append(struct choice *to, const struct choice *next);
bool choice_join(struct choice *to, const struct choice *more);

/* Whether each has one of the keywords in it (ASCII case-insensitively). keywords: NULL at the end. */
bool choice_contains(const struct choice *choice, const char *const *keywords);

#endif
