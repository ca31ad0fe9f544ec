/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/python_scan.h"

#include <string.h>

#include "gate/base/python_token.h"

enum { DEEPEST = 64 };

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
	struct python_tokens tokens;
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

/* a.b.c grows while names and dots follow each other. */
static void follow_name(struct state *state, const struct python_token *token)
{
	size_t end = (size_t)(token->text.ptr - state->tokens.source.ptr) + token->text.len;

	if (token->kind == PYTHON_NAME) {
		if (!state->behind_dot || state->callee.len == 0)
			state->callee = token->text;
		else
			state->callee.len =
				end - (size_t)(state->callee.ptr - state->tokens.source.ptr);
		state->callee_line = token->line;
		state->callee_column = token->column;
		state->behind_dot = false;
	} else if (python_is_byte(token, '.')) {
		if (state->callee.len == 0)
			state->callee = token->text;
		state->behind_dot = true;
	} else if (token->kind != PYTHON_NEWLINE || state->depth == 0 || !state->behind_dot) {
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
	struct state *state, struct frame *frame, const struct python_token *token, struct err *err)
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
static bool takes_keyword(struct frame *frame, const struct python_token *token)
{
	struct python_argument *argument = &frame->argument;

	if (!python_is_byte(token, '=') || frame->tokens != 1 || argument->keyword.len ||
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
	struct state *state, struct frame *frame, const struct python_token *token, struct err *err)
{
	struct python_argument *argument = &frame->argument;
	const char *end = token->text.ptr + token->text.len;

	if (token->kind == PYTHON_NEWLINE || takes_keyword(frame, token))
		return 0;
	if (frame->tokens == 0) {
		argument->written = token->text;
		argument->line = token->line;
		argument->column = token->column;
		if (python_is_byte(token, '*'))
			frame->call.has_more = true;
	}
	argument->written.len = (size_t)(end - argument->written.ptr);
	frame->is_strings = frame->is_strings && token->kind == PYTHON_STRING && token->is_plain &&
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

static int open_bracket(struct state *state, const struct python_token *token, struct err *err)
{
	struct frame *outer = top(state), *frame;

	if (outer && add_to_argument(state, outer, token, err) < 0)
		return -1;
	state->depth++;
	frame = top(state);
	if (!frame)
		return 0;
	frame->is_call = python_is_byte(token, '(') && state->callee.len && !state->behind_dot &&
			 !state->defines;
	frame->call.callee = state->callee;
	frame->call.line = state->callee_line;
	frame->call.column = state->callee_column;
	frame->call.count = 0;
	frame->call.has_more = false;
	begin_argument(frame);
	return 0;
}

static int close_bracket(struct state *state, const struct python_token *token, struct err *err)
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

static enum statement next_statement(struct state *state, const struct python_token *token)
{
	switch (state->statement) {
	case AT_START:
		state->constant.name = token->text;
		return token->kind == PYTHON_NAME ? BEHIND_NAME : OTHERWISE;
	case BEHIND_NAME:
		return python_is_byte(token, '=')   ? BEHIND_EQUALS
		       : python_is_byte(token, ':') ? BEHIND_COLON
						    : OTHERWISE;
	case BEHIND_COLON:
		if (python_is_byte(token, '='))
			return BEHIND_EQUALS;
		return token->kind == PYTHON_NAME ? BEHIND_COLON : OTHERWISE;
	case BEHIND_EQUALS:
		state->constant.string = token->string;
		return token->kind == PYTHON_STRING && token->is_plain ? BEHIND_STRING : OTHERWISE;
	case BEHIND_STRING:
	case OTHERWISE:
		break;
	}
	return OTHERWISE;
}

static int follow_statement(struct state *state, const struct python_token *token, struct err *err)
{
	if (state->depth)
		return 0;
	if (token->kind == PYTHON_NEWLINE || token->kind == PYTHON_END)
		return end_statement(state, err);
	state->statement = next_statement(state, token);
	return 0;
}

/* ---- the whole ---- */

static bool is_one_of(const struct python_token *token, const char *bytes)
{
	return token->kind == PYTHON_OTHER && token->text.len == 1 &&
	       strchr(bytes, token->text.ptr[0]);
}

static int follow_brackets(struct state *state, const struct python_token *token, struct err *err)
{
	struct frame *frame = top(state);

	if (token->text.len && is_one_of(token, "([{"))
		return open_bracket(state, token, err);
	if (token->text.len && is_one_of(token, ")]}"))
		return close_bracket(state, token, err);
	if (!frame)
		return 0;
	if (python_is_byte(token, ',') && frame->is_call) {
		end_argument(frame);
		return 0;
	}
	return add_to_argument(state, frame, token, err);
}

static int scan(struct state *state, struct err *err)
{
	struct python_token token;

	do {
		python_next(&state->tokens, &token);
		if (follow_statement(state, &token, err) < 0 ||
			(token.kind != PYTHON_END && follow_brackets(state, &token, err) < 0))
			return -1;
		state->defines = state->behind_def && token.kind == PYTHON_NAME;
		state->behind_def = token.kind == PYTHON_NAME &&
				    (text_is(token.text, "def") || text_is(token.text, "class"));
		follow_name(state, &token);
	} while (token.kind != PYTHON_END);
	return 0;
}

int python_scan(struct text source, const struct python_visitor *visitor, struct arena *arena,
	struct err *err)
{
	struct state state = {.visitor = visitor, .arena = arena};

	python_start(&state.tokens, source);
	state.frames = arena_array(arena, DEEPEST, sizeof(*state.frames));
	if (!state.frames)
		return err_nomem(err);
	return scan(&state, err);
}
