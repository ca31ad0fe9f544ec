/* SPDX-License-Identifier: Apache-2.0 */
#include <ctype.h>
#include <string.h>

#include "checks/secrets/import/dialect_parts.h"

/* The white space of RE2, and what is none, inside a class. */
#define RE2_SPACE    "\\t\\n\\f\\r "
#define RE2_NO_SPACE "\\x00-\\x08\\x0b\\x0e-\\x1f!-\\xff"

enum { HIGHEST_CODE = 0x10ffff };

int dialect_peek(const struct dialect_state *state, size_t ahead)
{
	/* Behind a fault at the end the place may be one too far. */
	if (state->at > state->in.len || ahead >= state->in.len - state->at)
		return -1;
	return (unsigned char)state->in.ptr[state->at + ahead];
}

void dialect_fault(struct dialect_state *state, const char *what)
{
	if (state->done.fault)
		return;
	state->done.fault = what;
	state->done.fault_at = state->at;
}

void dialect_push(struct dialect_state *state)
{
	if (state->depth == DIALECT_DEEPEST) {
		dialect_fault(state, "groups nested more deeply than 200");
		return;
	}
	state->verboses[state->depth++] = state->verbose;
}

void dialect_write_byte(struct buffer *out, unsigned char byte)
{
	if (byte < ' ' || byte > '~')
		buffer_printf(out, "\\x%02x", byte);
	else if (isalnum(byte) || byte == '_' || byte == ' ')
		buffer_byte(out, (char)byte);
	else
		buffer_printf(out, "\\%c", byte);
}

static size_t character_length(struct text in, size_t at)
{
	unsigned char first = (unsigned char)in.ptr[at];
	size_t wanted = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;

	return wanted <= in.len - at ? wanted : 1;
}

void dialect_take_bytes(struct dialect_state *state)
{
	size_t length = character_length(state->in, state->at);

	if (length > 1)
		buffer_string(state->out, "(?:");
	dialect_literal(state->out, text_slice(state->in, state->at, state->at + length));
	if (length > 1)
		buffer_byte(state->out, ')');
	state->at += length;
	state->repeatable = true;
}

/* ---- numbers of characters ---- */

