/* SPDX-License-Identifier: Apache-2.0
 *
 * A pattern becomes a small non-deterministic automaton, one state a token, that is run over the
 * path with all its states at once: never more than tokens * bytes steps, whatever the pattern.
 */
#include "gate/base/glob.h"

#include <string.h>

enum {
	LONGEST_PATTERN = 1024,
	DEEPEST_BRACE = 16,
	MOST_ALTERNATIVES = 256, /* commas and braces */
	MOST_TOKENS = LONGEST_PATTERN + 4,
};

enum token_type {
	TOKEN_BYTE,
	TOKEN_ANY,    /* ? */
	TOKEN_SET,    /* [...] */
	TOKEN_STAR,   /* * */
	TOKEN_STARS,  /* ** */
	TOKEN_NO_DIR, /* before "**" and a slash: both may be nothing */
	TOKEN_OPEN,   /* { */
	TOKEN_COMMA,
	TOKEN_CLOSE, /* } */
	TOKEN_END,
};

struct token {
	uint8_t type;
	char byte;
	uint16_t at;   /* SET: where it stands in the pattern, behind the bracket */
	uint16_t next; /* OPEN, COMMA: the next comma of the group, or its closing brace */
	uint16_t end;  /* OPEN, COMMA: the closing brace */
};

struct program {
	struct text pattern;
	struct token tokens[MOST_TOKENS];
	size_t count;
	bool floating;                /* no slash: begins at any folder's content */
	bool has_stars;               /* "**" somewhere */
	uint16_t open[DEEPEST_BRACE]; /* while compiling: the braces that are open */
	uint16_t last[DEEPEST_BRACE]; /* and the last comma of each, or the brace */
	size_t depth, alternatives;
};

/* The states that are live between two bytes of the path. */
struct states {
	uint16_t items[MOST_TOKENS];
	size_t count;
};

struct run {
	const struct program *program;
	struct states now, then;
	uint32_t marks[MOST_TOKENS]; /* the step in which a state was last added */
	uint32_t step;
};

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

static bool set_has(struct text pattern, size_t at, unsigned char byte)
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

/* NULL, or what the pattern has and may not have. */
static const char *compile(struct program *program, struct text pattern)
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

static void add_state(struct run *run, size_t state)
{
	if (run->marks[state] == run->step)
		return;
	run->marks[state] = run->step;
	run->then.items[run->then.count++] = (uint16_t)state;
}

static void add_alternatives(struct run *run, size_t open)
{
	const struct token *tokens = run->program->tokens;

	for (size_t i = open; tokens[i].type != TOKEN_CLOSE; i = tokens[i].next)
		add_state(run, i + 1);
}

/* Adds what can be reached from the states of `then` without a byte. The list is its own queue. */
static void close_states(struct run *run)
{
	for (size_t i = 0; i < run->then.count; i++) {
		size_t state = run->then.items[i];
		const struct token *token = &run->program->tokens[state];

		switch ((enum token_type)token->type) {
		case TOKEN_OPEN:
			add_alternatives(run, state);
			break;
		case TOKEN_COMMA:
			add_state(run, (size_t)token->end + 1);
			break;
		case TOKEN_NO_DIR:
			add_state(run, state + 3);
			add_state(run, state + 1);
			break;
		case TOKEN_STAR:
		case TOKEN_STARS:
		case TOKEN_CLOSE:
			add_state(run, state + 1);
			break;
		default:
			break;
		}
	}
}

/* The state after a byte, or none (MOST_TOKENS). */
static size_t next_state(const struct program *program, size_t state, char byte)
{
	const struct token *token = &program->tokens[state];
	bool holds = false;

	switch ((enum token_type)token->type) {
	case TOKEN_STARS:
		return state;
	case TOKEN_STAR:
		return byte != '/' ? state : MOST_TOKENS;
	case TOKEN_BYTE:
		holds = token->byte == byte;
		break;
	case TOKEN_ANY:
		holds = byte != '/';
		break;
	case TOKEN_SET:
		holds = set_has(program->pattern, token->at, (unsigned char)byte);
		break;
	default:
		break;
	}
	return holds ? state + 1 : MOST_TOKENS;
}

