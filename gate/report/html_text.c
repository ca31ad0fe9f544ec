/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "gate/base/escape.h"
#include "gate/report/html.h"

enum { MOST_TEXT = 2000 }; /* bytes of one text, before entities */

void html_raw(struct html *html, const char *markup)
{
	buffer_string(html->out, markup);
}

/* What a page can say only by an entity. */
static const char *entity(char byte)
{
	switch (byte) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	case '`':
		return "&#96;";
	default:
		return NULL;
	}
}

/* Beside what is hidden on a terminal: what a browser draws nothing for, or may not stand in XML. */
static bool is_invisible(uint32_t code)
{
	static const struct {
		uint32_t first, last;
	} ranges[] = {
		{0xad, 0xad},
		{0x34f, 0x34f},
		{0x115f, 0x1160},
		{0x17b4, 0x17b5},
		{0x180b, 0x180f},
		{0x2061, 0x206f},
		{0x3164, 0x3164},
		{0xfdd0, 0xfdef},
		{0xffa0, 0xffa0},
		{0xfff0, 0xfffb},
		{0xe0000, 0xe0fff},
	};

	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
		if (code >= ranges[i].first && code <= ranges[i].last)
			return true;
	return (code & 0xfffe) == 0xfffe;
}

/* Of text that is valid UTF-8 and visible already. */
static void entities(struct buffer *out, struct text text)
{
	size_t length;

	for (size_t at = 0; at < text.len; at += length) {
		uint32_t code;
		struct text rest = text_slice(text, at, text.len);
		const char *named = entity(rest.ptr[0]);

		length = utf8_decode(rest, &code);
		if (at > MOST_TEXT) {
			buffer_string(out, "…");
			return;
		}
		if (named)
			buffer_string(out, named);
		else if (is_invisible(code))
			buffer_printf(out, "\\u{%x}", (unsigned)code);
		else
			buffer_add(out, text_slice(rest, 0, length));
		length = length ? length : 1;
	}
}

void html_text(struct html *html, struct text text)
{
	buffer_clear(&html->masked);
	buffer_clear(&html->visible);
	mask_apply(html->result->masks, text, &html->masked);
	escape_human(&html->visible, buffer_text(&html->masked));
	if (html->masked.failed || html->visible.failed)
		html->out->failed = true;
	else
		entities(html->out, buffer_text(&html->visible));
}

void html_element(struct html *html, const char *tag, const char *class, struct text text)
{
	if (class)
		buffer_printf(html->out, "<%s class=\"%s\">", tag, class);
	else
		buffer_printf(html->out, "<%s>", tag);
	html_text(html, text);
	buffer_printf(html->out, "</%s>", tag);
}

void html_count(struct html *html, uint64_t count, const char *plural)
{
	buffer_clear(&html->line);
	print_count(&html->line, count, plural);
	if (html->line.failed)
		html->out->failed = true;
	else
		html_text(html, buffer_text(&html->line));
}

/* Drawn on 16 by 16: strokes, so that they show in one colour and in print. Size and colour stand in attributes too, for
 * where a server forbids the style sheet. */
void html_icon(struct html *html, enum icon icon)
{
	static const char *const paths[] = {
		[ICON_BAD] =
			"M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M5.5 5.5l5 5M10.5 5.5l-5 5",
		[ICON_WARNING] = "M8 2L1.5 13.5h13zM8 6.5v3.5M8 11.6v.4",
		[ICON_NOTE] = "M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M8 7.5v4M8 4.6v.4",
		[ICON_GOOD] = "M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M5 8.2l2.2 2.2L11 6",
		[ICON_UNKNOWN] = "M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M6 6.3a2 2 0 1 1 2.6 "
				 "1.9q-.6.3-.6 1.2M8 11.5v.4",
		[ICON_BELOW] = "M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M8 4.5v7M5.2 8.7L8 "
			       "11.5l2.8-2.8",
		[ICON_NONE] = "M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M5 8h6",
	};

	buffer_printf(html->out,
		"<svg class=\"icon\" width=\"16\" height=\"16\" viewBox=\"0 0 16 16\" "
		"fill=\"none\" stroke=\"currentColor\" aria-hidden=\"true\"><path "
		"d=\"%s\"/></svg>",
		paths[icon]);
}

void html_section(struct html *html, const char *id, const char *title)
{
	buffer_printf(html->out,
		"<section id=\"%s\" aria-labelledby=\"%s-title\">\n<h2 id=\"%s-title\">%s</h2>\n",
		id, id, id, title);
}