static bool hex_digits(const struct dialect_state *state, size_t from, size_t count, uint32_t *code)
{
	*code = 0;
	for (size_t i = 0; i < count; i++) {
		int c = dialect_peek(state, from + i);

		if (c < 0 || !isxdigit(c))
			return false;
		*code = *code * 16 + (uint32_t)(isdigit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
	}
	return true;
}

/* "\x{41}" and the like: the length, or 0. */
static size_t braced_length(const struct dialect_state *state, uint32_t *code)
{
	size_t digits = 0;

	while (digits < 8 && isxdigit(dialect_peek(state, 3 + digits)))
		digits++;
	if (digits == 0 || dialect_peek(state, 3 + digits) != '}')
		return 0;
	return hex_digits(state, 3, digits, code) ? 4 + digits : 0;
}

/* "\x41", "\x{41}", "\u0041", "\U00000041": the length, or 0. */
static size_t hex_length(const struct dialect_state *state, uint32_t *code)
{
	int kind = dialect_peek(state, 1);
	size_t count = kind == 'x' ? 2 : kind == 'u' ? 4 : 8;

	if (kind != 'x' && state->dialect == DIALECT_GO)
		return 0;
	if (dialect_peek(state, 2) != '{' || state->dialect == DIALECT_NET)
		return hex_digits(state, 2, count, code) ? 2 + count : 0;
	return braced_length(state, code);
}

/* Go: "\0" to "\377"; one digit from 1 to 7 alone would be a back-reference. */
static size_t octal_length(const struct dialect_state *state, uint32_t *code)
{
	size_t digits = 0;

	*code = 0;
	for (; digits < 3; digits++) {
		int c = dialect_peek(state, 1 + digits);

		if (c < '0' || c > '7')
			break;
		*code = *code * 8 + (uint32_t)(c - '0');
	}
	if (state->dialect != DIALECT_GO || (digits == 1 && dialect_peek(state, 1) != '0'))
		return 0;
	return digits ? digits + 1 : 0;
}

static size_t code_length(const struct dialect_state *state, uint32_t *code)
{
	static const char names[] = "aftnrv", codes[] = "\a\f\t\n\r\v";
	int kind = dialect_peek(state, 1);
	const char *name = kind > 0 ? strchr(names, kind) : NULL;

	if (name) {
		*code = (unsigned char)codes[name - names];
		return 2;
	}
	if (kind == 'x' || kind == 'u' || kind == 'U')
		return hex_length(state, code);
	return kind >= '0' && kind <= '7' ? octal_length(state, code) : 0;
}

static void write_code(struct dialect_state *state, uint32_t code)
{
	if (code < 0x80) {
		buffer_printf(state->out, "\\x%02x", code);
		return;
	}
	buffer_string(state->out, "(?:");
	if (code < 0x800)
		buffer_printf(state->out, "\\x%02x", 0xc0 | code >> 6);
	else if (code < 0x10000)
		buffer_printf(
			state->out, "\\x%02x\\x%02x", 0xe0 | code >> 12, 0x80 | (code >> 6 & 0x3f));
	else
		buffer_printf(state->out, "\\x%02x\\x%02x\\x%02x", 0xf0 | code >> 18,
			0x80 | (code >> 12 & 0x3f), 0x80 | (code >> 6 & 0x3f));
	buffer_printf(state->out, "\\x%02x)", 0x80 | (code & 0x3f));
}

/* ---- escapes ---- */

static bool take_code(struct dialect_state *state, bool in_class)
{
	uint32_t code;
	size_t length = code_length(state, &code);

	if (!length)
		return false;
	if (code > HIGHEST_CODE || (in_class && code >= 0x80)) {
		dialect_fault(state, "a character beyond ASCII in a class");
		return true;
	}
	state->at += length;
	write_code(state, code);
	return true;
}

/* "\Q...\E" of Go: up to the end where there is no "\E". */
static void take_quoted(struct dialect_state *state)
{
	struct text rest = text_slice(state->in, state->at + 2, state->in.len);
	size_t length = text_find(rest, (struct text)TEXT("\\E"));

	dialect_literal(state->out, text_slice(rest, 0, length));
	state->at += 2 + length + (length < rest.len ? 2 : 0);
	state->repeatable = length > 0;
}

static bool take_space(struct dialect_state *state, int c, bool in_class)
{
	if (state->dialect != DIALECT_GO || (c != 's' && c != 'S'))
		return false;
	if (in_class)
		buffer_string(state->out, c == 's' ? RE2_SPACE : RE2_NO_SPACE);
	else
		buffer_printf(state->out, "[%s" RE2_SPACE "]", c == 's' ? "" : "^");
	state->at += 2;
	return true;
}

static bool is_copied(const struct dialect_state *state, int c)
{
	static const char sets[] = "dDwWsS", places[] = "bBAz";

	if (c <= 0)
		return false;
	if (strchr(sets, c))
		return true;
	if (c == 'b' && dialect_peek(state, 2) == '{')
		return false;
	return strchr(places, c) || (c == 'Z' && state->dialect == DIALECT_NET);
}

static void fault_of_escape(struct dialect_state *state, int c)
{
	if (c == 'p' || c == 'P')
		dialect_fault(state, "a Unicode class");
	else if (isdigit(c) || c == 'k')
		dialect_fault(state, "a back-reference");
	else
		dialect_fault(state, "an escape that is not known");
}

void dialect_take_escape(struct dialect_state *state)
{
	int c = dialect_peek(state, 1);

	state->repeatable = true;
	if (take_space(state, c, false) || take_code(state, false))
		return;
	if (c == 'Q' && state->dialect == DIALECT_GO) {
		take_quoted(state);
		return;
	}
	if (is_copied(state, c))
		buffer_printf(state->out, "\\%c", c);
	else if (c > 0 && c < 0x80 && !isalnum(c))
		dialect_write_byte(state->out, (unsigned char)c);
	else {
		fault_of_escape(state, c);
		return;
	}
	state->at += 2;
}

/* ---- classes ---- */

/* The length of "[:alpha:]"; 0: it is none. */
static size_t posix_length(const struct dialect_state *state)
{
	static const char *const names[] = {"alnum", "alpha", "ascii", "blank", "cntrl", "digit",
		"graph", "lower", "print", "punct", "space", "upper", "word", "xdigit"};
	struct text rest = text_slice(state->in, state->at, state->in.len);
	size_t from = text_starts(rest, "[:^") ? 3 : 2;

	if (state->dialect == DIALECT_NET || !text_starts(rest, "[:"))
		return 0;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct text name = text_slice(rest, from, from + strlen(names[i]));

		if (text_is(name, names[i]) &&
			text_starts(text_slice(rest, from + name.len, rest.len), ":]"))
			return from + name.len + 2;
	}
	return 0;
}

