/* SPDX-License-Identifier: Apache-2.0
 *
 * The automaton of a pattern (glob_compile.c) is run over the path with all its states at once: never more than tokens * bytes steps,
 * whatever the pattern.
 */
#include "gate/base/glob.h"

#include <string.h>

#include "gate/base/glob_parts.h"

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
		holds = glob_set_has(program->pattern, token->at, (unsigned char)byte);
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
	const char *fault = glob_compile(&program, pattern);

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
	if (glob_compile(&program, pattern))
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

const char *glob_in_folder(struct text folder, const char *glob, struct arena *arena)
{
	char *out = arena_alloc(arena, 2 * folder.len + strlen(glob) + 1);
	size_t len = 0;

	for (size_t i = 0; out && i < folder.len; i++) {
		if (folder.ptr[i] && strchr("*?[]{},\\", folder.ptr[i]))
			out[len++] = '\\';
		out[len++] = folder.ptr[i];
	}
	if (out)
		memcpy(out + len, glob, strlen(glob) + 1);
	return out;
}
