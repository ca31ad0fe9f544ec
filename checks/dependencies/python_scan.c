/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/python_scan.h"

#include <ctype.h>
#include <string.h>

enum { DEEPEST = 64, DEEPEST_FIELD = 8 };

enum token_kind { TOKEN_END, TOKEN_NAME, TOKEN_STRING, TOKEN_NEWLINE, TOKEN_OTHER };

struct token {
	enum token_kind kind;
	struct text text;
	struct text string; /* of a string: between the quotes */
	bool is_plain;      /* a string that says what it is as written */
	uint32_t line, column;
};

struct scanner {
	struct text source;
	size_t at, line_start;
	uint32_t line;
};

/* ---- tokens ---- */

static char at(const struct scanner *scanner, size_t offset)
{
	return offset < scanner->source.len ? scanner->source.ptr[offset] : '\0';
}

static bool is_name_byte(char byte)
{
	return isalnum((unsigned char)byte) || byte == '_' || (unsigned char)byte >= 0x80;
}

static bool is_quote(char byte)
{
	return byte == '"' || byte == '\'';
}

static size_t quote_length(struct text source, size_t from)
{
	char quote = source.ptr[from];

	return from + 2 < source.len && source.ptr[from + 1] == quote &&
			       source.ptr[from + 2] == quote
		       ? 3
		       : 1;
}

struct quoted {
	char quote;
	size_t length; /* of the quotes: 1 or 3 */
	bool is_format;
};

static bool closes(struct text source, size_t from, const struct quoted *quoted)
{
	if (source.ptr[from] != quoted->quote)
		return false;
	return quoted->length == 1 || quote_length(source, from) == 3;
}

static size_t skip_string(
	struct text source, size_t from, const struct quoted *quoted, unsigned depth);

/* Behind the brace that ends a replacement field; strings in it may have the same quotes (Python 3.12). */
static size_t skip_field(
	struct text source, size_t from, const struct quoted *outer, unsigned depth)
{
	size_t open = 1;

	while (from < source.len && open) {
		char byte = source.ptr[from];

		if (outer->length == 1 && byte == '\n')
			return from;
		if (is_quote(byte) && depth < DEEPEST_FIELD) {
			struct quoted inner = {byte, quote_length(source, from), false};

			from = skip_string(source, from + inner.length, &inner, depth + 1);
			continue;
		}
		open += byte == '{';
		open -= byte == '}';
		from++;
	}
	return from;
}

/* Behind the closing quotes. A string in single quotes ends with its line at the latest. */
static size_t skip_string(
	struct text source, size_t from, const struct quoted *quoted, unsigned depth)
{
	while (from < source.len) {
		char byte = source.ptr[from];

		if (byte == '\\')
			from++;
		else if (closes(source, from, quoted))
			return from + quoted->length;
		else if (byte == '\n' && quoted->length == 1)
			return from;
		else if (byte == '{' && quoted->is_format && from + 1 < source.len &&
			 source.ptr[from + 1] == '{')
			from++;
		else if (byte == '{' && quoted->is_format) {
			from = skip_field(source, from + 1, quoted, depth);
			continue;
		}
		from++;
	}
	return source.len;
}

static bool has_letter(struct text prefix, const char *letters)
{
	for (size_t i = 0; i < prefix.len; i++)
		if (strchr(letters, prefix.ptr[i]))
			return true;
	return false;
}

static void count_lines(struct scanner *scanner, size_t to)
{
	for (; scanner->at < to; scanner->at++)
		if (scanner->source.ptr[scanner->at] == '\n') {
			scanner->line++;
			scanner->line_start = scanner->at + 1;
		}
}

