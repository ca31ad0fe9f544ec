/* SPDX-License-Identifier: Apache-2.0
 *
 * Single values of options: from the text of the file to the option's type and back. Strict: a
 * number is JSON's (finite, no octal, hexadecimal or leading zero), true and false have one
 * spelling, and what stands in quotes is a string.
 */
#ifndef SEAMGATE_POLICY_VALUE_H
#define SEAMGATE_POLICY_VALUE_H

#include "gate/base/buffer.h"
#include "gate/option.h"

/* Types that are no list, block or map. */
bool value_is_single(enum option_type type);

/* Fills *field as the option's type wants it. False where the text is no such value. Strings borrow
 * the text. A pattern is not checked here. */
bool value_parse(const struct option *option, struct text text, bool quoted, void *field);

/* Appends a single value as it would stand in the file; value_parse gives the same value back. */
void value_format(struct buffer *out, const struct option *option, const void *field);

/* Appends a string, in quotes where YAML or a reader could take it for something else. */
void value_format_string(struct buffer *out, struct text text);

/* The place of a value among others of its option. Two ranks can be compared where both are known
 * and the scales are equal (5% and 40ms are not). */
struct value_rank {
	bool known;
	int scale;
	double value;
};
struct value_rank value_rank(const struct option *option, const void *field);

/* True where nothing was given and nothing stands for it: an empty string or pattern. */
bool value_is_unset(const struct option *option, const void *field);

/* What a value of this type is called in a message: "a duration such as 150ms or 15m". */
const char *value_wanted(enum option_type type);

/* The index of a word in a NULL-terminated list, or -1. */
int value_choice(const char *const *choices, struct text word);

#endif
