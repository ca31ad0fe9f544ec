/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/import/dialect.h"

#include <ctype.h>

#include "checks/secrets/import/dialect_parts.h"

static void skip_comment(struct dialect_state *state)
{
	while (state->at < state->in.len && state->in.ptr[state->at] != '\n')
		state->at++;
}

/* In verbose mode: whether something was passed over. */
static bool skip_blank(struct dialect_state *state)
{
	int c = dialect_peek(state, 0);

	if (!state->verbose)
		return false;
	if (c == '#')
		skip_comment(state);
	else if (c == ' ' || (c >= '\t' && c <= '\r'))
		state->at++;
	else
		return false;
	return true;
}

/* ---- groups ---- */

static bool is_name_byte(int c)
{
	return c == '_' || isalnum(c);
}

static void take_name(struct dialect_state *state, size_t skip)
{
	size_t from = state->at + skip, to = from;
	struct converted *done = &state->done;

	while (to < state->in.len && is_name_byte((unsigned char)state->in.ptr[to]))
		to++;
	if (to == from || to >= state->in.len || state->in.ptr[to] != '>') {
		dialect_fault(state, "a group with a name of another form");
		return;
	}
	done->groups++;
	if (!done->named_group)
		done->named_group = done->groups;
	if (text_is_nocase(text_slice(state->in, from, to), "token"))
		done->token_group = done->groups;
	state->at = to + 1;
	buffer_byte(state->out, '(');
}

struct flag_run {
	char on[8], off[8];
	size_t on_count, off_count;
	bool verbose;
};

/* What is known of a flag: to be written, to be left out, or neither. */
static bool take_flag(struct dialect_state *state, struct flag_run *run, int c, bool negative)
{
	bool is_free = run->on_count < sizeof(run->on) && run->off_count < sizeof(run->off);

	if (c == 'x' && state->dialect != DIALECT_GO) {
		run->verbose = !negative;
		return true;
	}
	if (c == 'u' && state->dialect == DIALECT_RUST)
		return true;
	if (!is_free || c <= 0 || !strchr("ims", c))
		return false;
	if (negative)
		run->off[run->off_count++] = (char)c;
	else
		run->on[run->on_count++] = (char)c;
	return true;
}

static void write_flags(struct dialect_state *state, const struct flag_run *run, int end)
{
	if (end == ')' && run->on_count + run->off_count == 0)
		return;
	buffer_string(state->out, "(?");
	buffer_add(state->out, (struct text){run->on, run->on_count});
	if (run->off_count)
		buffer_byte(state->out, '-');
	buffer_add(state->out, (struct text){run->off, run->off_count});
	buffer_byte(state->out, (char)end);
}

/* Behind "(?": flags up to ")" or ":". */
static void take_flags(struct dialect_state *state)
{
	struct flag_run run = {.verbose = state->verbose};
	bool negative = false;
	int c;

	state->at += 2;
	for (c = dialect_peek(state, 0); c != ')' && c != ':'; c = dialect_peek(state, 0)) {
		if (c == '-' && !negative)
			negative = true;
		else if (c < 0 || !take_flag(state, &run, c, negative)) {
			dialect_fault(state, "a group or flag of a kind that is not known");
			return;
		}
		state->at++;
	}
	if (c == ':')
		dialect_push(state);
	state->verbose = run.verbose;
	state->at++;
	write_flags(state, &run, c);
}

/* Of "(?P<", "(?<" and "(?" the bytes before the name; 0: something else. */
static size_t name_offset(const struct dialect_state *state)
{
	int kind = dialect_peek(state, 2), next = dialect_peek(state, 3);

	if (kind == 'P' && next == '<')
		return 4;
	return kind == '<' && next != '=' && next != '!' ? 3 : 0;
}

/* "(?# …)" */
static void skip_remark(struct dialect_state *state)
{
	while (dialect_peek(state, 0) >= 0 && dialect_peek(state, 0) != ')')
		state->at++;
	if (dialect_peek(state, 0) < 0)
		dialect_fault(state, "a comment that is not closed");
	state->at++;
}

