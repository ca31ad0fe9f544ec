/* SPDX-License-Identifier: Apache-2.0
 *
 * Lines and scalars for yaml_block.c and yaml_block_tree.c only. Functions return -1 with block->foreign where the text is not in
 * the subset, and -1 with an error where memory has run out.
 */
#ifndef SEAMGATE_BASE_YAML_BLOCK_SCAN_H
#define SEAMGATE_BASE_YAML_BLOCK_SCAN_H

#include "gate/base/yaml_block.h"

/* Always returns -1. */
int yaml_block_foreign(struct yaml_block *block);

/* The byte at the position, NUL at the end of the line's content. */
static inline char yaml_block_peek(const struct yaml_block *block)
{
	return block->at < block->line_end ? block->bytes[block->at] : '\0';
}

/* Column of the position, from 1, where there are bytes of UTF-8. */
uint32_t yaml_block_count_column(struct yaml_block *block);

static inline uint32_t yaml_block_column(struct yaml_block *block)
{
	return block->ascii ? (uint32_t)(block->at - block->line_start) + 1
			    : yaml_block_count_column(block);
}

/* Makes the line that begins at `start` the current one; the position is its first byte that is no space. */
void yaml_block_load(struct yaml_block *block, size_t start);

/* Where the line after the current one begins. */
size_t yaml_block_next_start(const struct yaml_block *block);

/* To the first line that is not blank and no comment, or to the end. A line that begins with "---" or "..."
 * is foreign; the position is there then. */
MUST_CHECK int yaml_block_begin(struct yaml_block *block);

/* To the next such line. */
MUST_CHECK int yaml_block_advance(struct yaml_block *block);

/* Of a line whose first byte of content the position is at; behind dashes and spaces too. */
static inline uint32_t yaml_block_indent(const struct yaml_block *block)
{
	return (uint32_t)(block->at - block->line_start);
}

static inline void yaml_block_spaces(struct yaml_block *block)
{
	while (block->at < block->line_end && block->bytes[block->at] == ' ')
		block->at++;
}

/* At that byte, and a space or the end of the line behind it. */
static inline bool yaml_block_word(const struct yaml_block *block, char c)
{
	size_t at = block->at;

	return yaml_block_peek(block) == c &&
	       (at + 1 >= block->line_end || block->bytes[at + 1] == ' ');
}

/* At what makes an entry of a sequence. */
static inline bool yaml_block_dash(const struct yaml_block *block)
{
	return yaml_block_word(block, '-');
}

/* At what makes a key of what is before it. */
static inline bool yaml_block_colon(const struct yaml_block *block)
{
	return yaml_block_word(block, ':');
}

/* At what may begin a scalar or a flow collection. Anchors, tags, folded scalars and so on are not of the subset. */
bool yaml_block_begins_value(const struct yaml_block *block);

/* A plain or quoted scalar on one line; the position is behind it. */
MUST_CHECK int yaml_block_scalar(struct yaml_block *block, bool flow, struct text *text,
	bool *quoted, struct arena *arena, struct err *err);

/* A key that is plain or quoted, and its colon. */
MUST_CHECK int yaml_block_key(struct yaml_block *block, bool flow, struct yaml_block_entry *out,
	struct arena *arena, struct err *err);

/* Most lines of large files: "key: value", both plain or the key in single quotes, as an entry of a mapping at that column. The position
 * is then behind the value. False, and nothing has moved, for every other line: yaml_block_next knows what it is. */
bool yaml_block_pair(struct yaml_block *block, uint32_t indent, struct yaml_block_entry *out,
	struct text *value);

/* Behind a value that stood on its key's line, to the next line of content. */
MUST_CHECK int yaml_block_finish_line(struct yaml_block *block, uint32_t parent);

/* A literal block scalar, in a container whose entries begin at column `parent`. */
MUST_CHECK int yaml_block_literal(struct yaml_block *block, uint32_t parent, struct text *text,
	struct arena *arena, struct err *err);

#endif
