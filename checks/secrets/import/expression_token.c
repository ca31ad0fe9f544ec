/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/import/expression_token.h"

#include <ctype.h>

static int peek(const struct tokens *tokens, size_t ahead)
{
	/* Behind a string that is not closed the place may be one too far. */
	if (tokens->at > tokens->in.len || ahead >= tokens->in.len - tokens->at)
		return -1;
	return (unsigned char)tokens->in.ptr[tokens->at + ahead];
}

static void skip_to(struct tokens *tokens, const char *end)
{
	struct text rest = text_slice(tokens->in, tokens->at, tokens->in.len);
	size_t length = text_find(rest, text_of(end));

	tokens->at += length + (length < rest.len ? strlen(end) : 0);
}

static void skip_blank(struct tokens *tokens)
{
	for (;;) {
		int c = peek(tokens, 0), next = peek(tokens, 1);

		if (c == ' ' || (c >= '\t' && c <= '\r'))
			tokens->at++;
		else if (c == '#' || (c == '/' && next == '/'))
			skip_to(tokens, "\n");
		else if (c == '/' && next == '*')
			skip_to(tokens, "*/");
		else
			return;
	}
}

static void take(struct tokens *tokens, enum token_type type, size_t length)
{
	tokens->now.type = type;
	tokens->now.text = text_slice(tokens->in, tokens->at, tokens->at + length);
	tokens->at += length;
}

static bool is_name_byte(int c)
{
	return c == '_' || c == '.' || (c > 0 && isalnum(c));
}

static void take_name(struct tokens *tokens)
{
	bool is_number = isdigit(peek(tokens, 0));
	size_t length = 0;

	while (is_name_byte(peek(tokens, length)))
		length++;
	take(tokens, is_number ? TOKEN_NUMBER : TOKEN_NAME, length);
}

static void take_raw(struct tokens *tokens)
{
	struct text rest = text_slice(tokens->in, tokens->at + 1, tokens->in.len);
	size_t length = text_find(rest, (struct text)TEXT("`"));

	tokens->now.type = length < rest.len ? TOKEN_STRING : TOKEN_BAD;
	tokens->now.text = text_slice(rest, 0, length);
	tokens->at += length + 2;
}

/* What stands behind a backslash, or -1. */
static int unescape(int c)
{
	static const char names[] = "abfnrtv\\'\"", bytes[] = "\a\b\f\n\r\t\v\\'\"";
	const char *found = c > 0 ? strchr(names, c) : NULL;

	return found ? bytes[found - names] : -1;
}

static void take_string(struct tokens *tokens)
{
	char quote = tokens->in.ptr[tokens->at++];
	char *out = arena_alloc(tokens->arena, tokens->in.len - tokens->at + 1);
	size_t length = 0;
	int c;

	tokens->now.type = TOKEN_BAD;
	for (c = peek(tokens, 0); out && c >= 0 && c != quote; c = peek(tokens, 0)) {
		if (c == '\\')
			c = unescape(peek(tokens, 1));
		if (c < 0)
			return;
		tokens->at += tokens->in.ptr[tokens->at] == '\\' ? 2 : 1;
		out[length++] = (char)c;
	}
	if (!out || c < 0)
		return;
	tokens->at++;
	tokens->now.type = TOKEN_STRING;
	tokens->now.text = (struct text){out, length};
}

static void take_sign(struct tokens *tokens)
{
	static const char *const pairs[] = {"||", "&&", "<=", ">=", "==", "!=", "??"};
	struct text rest = text_slice(tokens->in, tokens->at, tokens->in.len);

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		if (text_starts(rest, pairs[i])) {
			take(tokens, TOKEN_SIGN, 2);
			return;
		}
	take(tokens, TOKEN_SIGN, 1);
}

void token_next(struct tokens *tokens)
{
	int c;

	skip_blank(tokens);
	tokens->now = (struct token){TOKEN_END, {"", 0}, tokens->at};
	c = peek(tokens, 0);
	if (c < 0)
		return;
	if (c == '`')
		take_raw(tokens);
	else if (c == '"' || c == '\'')
		take_string(tokens);
	else if (is_name_byte(c))
		take_name(tokens);
	else
		take_sign(tokens);
}

bool token_is(const struct tokens *tokens, enum token_type type, const char *text)
{
	return tokens->now.type == type && text_is(tokens->now.text, text);
}

bool token_take(struct tokens *tokens, enum token_type type, const char *text)
{
	if (!token_is(tokens, type, text))
		return false;
	token_next(tokens);
	return true;
}
