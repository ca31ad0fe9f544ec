/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/implied.h"

#include <ctype.h>
#include <string.h>

#include "gate/base/text.h"

enum { MOST_DEPTH = 32, LONGEST_RUN = 128 };

/* A group whose end has not been reached. */
struct group {
	bool found;      /* the alternative being read has a keyword */
	bool all_before; /* and so had all alternatives before it */
	bool excluded;   /* a look-around or a comment: what is in it is not in the match */
};

struct walk {
	const char *at;
	const char *const *keywords;
	struct group groups[MOST_DEPTH];
	size_t depth;
	bool (*in_set)(unsigned char byte); /* or NULL: bytes that are asked about */
	bool touched;                       /* something may match one of them */
	char run[LONGEST_RUN]; /* literal bytes that follow one another in every match */
	size_t run_len;
	bool lost; /* something that is not understood */
};

static void run_end(struct walk *walk)
{
	struct text run = {walk->run, walk->run_len};

	for (size_t i = 0; walk->keywords[i] && walk->run_len; i++)
		if (text_contains_nocase(run, text_of(walk->keywords[i])))
			walk->groups[walk->depth].found = true;
	walk->run_len = 0;
}

static bool is_quantifier(const char *at)
{
	return *at == '?' || *at == '*' || *at == '+' ||
	       (*at == '{' && (isdigit((unsigned char)at[1]) || at[1] == ','));
}

static bool may_be_nothing(const char *at)
{
	return *at == '?' || *at == '*' || (*at == '{' && (at[1] == '0' || at[1] == ','));
}

/* Passes over a quantifier and its lazy or possessive mark. True when it allows nothing at all. */
static bool pass_quantifier(struct walk *walk)
{
	bool optional = may_be_nothing(walk->at);

	if (*walk->at == '{')
		while (*walk->at && *walk->at != '}')
			walk->at++;
	walk->lost = walk->lost || !*walk->at;
	walk->at += *walk->at != '\0';
	walk->at += *walk->at == '?' || *walk->at == '+';
	return optional;
}

/* One thing that is no literal has been passed: the run ends, and a quantifier belongs to it. */
static void pass_other(struct walk *walk)
{
	run_end(walk);
	if (is_quantifier(walk->at))
		pass_quantifier(walk);
}

/* Something that matches one byte has been passed, which may be, or cannot be, one of those that are asked about. */
static void pass_byte(struct walk *walk, bool may_be)
{
	bool optional;

	run_end(walk);
	optional = is_quantifier(walk->at) && pass_quantifier(walk);
	walk->touched = walk->touched || may_be;
	if (walk->in_set && !may_be && !optional)
		walk->groups[walk->depth].found = true;
}

static void literal(struct walk *walk, char byte)
{
	if (walk->in_set) {
		pass_byte(walk, walk->in_set((unsigned char)byte));
		return;
	}
	if (walk->run_len == LONGEST_RUN)
		run_end(walk);
	walk->run[walk->run_len++] = byte;
	if (!is_quantifier(walk->at))
		return;
	if (pass_quantifier(walk))
		walk->run_len--;
	run_end(walk);
}

/* Whether one of the bytes that are asked about is a letter, a digit or _. */
static bool has_word(const struct walk *walk)
{
	for (unsigned byte = 0; walk->in_set && byte < 128; byte++)
		if ((isalnum((int)byte) || byte == '_') && walk->in_set((unsigned char)byte))
			return true;
	return false;
}

/* At the byte behind a backslash. */
static void escape(struct walk *walk)
{
	unsigned char byte = (unsigned char)*walk->at;

	if (byte == '\0') {
		walk->lost = true;
		return;
	}
	walk->at++;
	if (!isalnum(byte)) {
		literal(walk, (char)byte);
	} else if (strchr("bBdDwWsSAzZntrfaeGvVhHR", byte)) {
		walk->touched = walk->touched || !strchr("bBAzZGdw", byte) ||
				(strchr("dw", byte) && has_word(walk));
		pass_other(walk);
	} else {
		walk->lost = true; /* \x41, \Q, \1, \K, … */
	}
}

static bool has_between(const struct walk *walk, unsigned char from, unsigned char to)
{
	for (unsigned byte = from; byte <= to; byte++)
		if (walk->in_set((unsigned char)byte))
			return true;
	return false;
}

/* Passes over one byte of a set; false: what is there is not one byte, but a class of them. */
static bool pass_single(struct walk *walk, unsigned char *byte)
{
	bool escaped = walk->at[0] == '\\' && walk->at[1];

	walk->at += escaped;
	*byte = (unsigned char)*walk->at++;
	walk->lost = walk->lost || (escaped && *byte == 'Q');
	return !escaped || !isalnum(*byte);
}

