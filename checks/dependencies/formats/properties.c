/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/formats/properties.h"

#include <string.h>

#include "gate/base/digest.h"
#include "gate/base/escape.h"

struct reading {
	const struct document *document;
	struct err *err;
	struct text text;
	size_t at;
	uint32_t line;
	size_t line_start;
};

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\f';
}

static bool is_end(char byte)
{
	return byte == '\n' || byte == '\r';
}

static bool at_end(const struct reading *reading)
{
	return reading->at >= reading->text.len;
}

/* CR, LF and CR LF end a line. */
static void next_line(struct reading *reading)
{
	if (!at_end(reading) && reading->text.ptr[reading->at] == '\r')
		reading->at++;
	if (!at_end(reading) && reading->text.ptr[reading->at] == '\n')
		reading->at++;
	reading->line++;
	reading->line_start = reading->at;
}

static void skip_blanks(struct reading *reading)
{
	while (!at_end(reading) && is_blank(reading->text.ptr[reading->at]))
		reading->at++;
}

static int add_unicode(struct reading *reading, char *out, size_t *len)
{
	uint32_t code = 0, digit;

	for (size_t i = 0; i < 4; i++, reading->at++) {
		if (at_end(reading) || !hex_digit(reading->text.ptr[reading->at], &digit))
			return document_error(reading->document, reading->line, 1, reading->err,
				"a \\u without four digits");
		code = code << 4 | digit;
	}
	*len += utf8_encode(code, out + *len);
	return 0;
}

/* Behind a backslash. */
static int add_escape(struct reading *reading, char *out, size_t *len)
{
	static const char from[] = "tnrf", to[] = "\t\n\r\f";
	const char *found;
	char byte;

	if (at_end(reading))
		return 0;
	byte = reading->text.ptr[reading->at];
	if (is_end(byte)) {
		next_line(reading);
		skip_blanks(reading);
		return 0;
	}
	reading->at++;
	if (byte == 'u')
		return add_unicode(reading, out, len);
	found = byte ? strchr(from, byte) : NULL;
	out[(*len)++] = found ? to[found - from] : byte;
	return 0;
}

/* Up to the line's end, or of a key up to what separates it. */
static int read_part(struct reading *reading, bool is_key, struct text *out)
{
	char *bytes = arena_alloc(reading->document->arena, reading->text.len - reading->at + 1);
	size_t len = 0;

	if (!bytes)
		return err_nomem(reading->err);
	while (!at_end(reading) && !is_end(reading->text.ptr[reading->at])) {
		char byte = reading->text.ptr[reading->at];

		if (is_key && (is_blank(byte) || byte == '=' || byte == ':'))
			break;
		reading->at++;
		if (byte != '\\')
			bytes[len++] = byte;
		else if (add_escape(reading, bytes, &len) < 0)
			return -1;
	}
	*out = (struct text){bytes, len};
	return 0;
}

static void skip_comment(struct reading *reading)
{
	while (!at_end(reading) && !is_end(reading->text.ptr[reading->at]))
		reading->at++;
}

static int read_property(struct properties *out, struct reading *reading)
{
	struct property property = {
		.line = reading->line, .column = (uint32_t)(reading->at - reading->line_start) + 1};

	if (read_part(reading, true, &property.key) < 0)
		return -1;
	skip_blanks(reading);
	if (!at_end(reading) &&
		(reading->text.ptr[reading->at] == '=' || reading->text.ptr[reading->at] == ':'))
		reading->at++;
	skip_blanks(reading);
	if (read_part(reading, false, &property.value) < 0)
		return -1;
	if (arena_reserve(reading->document->arena, (void **)&out->items, &out->capacity,
		    out->count + 1, sizeof(*out->items)) < 0)
		return err_nomem(reading->err);
	out->items[out->count++] = property;
	return 0;
}

/* Each part gets room for the rest of the file: a file of many lines would take the square of its size. */
enum { MOST_BYTES = 64 << 10 };

int properties_read(struct properties *out, const struct document *document, struct err *err)
{
	struct reading reading = {
		.document = document, .err = err, .text = document->content, .line = 1};

	*out = (struct properties){0};
	if (reading.text.len > MOST_BYTES)
		return document_error(
			document, 1, 1, err, "a properties file of more than %d bytes", MOST_BYTES);
	while (!at_end(&reading)) {
		skip_blanks(&reading);
		if (at_end(&reading))
			break;
		if (reading.text.ptr[reading.at] == '#' || reading.text.ptr[reading.at] == '!')
			skip_comment(&reading);
		else if (!is_end(reading.text.ptr[reading.at]) && read_property(out, &reading) < 0)
			return -1;
		next_line(&reading);
	}
	return 0;
}

const struct property *properties_get(const struct properties *properties, const char *key)
{
	for (size_t i = properties->count; i-- > 0;)
		if (text_is(properties->items[i].key, key))
			return &properties->items[i];
	return NULL;
}
