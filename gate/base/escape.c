/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/escape.h"

#include <string.h>

enum { LONGEST_LOG_COMMAND = 16 }; /* of the word in ##word[ */

/* What no reader of a terminal or a log can see, or what reorders what they see: controls, separators, and
 * Unicode 15's Default_Ignorable_Code_Point (DerivedCoreProperties.txt). */
static bool is_hidden(uint32_t code)
{
	static const struct {
		uint32_t first, last;
	} ranges[] = {
		{0x00, 0x1f},
		{0x7f, 0x9f},
		{0xad, 0xad},
		{0x34f, 0x34f},
		{0x61c, 0x61c},
		{0x115f, 0x1160},
		{0x17b4, 0x17b5},
		{0x180b, 0x180f},
		{0x200b, 0x200f},
		{0x2028, 0x202e},
		{0x2060, 0x206f},
		{0x3164, 0x3164},
		{0xfe00, 0xfe0f},
		{0xfeff, 0xfeff},
		{0xffa0, 0xffa0},
		{0xfff0, 0xfffb},
		{0x1bca0, 0x1bca3},
		{0x1d173, 0x1d17a},
		{0xe0000, 0xe0fff},
	};

	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
		if (code >= ranges[i].first && code <= ranges[i].last)
			return true;
	return false;
}

/* White space that a runner trims off a line before it looks for a command. */
static bool is_blank(uint32_t code)
{
	return code == ' ' || code == 0xa0 || code == 0x1680 ||
	       (code >= 0x2000 && code <= 0x200a) || code == 0x202f || code == 0x205f ||
	       code == 0x3000;
}

/* The well-formed sequences by their first byte: Unicode 15, table 3-7. */
struct lead {
	unsigned char first, last; /* of the lead byte */
	unsigned char low, high;   /* of the second byte */
	unsigned length;
};

static const struct lead *lead_find(unsigned char byte)
{
	static const struct lead leads[] = {
		{0xc2, 0xdf, 0x80, 0xbf, 2},
		{0xe0, 0xe0, 0xa0, 0xbf, 3},
		{0xe1, 0xec, 0x80, 0xbf, 3},
		{0xed, 0xed, 0x80, 0x9f, 3},
		{0xee, 0xef, 0x80, 0xbf, 3},
		{0xf0, 0xf0, 0x90, 0xbf, 4},
		{0xf1, 0xf3, 0x80, 0xbf, 4},
		{0xf4, 0xf4, 0x80, 0x8f, 4},
	};

	for (size_t i = 0; i < sizeof(leads) / sizeof(leads[0]); i++)
		if (byte >= leads[i].first && byte <= leads[i].last)
			return &leads[i];
	return NULL;
}

unsigned utf8_decode(struct text text, uint32_t *code)
{
	const unsigned char *bytes = (const unsigned char *)text.ptr;
	const struct lead *lead;

	*code = 0;
	if (text.len == 0)
		return 0;
	*code = bytes[0];
	if (bytes[0] < 0x80)
		return 1;
	lead = lead_find(bytes[0]);
	if (!lead || text.len < lead->length || bytes[1] < lead->low || bytes[1] > lead->high)
		return 0;
	*code = bytes[0] & (0x7fu >> lead->length);
	for (unsigned i = 1; i < lead->length; i++) {
		if ((bytes[i] & 0xc0) != 0x80)
			return 0;
		*code = *code << 6 | (bytes[i] & 0x3fu);
	}
	return lead->length;
}

unsigned utf8_encode(uint32_t code, char *out)
{
	unsigned more = code < 0x80 ? 0 : code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
	static const unsigned char lead[] = {0, 0xc0, 0xe0, 0xf0};

	out[0] = (char)(lead[more] | (code >> (6 * more)));
	for (unsigned i = 1; i <= more; i++)
		out[i] = (char)(0x80 | ((code >> (6 * (more - i))) & 0x3f));
	return more + 1;
}

/* The letter of a control's short escape, or 0. */
static char short_escape(uint32_t code)
{
	switch (code) {
	case '\n':
		return 'n';
	case '\r':
		return 'r';
	case '\t':
		return 't';
	default:
		return 0;
	}
}

static void add_hex_byte(struct buffer *out, const char *prefix, unsigned char byte)
{
	static const char digits[] = "0123456789abcdef";

	buffer_string(out, prefix);
	buffer_byte(out, digits[byte >> 4]);
	buffer_byte(out, digits[byte & 15]);
}

/* True where text begins with "##word[" or "##[": logging commands of GitHub, Azure and TeamCity.
 * *bracket gets the offset of the bracket. */
static bool is_log_command(struct text text, size_t *bracket)
{
	size_t at = 2;

	if (text.len < 3 || text.ptr[0] != '#' || text.ptr[1] != '#')
		return false;
	while (at < text.len && at < 2 + LONGEST_LOG_COMMAND && (text.ptr[at] | 0x20) >= 'a' &&
		(text.ptr[at] | 0x20) <= 'z')
		at++;
	*bracket = at;
	return at < text.len && text.ptr[at] == '[';
}

