/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/escape.h"
#include "gate/report/human.h"

enum { NARROWEST = 30 }; /* columns for text, below which wrapping makes things worse */

void human_paint(struct human *human, enum paint paint)
{
	static const char *const codes[] = {
		[PAINT_OFF] = "\x1b[0m",
		[PAINT_BOLD] = "\x1b[1m",
		[PAINT_ERROR] = "\x1b[1;31m",
		[PAINT_WARNING] = "\x1b[1;33m",
		[PAINT_NOTE] = "\x1b[1;36m",
		[PAINT_GOOD] = "\x1b[1;32m",
		[PAINT_FRAME] = "\x1b[34m",
	};

	if (human->style->color)
		buffer_string(human->out, codes[paint]);
}

void human_spaces(struct human *human, unsigned count)
{
	buffer_printf(human->out, "%*s", (int)count, "");
}

/* Columns that a terminal gives a code point: East Asian wide and emoji 2, combining 0. */
static unsigned code_columns(uint32_t code)
{
	static const struct {
		uint32_t first, last;
		unsigned columns;
	} ranges[] = {
		{0x300, 0x36f, 0},
		{0x1100, 0x115f, 2},
		{0x2e80, 0xa4cf, 2},
		{0xac00, 0xd7a3, 2},
		{0xf900, 0xfaff, 2},
		{0xfe00, 0xfe0f, 0},
		{0xfe30, 0xfe6f, 2},
		{0xff00, 0xff60, 2},
		{0xffe0, 0xffe6, 2},
		{0x1f300, 0x1faff, 2},
		{0x20000, 0x3fffd, 2},
	};

	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
		if (code >= ranges[i].first && code <= ranges[i].last)
			return ranges[i].columns;
	return 1;
}

/* Of text that is escaped already. */
static unsigned text_columns(struct text text)
{
	unsigned columns = 0, length;
	uint32_t code;

	for (size_t at = 0; at < text.len; at += length ? length : 1) {
		length = utf8_decode(text_slice(text, at, text.len), &code);
		columns += code_columns(code);
	}
	return columns;
}

/* What a text is printed as; valid until the next call. */
static struct text sanitise(struct human *human, struct text text)
{
	buffer_clear(&human->masked);
	buffer_clear(&human->line);
	mask_apply(human->result->masks, text, &human->masked);
	escape_human(&human->line, buffer_text(&human->masked));
	if (human->masked.failed || human->line.failed)
		human->out->failed = true;
	return buffer_text(&human->line);
}

void human_text(struct human *human, struct text text)
{
	buffer_add(human->out, sanitise(human, text));
}

unsigned human_columns(struct human *human, struct text text)
{
	return text_columns(sanitise(human, text));
}

/* What fits of a sanitised text. */
static struct text cut(struct text text, unsigned width, unsigned *columns)
{
	size_t at = 0;

	*columns = 0;
	while (at < text.len) {
		uint32_t code;
		unsigned length = utf8_decode(text_slice(text, at, text.len), &code);

		if (*columns + code_columns(code) > width)
			break;
		*columns += code_columns(code);
		at += length ? length : 1;
	}
	return text_slice(text, 0, at);
}

unsigned human_cell(struct human *human, struct text text, unsigned width)
{
	struct text whole = sanitise(human, text);
	unsigned columns = text_columns(whole);

	if (columns <= width) {
		buffer_add(human->out, whole);
		return columns;
	}
	buffer_add(human->out, cut(whole, width - 1, &columns));
	buffer_string(human->out, "…");
	return columns + 1;
}

/* No runner may take the beginning of a further line for a command, so "::" never starts one. */
static bool may_start_line(struct text word)
{
	return word.len > 0 && !text_starts(word, "::");
}

void human_paragraph(struct human *human, unsigned column, unsigned indent, struct text text)
{
	struct text rest = sanitise(human, text), word;
	unsigned width = human->style->width;
	bool first = true;

	if (width < indent + NARROWEST) {
		buffer_add(human->out, rest);
		return;
	}
	while (text_next_part(&rest, ' ', &word)) {
		unsigned columns = text_columns(word);

		if (!first && column + 1 + columns > width && may_start_line(word)) {
			buffer_byte(human->out, '\n');
			human_spaces(human, indent);
			column = indent;
		} else if (!first) {
			buffer_byte(human->out, ' ');
			column++;
		}
		buffer_add(human->out, word);
		column += columns;
		first = false;
	}
}

/* Columns of the first `length` bytes of what is masked, once they are escaped. */
static unsigned escaped_columns(struct human *human, size_t length)
{
	buffer_clear(&human->line);
	escape_human(&human->line, text_slice(buffer_text(&human->masked), 0, length));
	return text_columns(buffer_text(&human->line));
}

struct columns human_excerpt(struct human *human, struct text text, struct mask_span span)
{
	struct columns columns;

	buffer_clear(&human->masked);
	mask_apply_cut(human->result->masks, text, &span, &human->masked);
	columns.before = escaped_columns(human, span.from);
	columns.inside = escaped_columns(human, span.to) - columns.before;
	columns.all = escaped_columns(human, human->masked.len);
	buffer_add(human->out, buffer_text(&human->line));
	if (human->masked.failed || human->line.failed)
		human->out->failed = true;
	return columns;
}
