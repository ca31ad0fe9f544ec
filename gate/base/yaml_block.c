/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/yaml_block.h"

#include <string.h>

#include "gate/base/stride.h"
#include "gate/base/yaml_block_scan.h"

enum { BLOCK_BYTES = 64 };

/* --- entries --- */

/* Whether a flow collection on this line may be a key: somewhere a colon is behind a closing bracket. */
static bool may_be_flow_key(const struct yaml_block *block)
{
	char before = '\0';

	for (size_t at = block->at; at < block->line_end; at++) {
		char c = block->bytes[at];

		if (c == ':' && (before == ']' || before == '}'))
			return true;
		if (c != ' ')
			before = c;
	}
	return false;
}

/* Behind a scalar there is a colon, or nothing more; all else is not of the subset. */
static int look_behind_scalar(struct yaml_block *block, bool *key)
{
	size_t end = block->at;

	yaml_block_spaces(block);
	*key = yaml_block_colon(block);
	if (*key || block->at == block->line_end)
		return 0;
	return yaml_block_peek(block) == '#' && block->at > end ? 0 : -1;
}

/* Whether a mapping begins here. The position stays. */
static int is_key(struct yaml_block *block, bool *key)
{
	struct yaml_block ahead = *block;
	char c = yaml_block_peek(block);
	struct text text;
	bool quoted;

	*key = false;
	if (!yaml_block_begins_value(block))
		return yaml_block_foreign(block);
	if (c == '|')
		return 0;
	if (c == '{' || c == '[')
		return may_be_flow_key(block) ? yaml_block_foreign(block) : 0;
	if (yaml_block_scalar(&ahead, false, &text, &quoted, NULL, NULL) < 0 ||
		look_behind_scalar(&ahead, key) < 0)
		return yaml_block_foreign(block);
	return 0;
}

/* A mapping begins here for sure. */
static bool at_key(struct yaml_block *block)
{
	bool key;

	return is_key(block, &key) == 0 && key;
}

/* The value is on lines of its own, or there is none. */
static int locate_below(struct yaml_block *block, enum yaml_type parent_type, uint32_t indent,
	struct yaml_block_value *out)
{
	bool dash, indented;

	if (yaml_block_advance(block) < 0)
		return -1;
	if (block->ended || yaml_block_indent(block) < indent)
		return 0;
	/* Scalars and flow collections on lines of their own are not of the subset. */
	dash = yaml_block_dash(block);
	if (!dash && !at_key(block))
		return yaml_block_foreign(block);
	indented = yaml_block_indent(block) > indent;
	if (!indented && !(dash && parent_type == YAML_MAP))
		return 0;
	out->form = YAML_BLOCK_NESTED;
	out->type = dash ? YAML_LIST : YAML_MAP;
	out->indent = yaml_block_indent(block);
	out->line = block->line;
	out->column = yaml_block_column(block);
	return 0;
}

/* What begins here, of an entry of a list: "- - a", "- a: b", or a value. */
static int look_behind_dash(struct yaml_block *block, struct yaml_block_value *out)
{
	bool key;

	out->form = YAML_BLOCK_NESTED;
	out->type = YAML_LIST;
	if (yaml_block_dash(block))
		return 0;
	if (is_key(block, &key) < 0)
		return -1;
	out->type = YAML_MAP;
	if (!key)
		out->form = YAML_BLOCK_INLINE;
	return 0;
}

static enum yaml_type inline_type(char first)
{
	if (first == '{')
		return YAML_MAP;
	return first == '[' ? YAML_LIST : YAML_SCALAR;
}

static int locate_here(
	struct yaml_block *block, enum yaml_type parent_type, struct yaml_block_value *out)
{
	out->form = YAML_BLOCK_INLINE;
	out->indent = yaml_block_indent(block);
	out->line = block->line;
	out->column = yaml_block_column(block);
	if (parent_type == YAML_LIST && look_behind_dash(block, out) < 0)
		return -1;
	if (out->form == YAML_BLOCK_NESTED)
		return 0;
	if (!yaml_block_begins_value(block))
		return yaml_block_foreign(block);
	out->type = inline_type(yaml_block_peek(block));
	return 0;
}

/* The position is behind the colon or the dash. */
static int locate_value(struct yaml_block *block, enum yaml_type parent_type, uint32_t indent,
	struct yaml_block_value *out)
{
	*out = (struct yaml_block_value){.form = YAML_BLOCK_EMPTY,
		.type = YAML_SCALAR,
		.parent = indent,
		.line = block->line,
		.column = yaml_block_column(block)};
	yaml_block_spaces(block);
	if (block->at == block->line_end || yaml_block_peek(block) == '#')
		return locate_below(block, parent_type, indent, out);
	return locate_here(block, parent_type, out);
}

