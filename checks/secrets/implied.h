/* SPDX-License-Identifier: Apache-2.0
 *
 * A rule runs only where one of its keywords occurs. Where every match must contain one, the match
 * itself is the proof and nothing has to be looked for.
 */
#ifndef SEAMGATE_SECRETS_IMPLIED_H
#define SEAMGATE_SECRETS_IMPLIED_H

#include <stdbool.h>

/* True only when it is certain that each match of the pattern contains one of the keywords (ASCII
 * case-insensitively): each alternative has a run of literal bytes that must be there and holds one.
 * False for anything that is not understood. keywords: NULL at the end. */
bool pattern_implies(const char *pattern, const char *const *keywords);

#endif
