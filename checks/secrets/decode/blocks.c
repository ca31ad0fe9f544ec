/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "checks/secrets/decode/coding.h"

enum {
	PROBE = 1200,       /* characters by which a long block is seen to be none, or a tar */
	SHORTEST_LINE = 40, /* of a wrapped block */
	MOST_INDENTATION = 64,
	END_LINES = 16, /* that a token at the end of a block stands in */
	MOST_BACKSLASHES = 4,
	LONGEST_END = 2 * (MOST_BACKSLASHES + 1),
};
_Static_assert((int)MOST_INDENTATION + LONGEST_END <= (int)MOST_LINE_GAP, "no line is further off");

static size_t run_end(struct text text, size_t at, bool *hex)
{
	at += hex_length(text, at);
	*hex = *hex && (at == text.len || !block_class(text.ptr[at]));
	return at + base64_length(text, at);
}

/* Behind an escape of strings, in as many strings one in another; at itself: there is none. */
static size_t escape_end(struct text text, size_t at, char letter)
{
	size_t end = at;

	while (end < text.len && end - at < MOST_BACKSLASHES && text.ptr[end] == '\\')
		end++;
	return end > at && end < text.len && text.ptr[end] == letter ? end + 1 : at;
}

/* Behind the end of a line: a line feed, with a return before it or two (of what was turned into CR LF twice), or a return alone. */
static size_t plain_end(struct text text, size_t at)
{
	size_t end = at;

	while (end < text.len && end - at < 2 && text.ptr[end] == '\r')
		end++;
	if (end < text.len && text.ptr[end] == '\n')
		return end + 1;
	return end - at == 1 ? end : at;
}

/* Behind the end of a line, as it is or as strings write it; at itself: there is none. */
static size_t line_end(struct text text, size_t at)
{
	size_t plain = plain_end(text, at);
	size_t written = escape_end(text, at, 'r'), end = escape_end(text, written, 'n');

	if (plain > at)
		return plain;
	return end > written ? end : at;
}

/* The separator of lines at an offset: the end of one, and indentation. 0: none. */
static size_t separator(struct text text, size_t at)
{
	size_t end = line_end(text, at);

	if (end == at)
		return 0;
	while (end < text.len && end - at < MOST_INDENTATION &&
		(text.ptr[end] == ' ' || text.ptr[end] == '\t'))
		end++;
	return end - at;
}

/* Behind up to two signs of padding, which quoted-printable may have escaped. */
static size_t past_padding(struct text text, size_t at)
{
	for (unsigned i = 0; i < 2 && at < text.len && text.ptr[at] == '='; i++)
		at += text_starts(text_slice(text, at, text.len), "=3D") ? 3 : 1;
	return at;
}

static bool is_line_end(struct text text, size_t at)
{
	return at == text.len || text.ptr[at] == '\n' || text.ptr[at] == '\r';
}

/* Whether a run that goes up to an offset may be a line of a block: it is padded, or text does not go on behind it as it does behind a word,
 * a name or the "-----END" of a key. */
static bool ends_line(struct text text, size_t at)
{
	size_t end = past_padding(text, at);

	if (end > at)
		return end == text.len || !block_class(text.ptr[end]);
	while (end < text.len && (text.ptr[end] == ' ' || text.ptr[end] == '\t'))
		end++;
	return is_line_end(text, end) || (end == at && !memchr(",.:(", text.ptr[at], 4));
}

/* Whether the line behind `gap` bytes, of at most so many characters, goes on with the block; *end is its end. */
static bool is_line(
	const struct block *block, struct text text, size_t gap, size_t most, size_t *end)
{
	bool hex = true;
	size_t len;

	*end = run_end(text, block->to + gap, &hex);
	len = *end - block->to - gap;
	return len > 0 && len <= most && (block->coding != CODING_HEX || hex) &&
	       (len == most || ends_line(text, *end));
}

/* Whether lines of a length may follow behind a separator: it is laid out as those that the block has, and the last of these is whole. */
static bool may_go_on(const struct block *block, size_t line, size_t gap)
{
	if (block->line != SIZE_MAX && gap != block->step - line)
		return false;
	return line >= SHORTEST_LINE && gap > 0 &&
	       (block->to - block->from + gap) % (line + gap) == 0;
}

/* The lines below, of the same length and with the same indentation; the last may be shorter. */
void block_extend(struct block *block, struct text text, size_t most)
{
	size_t line = block->line == SIZE_MAX ? block->to - block->from : block->line;
	size_t gap = separator(text, block->to), len = line, end;
	struct text between = text_slice(text, block->to, block->to + gap);

	if (!may_go_on(block, line, gap))
		return;
	while (len == line && block->to - block->from < most &&
		text_equal(text_slice(text, block->to, block->to + gap), between)) {
		if (!is_line(block, text, gap, line, &end))
			break;
		len = end - block->to - gap;
		block->to = end;
		block->line = line;
		block->step = line + gap;
	}
}

/* Most runs of such characters are names: this is what they cost. */
static bool looks_so(struct text text, const struct block *run, enum coding coding)
{
	char bytes[CONTENT_SAMPLE];

	block_peek(bytes, 3, text, run->from, coding);
	if (!content_may_begin(bytes))
		return false;
	block_peek(bytes, CONTENT_SAMPLE, text, run->from, coding);
	return content_promise((struct text){bytes, CONTENT_SAMPLE}) != CONTENT_NOTHING;
}

