/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/yaml_block_scan.h"

#include <string.h>

#include "gate/base/stride.h"

int yaml_block_foreign(struct yaml_block *block)
{
	block->foreign = true;
	return -1;
}

/* --- lines --- */

uint32_t yaml_block_count_column(struct yaml_block *block)
{
	if (block->column_at > block->at || block->column_at < block->line_start) {
		block->column_at = block->line_start;
		block->column = 1;
	}
	for (; block->column_at < block->at; block->column_at++)
		block->column += ((unsigned char)block->bytes[block->column_at] & 0xc0) != 0x80;
	return block->column;
}

void yaml_block_load(struct yaml_block *block, size_t start)
{
	size_t left = block->len - start, end;
	const char *newline = memchr(block->bytes + start, '\n', left);

	end = newline ? (size_t)(newline - block->bytes) : block->len;
	if (end > start && block->bytes[end - 1] == '\r')
		end--;
	block->line_start = block->at = start;
	block->line_end = end;
	yaml_block_spaces(block);
}

size_t yaml_block_next_start(const struct yaml_block *block)
{
	size_t at = block->line_end;

	at += at < block->len && block->bytes[at] == '\r';
	return at + (at < block->len);
}

static bool is_marker(const struct yaml_block *block)
{
	const char *at = block->bytes + block->at;

	return block->at == block->line_start && block->line_end - block->at >= 3 &&
	       (memcmp(at, "---", 3) == 0 || memcmp(at, "...", 3) == 0);
}

static bool has_content(const struct yaml_block *block)
{
	return block->at < block->line_end && block->bytes[block->at] != '#';
}

static int check_marker(struct yaml_block *block)
{
	return is_marker(block) ? yaml_block_foreign(block) : 0;
}

int yaml_block_begin(struct yaml_block *block)
{
	yaml_block_load(block, 0);
	return has_content(block) ? check_marker(block) : yaml_block_advance(block);
}

int yaml_block_advance(struct yaml_block *block)
{
	do {
		size_t start = yaml_block_next_start(block);

		if (start == block->len) {
			block->ended = true;
			block->at = block->line_start = block->line_end = block->len;
			return 0;
		}
		block->line++;
		yaml_block_load(block, start);
	} while (!has_content(block));
	return check_marker(block);
}

static bool ends_word(const struct yaml_block *block, size_t at)
{
	return at >= block->line_end || block->bytes[at] == ' ';
}

/* --- scalars on one line --- */

enum character {
	ORDINARY,
	NOT_FIRST = 1, /* an indicator that may not begin a plain scalar here */
	COLON = 2,
	HASH = 4,
	FLOW = 8, /* ends a plain scalar in a flow collection */
};

/* What is not here is ordinary. A question mark may be more than that in a flow collection, to some readers. */
static const unsigned char characters[256] = {
	[' '] = NOT_FIRST,
	['-'] = NOT_FIRST,
	['?'] = NOT_FIRST | FLOW,
	[':'] = NOT_FIRST | COLON,
	[','] = NOT_FIRST | FLOW,
	['['] = NOT_FIRST | FLOW,
	[']'] = NOT_FIRST | FLOW,
	['{'] = NOT_FIRST | FLOW,
	['}'] = NOT_FIRST | FLOW,
	['#'] = NOT_FIRST | HASH,
	['&'] = NOT_FIRST,
	['*'] = NOT_FIRST,
	['!'] = NOT_FIRST,
	['|'] = NOT_FIRST,
	['>'] = NOT_FIRST,
	['\''] = NOT_FIRST,
	['"'] = NOT_FIRST,
	['%'] = NOT_FIRST,
	['@'] = NOT_FIRST,
	['`'] = NOT_FIRST,
};

static unsigned kind_at(const struct yaml_block *block, size_t at)
{
	return characters[(unsigned char)block->bytes[at]];
}

/* "-x" is a plain scalar; of the other indicators none begins one here. */
static bool starts_plain(const struct yaml_block *block)
{
	size_t at = block->at;

	if (at >= block->line_end)
		return false;
	if (block->bytes[at] == '-')
		return !ends_word(block, at + 1) && !(kind_at(block, at + 1) & (FLOW | COLON));
	return !(kind_at(block, at) & NOT_FIRST);
}

bool yaml_block_begins_value(const struct yaml_block *block)
{
	char c = yaml_block_peek(block);

	return c == '\'' || c == '"' || c == '{' || c == '[' || c == '|' || starts_plain(block);
}

static bool stops_plain(const struct yaml_block *block, size_t at, unsigned kind, bool flow)
{
	if (kind & COLON)
		return ends_word(block, at + 1) || (flow && (kind_at(block, at + 1) & FLOW));
	if (kind & HASH)
		return block->bytes[at - 1] == ' ';
	return flow;
}

