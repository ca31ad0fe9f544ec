/* SPDX-License-Identifier: Apache-2.0
 *
 * The examples of rules and of test cases are templates, so that no file of the project holds
 * anything that looks like a live secret:
 *   {{class:N}} {{class:N-M}}   N (or N to M) random bytes of a class: base32, base62, base64,
 *                               base64url, hex, HEX, digits, lower, upper, alnum_lower, alnum_upper,
 *                               printable (ASCII without space, quotes and backslash)
 *   {{literal:text}}            the text itself; splits a word that scanners would take for a secret
 *   {{repeat:N:text}}           the text, N times
 *   {{byte:00}}                 one byte, as two hex digits
 *   {{{{                        two opening braces
 * "Random" depends on the seed alone: the same example is the same bytes for ever.
 */
#ifndef SEAMGATE_TEMPLATE_H
#define SEAMGATE_TEMPLATE_H

#include "gate/base/arena.h"
#include "gate/base/err.h"

enum { TEMPLATE_MOST_BYTES = 64 * 1024 * 1024 };

/* Expands the example `index` of whatever `seed` names (a rule id, a file of a case). *out is in the
 * arena, with a NUL behind it. What is wrong with a template is ERR_USAGE, "column N: what". */
MUST_CHECK int template_expand(struct text *out, struct text source, struct text seed, size_t index,
	struct arena *arena, struct err *err);

#endif
