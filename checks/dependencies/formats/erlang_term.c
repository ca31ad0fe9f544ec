/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/formats/erlang_term.h"

#include <ctype.h>
#include <string.h>

enum { DEEPEST = 64 };

struct reading {
	const struct document *document;
	struct err *err;
	struct text text;
	size_t at, line_start;
	uint32_t line;
	unsigned depth;
};

static int fail(const struct reading *reading, const char *what)
{
	return document_error(reading->document, reading->line,
		(uint32_t)(reading->at - reading->line_start) + 1, reading->err, "%s", what);
}

static bool looking_at(const struct reading *reading, const char *word)
{
	return text_starts(text_slice(reading->text, reading->at, reading->text.len), word);
}

/* '%' is Erlang's comment and begins Elixir's maps; '#' is Elixir's. */
static bool at_comment(const struct reading *reading)
{
	return looking_at(reading, "#") || (looking_at(reading, "%") && !looking_at(reading, "%{"));
}

static void skip_blanks(struct reading *reading)
{
	while (reading->at < reading->text.len) {
		char byte = reading->text.ptr[reading->at];

		if (byte == '\n') {
			reading->line++;
			reading->line_start = reading->at + 1;
		}
		if (at_comment(reading))
			while (reading->at + 1 < reading->text.len &&
				reading->text.ptr[reading->at + 1] != '\n')
				reading->at++;
		else if (!isspace((unsigned char)byte))
			return;
		reading->at++;
	}
}

static struct term *term_new(const struct reading *reading, enum term_type type)
{
	struct term *term = arena_alloc(reading->document->arena, sizeof(*term));

	if (!term) {
		err_nomem(reading->err);
		return NULL;
	}
	term->type = type;
	term->line = reading->line;
	term->column = (uint32_t)(reading->at - reading->line_start) + 1;
	return term;
}

/* Behind the opening quote. Lock files escape nothing but quotes and backslashes. */
static int read_quoted(struct reading *reading, struct text *out)
{
	size_t from = reading->at, end = from, len = 0;
	char *bytes;

	while (end < reading->text.len && reading->text.ptr[end] != '"' &&
		reading->text.ptr[end] != '\n')
		end += reading->text.ptr[end] == '\\' ? 2 : 1;
	if (end >= reading->text.len || reading->text.ptr[end] != '"')
		return fail(reading, "a string without an end");
	bytes = arena_alloc(reading->document->arena, end - from + 1);
	if (!bytes)
		return err_nomem(reading->err);
	for (size_t i = from; i < end; i++) {
		if (reading->text.ptr[i] == '\\')
			i++;
		bytes[len++] = reading->text.ptr[i];
	}
	*out = (struct text){bytes, len};
	reading->at = end + 1;
	return 0;
}

static int read_term(struct reading *reading, struct term **out);

static const struct {
	const char *open;
	char close;
	enum term_type type;
} brackets[] = {{"%{", '}', TERM_MAP}, {"{", '}', TERM_TUPLE}, {"[", ']', TERM_LIST},
	{"#{", '}', TERM_MAP}};

static int read_items(struct reading *reading, struct term *container, char close)
{
	struct term **end = &container->child;

	for (;;) {
		skip_blanks(reading);
		if (reading->at == reading->text.len)
			return fail(reading, "a bracket without an end");
		if (reading->text.ptr[reading->at] == close) {
			reading->at++;
			return 0;
		}
		if (read_term(reading, end) < 0)
			return -1;
		end = &(*end)->next;
		skip_blanks(reading);
		if (looking_at(reading, ","))
			reading->at++;
		else if (reading->at == reading->text.len ||
			 reading->text.ptr[reading->at] != close)
			return fail(reading, "a comma is missing here");
	}
}

static bool is_word_byte(char byte)
{
	return isalnum((unsigned char)byte) || byte == '_' || byte == '@' || byte == '.' ||
	       byte == '-' || byte == '+' || byte == '/';
}

static int read_word(struct reading *reading, struct term *term)
{
	size_t from = reading->at;

	while (reading->at < reading->text.len && is_word_byte(reading->text.ptr[reading->at]))
		reading->at++;
	/* The full stop that ends an Erlang term is no part of a word. */
	while (reading->at > from && reading->text.ptr[reading->at - 1] == '.')
		reading->at--;
	if (reading->at == from)
		return fail(reading, "a term that lock files do not have");
	term->text = text_slice(reading->text, from, reading->at);
	return 0;
}

static int read_binary(struct reading *reading, struct term *term)
{
	reading->at += strlen("<<\"");
	term->type = TERM_STRING;
	if (read_quoted(reading, &term->text) < 0)
		return -1;
	if (looking_at(reading, "/utf8"))
		reading->at += strlen("/utf8");
	if (!looking_at(reading, ">>"))
		return fail(reading, "a binary without an end");
	reading->at += 2;
	return 0;
}

static int read_simple(struct reading *reading, struct term *term)
{
	if (looking_at(reading, "<<\""))
		return read_binary(reading, term);
	if (looking_at(reading, ":\"") || looking_at(reading, ":"))
		reading->at++;
	if (!looking_at(reading, "\""))
		return read_word(reading, term);
	reading->at++;
	term->type = TERM_STRING;
	return read_quoted(reading, &term->text);
}

static int read_bracket(struct reading *reading, struct term *term, size_t which)
{
	int done;

	if (++reading->depth > DEEPEST)
		return fail(reading, "brackets nested too deep");
	term->type = brackets[which].type;
	reading->at += strlen(brackets[which].open);
	done = read_items(reading, term, brackets[which].close);
	reading->depth--;
	return done;
}

static int read_value(struct reading *reading, struct term *term)
{
	for (size_t i = 0; i < sizeof(brackets) / sizeof(brackets[0]); i++)
		if (looking_at(reading, brackets[i].open))
			return read_bracket(reading, term, i);
	return read_simple(reading, term);
}

/* A term, or in Elixir "key": term, key: term, key => term. */
static int read_term(struct reading *reading, struct term **out)
{
	struct term *term;

	skip_blanks(reading);
	term = term_new(reading, TERM_WORD);
	if (!term || read_value(reading, term) < 0)
		return -1;
	*out = term;
	if (term->type != TERM_WORD && term->type != TERM_STRING)
		return 0;
	if (looking_at(reading, ":")) {
		reading->at++;
	} else {
		skip_blanks(reading);
		if (!looking_at(reading, "=>"))
			return 0;
		reading->at += 2;
	}
	term->key = term->text;
	term->has_key = true;
	skip_blanks(reading);
	return read_value(reading, term);
}

/* Behind a term: its full stop. */
static int end_term(struct reading *reading, bool has_stop)
{
	skip_blanks(reading);
	if (looking_at(reading, "."))
		reading->at++;
	else if (has_stop)
		return fail(reading, "a term without a full stop behind it");
	return 0;
}

int terms_read(struct term **out, const struct document *document, bool have_stops, struct err *err)
{
	struct reading reading = {
		.document = document, .err = err, .text = document->content, .line = 1};
	struct term **end;

	*out = term_new(&reading, TERM_LIST);
	if (!*out)
		return -1;
	end = &(*out)->child;
	for (;;) {
		skip_blanks(&reading);
		if (reading.at == reading.text.len)
			return 0;
		if (read_term(&reading, end) < 0)
			return -1;
		end = &(*end)->next;
		if (end_term(&reading, have_stops) < 0)
			return -1;
	}
}

const struct term *term_at(const struct term *term, size_t index)
{
	const struct term *child = term ? term->child : NULL;

	while (child && index-- > 0)
		child = child->next;
	return child;
}