/* Passes over one member of a set. Whether one of the bytes that are asked about may be in it. */
static bool pass_member(struct walk *walk)
{
	const char *end = walk->at[0] == '[' && walk->at[1] == ':' ? strstr(walk->at, ":]") : NULL;
	unsigned char from, to;

	if (end) {
		walk->at = end + 2;
		return true;
	}
	if (!pass_single(walk, &from))
		return true;
	to = from;
	if (walk->at[0] == '-' && walk->at[1] && walk->at[1] != ']') {
		walk->at++;
		if (!pass_single(walk, &to))
			return true;
	}
	return walk->in_set && has_between(walk, from, to);
}

/* Behind a "[": to the byte behind its "]". */
static void pass_set(struct walk *walk)
{
	bool may_be = *walk->at == '^';

	walk->at += *walk->at == '^';
	if (*walk->at == ']')
		may_be = pass_member(walk) || may_be;
	while (*walk->at && *walk->at != ']')
		may_be = pass_member(walk) || may_be;
	walk->lost = walk->lost || !*walk->at;
	walk->at += *walk->at == ']';
	pass_byte(walk, may_be);
}

/* Behind "(?": flags, with ")" or ":" at their end. False for anything else. */
static bool pass_flags(struct walk *walk, bool *opens)
{
	const char *at = walk->at;

	/* Not x: white space and "#" would not be literal. */
	at += strspn(at, "ims-");
	if (*at != ')' && *at != ':')
		return false;
	*opens = *at == ':';
	walk->at = at + 1;
	return true;
}

static void pass_name(struct walk *walk)
{
	walk->at = strchr(walk->at, '>');
	walk->lost = !walk->at;
	walk->at = walk->at ? walk->at + 1 : "";
}

/* Behind "(?". True when a group with a body is open now. */
static bool open_special(struct walk *walk, struct group *group)
{
	bool opens = true;

	if (pass_flags(walk, &opens))
		return opens;
	if (strncmp(walk->at, "P<", 2) == 0 ||
		(walk->at[0] == '<' && isalpha((unsigned char)walk->at[1])))
		pass_name(walk);
	else if (*walk->at == '>')
		walk->at++;
	else if (*walk->at == '=' || *walk->at == '!' || *walk->at == '<')
		group->excluded = true;
	else
		walk->lost = true;
	return true;
}

static void open_group(struct walk *walk)
{
	struct group group = {.all_before = true};
	bool opens = true;

	run_end(walk);
	if (*walk->at == '*')
		walk->lost = true;
	if (*walk->at == '?') {
		walk->at++;
		opens = open_special(walk, &group);
	}
	if (!opens)
		return;
	if (walk->depth + 1 == MOST_DEPTH)
		walk->lost = true;
	else
		walk->groups[++walk->depth] = group;
}

static void close_group(struct walk *walk)
{
	struct group group;

	run_end(walk);
	if (walk->depth == 0) {
		walk->lost = true;
		return;
	}
	group = walk->groups[walk->depth--];
	if (is_quantifier(walk->at) && pass_quantifier(walk))
		return;
	if (group.found && group.all_before && !group.excluded)
		walk->groups[walk->depth].found = true;
}

static void pass_any(struct walk *walk)
{
	pass_byte(walk, true);
}

static void next_alternative(struct walk *walk)
{
	struct group *group = &walk->groups[walk->depth];

	run_end(walk);
	group->all_before = group->all_before && group->found;
	group->found = false;
}

static void step(struct walk *walk)
{
	static const struct {
		char byte;
		void (*pass)(struct walk *walk);
	} specials[] = {
		{'\\', escape},
		{'[', pass_set},
		{'(', open_group},
		{')', close_group},
		{'|', next_alternative},
		{'.', pass_any},
		{'^', pass_other},
		{'$', pass_other},
	};
	char byte = *walk->at++;

	for (size_t i = 0; i < sizeof(specials) / sizeof(specials[0]); i++) {
		if (byte == specials[i].byte) {
			specials[i].pass(walk);
			return;
		}
	}
	literal(walk, byte);
}

/* Whether every alternative has what is looked for. */
static bool walk_all(struct walk *walk)
{
	walk->groups[0].all_before = true;
	while (*walk->at && !walk->lost)
		step(walk);
	run_end(walk);
	return !walk->lost && walk->depth == 0 && walk->groups[0].found &&
	       walk->groups[0].all_before;
}

bool pattern_implies(const char *pattern, const char *const *keywords)
{
	struct walk walk = {.at = pattern, .keywords = keywords};

	return walk_all(&walk);
}

bool pattern_leaves(const char *pattern, bool (*in_set)(unsigned char byte))
{
	static const char *const none[] = {NULL};
	struct walk walk = {.at = pattern, .keywords = none, .in_set = in_set};

	return walk_all(&walk);
}

bool pattern_avoids(const char *pattern, bool (*in_set)(unsigned char byte))
{
	static const char *const none[] = {NULL};
	struct walk walk = {.at = pattern, .keywords = none, .in_set = in_set};

	walk_all(&walk);
	return !walk.lost && walk.depth == 0 && !walk.touched;
}