/* The scanner stands before the prefix; the quotes are behind it. */
static void take_string(struct scanner *scanner, struct token *out, size_t prefix_len)
{
	struct text prefix = text_slice(scanner->source, scanner->at, scanner->at + prefix_len);
	size_t from = scanner->at + prefix_len, end;
	struct quoted quoted = {scanner->source.ptr[from], quote_length(scanner->source, from),
		has_letter(prefix, "fFtT")};

	if (quoted.length == 1 && at(scanner, from + 1) == quoted.quote)
		end = from + 2;
	else
		end = skip_string(scanner->source, from + quoted.length, &quoted, 0);
	out->kind = TOKEN_STRING;
	out->text = text_slice(scanner->source, scanner->at, end);
	out->string = text_slice(scanner->source, from + quoted.length,
		end > from + 2 * quoted.length ? end - quoted.length : from + quoted.length);
	out->is_plain =
		!has_letter(prefix, "fFtTbB") &&
		(has_letter(prefix, "rR") || !memchr(out->string.ptr, '\\', out->string.len));
	count_lines(scanner, end);
}

static void take_name(struct scanner *scanner, struct token *out)
{
	size_t end = scanner->at;

	while (end < scanner->source.len && is_name_byte(scanner->source.ptr[end]))
		end++;
	if (end - scanner->at <= 2 && is_quote(at(scanner, end)) &&
		has_letter(
			text_slice(scanner->source, scanner->at, scanner->at + 1), "rRuUbBfFtT")) {
		take_string(scanner, out, end - scanner->at);
		return;
	}
	out->kind = TOKEN_NAME;
	out->text = text_slice(scanner->source, scanner->at, end);
	scanner->at = end;
}

/* Bytes of a blank, comment or joined line that stands here; 0 where there is none. */
static size_t blank_length(struct text rest)
{
	if (rest.len == 0)
		return 0;
	if (rest.ptr[0] == '#')
		return text_find(rest, text_of("\n"));
	if (text_starts(rest, "\\\n"))
		return 2;
	if (text_starts(rest, "\\\r\n"))
		return 3;
	return rest.ptr[0] == ' ' || rest.ptr[0] == '\t' || rest.ptr[0] == '\r' ||
	       rest.ptr[0] == '\f';
}

static void skip_blanks(struct scanner *scanner)
{
	size_t step;

	while ((step = blank_length(
			text_slice(scanner->source, scanner->at, scanner->source.len))) > 0)
		count_lines(scanner, scanner->at + step);
}

static void take(struct scanner *scanner, struct token *out)
{
	char byte;

	skip_blanks(scanner);
	*out = (struct token){
		.line = scanner->line, .column = (uint32_t)(scanner->at - scanner->line_start) + 1};
	if (scanner->at >= scanner->source.len)
		return;
	byte = scanner->source.ptr[scanner->at];
	if (is_name_byte(byte)) {
		take_name(scanner, out);
	} else if (is_quote(byte)) {
		take_string(scanner, out, 0);
	} else {
		size_t end = scanner->at + 1;

		/* "==" and the like are no assignment; ":=" and "->" do not matter. */
		if (strchr("=!<>", byte) && byte && at(scanner, end) == '=')
			end++;
		out->kind = byte == '\n' || byte == ';' ? TOKEN_NEWLINE : TOKEN_OTHER;
		out->text = text_slice(scanner->source, scanner->at, end);
		count_lines(scanner, end);
	}
}

/* ---- calls ---- */

/* A bracket that is open. */
struct frame {
	bool is_call;
	struct python_call call;
	struct python_argument argument; /* the one being read */
	size_t tokens;                   /* of its value so far */
	bool is_strings;                 /* all of them plain strings */
};

/* NAME [: NAME] = STRING, as far as it has been seen. */
enum statement { AT_START, BEHIND_NAME, BEHIND_COLON, BEHIND_EQUALS, BEHIND_STRING, OTHERWISE };

struct state {
	struct scanner scanner;
	const struct python_visitor *visitor;
	struct arena *arena;
	struct frame *frames; /* DEEPEST */
	size_t depth;
	struct text callee; /* the dotted name that ends right before; "" */
	uint32_t callee_line, callee_column;
	bool behind_dot;
	bool behind_def,
		defines; /* the last token was `def` or `class`; was the name of what it defines */
	enum statement statement;
	struct python_constant constant;
};

