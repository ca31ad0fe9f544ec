/* SPDX-License-Identifier: Apache-2.0
 *
 * Line breaks: white space (\s) with a line feed in it, however long. Tokens and assignments go over few, so that lines bound a match much closer than
 * bytes do.
 */
#ifndef SEAMGATE_SECRETS_BREAKS_H
#define SEAMGATE_SECRETS_BREAKS_H

#include "gate/base/arena.h"
#include "gate/base/text.h"

#define BREAKS_NO_LIMIT UINT32_MAX

/* How many a match of the pattern goes over at most, those that it begins or ends in too. BREAKS_NO_LIMIT: any number, not understood, or out of memory. */
uint32_t pattern_breaks(const char *pattern, struct arena *arena);

/* How far a match may reach: over so many bytes and so many breaks. */
struct reach {
	size_t bytes;
	uint32_t breaks;
};

/* The least offset up to which no match reaches that begins at `from` or before. */
size_t reach_ahead(struct text text, size_t from, struct reach reach);

/* The greatest offset before the beginning of any match that ends at `to` or behind; 0 where there is none. */
size_t reach_back(struct text text, size_t to, struct reach reach);

#endif
