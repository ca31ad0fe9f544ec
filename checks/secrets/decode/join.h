/* SPDX-License-Identifier: Apache-2.0
 *
 * Literals that stand side by side and are one text to the program: "abc" "def" (C, Python, shells), 'abc' + 'def' and the other
 * operators of common languages, over one or more lines, with comments, parentheses, prefixes (f"", L"") and empty literals in between; and a
 * line that a backslash continues; and a word of a shell that is quoted in parts (abc"def"), where it is long and has digits. A joint is what
 * stands between two such parts: from the closing quote to the opening one.
 *
 * No language is known here: what looks like a joint is one. Linear: a joint is at most MOST_JOINT bytes long.
 */
#ifndef SEAMGATE_SECRETS_JOIN_H
#define SEAMGATE_SECRETS_JOIN_H

#include <stdbool.h>

#include "gate/base/text.h"

enum { MOST_JOINT = 256 };

/* Bytes of the joint at an offset; 0: none. A byte that a secret could have stands on both of its sides. */
size_t joint_length(struct text text, size_t at);

struct joint {
	size_t at, len;
};

/* The first joint at `from` or behind it, before `to`; false: there is none. */
bool joint_next(struct joint *out, struct text text, size_t from, size_t to);

#endif
