/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/glob_parts.h"

#include <string.h>

static struct token *add(struct program *program, enum token_type type, char byte, size_t at)
{
	struct token *token = &program->tokens[program->count++];

	*token = (struct token){.type = (uint8_t)type, .byte = byte, .at = (uint16_t)at};
	return token;
}

/* Offset behind the set that begins at `at` (behind its bracket), or 0 with *fault set. */
static size_t set_end(struct text pattern, size_t at, const char **fault)
{
	size_t start;

	if (at < pattern.len && pattern.ptr[at] == '!')
		at++;
	else if (at < pattern.len && pattern.ptr[at] == '^')
		*fault = "\"[^\" (write \"[!\" for a byte not of the set)";
	start = at;
	for (; at < pattern.len; at++) {
		if (pattern.ptr[at] == ']' && at > start)
			return at + 1;
		if (pattern.ptr[at] == '\\')
			at++;
	}
	*fault = "a \"[\" without its \"]\"";
	return 0;
}

/* One byte of a set, its backslash taken off. */
static unsigned char set_byte(struct text pattern, size_t *at)
{
	if (pattern.ptr[*at] == '\\')
		++*at;
	return (unsigned char)pattern.ptr[(*at)++];
}

/* The next range first..last of a set; a single byte is a range of one. `end` is its "]". */
static void set_range(struct text pattern, size_t *at, size_t end, unsigned char range[2])
{
	range[0] = range[1] = set_byte(pattern, at);
	if (*at + 1 < end && pattern.ptr[*at] == '-') {
		++*at;
		range[1] = set_byte(pattern, at);
	}
}

static const char *set_fault(struct text pattern, size_t at, size_t end)
{
	unsigned char range[2];

	if (pattern.ptr[at] == '!')
		at++;
	while (at < end) {
		if (pattern.ptr[at] == '[' && at + 1 < end && strchr(":.=", pattern.ptr[at + 1]))
			return "a named class in a set";
		set_range(pattern, &at, end, range);
		if (range[0] > range[1])
			return "a range of a set that runs backwards";
	}
	return NULL;
}

bool glob_set_has(struct text pattern, size_t at, unsigned char byte)
{
	const char *ignored = NULL;
	size_t end = set_end(pattern, at, &ignored) - 1;
	bool negated = pattern.ptr[at] == '!', found = false;
	unsigned char range[2];

	if (negated)
		at++;
	while (at < end) {
		set_range(pattern, &at, end, range);
		found = found || (byte >= range[0] && byte <= range[1]);
	}
	return byte != '/' && found != negated;
}

static const char *compile_set(struct program *program, size_t *at)
{
	const char *fault = NULL;
	size_t end = set_end(program->pattern, *at + 1, &fault);

	if (fault)
		return fault;
	fault = set_fault(program->pattern, *at + 1, end - 1);
	add(program, TOKEN_SET, 0, *at + 1);
	*at = end;
	return fault;
}

/* Where the name of a file or folder could begin. */
static bool begins_name(const struct program *program)
{
	const struct token *before;

	if (program->count == 0)
		return true;
	before = &program->tokens[program->count - 1];
	return before->type == TOKEN_OPEN || before->type == TOKEN_COMMA ||
	       (before->type == TOKEN_BYTE && before->byte == '/');
}

static const char *compile_star(struct program *program, size_t *at)
{
	struct text rest = text_slice(program->pattern, *at, program->pattern.len);

	if (!text_starts(rest, "**")) {
		add(program, TOKEN_STAR, 0, (*at)++);
		return NULL;
	}
	if (text_starts(rest, "**/") && begins_name(program))
		add(program, TOKEN_NO_DIR, 0, *at);
	add(program, TOKEN_STARS, 0, *at);
	program->has_stars = true;
	*at += 2;
	return NULL;
}

static const char *compile_any(struct program *program, size_t *at)
{
	add(program, TOKEN_ANY, 0, (*at)++);
	return NULL;
}

