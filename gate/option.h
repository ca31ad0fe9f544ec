/* SPDX-License-Identifier: Apache-2.0
 *
 * Options as data: a table says what keys a block of the policy has; the core reads, checks,
 * documents (schema) and compares them. One table serves the policy file itself, each check, and
 * blocks nested in either.
 */
#ifndef SEAMGATE_OPTION_H
#define SEAMGATE_OPTION_H

#include <stddef.h>
#include <stdint.h>

#include "gate/base/text.h"

enum option_type {
	OPTION_BOOL,      /* bool */
	OPTION_INTEGER,   /* int64_t */
	OPTION_NUMBER,    /* double, finite */
	OPTION_TOLERANCE, /* struct tolerance: "5%", "40ms" or a plain number */
	OPTION_DURATION,  /* double seconds: "150ms", "15m", "2h", "1d" */
	OPTION_SIZE,      /* uint64_t bytes: "64MiB", "10kB", 4096 */
	OPTION_STRING,    /* struct text */
	OPTION_GLOB,      /* struct text, checked by glob_check */
	OPTION_DATE,      /* int64_t, days since 1970-01-01: 2027-01-31 */
	OPTION_CHOICE,    /* int: index in `choices` */
	OPTION_STRINGS,   /* struct text_list */
	OPTION_GLOBS,     /* struct text_list */
	OPTION_BLOCK,     /* the nested struct, in place */
	OPTION_BLOCKS,    /* struct block_list of nested structs */
	OPTION_MAP,       /* struct map_list: any key to a choice of `choices` */
};

struct text_list {
	struct text *items;
	size_t count;
};

struct block_list {
	void *items; /* count structs of the option's nested size */
	size_t count;
};

struct map_entry {
	struct text key;
	int choice;
	uint32_t line, column; /* of the key */
};

struct map_list {
	struct map_entry *items;
	size_t count;
};

struct tolerance {
	double value;
	enum {
		TOLERANCE_ABSOLUTE,
		TOLERANCE_SHARE,
		TOLERANCE_SECONDS
	} unit; /* a share: 0.05 for 5% */
};

/* Which way an edit makes a gate weaker; for policy/changed. */
enum loosens {
	LOOSENS_ANY,    /* any edit may: says so */
	LOOSENS_NEVER,  /* names, words */
	LOOSENS_HIGHER, /* a larger value, a later choice, true */
	LOOSENS_LOWER,  /* a smaller value, an earlier choice, false */
	LOOSENS_MORE,   /* an added item */
	LOOSENS_FEWER,  /* a removed item */
};

struct option {
	const char *key;
	enum option_type type;
	size_t offset;        /* in the struct that is filled */
	const char *fallback; /* as it would stand in the file; NULL: zero or empty */
	const char *help;     /* one sentence */
	enum loosens loosens;
	const char *const *choices;  /* CHOICE, MAP: names, NULL at the end */
	const struct option *nested; /* BLOCK, BLOCKS: table, key NULL at the end */
	size_t nested_size;          /* BLOCKS */
	bool required;               /* absent is an error */
	const char *
		if_empty; /* STRINGS: an empty list is an error, and this says why; NULL: it may be empty */
	const char *
		files_but; /* STRING, STRINGS: they name files of the policy's tree, but for this word; NULL: they
	                               * name none */
};

#endif