/* Takes over the states that were gathered, and starts to gather anew. */
static void turn(struct run *run)
{
	close_states(run);
	run->now.count = run->then.count;
	memcpy(run->now.items, run->then.items, run->then.count * sizeof(run->then.items[0]));
	run->then.count = 0;
	run->step++;
}

static bool run_program(struct run *run, struct text path)
{
	const struct program *program = run->program;

	memset(run->marks, 0, program->count * sizeof(run->marks[0]));
	run->step = 1;
	run->then.count = 0;
	add_state(run, 0);
	turn(run);
	for (size_t i = 0; i < path.len && (run->now.count || program->floating); i++) {
		for (size_t j = 0; j < run->now.count; j++) {
			size_t next = next_state(program, run->now.items[j], path.ptr[i]);

			if (next != MOST_TOKENS)
				add_state(run, next);
		}
		if (program->floating && path.ptr[i] == '/')
			add_state(run, 0);
		turn(run);
	}
	/* turn() has counted one on; the end's mark is of the step before. */
	return run->marks[program->count - 1] == run->step - 1;
}

/* A quick no for the many paths that differ from the pattern before its first special byte. */
static bool may_match(struct text pattern, struct text path)
{
	for (size_t i = 0; i < pattern.len; i++) {
		if (strchr("*?[{,}\\", pattern.ptr[i]))
			return true;
		if (i == path.len || path.ptr[i] != pattern.ptr[i])
			return false;
	}
	return true;
}

int glob_check(struct text pattern, struct err *err)
{
	struct program program;
	const char *fault = compile(&program, pattern);

	if (!fault)
		return 0;
	return err_set(err, ERR_USAGE, "the pattern \"%.*s\" has %s",
		(int)(pattern.len < 80 ? pattern.len : 80), pattern.len ? pattern.ptr : "", fault);
}

static const bool is_special[256] = {['*'] = true,
	['?'] = true,
	['['] = true,
	[']'] = true,
	['{'] = true,
	['}'] = true,
	['\\'] = true,
	['/'] = true};

static bool ends_with(struct text path, struct text end)
{
	return end.len <= path.len &&
	       (end.len == 0 ||
		       (path.ptr[path.len - 1] == end.ptr[end.len - 1] &&
			       memcmp(path.ptr + path.len - end.len, end.ptr, end.len) == 0));
}

/* A pattern that ends with a group of plain words ("*.{yml,yaml}"): the path ends with one of them. */
static bool group_may_match(struct text pattern, struct text path)
{
	const char *open = memrchr(pattern.ptr, '{', pattern.len);
	struct text words, word;

	if (!open || (open > pattern.ptr && open[-1] == '\\'))
		return true;
	words = text_slice(pattern, (size_t)(open - pattern.ptr) + 1, pattern.len - 1);
	if (words.len == 0 || words.ptr[words.len - 1] == ',')
		return true;
	for (size_t i = 0; i < words.len; i++)
		if (is_special[(unsigned char)words.ptr[i]])
			return true;
	while (text_next_part(&words, ',', &word))
		if (ends_with(path, word))
			return true;
	return false;
}

/* The plain bytes that a pattern ends with are what every path that it matches ends with. */
static bool end_may_match(struct text pattern, struct text path)
{
	size_t len = 0;

	if (pattern.len && pattern.ptr[pattern.len - 1] == '}')
		return group_may_match(pattern, path);
	while (len < pattern.len && !is_special[(unsigned char)pattern.ptr[pattern.len - len - 1]])
		len++;
	return ends_with(path, text_slice(pattern, pattern.len - len, pattern.len));
}

bool glob_match(struct text pattern, struct text path)
{
	struct program program;
	struct run run;

	if (!end_may_match(pattern, path))
		return false;
	if (pattern.len && memchr(pattern.ptr, '/', pattern.len) && !may_match(pattern, path))
		return false;
	if (compile(&program, pattern))
		return false;
	if (program.floating && !program.has_stars) {
		const char *slash = path.len ? memrchr(path.ptr, '/', path.len) : NULL;

		/* The same answer from the file's name alone, and sooner. */
		if (slash)
			path = text_slice(path, (size_t)(slash - path.ptr) + 1, path.len);
	}
	run.program = &program;
	return run_program(&run, path);
}
