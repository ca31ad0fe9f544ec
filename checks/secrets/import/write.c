/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/import/write.h"

#include <ctype.h>

enum { LONGEST_COMMENT = 200, LONGEST_RUN = 8 };

static bool is_control(char c)
{
	return (unsigned char)c < ' ' || c == 0x7f;
}

static bool has_control(struct text text)
{
	for (size_t i = 0; i < text.len; i++)
		if (is_control(text.ptr[i]))
			return true;
	return false;
}

static void write_escaped(struct buffer *out, char c)
{
	if (c == '"' || c == '\\')
		buffer_printf(out, "\\%c", c);
	else if (c == '\n')
		buffer_string(out, "\\n");
	else if (is_control(c))
		buffer_printf(out, "\\x%02x", (unsigned)(unsigned char)c);
	else
		buffer_byte(out, c);
}

void write_quoted(struct buffer *out, struct text text)
{
	bool escapes = has_control(text);
	char quote = escapes ? '"' : '\'';

	buffer_byte(out, quote);
	for (size_t i = 0; i < text.len; i++) {
		if (escapes) {
			write_escaped(out, text.ptr[i]);
			continue;
		}
		if (text.ptr[i] == '\'')
			buffer_byte(out, '\'');
		buffer_byte(out, text.ptr[i]);
	}
	buffer_byte(out, quote);
}

void write_key(struct buffer *out, const char *key, struct text value, unsigned indent)
{
	if (!value.len)
		return;
	buffer_printf(out, "%*s%s: ", (int)indent, "", key);
	write_quoted(out, value);
	buffer_byte(out, '\n');
}

void write_list(struct buffer *out, const char *key, const struct texts *list, unsigned indent)
{
	if (!list->count)
		return;
	buffer_printf(out, "%*s%s:\n", (int)indent, "", key);
	for (size_t i = 0; i < list->count; i++) {
		buffer_printf(out, "%*s- ", (int)indent + 2, "");
		write_quoted(out, list->items[i]);
		buffer_byte(out, '\n');
	}
}

void write_comment(struct buffer *out, struct text text, unsigned indent)
{
	size_t length = text.len < LONGEST_COMMENT ? text.len : LONGEST_COMMENT;

	/* Not through a character. */
	while (length < text.len && length > 0 && ((unsigned char)text.ptr[length] & 0xc0) == 0x80)
		length--;
	buffer_printf(out, "%*s# ", (int)indent, "");
	for (size_t i = 0; i < length; i++)
		buffer_byte(out, is_control(text.ptr[i]) ? ' ' : text.ptr[i]);
	buffer_string(out, length < text.len ? "…\n" : "\n");
}

void write_template(struct buffer *out, struct text example)
{
	unsigned run = 0;

	for (size_t i = 0; i < example.len; i++) {
		char c = example.ptr[i];
		bool is_pair = c == '{' && i + 1 < example.len && example.ptr[i + 1] == '{';

		run = isalnum((unsigned char)c) ? run + 1 : 0;
		if (is_pair) {
			buffer_string(out, "{{{{");
			i++;
		} else if (run == LONGEST_RUN) {
			buffer_printf(out, "{{literal:%c}}", c);
			run = 0;
		} else
			buffer_byte(out, c);
	}
}

/* ---- allowances ---- */

/* The keys of a list's item: the first behind its dash. */
static void write_item_key(
	struct buffer *out, const char *key, struct text value, unsigned indent, bool *is_first)
{
	if (!value.len)
		return;
	buffer_printf(out, "%*s%s%s: ", (int)indent, "", *is_first ? "- " : "  ", key);
	*is_first = false;
	write_quoted(out, value);
	buffer_byte(out, '\n');
}

static void write_item_list(struct buffer *out, const char *key, const struct texts *list,
	unsigned indent, bool *is_first)
{
	if (!list->count)
		return;
	buffer_printf(out, "%*s%s%s:\n", (int)indent, "", *is_first ? "- " : "  ", key);
	*is_first = false;
	for (size_t i = 0; i < list->count; i++) {
		buffer_printf(out, "%*s- ", (int)indent + 4, "");
		write_quoted(out, list->items[i]);
		buffer_byte(out, '\n');
	}
}

void allowance_write(struct buffer *out, const struct allowance *allowance, unsigned indent)
{
	static const char *const names[] = {[ALLOW_SECRET] = "",
		[ALLOW_MATCH] = "match",
		[ALLOW_LINE] = "line",
		[ALLOW_PATH] = "path"};
	bool is_first = true;

	write_item_key(out, "when", text_of(allowance->all ? "all" : ""), indent, &is_first);
	write_item_key(out, "target", text_of(names[allowance->target]), indent, &is_first);
	write_item_key(out, "pattern", allowance->pattern, indent, &is_first);
	write_item_key(out, "lacks", allowance->lacks, indent, &is_first);
	write_item_key(out, "path", allowance->path, indent, &is_first);
	if (allowance->entropy > 0) {
		buffer_printf(out, "%*s%sentropy: %.12g\n", (int)indent, "", is_first ? "- " : "  ",
			allowance->entropy);
		is_first = false;
	}
	write_item_list(out, "stopwords", &allowance->stopwords, indent, &is_first);
	write_item_list(out, "commits", &allowance->commits, indent, &is_first);
	write_item_list(out, "rules", &allowance->rules, indent, &is_first);
}
