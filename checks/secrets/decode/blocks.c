/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/decode/coding.h"
#include "gate/base/escape.h"
#include "gate/base/inflate.h"

enum {
	SAMPLE = 12,        /* bytes by which a block is seen to be none */
	PROBE = 512,        /* characters by which a long one is */
	SHORTEST_LINE = 40, /* of a wrapped block */
	MOST_INDENTATION = 64,
	BAD_SHARE = 16, /* one byte of so many may be no text */
};

#define X (-1)
/* RFC 4648, both alphabets: from '+' to 'z'. */
static const signed char alphabet[] = {62, X, 62, X, 63, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, X,
	X, X, X, X, X, X, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20,
	21, 22, 23, 24, 25, X, X, X, X, 63, X, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38,
	39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51};
#undef X

static inline int base64_value(char c)
{
	unsigned place = (unsigned)(unsigned char)c - '+';

	return place < sizeof(alphabet) ? alphabet[place] : -1;
}

#define B CLASS_BASE64
#define H (CLASS_BASE64 | CLASS_HEX)
const unsigned char block_classes[256] = {['+'] = B,
	['-'] = B,
	['/'] = B,
	H,
	H,
	H,
	H,
	H,
	H,
	H,
	H,
	H,
	H, /* + - / 0 to 9 */
	['A'] = H,
	H,
	H,
	H,
	H,
	H,
	B,
	B,
	B,
	B,
	B,
	B,
	B,
	B,
	B,
	B,
	B,
	B,
	B,
	B,
	B,
	B,
	B,
	B,
	B,
	B,
	['_'] = B,
	['a'] = H,
	H,
	H,
	H,
	H,
	H,
	B,
	B,
	B,
	B,
	B,
	B,
	B,
	B,
	B,
	B,
	B,
	B,
	B,
	B,
	B,
	B,
	B,
	B,
	B,
	B};
#undef B
#undef H

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* ---- whether it is text ---- */

static bool is_control(unsigned char byte)
{
	return (byte < ' ' && byte != '\t' && byte != '\n' && byte != '\r' && byte != 0x1b) ||
	       byte == 0x7f;
}

/* How many of the bytes are no text. The last character may be cut off. */
static size_t count_bad(struct text bytes)
{
	size_t bad = 0;

	for (size_t at = 0; at < bytes.len;) {
		unsigned char byte = (unsigned char)bytes.ptr[at];
		uint32_t code;
		unsigned len = 1;

		if (byte >= 0x80)
			len = utf8_decode(text_slice(bytes, at, bytes.len), &code);
		bad += is_control(byte) || (len == 0 && bytes.len - at > 3);
		at += len ? len : 1;
	}
	return bad;
}

bool is_readable(struct text bytes)
{
	return bytes.len >= SAMPLE && count_bad(text_slice(bytes, 0, SAMPLE)) == 0 &&
	       count_bad(bytes) <= bytes.len / BAD_SHARE;
}

static bool is_utf16(struct text bytes)
{
	for (size_t i = 0; i + 1 < bytes.len; i += 2)
		if (bytes.ptr[i + 1] != '\0' || is_control((unsigned char)bytes.ptr[i]))
			return false;
	return true;
}

/* Text, UTF-16 text, or a stream of gzip or zlib: what a block is decoded for. */
static bool is_packed(struct text bytes)
{
	if (text_starts(bytes, "\x1f\x8b\x08") || is_utf16(text_slice(bytes, 0, SAMPLE)))
		return true;
	/* RFC 1950: deflate, a window of 32 KiB, and a multiple of 31. */
	if (bytes.ptr[0] == 0x78 && (0x7800 + (unsigned char)bytes.ptr[1]) % 31 == 0 &&
		!(bytes.ptr[1] & 0x20))
		return true;
	return false;
}

static bool is_promising(struct text bytes)
{
	return is_packed(bytes) || count_bad(bytes) == 0;
}

/* ---- decoding ---- */

/* Decodes `count` characters, which are all of the alphabet. */
static void decode_line(struct buffer *out, const char *from, size_t count, enum coding coding,
	uint32_t *bits, unsigned *held)
{
	char chunk[768];
	size_t used = 0;
	unsigned width = coding == CODING_HEX ? 4 : 6;

	for (size_t i = 0; i < count; i++) {
		int value = coding == CODING_HEX ? hex_value(from[i]) : base64_value(from[i]);

		*bits = *bits << width | (uint32_t)value;
		*held += width;
		if (*held < 8)
			continue;
		*held -= 8;
		chunk[used++] = (char)(*bits >> *held & 0xff);
		if (used == sizeof(chunk)) {
			buffer_add(out, (struct text){chunk, used});
			used = 0;
		}
	}
	buffer_add(out, (struct text){chunk, used});
}

void block_decode(struct buffer *out, struct text text, const struct block *block)
{
	uint32_t bits = 0;
	unsigned held = 0;

	for (size_t line = block->from; line < block->to; line += block->step) {
		size_t count = block->to - line < block->line ? block->to - line : block->line;

		decode_line(out, text.ptr + line, count, block->coding, &bits, &held);
		if (block->line == SIZE_MAX)
			break;
	}
}

static size_t character(const struct block *block, size_t index)
{
	if (block->line == SIZE_MAX)
		return block->from + index;
	return block->from + index / block->line * block->step + index % block->line;
}

