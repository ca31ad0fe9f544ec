/* SPDX-License-Identifier: Apache-2.0
 *
 * Input: secrets, one a line, an empty line, then a text. No secret but a short word may be found in what the masks let
 * through, and its escaped forms may hold nothing but what a log or a JSON file may hold.
 */
#include <stdlib.h>

#include "gate/base/escape.h"
#include "gate/base/mask.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void need(bool holds)
{
	if (!holds)
		abort();
}

static bool has_star(struct text text)
{
	return text_find(text, (struct text)TEXT("*")) < text.len;
}

/* Letters alone, and few of them: such a secret may be a part of a word. */
static bool is_word(struct text text)
{
	size_t letters = 0;

	while (letters < text.len && (text.ptr[letters] | 0x20) >= 'a' &&
		(text.ptr[letters] | 0x20) <= 'z')
		letters++;
	return letters == text.len && letters < 8;
}

/* The stars of a mask may spell a secret that has stars itself. */
static void need_hidden(struct text secrets, struct text masked)
{
	struct text secret;

	while (text_next_line(&secrets, &secret) && secret.len)
		need(secret.len < 4 || text_trim(secret).len != secret.len || has_star(secret) ||
			is_word(secret) || text_find(masked, secret) == masked.len);
}

static void need_printable(struct text text)
{
	uint32_t code;
	unsigned length;

	for (size_t at = 0; at < text.len; at += length) {
		length = utf8_decode(text_slice(text, at, text.len), &code);
		need(length > 0 && code >= ' ' && (code < 0x7f || code > 0x9f));
	}
	need(text_find(text, (struct text)TEXT("##[")) == text.len);
}

static void apply_all(const struct masks *masks, struct text secrets, struct text text)
{
	struct buffer masked = {0}, escaped = {0};
	struct mask_span span = {text.len / 3, text.len / 2};

	mask_apply(masks, text, &masked);
	need_hidden(secrets, buffer_text(&masked));
	escape_human(&escaped, buffer_text(&masked));
	need_printable(buffer_text(&escaped));
	need(!text_starts(text_trim(buffer_text(&escaped)), "::"));
	buffer_clear(&escaped);
	escape_json(&escaped, buffer_text(&masked));
	need_printable(buffer_text(&escaped));
	buffer_clear(&masked);
	mask_apply_cut(masks, text, &span, &masked);
	need_hidden(secrets, buffer_text(&masked));
	need(span.from <= span.to && span.to <= masked.len);
	buffer_free(&masked);
	buffer_free(&escaped);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct masks *masks = arena ? masks_new(arena) : NULL;
	struct text all = {(const char *)data, size}, rest = all, secret;

	need(masks != NULL);
	while (text_next_line(&rest, &secret) && secret.len)
		need(masks_add(masks, secret, 0) == 0);
	/* All of it is a secret of several lines too, in every other input: it hides what is tested above. */
	need(size % 2 == 0 || masks_add(masks, all, size / 2) == 0);
	apply_all(masks, all, rest);
	arena_free(arena);
	return 0;
}
