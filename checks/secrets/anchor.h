/* SPDX-License-Identifier: Apache-2.0
 *
 * Anchors: short words of which each match of a pattern has one, not far behind where it begins. Words are looked for hundreds at a time, and
 * need next to no time to be compiled; where none stands no match has to be looked for. Read off the pattern's text.
 *
 * That they are right: let P E R be the pattern, E the part that begins with a word whichever way it is taken, P of limited width. A match has
 * the word where E begins in it, so it begins at most `back` bytes before that word's end; and from where the word begins on E R matches, which
 * is what `check` asks. Neither says that there is a match. Of a pattern of several ways each has its own E. Where no P of limited width will do, one of
 * limited lines may (curl.*-u): a match with at most so many line feeds up to the word's end begins behind the one before those. So may one without any, whose
 * word tells twice as much.
 */
#ifndef SEAMGATE_SECRETS_ANCHOR_H
#define SEAMGATE_SECRETS_ANCHOR_H

#include "gate/base/arena.h"

struct anchor_word {
	const char *
		pattern; /* for Hyperscan, in whatever case and with "." for any byte; always of one length */
	uint32_t length;
	const char *check; /* for PCRE2, to begin where the word begins, and nowhere else */
};

struct anchors {
	const struct anchor_word *words;
	size_t count;
	uint32_t most; /* bytes of a match, TERM_NO_LIMIT (syntax.h) without a limit */
	uint32_t
		back; /* bytes from the beginning of a match to the end of its word, at most; of ways that count lines: nothing */
	bool by_lines;  /* a way counts lines */
	uint32_t lines; /* of such ways: line feeds there, at most */
};

/* In the arena. False: the pattern has none, or none that tells much, or is not understood, or memory is out. */
bool anchors_find(struct anchors *out, const char *pattern, struct arena *arena);

#endif
