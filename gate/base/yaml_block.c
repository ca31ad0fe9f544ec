/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/yaml_block.h"

#include <string.h>

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

enum { HAS_TAB = 1, HAS_CR = 2, HAS_UTF8 = 4 };

/* Written so that compilers use vectors. */
static unsigned what_is_in(const char *bytes, size_t len)
{
	unsigned char tab = 0, cr = 0, high = 0;

	for (size_t i = 0; i < len; i++) {
		tab |= (unsigned char)(bytes[i] == '\t');
		cr |= (unsigned char)(bytes[i] == '\r');
		high |= (unsigned char)bytes[i] & 0x80;
	}
	return (tab ? HAS_TAB : 0U) | (cr ? HAS_CR : 0U) | (high ? HAS_UTF8 : 0U);
}

static unsigned what_is_in_all(struct text text)
{
	unsigned found = 0;
	size_t at = 0;

	for (; text.len - at >= BLOCK_BYTES; at += BLOCK_BYTES)
		found |= what_is_in(text.ptr + at, BLOCK_BYTES);
	return found | what_is_in(text.ptr + at, text.len - at);
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
	unsigned found = what_is_in_all(text);

	*block = (struct yaml_block){.bytes = text.ptr,
		.len = text.len,
		.line = 1,
		.column = 1,
		.ascii = !(found & HAS_UTF8)};
	if ((found & HAS_TAB) || ((found & HAS_CR) && has_lone_cr(text)))
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

/* Whether a line is part of an entry that began before it. A comment that is not indented may be: what follows says so. */
static bool is_inside(const struct yaml_block *line, enum yaml_type type, uint32_t indent)
{
	if (line->at == line->line_end || yaml_block_indent(line) < indent)
		return false;
	if (yaml_block_indent(line) > indent)
		return true;
	return type == YAML_MAP && yaml_block_dash(line);
}

static bool is_between(const struct yaml_block *line)
{
	return line->at == line->line_end || line->bytes[line->at] == '#';
}

struct text yaml_block_extent(
	const struct yaml_block *block, enum yaml_type type, uint32_t indent, uint32_t *lines)
{
	struct yaml_block line = *block;
	size_t start, end = yaml_block_next_start(block);
	uint32_t count = 0;

	*lines = end > block->line_end;
	while ((start = yaml_block_next_start(&line)) < line.len) {
		yaml_block_load(&line, start);
		count++;
		if (is_inside(&line, type, indent)) {
			end = yaml_block_next_start(&line);
			*lines = count + (end > line.line_end);
		} else if (!is_between(&line)) {
			break;
		}
	}
	return (struct text){block->bytes + block->line_start, end - block->line_start};
}

void yaml_block_jump(struct yaml_block *block, struct text extent, uint32_t line, uint32_t lines)
{
	size_t start = (size_t)(extent.ptr - block->bytes), end = start + extent.len;
	bool newline = extent.len > 0 && block->bytes[end - 1] == '\n';

	/* As if on the last line: it goes on from there. */
	block->line_start = block->at = block->line_end = newline ? end - 1 : end;
	block->line = newline ? line + lines - 1 : line + lines;
	block->ended = false;
	if (yaml_block_advance(block) < 0)
		block->foreign = true;
}
