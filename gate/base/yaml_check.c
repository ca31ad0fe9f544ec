/* SPDX-License-Identifier: Apache-2.0
 *
 * What must hold for every YAML file before a parser sees it; and errors.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "gate/base/escape.h"
#include "gate/base/stride.h"
#include "gate/base/yaml.h"

enum { MIB = 1 << 20 };

int yaml_error(
	struct err *err, const char *name, uint32_t line, uint32_t column, const char *format, ...)
{
	char what[sizeof(err->message)];
	va_list args;

	va_start(args, format);
	vsnprintf(what, sizeof(what), format, args);
	va_end(args);
	return err_set(err, ERR_USAGE, "%.200s:%u:%u: %s", name, line, column, what);
}

/* What a file may not hold. C1 controls and U+2028-9 would be line ends to libyaml and to nobody
 * else, so that its line numbers would be wrong. */
static const struct {
	uint32_t first, last;
	const char *what;
} unwanted_ranges[] = {
	{0x00, 0x08, "a control character"},
	{0x0b, 0x0c, "a control character"},
	{0x0e, 0x1f, "a control character"},
	{0x7f, 0x9f, "a control character"},
	{0x2028, 0x2029, "a Unicode line separator; use a plain line end"},
	{0xfeff, 0xfeff, "a byte order mark"},
	{0xfffe, 0xffff, "a code point that is no character"},
};

static const char *unwanted(uint32_t code)
{
	for (size_t i = 0; i < sizeof(unwanted_ranges) / sizeof(unwanted_ranges[0]); i++)
		if (code >= unwanted_ranges[i].first && code <= unwanted_ranges[i].last)
			return unwanted_ranges[i].what;
	return NULL;
}

static bool starts_line(struct text text, size_t at)
{
	return at == 0 || text.ptr[at - 1] == '\n' || text.ptr[at - 1] == '\r';
}

/* libyaml compares every %TAG with all before it; a file full of them would take minutes. */
static const char *fault_at(struct text text, size_t at, unsigned *length)
{
	uint32_t code;

	*length = utf8_decode(text_slice(text, at, text.len), &code);
	if (*length == 0)
		return "not valid UTF-8";
	if (code == '%' && starts_line(text, at))
		return "a line that begins with % (directives are not accepted)";
	return code >= 0x20 && code < 0x7f ? NULL : unwanted(code);
}

/* Line ends are LF, CR LF and a lone CR, as libyaml counts them. */
static int fail_at(struct text text, size_t at, const char *name, enum err_kind kind,
	const char *what, struct err *err)
{
	uint32_t line = 1, column = 1;

	for (size_t i = 0; i < at; i++) {
		bool lone_cr = text.ptr[i] == '\r' && text.ptr[i + 1] != '\n';

		column += ((unsigned char)text.ptr[i] & 0xc0) != 0x80;
		if (text.ptr[i] == '\n' || lone_cr) {
			line++;
			column = 1;
		}
	}
	return err_set(err, kind, "%.200s:%u:%u: %s", name, line, column, what);
}

/* To where something is to be looked at closely. */
static size_t skip_plain(struct text text, size_t at)
{
	while (text.len - at >= 2 * STRIDE &&
		(stride_odd(text.ptr + at) | stride_odd(text.ptr + at + STRIDE)) == 0)
		at += 2 * STRIDE;
	while (text.len - at >= STRIDE && stride_odd(text.ptr + at) == 0)
		at += STRIDE;
	return at;
}

static int check_bytes(struct text text, const char *name, enum err_kind kind, struct err *err)
{
	for (size_t at = 0; (at = skip_plain(text, at)) < text.len;) {
		size_t until = text.len - at < STRIDE ? text.len : at + STRIDE;

		while (at < until) {
			unsigned length;
			const char *fault = fault_at(text, at, &length);

			if (fault)
				return fail_at(text, at, name, kind, fault, err);
			at += length;
		}
	}
	return 0;
}

static int too_large(const char *name, const struct yaml_options *options, struct err *err)
{
	if (options->max_bytes % MIB == 0)
		return err_set(err, options->kind, "%.200s: larger than %zu MiB", name,
			options->max_bytes / MIB);
	return err_set(
		err, options->kind, "%.200s: larger than %zu bytes", name, options->max_bytes);
}

int yaml_check_text(struct text *out, struct text text, const char *name,
	const struct yaml_options *options, struct err *err)
{
	if (text.len > options->max_bytes || text.len >= UINT32_MAX)
		return too_large(name, options, err);
	if (text_starts(text, "\xef\xbb\xbf"))
		text = text_slice(text, 3, text.len);
	*out = text.len ? text : text_of("");
	return check_bytes(text, name, options->kind, err);
}