static bool is_byte(const struct token *token, char byte)
{
	return token->kind == TOKEN_OTHER && token->text.len == 1 && token->text.ptr[0] == byte;
}

/* a.b.c grows while names and dots follow each other. */
static void follow_name(struct state *state, const struct token *token)
{
	size_t end = (size_t)(token->text.ptr - state->scanner.source.ptr) + token->text.len;

	if (token->kind == TOKEN_NAME) {
		if (!state->behind_dot || state->callee.len == 0)
			state->callee = token->text;
		else
			state->callee.len =
				end - (size_t)(state->callee.ptr - state->scanner.source.ptr);
		state->callee_line = token->line;
		state->callee_column = token->column;
		state->behind_dot = false;
	} else if (is_byte(token, '.')) {
		if (state->callee.len == 0)
			state->callee = token->text;
		state->behind_dot = true;
	} else if (token->kind != TOKEN_NEWLINE || state->depth == 0 || !state->behind_dot) {
		state->callee = text_of("");
		state->behind_dot = false;
	}
}

static void begin_argument(struct frame *frame)
{
	frame->argument = (struct python_argument){0};
	frame->tokens = 0;
	frame->is_strings = true;
}

static int join_string(
	struct state *state, struct frame *frame, const struct token *token, struct err *err)
{
	struct text before = frame->argument.string;
	char *both;

	if (before.len == 0) {
		frame->argument.string = token->string;
		return 0;
	}
	both = arena_printf(state->arena, "%.*s%.*s", (int)before.len, before.ptr,
		(int)token->string.len, token->string.ptr);
	if (!both)
		return err_nomem(err);
	frame->argument.string = text_of(both);
	return 0;
}

/* NAME = at the start of an argument. */
static bool takes_keyword(struct frame *frame, const struct token *token)
{
	struct python_argument *argument = &frame->argument;

	if (!is_byte(token, '=') || frame->tokens != 1 || argument->keyword.len ||
		argument->is_string)
		return false;
	argument->keyword = argument->written;
	argument->written = text_of("");
	frame->tokens = 0;
	frame->is_strings = true;
	return true;
}

enum { LONGEST_STRING = 512, MOST_JOINED = 16 };

static int add_to_argument(
	struct state *state, struct frame *frame, const struct token *token, struct err *err)
{
	struct python_argument *argument = &frame->argument;
	const char *end = token->text.ptr + token->text.len;

	if (token->kind == TOKEN_NEWLINE || takes_keyword(frame, token))
		return 0;
	if (frame->tokens == 0) {
		argument->written = token->text;
		argument->line = token->line;
		argument->column = token->column;
		if (is_byte(token, '*'))
			frame->call.has_more = true;
	}
	argument->written.len = (size_t)(end - argument->written.ptr);
	frame->is_strings = frame->is_strings && token->kind == TOKEN_STRING && token->is_plain &&
			    token->string.len <= LONGEST_STRING && frame->tokens < MOST_JOINED;
	frame->tokens++;
	argument->is_string = frame->is_strings;
	return frame->is_strings ? join_string(state, frame, token, err) : 0;
}

static void end_argument(struct frame *frame)
{
	if (frame->tokens == 0)
		return;
	if (frame->call.count == PYTHON_MOST_ARGUMENTS)
		frame->call.has_more = true;
	else
		frame->call.arguments[frame->call.count++] = frame->argument;
	begin_argument(frame);
}

static struct frame *top(struct state *state)
{
	return state->depth && state->depth <= DEEPEST ? &state->frames[state->depth - 1] : NULL;
}

static int open_bracket(struct state *state, const struct token *token, struct err *err)
{
	struct frame *outer = top(state), *frame;

	if (outer && add_to_argument(state, outer, token, err) < 0)
		return -1;
	state->depth++;
	frame = top(state);
	if (!frame)
		return 0;
	frame->is_call =
		is_byte(token, '(') && state->callee.len && !state->behind_dot && !state->defines;
	frame->call.callee = state->callee;
	frame->call.line = state->callee_line;
	frame->call.column = state->callee_column;
	frame->call.count = 0;
	frame->call.has_more = false;
	begin_argument(frame);
	return 0;
}

