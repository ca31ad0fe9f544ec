/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/format.h"

#include <stdio.h>

#include "gate/base/escape.h"
#include "gate/base/stride.h"

enum { LONGEST_MESSAGE = 512 };

int document_error(const struct document *document, uint32_t line, uint32_t column, struct err *err,
	const char *format, ...)
{
	char what[LONGEST_MESSAGE];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(what, sizeof(what), format, arguments);
	va_end(arguments);
	return err_set(err, ERR_LOOK, "%.200s:%u:%u: %s", document->name, line, column, what);
}

bool content_has(struct text content, const char *word)
{
	char wide[128];
	size_t len = 0;

	if (content.len < 2 ||
		(content.ptr[0] && content.ptr[1] && !text_starts(content, "\xff\xfe") &&
			!text_starts(content, "\xfe\xff")))
		return text_contains_nocase(content, text_of(word));
	/* Without the last zero, which in big-endian stands before each. */
	for (; *word && len + 2 < sizeof(wide); word++) {
		wide[len++] = *word;
		wide[len++] = '\0';
	}
	return text_contains_nocase(content, (struct text){wide, len ? len - 1 : 0});
}

/* At a byte of the content. */
static int fail_at(const struct document *document, size_t at, struct err *err, const char *what)
{
	uint32_t line = 1, column = 1;

	for (size_t i = 0; i < at; i++) {
		bool is_end = document->content.ptr[i] == '\n';

		line += is_end;
		column = is_end ? 1 : column + 1;
	}
	return document_error(document, line, column, err, "%s", what);
}

static int check_utf8(const struct document *document, struct err *err)
{
	struct text text = document->content;

	for (size_t at = 0; at < text.len;) {
		unsigned len;
		uint32_t code;

		while (text.len - at >= STRIDE && !stride_high(text.ptr + at))
			at += STRIDE;
		if (at == text.len)
			break;
		len = utf8_decode(text_slice(text, at, text.len), &code);
		if (len == 0)
			return fail_at(document, at, err, "a byte that is no UTF-8");
		at += len;
	}
	return 0;
}

/* The first line that begins with the mark, from a place on; the text's length where there is none. */
static size_t find_mark(struct text text, size_t from, const char *mark)
{
	for (size_t at = from; at < text.len; at++) {
		at += text_find(text_slice(text, at, text.len), text_of(mark));
		if (at < text.len && (at == 0 || text.ptr[at - 1] == '\n'))
			return at;
	}
	return text.len;
}

/* All three, in their order. */
static int check_marks(const struct document *document, struct err *err)
{
	struct text text = document->content;
	size_t ours = find_mark(text, 0, "<<<<<<< "), middle = find_mark(text, ours, "======="),
	       theirs = find_mark(text, middle, ">>>>>>> ");

	return theirs < text.len
		       ? fail_at(document, ours, err, "a conflict mark: a merge was not ended")
		       : 0;
}

int format_read(const struct format *format, struct lock *lock, const struct document *document,
	struct err *err)
{
	if (format->plain && check_marks(document, err) < 0)
		return -1;
	if (format->plain == PLAIN_UTF8 && check_utf8(document, err) < 0)
		return -1;
	return format->read(lock, document, err);
}