void block_source(const struct block *block, size_t offset, size_t *from, size_t *to)
{
	bool hex = block->coding == CODING_HEX;

	*from = character(block, hex ? offset * 2 : offset / 3 * 4 + offset % 3);
	*to = character(block, hex ? offset * 2 + 1 : offset / 3 * 4 + offset % 3 + 1) + 1;
}

/* ---- finding ---- */

static size_t run_end(struct text text, size_t at, bool *hex)
{
	while (at < text.len && (block_class(text.ptr[at]) & CLASS_HEX))
		at++;
	*hex = *hex && (at == text.len || !block_class(text.ptr[at]));
	while (at < text.len && block_class(text.ptr[at]))
		at++;
	return at;
}

/* The separator of lines at an offset: a line feed, with a return before it or not, and indentation. 0: none. */
static size_t separator(struct text text, size_t at)
{
	size_t end = at + (at < text.len && text.ptr[at] == '\r');

	if (end >= text.len || text.ptr[end] != '\n')
		return 0;
	end++;
	while (end < text.len && end - at < MOST_INDENTATION &&
		(text.ptr[end] == ' ' || text.ptr[end] == '\t'))
		end++;
	return end - at;
}

/* The lines below, of the same length and with the same indentation, until the block has `most` bytes; the last may be shorter. */
static void add_lines(struct block *block, struct text text, size_t most)
{
	size_t line = block->line == SIZE_MAX ? block->to - block->from : block->line;
	size_t gap = separator(text, block->to), len = line;
	struct text between = text_slice(text, block->to, block->to + gap);

	if (line < SHORTEST_LINE || gap == 0 || (block->to - block->from + gap) % (line + gap))
		return;
	while (len == line && block->to - block->from < most &&
		text_equal(text_slice(text, block->to, block->to + gap), between)) {
		bool hex = true;
		size_t end = run_end(text, block->to + gap, &hex);

		len = end - block->to - gap;
		if (len == 0 || len > line || (block->coding == CODING_HEX && !hex))
			break;
		block->to = end;
		block->line = line;
		block->step = line + gap;
	}
}

/* What the first byte alone says: most runs are names and paths. */
static bool may_begin(unsigned char byte)
{
	return (byte >= ' ' && byte < 0x7f) || byte >= 0xc2 || (byte >= '\t' && byte <= '\r') ||
	       byte == 0x1f || byte == 0x1b;
}

/* The first SAMPLE bytes. Most runs of such characters are names: this is what they cost. */
static void decode_sample(char out[SAMPLE], const char *from, enum coding coding)
{
	for (size_t i = 0; coding == CODING_HEX && i < SAMPLE; i++)
		out[i] = (char)(hex_value(from[2 * i]) << 4 | hex_value(from[2 * i + 1]));
	for (size_t i = 0; coding == CODING_BASE64 && i < SAMPLE; i += 3, from += 4) {
		int bits = base64_value(from[0]) << 18 | base64_value(from[1]) << 12 |
			   base64_value(from[2]) << 6 | base64_value(from[3]);

		out[i] = (char)(bits >> 16);
		out[i + 1] = (char)(bits >> 8);
		out[i + 2] = (char)bits;
	}
}

static bool looks_so(struct text text, const struct block *block, enum coding coding)
{
	const char *from = text.ptr + block->from;
	char bytes[SAMPLE];

	if (coding == CODING_BASE64 && !may_begin((unsigned char)(base64_value(from[0]) << 2 |
								  base64_value(from[1]) >> 4)))
		return false;
	decode_sample(bytes, from, coding);
	return is_promising((struct text){bytes, SAMPLE});
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

/* Bytes that say that they are packed may be a line among others that only begins so. */
static bool holds(struct text bytes)
{
	return is_packed(bytes) && (is_utf16(text_slice(bytes, 0, SAMPLE)) || inflate_begins(bytes));
}

/* Whether what a block begins with is text, or packed: one that is not is not decoded as a whole. */
static bool begins_well(struct text text, const struct block *block)
{
	char room[PROBE];
	struct buffer bytes = {room, 0, sizeof(room), false};
	struct block beginning = *block;

	if (block->to - block->from > PROBE)
		beginning.to = block->from + PROBE;
	block_decode(&bytes, text, &beginning);
	return is_readable(buffer_text(&bytes)) || holds(buffer_text(&bytes));
}

size_t block_find(struct block *out, struct text text, size_t at, size_t floor)
{
	bool hex = true;
	size_t next;

	*out = (struct block){.from = at, .line = SIZE_MAX, .step = SIZE_MAX};
	while (out->from > floor && block_class(text.ptr[out->from - 1]))
		out->from--;
	if (text_starts(text_slice(text, out->from, text.len), "0x"))
		out->from += 2;
	next = out->to = run_end(text, out->from, &hex);
	next = next > at ? next : at + 1;
	out->coding = coding_of(text, out, hex);
	if (out->coding == CODING_NONE)
		return next;
	/* First as much as it takes to see that it is none: each line may begin another one. */
	add_lines(out, text, PROBE);
	if (!begins_well(text, out)) {
		out->coding = CODING_NONE;
		return next;
	}
	add_lines(out, text, SIZE_MAX);
	return out->to > at ? out->to : at + 1;
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
	size_t end = at;

	while (end < text.len && end - at < most && block_class(text.ptr[end]))
		end++;
	return end < text.len ? end : text.len;
}
