/* SPDX-License-Identifier: Apache-2.0
 *
 * Encodings that hide text in text. Escapes stand one by one among other characters: percent-encoding (RFC 3986,
 * 2.1), backslash escapes as in C, JSON, JavaScript, Python and shells, HTML character references, quoted-printable
 * (RFC 2045, 6.7). Blocks are text as a whole: base64 and base64url (RFC 4648), also wrapped over lines of one
 * length, and hexadecimal.
 *
 * Pure functions over borrowed bytes. What is not certainly encoded text is none: an escape that makes no
 * printable character is no reason to decode, and neither is a block whose bytes are no text.
 */
#ifndef SEAMGATE_SECRETS_CODING_H
#define SEAMGATE_SECRETS_CODING_H

#include "checks/secrets/decode/content.h"
#include "gate/base/buffer.h"

enum coding {
	CODING_NONE, /* copied as it stands */
	CODING_PERCENT,
	CODING_BACKSLASH,
	CODING_HTML,
	CODING_QUOTED,
	CODING_JOIN, /* decode/join.h: what stands between literals makes nothing */
	CODING_BASE64,
	CODING_HEX,
};

const char *coding_name(enum coding coding);

/* ---- escapes ---- */

struct unit {
	size_t taken; /* bytes of the text; 0: no escape stands there */
	size_t made;  /* bytes of out */
	char out[4];
	bool tells; /* makes a character that hides something: a reason to decode */
};

/* The escape at an offset. */
struct unit unit_read(struct text text, size_t at, enum coding coding);

/* The encoding whose escapes begin with a byte; CODING_NONE: none's. */
enum coding coding_of_lead(char lead);

/* From the telling escape at `at`: where its stretch ends, which is behind its last escape. */
size_t units_end(struct text text, size_t at, enum coding coding);

/* Whether a stretch that begins before `at` may go on over it: in a row of escapes up to there one tells, or the row goes back to `known_from`, before which
 * anything may stand (0: nothing does). Looks at so many bytes as a stretch may have. */
bool units_may_cross(struct text text, size_t at, size_t known_from);

/* Appends the stretch [from, to) decoded. */
void units_decode(struct buffer *out, struct text text, size_t from, size_t to, enum coding coding);

/* What byte `offset` of a decoded stretch was made of: [*from, *to), where it is the stretch's beginning at first. */
void units_source(struct text text, enum coding coding, size_t offset, size_t *from, size_t *to);

/* ---- blocks ---- */

enum { SHORTEST_BASE64 = 24, SHORTEST_HEX = 32 };

/* Bytes between two lines of a block, at most. */
enum { MOST_LINE_GAP = 80 };

/* What a block may be made of: characters of base64, and of those that are hexadecimal digits too. */
enum { CLASS_BASE64 = 1, CLASS_HEX = 2 };
extern const unsigned char block_classes[256];

static inline unsigned block_class(char c)
{
	return block_classes[(unsigned char)c];
}

struct block {
	enum coding coding; /* CODING_NONE: no block */
	size_t from, to;
	size_t line; /* of a wrapped one: characters of a line; else SIZE_MAX */
	size_t step; /* and bytes from the beginning of a line to that of the next */
	enum content content;
};

/* The block around `at`, which begins at `floor` or behind it, as far as it takes to tell what it holds. Returns where to go on where
 * it is none. */
size_t block_find(struct block *out, struct text text, size_t at, size_t floor);

/* Whether the run at an offset is no block by its own first characters, whatever stands before it and behind. *to is its end. */
bool block_is_none(struct text text, size_t from, size_t *to);

/* Whether a line of such characters stands above the run that begins there. */
bool block_is_continued(struct text text, size_t from);

/* Adds its further lines, until it has `most` bytes or more. */
void block_extend(struct block *block, struct text text, size_t most);

/* Whether what stands at an offset looks like a line of a block of base64, up to its end. */
bool block_line_at(struct text text, size_t at);

/* Where a block ends whose first line has its end in the run at an offset. */
size_t block_rest(struct text text, size_t at);

/* Makes a block of lines, the last of which may be a word that stands below it, the last lines above that. False: it is none such. */
bool block_end_before_word(struct block *block, struct text text);

/* Where the padding of a block ends. */
size_t block_padding(struct text text, const struct block *block);

/* The end of the text, or the first offset from `at` on that lies inside of no block, if it is not more than `most` away. */
size_t block_end(struct text text, size_t at, size_t most);

/* Bytes of characters from an offset on that are digits of base64, or of hexadecimal numbers. */
size_t base64_length(struct text text, size_t at);
size_t hex_length(struct text text, size_t at);

/* Where a run of digits of base64 that goes up to an offset begins, at `floor` or behind it. */
size_t base64_start(struct text text, size_t at, size_t floor);

static inline int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The first `count` bytes of what begins at `at` with as many digits as it takes; of base64 a multiple of three. */
void block_peek(char *out, size_t count, struct text text, size_t at, enum coding coding);

/* Appends the bytes. */
void block_decode(struct buffer *out, struct text text, const struct block *block);

/* As units_source. */
void block_source(const struct block *block, size_t offset, size_t *from, size_t *to);

#endif