static const char *compile_escape(struct program *program, size_t *at)
{
	if (*at + 1 == program->pattern.len)
		return "a backslash at the end";
	add(program, TOKEN_BYTE, program->pattern.ptr[*at + 1], *at);
	*at += 2;
	return NULL;
}

static const char *compile_open(struct program *program, size_t *at)
{
	if (program->depth == DEEPEST_BRACE)
		return "braces nested deeper than 16 levels";
	program->open[program->depth] = program->last[program->depth] = (uint16_t)program->count;
	program->depth++;
	add(program, TOKEN_OPEN, 0, (*at)++);
	return ++program->alternatives > MOST_ALTERNATIVES ? "more than 256 alternatives" : NULL;
}

/* Links the group's last comma (or its brace) to this one. */
static void link_group(struct program *program, enum token_type type, size_t *at)
{
	size_t top = program->depth - 1;

	program->tokens[program->last[top]].next = (uint16_t)program->count;
	program->last[top] = (uint16_t)program->count;
	add(program, type, 0, (*at)++);
}

static const char *compile_comma(struct program *program, size_t *at)
{
	if (program->depth == 0) {
		add(program, TOKEN_BYTE, ',', (*at)++);
		return NULL;
	}
	link_group(program, TOKEN_COMMA, at);
	return ++program->alternatives > MOST_ALTERNATIVES ? "more than 256 alternatives" : NULL;
}

static const char *compile_close(struct program *program, size_t *at)
{
	uint16_t end = (uint16_t)program->count;

	if (program->depth == 0)
		return "a \"}\" without its \"{\"";
	link_group(program, TOKEN_CLOSE, at);
	program->depth--;
	for (uint16_t i = program->open[program->depth]; i != end; i = program->tokens[i].next)
		program->tokens[i].end = end;
	return NULL;
}

static const struct {
	char byte;
	const char *(*compile)(struct program *program, size_t *at);
} specials[] = {
	{'*', compile_star},
	{'?', compile_any},
	{'[', compile_set},
	{'{', compile_open},
	{',', compile_comma},
	{'}', compile_close},
	{'\\', compile_escape},
};
enum { SPECIALS = sizeof(specials) / sizeof(specials[0]) };

static const char *compile_next(struct program *program, size_t *at)
{
	char byte = program->pattern.ptr[*at];

	for (size_t i = 0; i < SPECIALS; i++)
		if (specials[i].byte == byte)
			return specials[i].compile(program, at);
	add(program, TOKEN_BYTE, byte, (*at)++);
	return NULL;
}

/* Patterns that could never match, because a repository's paths are not written so. */
static const char *useless(struct text pattern)
{
	if (pattern.len == 0)
		return "nothing";
	if (pattern.len > LONGEST_PATTERN)
		return "more than 1024 bytes";
	if (pattern.ptr[0] == '/')
		return "a slash at the start; paths are relative to the repository";
	if (text_starts(pattern, "./") || text_starts(pattern, "../"))
		return "a dot for a folder at the start; paths are relative to the repository";
	if (memchr(pattern.ptr, '\0', pattern.len))
		return "a NUL character";
	return NULL;
}

const char *glob_compile(struct program *program, struct text pattern)
{
	const char *fault = useless(pattern);

	if (fault)
		return fault;
	program->pattern = pattern;
	program->count = program->depth = program->alternatives = 0;
	program->has_stars = false;
	program->floating = !memchr(pattern.ptr, '/', pattern.len);
	for (size_t at = 0; at < pattern.len;) {
		fault = compile_next(program, &at);
		if (fault)
			return fault;
	}
	if (program->depth)
		return "a \"{\" without its \"}\"";
	if (pattern.ptr[pattern.len - 1] == '/')
		add(program, TOKEN_STARS, 0, pattern.len);
	add(program, TOKEN_END, 0, pattern.len);
	return NULL;
}
