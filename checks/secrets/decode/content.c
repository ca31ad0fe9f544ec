/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/decode/content.h"

#include <string.h>

#include "gate/base/archive.h"
#include "gate/base/escape.h"
#include "gate/base/inflate.h"

enum {
	READABLE = 256, /* bytes that are looked at */
	BAD_SHARE = 16, /* one of so many may be no text */
};

/* ---- text ---- */

static bool is_control(unsigned char byte)
{
	return (byte < ' ' && byte != '\t' && byte != '\n' && byte != '\r' && byte != 0x1b) ||
	       byte == 0x7f;
}

/* How many of the bytes are no text, as far as `enough`. The last character may be cut off. */
static size_t count_bad(struct text bytes, size_t enough)
{
	size_t bad = 0;

	for (size_t at = 0; at < bytes.len && bad < enough;) {
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

static bool is_text(struct text bytes)
{
	return count_bad(bytes, 1) == 0;
}

bool content_is_readable(struct text bytes)
{
	struct text beginning = text_slice(bytes, 0, READABLE);
	size_t most = beginning.len / BAD_SHARE;

	return count_bad(beginning, most + 1) <= most;
}

/* Characters of two bytes, the zero one second (or first), behind a byte order mark or not. */
static bool is_utf16(struct text bytes, const char mark[2], size_t zero)
{
	size_t from = bytes.ptr[0] == mark[0] && bytes.ptr[1] == mark[1] ? 2 : 0;

	for (size_t i = from; i + 1 < bytes.len; i += 2)
		if (bytes.ptr[i + zero] != '\0' ||
			is_control((unsigned char)bytes.ptr[i + 1 - zero]))
			return false;
	return true;
}

/* ---- what is packed ---- */

/* RFC 1950: deflate, a window of 32 KiB, a multiple of 31, no dictionary. */
static bool is_zlib(struct text bytes)
{
	return bytes.ptr[0] == 0x78 && (0x7800 + (unsigned char)bytes.ptr[1]) % 31 == 0 &&
	       !(bytes.ptr[1] & 0x20);
}

/* A tar begins with a name, and zeros up to its 100th byte. */
static bool is_name(struct text bytes)
{
	size_t len = 0;

	while (len < bytes.len && !is_control((unsigned char)bytes.ptr[len]))
		len++;
	for (size_t i = len; i < bytes.len; i++)
		if (bytes.ptr[i] != '\0')
			return false;
	return len > 0 && len < bytes.len;
}

/* By its first bytes alone; a tar shows later. */
static bool is_archive(struct text sample)
{
	char padded[32] = {0};

	for (size_t i = 0; i < sample.len && i < CONTENT_SAMPLE; i++)
		padded[i] = sample.ptr[i];
	return archive_sniff((struct text){padded, sizeof(padded)}) != ARCHIVE_KIND_NONE ||
	       is_name(sample);
}

/* ---- at a glance ---- */

/* No branches where bulk data would have them go either way. */
static inline unsigned is_plain(unsigned byte)
{
	return (byte - ' ' < 0x5f) | ((byte < ' ') & (0x08002600U >> (byte & 31) & 1));
}

static inline unsigned is_lead(unsigned byte)
{
	return byte >= 0xc2;
}

static inline unsigned is_continuation(unsigned byte)
{
	return (byte & 0xc0) == 0x80;
}

static unsigned may_be_text(const unsigned char first[3])
{
	unsigned plain = is_plain(first[1]) & (is_plain(first[2]) | is_lead(first[2]));
	unsigned wide = is_lead(first[1]) & is_continuation(first[2]);

	return (is_plain(first[0]) & (plain | wide)) |
	       (is_lead(first[0]) & is_continuation(first[1]));
}

/* The first bytes of the magics below, and of zlib: a bit each. */
static const uint32_t packed_firsts[8] = {
	0x80000000, 0x00800102, 0x00010004, 0x01000000, 0, 0, 0, 0xe0000000};

bool content_may_be_packed(const char first[2])
{
	static const char magics[][2] = {{'\x1f', '\x8b'}, {'P', 'K'}, {'B', 'Z'}, {'7', 'z'},
		{'\x28', '\xb5'}, {'\xfd', '7'}, {'!', '<'}, {'\xfe', '\xff'}, {'\xff', '\xfe'}};
	unsigned char byte = (unsigned char)first[0];

	if (!(packed_firsts[byte >> 5] >> (byte & 31) & 1))
		return false;
	for (size_t i = 0; i < sizeof(magics) / sizeof(magics[0]); i++)
		if (memcmp(first, magics[i], 2) == 0)
			return true;
	return byte == 0x78 && (0x7800 + (unsigned char)first[1]) % 31 == 0;
}

/* A NUL in it is that of UTF-16, or ends the name that a tar begins with. */
bool content_may_begin(const char first[3])
{
	const unsigned char bytes[3] = {
		(unsigned char)first[0], (unsigned char)first[1], (unsigned char)first[2]};
	unsigned none = (bytes[0] == 0) | (bytes[1] == 0) | (bytes[2] == 0);

	return (may_be_text(bytes) | none) || content_may_be_packed(first);
}

static enum content promise(struct text sample)
{
	if (is_text(sample))
		return CONTENT_TEXT;
	if (is_utf16(sample, "\xff\xfe", 1))
		return CONTENT_UTF16LE;
	if (is_utf16(sample, "\xfe\xff", 0))
		return CONTENT_UTF16BE;
	if (is_zlib(sample))
		return CONTENT_ZLIB;
	if (text_starts(sample, "\x1f\x8b\x08"))
		return CONTENT_GZIP;
	return is_archive(sample) ? CONTENT_ARCHIVE : CONTENT_NOTHING;
}

enum content content_promise(struct text bytes)
{
	return bytes.len < CONTENT_SAMPLE ? CONTENT_NOTHING
					  : promise(text_slice(bytes, 0, CONTENT_SAMPLE));
}

/* What begins with letters may be a tar, whose first bytes are a name, or bzip2, or zlib's 78 5e. An ar archive is text as it stands. Text
 * that goes over into something else is text. */
static enum content text_or_packed(struct text beginning)
{
	enum archive_kind kind = archive_sniff(beginning);

	if (kind != ARCHIVE_KIND_NONE && kind != ARCHIVE_KIND_AR)
		return CONTENT_ARCHIVE;
	return is_zlib(beginning) && inflate_begins(beginning) ? CONTENT_ZLIB : CONTENT_TEXT;
}

enum content content_of(struct text beginning)
{
	enum content content = content_promise(beginning);

	switch (content) {
	case CONTENT_TEXT:
		return text_or_packed(beginning);
	case CONTENT_GZIP:
	case CONTENT_ZLIB:
		return inflate_begins(beginning) ? content : CONTENT_NOTHING;
	case CONTENT_ARCHIVE:
		return archive_sniff(beginning) != ARCHIVE_KIND_NONE ? content : CONTENT_NOTHING;
	default:
		return content;
	}
}
