/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/verify/armor.h"

#include <string.h>

#include "gate/base/digest.h"

enum { CHECK_CHARACTERS = 4 };

static bool is_base64(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
	       c == '/' || c == '=' || c == '+';
}

/* Behind backslashes: how many bytes a written-out line end takes, or 0. */
static size_t written_end(struct text text, size_t at)
{
	size_t from = at;

	while (at < text.len && text.ptr[at] == '\\')
		at++;
	if (at == from)
		return 0;
	if (at < text.len && strchr("nrt", text.ptr[at]))
		at++;
	return at - from;
}

/* A plus sign that joins two literals stands alone. */
static bool joins(struct text text, size_t at)
{
	return text.ptr[at] == '+' && at > 0 && at + 1 < text.len && !is_base64(text.ptr[at - 1]) &&
	       !is_base64(text.ptr[at + 1]);
}

static struct text squeeze(struct text text, struct arena *arena)
{
	char *out = arena_alloc(arena, text.len + 1);
	size_t len = 0;

	for (size_t i = 0; out && i < text.len; i++) {
		size_t end = written_end(text, i);

		if (end)
			i += end - 1;
		else if (is_base64(text.ptr[i]) && !joins(text, i))
			out[len++] = text.ptr[i];
	}
	return (struct text){out, len};
}

/* Headers have colons, base64 has none: the body begins behind the line of the last. */
static struct text without_headers(struct text text)
{
	size_t at = text.len;

	while (at > 0 && text.ptr[at - 1] != ':')
		at--;
	if (at == 0)
		return text;
	while (at < text.len && text.ptr[at] != '\n' && text.ptr[at] != '\r' &&
		!(text.ptr[at] == '\\' && written_end(text, at) > 1))
		at++;
	return text_slice(text, at, text.len);
}

static void split_check(struct armor *armor, struct text *body)
{
	size_t at = body->len - CHECK_CHARACTERS - 1;

	if (body->len <= CHECK_CHARACTERS || body->ptr[at] != '=' || body->ptr[at + 1] == '=')
		return;
	armor->check = text_slice(*body, at + 1, body->len);
	body->len = at;
}

int armor_read(struct armor *out, struct text text, struct arena *arena, struct err *err)
{
	static const char begin[] = "-----BEGIN ";
	size_t end = text_find(text, text_of("-----END")), from = strlen(begin), label;
	struct text body;

	*out = (struct armor){.ended = end < text.len};
	if (!text_starts(text, begin))
		return 0;
	label = text_find(text_slice(text, from, end), text_of("-----"));
	if (from + label == end)
		return 0;
	out->label = text_slice(text, from, from + label);
	body = text_slice(text, from + label + 5, end);
	out->encrypted = text_starts(out->label, "ENCRYPTED") ||
			 text_find(body, text_of("4,ENCRYPTED")) < body.len;
	body = squeeze(without_headers(body), arena);
	if (!body.ptr)
		return err_nomem(err);
	if (text_starts(out->label, "PGP"))
		split_check(out, &body);
	return base64_decode(&out->bytes, body, arena, err);
}
