/* SPDX-License-Identifier: Apache-2.0
 *
 * A pattern as a tree: of PCRE2's syntax what rules that Hyperscan takes are written in. What is not understood makes no tree.
 */
#ifndef SEAMGATE_SECRETS_SYNTAX_H
#define SEAMGATE_SECRETS_SYNTAX_H

#include "gate/base/arena.h"

enum term_kind {
	TERM_BYTE,  /* one byte, a letter in whatever case */
	TERM_SET,   /* one byte of several */
	TERM_HERE,  /* nothing: \b, ^, flags */
	TERM_GROUP, /* one of its ways */
	TERM_WAY,   /* terms one behind the other */
};

enum term_flags { TERM_CASELESS = 1, TERM_LINES = 2, TERM_DOT_ALL = 4 };

#define TERM_NO_LIMIT UINT32_MAX

struct term {
	enum term_kind kind;
	unsigned char byte; /* of TERM_BYTE: a small letter, where it is one */
	bool wide;          /* of TERM_SET: it is most bytes */
	bool has_feed; /* of TERM_SET: it may be a line feed; certain is what PCRE2 says (breaks.h) */
	size_t from, to;      /* in the pattern, without what says how often */
	uint32_t least, most; /* times; TERM_NO_LIMIT: any number */
	unsigned flags;       /* in force where it begins (enum term_flags) */
	struct term *first;   /* the first way of a group, the first term of a way */
	struct term *next;    /* behind this one in the same way; of a way: the other one */
};

/* A group that is the whole pattern, in the arena. NULL: not understood, or out of memory. */
struct term *syntax_read(const char *pattern, struct arena *arena);

/* Bytes that a term takes at least and, TERM_NO_LIMIT without a limit, at most; how often it may be there counts. */
uint32_t term_least(const struct term *term);
uint32_t term_most(const struct term *term);

/* Line feeds that a term takes at most, TERM_NO_LIMIT without a limit. */
uint32_t term_feeds(const struct term *term);

#endif