static int close_bracket(struct state *state, const struct token *token, struct err *err)
{
	struct frame *frame = top(state);

	if (frame && frame->is_call) {
		end_argument(frame);
		if (state->visitor->call(state->visitor->closure, &frame->call, err) < 0)
			return -1;
	}
	if (state->depth)
		state->depth--;
	frame = top(state);
	return frame ? add_to_argument(state, frame, token, err) : 0;
}

/* ---- constants ---- */

static int end_statement(struct state *state, struct err *err)
{
	bool whole = state->statement == BEHIND_STRING;

	state->statement = AT_START;
	return whole ? state->visitor->constant(state->visitor->closure, &state->constant, err) : 0;
}

static enum statement next_statement(struct state *state, const struct token *token)
{
	switch (state->statement) {
	case AT_START:
		state->constant.name = token->text;
		return token->kind == TOKEN_NAME ? BEHIND_NAME : OTHERWISE;
	case BEHIND_NAME:
		return is_byte(token, '=')   ? BEHIND_EQUALS
		       : is_byte(token, ':') ? BEHIND_COLON
					     : OTHERWISE;
	case BEHIND_COLON:
		if (is_byte(token, '='))
			return BEHIND_EQUALS;
		return token->kind == TOKEN_NAME ? BEHIND_COLON : OTHERWISE;
	case BEHIND_EQUALS:
		state->constant.string = token->string;
		return token->kind == TOKEN_STRING && token->is_plain ? BEHIND_STRING : OTHERWISE;
	case BEHIND_STRING:
	case OTHERWISE:
		break;
	}
	return OTHERWISE;
}

static int follow_statement(struct state *state, const struct token *token, struct err *err)
{
	if (state->depth)
		return 0;
	if (token->kind == TOKEN_NEWLINE || token->kind == TOKEN_END)
		return end_statement(state, err);
	state->statement = next_statement(state, token);
	return 0;
}

/* ---- the whole ---- */

static bool is_one_of(const struct token *token, const char *bytes)
{
	return token->kind == TOKEN_OTHER && token->text.len == 1 &&
	       strchr(bytes, token->text.ptr[0]);
}

static int follow_brackets(struct state *state, const struct token *token, struct err *err)
{
	struct frame *frame = top(state);

	if (token->text.len && is_one_of(token, "([{"))
		return open_bracket(state, token, err);
	if (token->text.len && is_one_of(token, ")]}"))
		return close_bracket(state, token, err);
	if (!frame)
		return 0;
	if (is_byte(token, ',') && frame->is_call) {
		end_argument(frame);
		return 0;
	}
	return add_to_argument(state, frame, token, err);
}

static int scan(struct state *state, struct err *err)
{
	struct token token;

	do {
		take(&state->scanner, &token);
		if (follow_statement(state, &token, err) < 0 ||
			(token.kind != TOKEN_END && follow_brackets(state, &token, err) < 0))
			return -1;
		state->defines = state->behind_def && token.kind == TOKEN_NAME;
		state->behind_def = token.kind == TOKEN_NAME &&
				    (text_is(token.text, "def") || text_is(token.text, "class"));
		follow_name(state, &token);
	} while (token.kind != TOKEN_END);
	return 0;
}

int python_scan(struct text source, const struct python_visitor *visitor, struct arena *arena,
	struct err *err)
{
	struct state state = {
		.scanner = {.source = source, .line = 1}, .visitor = visitor, .arena = arena};

	if (text_starts(source, "\xef\xbb\xbf"))
		state.scanner.at = state.scanner.line_start = 3;
	state.frames = arena_array(arena, DEEPEST, sizeof(*state.frames));
	if (!state.frames)
		return err_nomem(err);
	return scan(&state, err);
}