/* To the first byte that may end a plain scalar, or to the end of the line. */
static size_t find_stop(const struct yaml_block *block, size_t at, bool flow)
{
	const unsigned kinds = COLON | HASH | (flow ? FLOW : 0);
	size_t end = block->line_end;

	for (; at < end && block->len - at >= STRIDE; at += STRIDE) {
		unsigned stops = stride_yaml(block->bytes + at, flow);

		if (stops) {
			at += (unsigned)__builtin_ctz(stops);
			return at < end ? at : end;
		}
	}
	while (at < end && !(kind_at(block, at) & kinds))
		at++;
	return at < end ? at : end;
}

static int read_plain(struct yaml_block *block, bool flow, struct text *text)
{
	size_t start = block->at, at = start, end;

	if (!starts_plain(block))
		return yaml_block_foreign(block);
	while ((at = find_stop(block, at, flow)) < block->line_end &&
		!stops_plain(block, at, kind_at(block, at), flow))
		at++;
	end = at;
	while (block->bytes[end - 1] == ' ')
		end--;
	*text = (struct text){block->bytes + start, end - start};
	/* A comment needs the space before it, a colon does not. */
	block->at = at < block->line_end && block->bytes[at] == ':' ? at : end;
	return 0;
}

/* What is in the single quotes, '' made one. */
static int unquote(struct text *text, struct arena *arena, struct err *err)
{
	char *out = arena_alloc(arena, text->len);
	size_t len = 0;

	if (!out)
		return err_nomem(err);
	for (size_t i = 0; i < text->len; i++) {
		out[len++] = text->ptr[i];
		i += text->ptr[i] == '\'';
	}
	*text = (struct text){out, len};
	return 0;
}

static int read_single(
	struct yaml_block *block, struct text *text, struct arena *arena, struct err *err)
{
	size_t start = ++block->at;
	bool doubled = false;

	for (;; block->at += 2) {
		const char *quote =
			memchr(block->bytes + block->at, '\'', block->line_end - block->at);

		if (!quote)
			return yaml_block_foreign(block);
		block->at = (size_t)(quote - block->bytes);
		if (block->at + 1 >= block->line_end || block->bytes[block->at + 1] != '\'')
			break;
		doubled = true;
	}
	*text = (struct text){block->bytes + start, block->at - start};
	block->at++;
	return doubled && arena ? unquote(text, arena, err) : 0;
}

static int read_double(struct yaml_block *block, struct text *text)
{
	const char *start = block->bytes + ++block->at;
	const char *quote = memchr(start, '"', block->line_end - block->at);

	if (!quote || memchr(start, '\\', (size_t)(quote - start)))
		return yaml_block_foreign(block);
	*text = (struct text){start, (size_t)(quote - start)};
	block->at += text->len + 1;
	return 0;
}

int yaml_block_scalar(struct yaml_block *block, bool flow, struct text *text, bool *quoted,
	struct arena *arena, struct err *err)
{
	char c = yaml_block_peek(block);

	*quoted = c == '\'' || c == '"';
	if (c == '\'')
		return read_single(block, text, arena, err);
	return c == '"' ? read_double(block, text) : read_plain(block, flow, text);
}

/* libyaml takes a key for one only where its colon comes within 1024 characters. */
enum { LONGEST_KEY = 1000 };

static bool is_merge(struct text key)
{
	return key.len == 2 && key.ptr[0] == '<' && key.ptr[1] == '<';
}

int yaml_block_key(struct yaml_block *block, bool flow, struct yaml_block_entry *out,
	struct arena *arena, struct err *err)
{
	size_t start = block->at;
	bool quoted;

	out->line = block->line;
	out->column = yaml_block_column(block);
	if (yaml_block_scalar(block, flow, &out->key, &quoted, arena, err) < 0)
		return -1;
	if (!yaml_block_colon(block) || block->at - start > LONGEST_KEY ||
		(!quoted && is_merge(out->key)))
		return yaml_block_foreign(block);
	block->at++;
	return 0;
}

static bool is_key_end(const struct yaml_block *block, size_t at)
{
	return at + 1 < block->line_end && block->bytes[at] == ':' && block->bytes[at + 1] == ' ' &&
	       block->bytes[at - 1] != ' ';
}

/* Where the colon of a simple key is, or the end of the line. */
static size_t find_colon(const struct yaml_block *block, struct text *key)
{
	size_t start = block->at, at;
	const char *quote;

	if (block->bytes[start] == '\'') {
		quote = memchr(block->bytes + start + 1, '\'', block->line_end - start - 1);
		at = quote ? (size_t)(quote - block->bytes) + 1 : block->line_end;
		*key = text_slice((struct text){block->bytes, block->len}, start + 1, at - 1);
	} else {
		at = kind_at(block, start) & NOT_FIRST || block->bytes[start] == '<'
			     ? block->line_end
			     : find_stop(block, start, false);
		*key = (struct text){block->bytes + start, at - start};
	}
	return is_key_end(block, at) && at - start <= LONGEST_KEY ? at : block->line_end;
}

