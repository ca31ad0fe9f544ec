/* SPDX-License-Identifier: Apache-2.0
 *
 * A fast reader for the plain block style that lock files are written in, a strict subset of YAML 1.1. It
 * either gives what libyaml gives, to the type, text, quoted flag, line and column, or says that the text is not in its
 * subset; it is never the one that calls a file wrong. In the subset:
 *
 * - one document, with "---" on a line of its own before it or without; comments and blank lines anywhere
 * - mappings and sequences by indentation, "- - a" and "- a: b" on one line, sequences not indented in a mapping
 * - keys and values: plain, '...' or "..." (without a backslash), each on one line
 * - {a: b, c: d} and [a, b], nested, on one line
 * - literal block scalars, "|" and "|-", without blank lines that hold spaces
 * - LF or CR LF; no tab anywhere
 *
 * The text must have passed yaml_check_text. Functions return -1 with `foreign` set where the text is not in
 * the subset (no error is set then), and -1 with an error where memory has run out.
 * yaml_read_with and yaml_cursor.h are for callers; this is for them.
 */
#ifndef SEAMGATE_BASE_YAML_BLOCK_H
#define SEAMGATE_BASE_YAML_BLOCK_H

#include "gate/base/yaml.h"

/* A position in the text. */
struct yaml_block {
	const char *bytes;
	size_t len;
	size_t at; /* what comes next: in a line, or the first byte that is no space of a line of content */
	size_t line_start; /* of the line of `at` */
	size_t line_end;   /* where its content ends: before LF or CR LF */
	uint32_t line;     /* 1-based */
	size_t column_at; /* columns count code points, from the last place where they were counted */
	uint32_t column;
	bool ascii; /* no counting needed */
	bool ended; /* no line of content is left */
	bool foreign;
};

/* Where a value stands. */
enum yaml_block_form {
	YAML_BLOCK_EMPTY,  /* none: an empty scalar at line:column */
	YAML_BLOCK_INLINE, /* scalar or flow collection, at block->at */
	YAML_BLOCK_NESTED, /* mapping or sequence whose first entry is at block->at */
};

struct yaml_block_value {
	enum yaml_block_form form;
	enum yaml_type type;
	uint32_t parent; /* column, from 0, of the entries of the container that it is in */
	uint32_t indent; /* nested: column, from 0, of its entries */
	uint32_t line, column;
};

struct yaml_block_entry {
	struct text key; /* of a mapping's; borrowed from the text, or in the arena */
	uint32_t line, column;
	struct yaml_block_value value;
};

/* Stands before the document's value. */
MUST_CHECK int yaml_block_open(
	struct yaml_block *block, struct text text, struct yaml_block_value *value);

/* The entry at the block's position, in a container of that type and indent. *more false: the container ends here.
 * Called when the container was entered (its value is nested) and whenever an entry's value was read.
 * Keys with '' in them are put into the arena. */
MUST_CHECK int yaml_block_next(struct yaml_block *block, enum yaml_type type, uint32_t indent,
	struct yaml_block_entry *out, bool *more, struct arena *arena, struct err *err);

/* A value as a tree; with a NULL arena it is only checked, and *out is NULL. `depth`: how many containers
 * it is in. Duplicate keys are marked where they are kept, else foreign; not looked for without an arena. `wanted`: NULL,
 * or the names, NULL behind the last, of those members of a mapping that the tree is to have; the others are only checked. */
MUST_CHECK int yaml_block_read(struct yaml_block *block, const struct yaml_block_value *value,
	unsigned depth, bool keep_duplicates, const char *const *wanted, const struct yaml **out,
	struct arena *arena, struct err *err);

/* The whole document as a tree. */
MUST_CHECK int yaml_block_tree(const struct yaml **out, struct text text, bool keep_duplicates,
	bool *foreign, struct arena *arena, struct err *err);

/* Whether the lines of an entry that begins on the block's line are these bytes, in a container of that type and indent: they
 * are there, and a line of content that is not the entry's follows. The bytes are whole lines. */
bool yaml_block_is_extent(
	const struct yaml_block *block, struct text bytes, enum yaml_type type, uint32_t indent);

/* Goes behind such lines, so many of so many bytes, which begin on the line of `start`. The next call says so where what follows is foreign. */
void yaml_block_jump(
	struct yaml_block *block, const struct yaml_block *start, size_t bytes, uint32_t lines);

#endif