static void take_open(struct dialect_state *state)
{
	int kind = dialect_peek(state, 2);
	size_t name = name_offset(state);

	if (dialect_peek(state, 1) == '?' && kind == '#' && state->dialect != DIALECT_GO) {
		skip_remark(state);
		return;
	}
	state->repeatable = false;
	if (dialect_peek(state, 1) != '?') {
		dialect_push(state);
		state->done.groups++;
		state->at++;
		buffer_byte(state->out, '(');
	} else if (name) {
		dialect_push(state);
		take_name(state, name);
	} else if (kind == '=' || kind == '!' || kind == '<')
		dialect_fault(state, "a look-around");
	else if (kind == '>')
		dialect_fault(state, "an atomic group");
	else
		take_flags(state);
}

static void take_close(struct dialect_state *state)
{
	if (state->depth == 0) {
		dialect_fault(state, "a closing parenthesis without an opening one");
		return;
	}
	state->verbose = state->verboses[--state->depth];
	state->repeatable = true;
	state->at++;
	buffer_byte(state->out, ')');
}

/* ---- repetitions ---- */

/* Verbose mode of Rust leaves white space out here too. */
static bool is_blank_in_bounds(const struct dialect_state *state, int c)
{
	return c == ' ' && state->verbose && state->dialect == DIALECT_RUST;
}

/* The length of {n}, {n,} or {n,m}; 0: it is none. */
static size_t bounds_length(const struct dialect_state *state)
{
	size_t length = 1, digits = 0, commas = 0;
	int c;

	for (c = dialect_peek(state, length);
		isdigit(c) || is_blank_in_bounds(state, c) || (c == ',' && !commas && digits);
		c = dialect_peek(state, ++length)) {
		digits += isdigit(c) != 0;
		commas += c == ',';
	}
	return c == '}' && digits ? length + 1 : 0;
}

static size_t repetition_length(const struct dialect_state *state)
{
	int c = dialect_peek(state, 0);

	if (c == '*' || c == '+' || c == '?')
		return 1;
	return c == '{' ? bounds_length(state) : 0;
}

static void take_repetition(struct dialect_state *state, size_t length)
{
	if (!state->repeatable) {
		dialect_fault(state, "a repetition of nothing");
		return;
	}
	for (size_t i = 0; i < length; i++)
		if (state->in.ptr[state->at + i] != ' ')
			buffer_byte(state->out, state->in.ptr[state->at + i]);
	state->at += length;
	if (dialect_peek(state, 0) == '?') {
		buffer_byte(state->out, '?');
		state->at++;
	}
	if (repetition_length(state))
		dialect_fault(state, "a repetition of a repetition");
	state->repeatable = false;
}

/* ---- the rest ---- */

static void take_brace(struct dialect_state *state)
{
	if (state->dialect == DIALECT_RUST && dialect_peek(state, 0) == '{') {
		dialect_fault(state, "a brace that is no repetition");
		return;
	}
	buffer_byte(state->out, '\\');
	buffer_byte(state->out, state->in.ptr[state->at++]);
	state->repeatable = true;
}

static void take_plain(struct dialect_state *state, int c)
{
	if (c >= 0x80 || c < ' ' || c == 0x7f) {
		dialect_take_bytes(state);
		return;
	}
	buffer_byte(state->out, (char)c);
	state->repeatable = c != '|' && c != '^';
	state->at++;
}

static void take_one(struct dialect_state *state)
{
	size_t length = repetition_length(state);
	int c = dialect_peek(state, 0);

	if (length)
		take_repetition(state, length);
	else if (c == '\\')
		dialect_take_escape(state);
	else if (c == '[')
		dialect_take_class(state);
	else if (c == '(')
		take_open(state);
	else if (c == ')')
		take_close(state);
	else if (c == '{' || c == '}' || c == ']')
		take_brace(state);
	else
		take_plain(state, c);
}

struct converted dialect_convert(struct buffer *out, struct text pattern, enum dialect dialect)
{
	struct dialect_state state = {.in = pattern, .out = out, .dialect = dialect};

	while (state.at < pattern.len && !state.done.fault)
		if (!skip_blank(&state))
			take_one(&state);
	if (state.depth > 0)
		dialect_fault(&state, "a group that is not closed");
	return state.done;
}

void dialect_literal(struct buffer *out, struct text text)
{
	for (size_t i = 0; i < text.len; i++)
		dialect_write_byte(out, (unsigned char)text.ptr[i]);
}
