/* SPDX-License-Identifier: Apache-2.0
 *
 * Between glob_compile.c and glob.c: a pattern as a small non-deterministic automaton, one state a token.
 */
#ifndef SEAMGATE_BASE_GLOB_PARTS_H
#define SEAMGATE_BASE_GLOB_PARTS_H

#include "gate/base/glob.h"

enum {
	LONGEST_PATTERN = 1024,
	DEEPEST_BRACE = 16,
	MOST_ALTERNATIVES = 256, /* commas and braces */
	MOST_TOKENS = LONGEST_PATTERN + 4,
};

enum token_type {
	TOKEN_BYTE,
	TOKEN_ANY,    /* ? */
	TOKEN_SET,    /* [...] */
	TOKEN_STAR,   /* * */
	TOKEN_STARS,  /* ** */
	TOKEN_NO_DIR, /* before "**" and a slash: both may be nothing */
	TOKEN_OPEN,   /* { */
	TOKEN_COMMA,
	TOKEN_CLOSE, /* } */
	TOKEN_END,
};

struct token {
	uint8_t type;
	char byte;
	uint16_t at;   /* SET: where it stands in the pattern, behind the bracket */
	uint16_t next; /* OPEN, COMMA: the next comma of the group, or its closing brace */
	uint16_t end;  /* OPEN, COMMA: the closing brace */
};

struct program {
	struct text pattern;
	struct token tokens[MOST_TOKENS];
	size_t count;
	bool floating;                /* no slash: begins at any folder's content */
	bool has_stars;               /* "**" somewhere */
	uint16_t open[DEEPEST_BRACE]; /* while compiling: the braces that are open */
	uint16_t last[DEEPEST_BRACE]; /* and the last comma of each, or the brace */
	size_t depth, alternatives;
};

/* NULL, or what the pattern has and may not have. */
const char *glob_compile(struct program *program, struct text pattern);

/* Whether the set that begins at this place of the pattern has the byte. */
bool glob_set_has(struct text pattern, size_t at, unsigned char byte);

#endif