/* To the end of the line, or to where a plain scalar ends before that. */
static size_t find_end(const struct yaml_block *block, size_t at)
{
	while ((at = find_stop(block, at, false)) < block->line_end &&
		!stops_plain(block, at, kind_at(block, at), false))
		at++;
	return at;
}

bool yaml_block_pair(
	struct yaml_block *block, uint32_t indent, struct yaml_block_entry *out, struct text *value)
{
	size_t colon, start, end = block->line_end;

	if (block->foreign || block->ended || yaml_block_indent(block) != indent)
		return false;
	colon = find_colon(block, &out->key);
	for (start = colon + 1; start < end && block->bytes[start] == ' ';)
		start++;
	if (start >= end || kind_at(block, start) & NOT_FIRST || find_end(block, start) != end)
		return false;
	out->line = out->value.line = block->line;
	out->column = yaml_block_column(block);
	block->at = start;
	out->value.column = yaml_block_column(block);
	block->at = end;
	while (block->bytes[end - 1] == ' ')
		end--;
	*value = (struct text){block->bytes + start, end - start};
	return true;
}

/* Behind a value on its key's line: nothing more on it, and nothing that would carry it on. */
int yaml_block_finish_line(struct yaml_block *block, uint32_t parent)
{
	size_t end = block->at;

	yaml_block_spaces(block);
	if (block->at < block->line_end && (yaml_block_peek(block) != '#' || block->at == end))
		return yaml_block_foreign(block);
	if (yaml_block_advance(block) < 0)
		return -1;
	if (!block->ended && yaml_block_indent(block) > parent)
		return yaml_block_foreign(block);
	return 0;
}

/* --- literal block scalars --- */

struct literal {
	char *out;        /* NULL: only checked */
	size_t len, kept; /* kept: without the blank lines at the end */
	size_t indent;
};

static void put_line(struct literal *literal, const struct yaml_block *line)
{
	size_t from = line->line_start + literal->indent;
	size_t len = line->line_end > from ? line->line_end - from : 0;

	if (literal->out && len)
		memcpy(literal->out + literal->len, line->bytes + from, len);
	literal->len += len;
	if (len)
		literal->kept = literal->len;
	if (literal->out)
		literal->out[literal->len] = '\n';
	literal->len++;
}

/* Blank lines must hold no spaces: there it would depend on how many. */
static bool belongs(const struct yaml_block *line, const struct literal *literal)
{
	size_t indent = line->at - line->line_start;

	return line->line_start == line->line_end ||
	       (indent >= literal->indent && line->at < line->line_end);
}

/* All its lines; the block's line is the last with content. */
static int read_lines(struct yaml_block *block, struct literal *literal)
{
	struct yaml_block line = *block;
	size_t start;

	while ((start = yaml_block_next_start(&line)) < line.len) {
		line.line++;
		yaml_block_load(&line, start);
		if (line.at == line.line_end && line.at > line.line_start)
			return yaml_block_foreign(block);
		if (!belongs(&line, literal))
			break;
		put_line(literal, &line);
		if (line.line_end > line.line_start)
			*block = line;
	}
	return 0;
}

/* The first line says how far all are indented. */
static int measure(const struct yaml_block *block, uint32_t parent, size_t *indent)
{
	struct yaml_block line = *block;
	size_t start = yaml_block_next_start(block);

	if (start == block->len)
		return -1;
	yaml_block_load(&line, start);
	*indent = line.at - line.line_start;
	return line.at<line.line_end && * indent> parent ? 0 : -1;
}

int yaml_block_literal(struct yaml_block *block, uint32_t parent, struct text *text,
	struct arena *arena, struct err *err)
{
	bool strip = block->at + 1 < block->line_end && block->bytes[block->at + 1] == '-';
	struct literal literal = {0};
	struct yaml_block last = *block;

	if (block->at + 1 + strip != block->line_end || measure(block, parent, &literal.indent) < 0)
		return yaml_block_foreign(block);
	if (read_lines(&last, &literal) < 0)
		return yaml_block_foreign(block);
	/* Without a line end behind it, what "|" keeps is another question. */
	if (yaml_block_next_start(&last) == last.line_end)
		return yaml_block_foreign(block);
	if (arena) {
		literal.out = arena_alloc(arena, literal.len);
		if (!literal.out)
			return err_nomem(err);
		*text = (struct text){literal.out, literal.kept + !strip};
		literal.len = 0;
		if (read_lines(block, &literal) < 0)
			return -1;
	}
	*block = last;
	block->at = block->line_end;
	return 0;
}