static int read_entry(struct yaml_block *block, enum yaml_type type, uint32_t indent,
	struct yaml_block_entry *out, struct arena *arena, struct err *err)
{
	if (type == YAML_MAP)
		return yaml_block_key(block, false, out, arena, err) < 0
			       ? -1
			       : locate_value(block, type, indent, &out->value);
	block->at++;
	out->key = (struct text){"", 0};
	if (locate_value(block, type, indent, &out->value) < 0)
		return -1;
	out->line = out->value.line;
	out->column = out->value.column;
	return 0;
}

int yaml_block_next(struct yaml_block *block, enum yaml_type type, uint32_t indent,
	struct yaml_block_entry *out, bool *more, struct arena *arena, struct err *err)
{
	bool dash = yaml_block_dash(block);

	*more = false;
	if (block->foreign)
		return -1;
	if (block->ended || yaml_block_indent(block) < indent)
		return 0;
	if (yaml_block_indent(block) > indent || (type == YAML_MAP && dash))
		return yaml_block_foreign(block);
	/* Another key of the mapping around a sequence that is not indented in it; else that one will refuse it. */
	if (type == YAML_LIST && !dash)
		return 0;
	*more = true;
	return read_entry(block, type, indent, out, arena, err);
}

/* --- documents --- */

static bool is_ascii(struct text text)
{
	unsigned high = 0;
	size_t at = 0;

	for (; !high && text.len - at >= BLOCK_BYTES; at += BLOCK_BYTES)
		for (size_t i = 0; i < BLOCK_BYTES; i += STRIDE)
			high |= stride_high(text.ptr + at + i);
	for (; at < text.len; at++)
		high |= (unsigned char)text.ptr[at] >> 7;
	return !high;
}

static bool has_lone_cr(struct text text)
{
	const char *at = text.ptr, *end = text.ptr + text.len;

	while ((at = memchr(at, '\r', (size_t)(end - at))) != NULL)
		if (++at == end || *at != '\n')
			return true;
	return false;
}

/* The line "---" before the document. */
static int skip_marker(struct yaml_block *block)
{
	bool alone = block->line_end - block->line_start == 3;

	if (!block->foreign || !alone || block->bytes[block->line_start] != '-')
		return -1;
	block->foreign = false;
	return yaml_block_advance(block);
}

static bool begins_document(struct yaml_block *block)
{
	return !block->ended && yaml_block_indent(block) == 0 &&
	       (yaml_block_dash(block) || at_key(block));
}

int yaml_block_open(struct yaml_block *block, struct text text, struct yaml_block_value *value)
{
	*block = (struct yaml_block){.bytes = text.ptr,
		.len = text.len,
		.line = 1,
		.column = 1,
		.ascii = is_ascii(text)};
	if (memchr(text.ptr, '\t', text.len) || has_lone_cr(text))
		return yaml_block_foreign(block);
	if (yaml_block_begin(block) < 0 && skip_marker(block) < 0)
		return -1;
	if (!begins_document(block))
		return yaml_block_foreign(block);
	*value = (struct yaml_block_value){.form = YAML_BLOCK_NESTED,
		.type = yaml_block_dash(block) ? YAML_LIST : YAML_MAP,
		.line = block->line,
		.column = 1};
	return 0;
}

/* --- extents --- */

/* Whether a line goes on with an entry that began before it, or may: blank lines and comments do where more of it follows. */
static bool may_go_on(const struct yaml_block *line, enum yaml_type type, uint32_t indent)
{
	if (line->at == line->line_end || line->bytes[line->at] == '#' ||
		yaml_block_indent(line) > indent)
		return true;
	return yaml_block_indent(line) == indent && type == YAML_MAP && yaml_block_dash(line);
}

bool yaml_block_is_extent(
	const struct yaml_block *block, struct text bytes, enum yaml_type type, uint32_t indent)
{
	struct yaml_block next = *block;
	size_t start = block->line_start;

	if (bytes.len == 0 || block->len - start <= bytes.len ||
		memcmp(block->bytes + start, bytes.ptr, bytes.len) != 0)
		return false;
	yaml_block_load(&next, start + bytes.len);
	return !may_go_on(&next, type, indent);
}

void yaml_block_jump(
	struct yaml_block *block, const struct yaml_block *start, size_t bytes, uint32_t lines)
{
	size_t end = start->line_start + bytes;

	/* As if on the last line: it goes on from there. */
	block->line_start = block->at = block->line_end = end - 1;
	block->line = start->line + lines - 1;
	block->ended = false;
	if (yaml_block_advance(block) < 0)
		block->foreign = true;
}