static enum coding coding_of(struct text text, const struct block *block, bool hex)
{
	size_t len = block->to - block->from;

	if (hex && len >= SHORTEST_HEX && len % 2 == 0 && looks_so(text, block, CODING_HEX))
		return CODING_HEX;
	if (len >= SHORTEST_BASE64 && looks_so(text, block, CODING_BASE64))
		return CODING_BASE64;
	return CODING_NONE;
}

bool block_is_none(struct text text, size_t from, size_t *to)
{
	struct block run = {.from = from};
	bool hex = true;

	run.to = *to = run_end(text, from, &hex);
	return coding_of(text, &run, hex) == CODING_NONE;
}

bool block_is_continued(struct text text, size_t from)
{
	size_t at = from;

	while (at > 0 && from - at < MOST_INDENTATION &&
		(text.ptr[at - 1] == ' ' || text.ptr[at - 1] == '\t'))
		at--;
	for (size_t len = 1; len <= LONGEST_END && len < at; len++)
		if (block_class(text.ptr[at - len - 1]) && line_end(text, at - len) == at)
			return true;
	return false;
}

/* What a block begins with: one that begins with nothing known is not decoded as a whole. */
static enum content content_begun(struct text text, const struct block *block)
{
	char room[PROBE];
	struct buffer bytes = {room, 0, sizeof(room), false};
	struct block beginning = *block;
	enum content content;

	if (block->to - block->from > PROBE - 1)
		beginning.to = block->from + PROBE - 1;
	block_decode(&bytes, text, &beginning);
	content = content_of(buffer_text(&bytes));
	/* In the middle of bulk data some lines begin with a few letters. */
	return content == CONTENT_TEXT && block_is_continued(text, block->from) &&
			       !content_is_readable(buffer_text(&bytes))
		       ? CONTENT_NOTHING
		       : content;
}

/* What is before a block and looks like its first digits: the letter of an escape (what begins with it is neither text nor packed), and the "0x" of a
 * number. */
static size_t prefix_end(struct text text, size_t from)
{
	if (from > 0 && text.ptr[from - 1] == '\\' && from < text.len &&
		memchr("nrt", text.ptr[from], 3))
		from++;
	return text_starts(text_slice(text, from, text.len), "0x") ? from + 2 : from;
}

size_t block_find(struct block *out, struct text text, size_t at, size_t floor)
{
	bool hex = true;
	size_t next;

	*out = (struct block){
		.from = base64_start(text, at, floor), .line = SIZE_MAX, .step = SIZE_MAX};
	out->from = prefix_end(text, out->from);
	next = out->to = run_end(text, out->from, &hex);
	next = next > at ? next : at + 1;
	out->coding = coding_of(text, out, hex);
	if (out->coding == CODING_NONE)
		return next;
	/* As much as it takes to see that it is none: each line may begin another one. */
	block_extend(out, text, PROBE);
	out->content = content_begun(text, out);
	if (out->content == CONTENT_NOTHING)
		out->coding = CODING_NONE;
	return next;
}

bool block_line_at(struct text text, size_t at)
{
	size_t len = base64_length(text, at);

	return len > 0 && ends_line(text, at + len);
}

size_t block_rest(struct text text, size_t at)
{
	size_t end = at + base64_length(text, at), gap = separator(text, end);
	struct block below = {
		.coding = CODING_BASE64, .from = end + gap, .line = SIZE_MAX, .step = SIZE_MAX};

	if (gap == 0)
		return end;
	below.to = below.from + base64_length(text, below.from);
	if (below.to == below.from || !ends_line(text, below.to))
		return end;
	block_extend(&below, text, SIZE_MAX);
	return below.to;
}

static bool is_word(struct text line)
{
	for (size_t i = 0; i < line.len; i++)
		if ((line.ptr[i] | 0x20) < 'a' || (line.ptr[i] | 0x20) > 'z')
			return false;
	return true;
}

bool block_end_before_word(struct block *block, struct text text)
{
	size_t lines, kept;
	struct text last;

	if (block->line == SIZE_MAX || block->coding != CODING_BASE64)
		return false;
	lines = (block->to - block->from) / block->step;
	last = text_slice(text, block->from + lines * block->step, block->to);
	if (lines == 0 || last.len >= block->line || !is_word(last) ||
		block_padding(text, block) > block->to)
		return false;
	/* As many lines as it takes for a token, from one on that begins with a whole byte. */
	kept = lines > END_LINES ? (lines - END_LINES) / 4 * 4 : 0;
	block->to = block->from + (lines - 1) * block->step + block->line;
	block->from += kept * block->step;
	return true;
}

size_t block_padding(struct text text, const struct block *block)
{
	size_t end = block->to;

	while (block->coding == CODING_BASE64 && end < text.len && end - block->to < 2 &&
		text.ptr[end] == '=')
		end++;
	return end;
}

size_t block_end(struct text text, size_t at, size_t most)
{
	if (at >= text.len)
		return text.len;
	return at + base64_length(text_slice(text, 0, at + most), at);
}