static bool is_plain(char byte)
{
	return byte >= ' ' && byte < 0x7f && byte != '#' && byte != ':' && byte != '"' &&
	       byte != '\\';
}

/* Length of the plain ASCII at the start, which all forms copy as it is. */
static size_t plain_length(struct text text)
{
	size_t length = 0;

	while (length < text.len && is_plain(text.ptr[length]))
		length++;
	return length;
}

static bool is_all_blank(struct text text)
{
	uint32_t code;
	unsigned length;

	for (size_t at = 0; at < text.len; at += length) {
		length = utf8_decode(text_slice(text, at, text.len), &code);
		if (length == 0 || !is_blank(code))
			return false;
	}
	return true;
}

static void hidden_human(struct buffer *out, uint32_t code)
{
	if (short_escape(code)) {
		buffer_byte(out, '\\');
		buffer_byte(out, short_escape(code));
	} else if (code < 0x80) {
		add_hex_byte(out, "\\x", (unsigned char)code);
	} else {
		buffer_printf(out, "\\u{%x}", (unsigned)code);
	}
}

/* Writes what stands at the start of rest, which is not plain; returns the bytes that it took. */
static size_t special_human(struct buffer *out, struct text rest, struct text before)
{
	uint32_t code;
	unsigned length = utf8_decode(rest, &code);
	size_t bracket;

	if (is_log_command(rest, &bracket)) {
		buffer_add(out, text_slice(rest, 0, bracket));
		buffer_string(out, "\\[");
		return bracket + 1;
	}
	if (text_starts(rest, "::") && is_all_blank(before)) {
		buffer_string(out, ":\\:");
		return 2;
	}
	if (length == 0)
		add_hex_byte(out, "\\x", (unsigned char)rest.ptr[0]);
	else if (is_hidden(code))
		hidden_human(out, code);
	else
		buffer_add(out, text_slice(rest, 0, length));
	return length ? length : 1;
}

/* Writes the special character that `rest` begins with, `before` standing before it; its length. */
typedef size_t special_writer(struct buffer *out, struct text rest, struct text before);

static void escape(struct buffer *out, struct text text, special_writer *special)
{
	size_t at = 0;

	while (at < text.len) {
		struct text rest = text_slice(text, at, text.len);
		size_t plain = plain_length(rest);

		buffer_add(out, text_slice(rest, 0, plain));
		at += plain;
		if (at < text.len)
			at += special(out, text_slice(text, at, text.len), text_slice(text, 0, at));
	}
}

void escape_human(struct buffer *out, struct text text)
{
	escape(out, text, special_human);
}

/* Beyond the first 65,536 as a pair of surrogates (RFC 8259, 7). */
static void hidden_json(struct buffer *out, uint32_t code)
{
	if (code < 0x10000)
		buffer_printf(out, "\\u%04x", (unsigned)code);
	else
		buffer_printf(out, "\\u%04x\\u%04x", (unsigned)(0xd7c0 + (code >> 10)),
			(unsigned)(0xdc00 + (code & 0x3ff)));
}

static void code_json(struct buffer *out, struct text bytes, uint32_t code)
{
	if (code == '"' || code == '\\') {
		buffer_byte(out, '\\');
		buffer_byte(out, (char)code);
	} else if (short_escape(code)) {
		buffer_byte(out, '\\');
		buffer_byte(out, short_escape(code));
	} else if (is_hidden(code)) {
		hidden_json(out, code);
	} else {
		buffer_add(out, bytes);
	}
}

static size_t special_json(struct buffer *out, struct text rest, struct text before)
{
	uint32_t code;
	unsigned length = utf8_decode(rest, &code);
	size_t bracket;

	(void)before;
	if (is_log_command(rest, &bracket)) {
		buffer_add(out, text_slice(rest, 0, bracket));
		buffer_string(out, "\\u005b");
		return bracket + 1;
	}
	if (length == 0)
		add_hex_byte(out, "\\\\x", (unsigned char)rest.ptr[0]);
	else
		code_json(out, text_slice(rest, 0, length), code);
	return length ? length : 1;
}

void escape_json(struct buffer *out, struct text text)
{
	escape(out, text, special_json);
}

static bool is_unreserved(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
	       (byte >= '0' && byte <= '9') || (byte != '\0' && strchr("-._~/", byte));
}

void escape_uri_path(struct buffer *out, struct text text)
{
	static const char digits[] = "0123456789ABCDEF";

	for (size_t i = 0; i < text.len; i++) {
		unsigned char byte = (unsigned char)text.ptr[i];

		if (is_unreserved(text.ptr[i])) {
			buffer_byte(out, text.ptr[i]);
			continue;
		}
		buffer_byte(out, '%');
		buffer_byte(out, digits[byte >> 4]);
		buffer_byte(out, digits[byte & 15]);
	}
}