/* True where a set (\d) was taken, which begins no range. */
static bool take_class_escape(struct dialect_state *state)
{
	int c = dialect_peek(state, 1);

	if (take_space(state, c, true))
		return true;
	if (take_code(state, true))
		return false;
	if (c > 0 && strchr("dDwWsS", c)) {
		buffer_printf(state->out, "\\%c", c);
		state->at += 2;
		return true;
	}
	if (c <= 0 || c >= 0x80 || isalnum(c))
		fault_of_escape(state, c);
	else
		buffer_printf(state->out, "\\%c", c);
	state->at += 2;
	return false;
}

static bool is_set_operation(const struct dialect_state *state, int c)
{
	if (state->dialect == DIALECT_NET)
		return c == '-' && dialect_peek(state, 1) == '[';
	return state->dialect == DIALECT_RUST && (c == '&' || c == '-' || c == '~') &&
	       dialect_peek(state, 1) == c;
}

/* True where a set was taken. */
static bool take_class_bracket(struct dialect_state *state)
{
	size_t length = posix_length(state);

	if (length) {
		buffer_add(state->out, text_slice(state->in, state->at, state->at + length));
		state->at += length;
		return true;
	}
	if (state->dialect == DIALECT_RUST)
		dialect_fault(state, "a class inside a class");
	buffer_string(state->out, "\\[");
	state->at++;
	return false;
}

static void take_class_byte(struct dialect_state *state, int c, bool after_set)
{
	if (c >= 0x80)
		dialect_fault(state, "a character beyond ASCII in a class");
	else if (is_set_operation(state, c))
		dialect_fault(state, "an operation on sets in a class");
	else if (c < ' ' || c == 0x7f)
		buffer_printf(state->out, "\\x%02x", c);
	else if (c == '-' && after_set)
		buffer_string(state->out, "\\-");
	else
		buffer_byte(state->out, (char)c);
	state->at++;
}

/* Verbose mode of Rust leaves white space out here too; .NET does not. */
static bool is_blank(const struct dialect_state *state, int c)
{
	return state->verbose && state->dialect == DIALECT_RUST &&
	       (c == ' ' || (c >= '\t' && c <= '\r'));
}

static void open_class(struct dialect_state *state)
{
	buffer_byte(state->out, '[');
	state->at++;
	if (dialect_peek(state, 0) == '^') {
		buffer_byte(state->out, '^');
		state->at++;
	}
	if (dialect_peek(state, 0) == ']') {
		buffer_string(state->out, "\\]");
		state->at++;
	}
}

void dialect_take_class(struct dialect_state *state)
{
	bool after_set = false;
	int c;

	open_class(state);
	for (c = dialect_peek(state, 0); c != ']' && !state->done.fault;
		c = dialect_peek(state, 0)) {
		if (c < 0)
			dialect_fault(state, "a class that is not closed");
		else if (is_blank(state, c))
			state->at++;
		else if (c == '\\')
			after_set = take_class_escape(state);
		else if (c == '[')
			after_set = take_class_bracket(state);
		else {
			take_class_byte(state, c, after_set);
			after_set = false;
		}
	}
	buffer_byte(state->out, ']');
	state->at++;
	state->repeatable = true;
}
