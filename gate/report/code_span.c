/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/report/code_span.h"

static size_t longest_run(struct text text)
{
	size_t longest = 0, run = 0;

	for (size_t i = 0; i < text.len; i++) {
		run = text.ptr[i] == '`' ? run + 1 : 0;
		longest = run > longest ? run : longest;
	}
	return longest;
}

static void fence(struct buffer *out, size_t count)
{
	for (size_t i = 0; i < count; i++)
		buffer_byte(out, '`');
}

/* A cut must not go through a character. */
static struct text cut(struct text text, size_t most)
{
	size_t len = text.len < most ? text.len : most;

	while (len > 0 && len < text.len && ((unsigned char)text.ptr[len] & 0xc0) == 0x80)
		len--;
	return text_slice(text, 0, len);
}

void code_span(struct buffer *out, struct text text, size_t most)
{
	struct text shown = cut(text, most);
	size_t ticks = longest_run(shown) + 1;

	if (shown.len == 0)
		return;
	fence(out, ticks);
	buffer_byte(out, ' ');
	for (size_t i = 0; i < shown.len; i++) {
		if (shown.ptr[i] == '|')
			buffer_string(out, "\\x7c");
		else
			buffer_byte(out, shown.ptr[i]);
	}
	buffer_string(out, shown.len < text.len ? "… " : " ");
	fence(out, ticks);
}
