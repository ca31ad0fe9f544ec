/* SPDX-License-Identifier: Apache-2.0
 *
 * What must be in every match of a pattern, read off its text. What is not understood is not certain.
 *
 * A rule runs only where one of its keywords occurs. Where every match must contain one, the match
 * itself is the proof and nothing has to be looked for.
 */
#ifndef SEAMGATE_SECRETS_IMPLIED_H
#define SEAMGATE_SECRETS_IMPLIED_H

#include <stdbool.h>

/* True only when it is certain that each match of the pattern contains one of the keywords (ASCII
 * case-insensitively): each alternative has bytes that follow one another in every match, and whichever of a few strings they are, it holds one.
 * False for anything that is not understood. keywords: NULL at the end. */
bool pattern_implies(const char *pattern, const char *const *keywords);

/* True only when it is certain that each match has a byte that is not in a set; that none has a byte that is in one. A set has the capital and the
 * small form of a letter, or neither. */
bool pattern_leaves(const char *pattern, bool (*in_set)(unsigned char byte));
bool pattern_avoids(const char *pattern, bool (*in_set)(unsigned char byte));

#endif
