/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/implied.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "checks/secrets/choice.h"

enum { MOST_DEPTH = 32, MOST_COPIES = 64, MOST_LISTED = 16 };

/* A group whose end has not been reached. */
struct group {
	bool found;         /* the alternative being read has a keyword */
	bool all_before;    /* and so had all alternatives before it */
	bool excluded;      /* a look-around or a comment: what is in it is not in the match */
	bool exact;         /* the alternative being read is one of `ends` */
	bool all_exact;     /* and those before it are `whole` */
	struct choice ends; /* what was read of the alternative ends with one of them */
	struct choice whole;
};

struct walk {
	const char *at;
	const char *const *keywords;
	struct group groups[MOST_DEPTH];
	size_t depth;
	bool (*in_set)(unsigned char byte); /* or NULL: bytes that are asked about */
	bool touched;                       /* something may match one of them */
	bool lost;                          /* something that is not understood */
	struct choice members;              /* of the set being read */
	bool is_listed;                     /* and they are all of it */
};

static const struct group new_group = {
	.all_before = true, .exact = true, .all_exact = true, .ends = {.len = 1, .count = 1}};

static struct group *top(struct walk *walk)
{
	return &walk->groups[walk->depth];
}

/* What comes does not touch what was read. */
static void run_end(struct walk *walk)
{
	struct group *group = top(walk);

	group->found = group->found || choice_contains(&group->ends, walk->keywords);
	group->ends = choice_nothing;
	group->exact = false;
}

/* What comes is one of these. */
static void run_on(struct walk *walk, const struct choice *next)
{
	if (choice_append(&top(walk)->ends, next))
		return;
	run_end(walk);
	(void)choice_append(&top(walk)->ends, next);
}

static bool is_quantifier(const char *at)
{
	return *at == '?' || *at == '*' || *at == '+' ||
	       (*at == '{' && (isdigit((unsigned char)at[1]) || at[1] == ','));
}

/* How often something is there: so many times, and perhaps more often. */
struct times {
	size_t least;
	bool more;
};

static struct times times_of(const char *at)
{
	char *end;
	struct times times = {1, *at == '+'};

	if (*at == '?' || *at == '*')
		return (struct times){0, true};
	if (*at != '{')
		return times;
	times.least = strtoul(at + 1, &end, 10);
	times.more = *end != '}';
	return times;
}

/* Passes over a quantifier, if there is one, and its lazy or possessive mark. */
static struct times pass_quantifier(struct walk *walk)
{
	struct times times = {1, false};

	if (!is_quantifier(walk->at))
		return times;
	times = times_of(walk->at);
	if (*walk->at == '{')
		while (*walk->at && *walk->at != '}')
			walk->at++;
	walk->lost = walk->lost || !*walk->at;
	walk->at += *walk->at != '\0';
	walk->at += *walk->at == '?' || *walk->at == '+';
	walk->lost = walk->lost || is_quantifier(walk->at); /* of what is quantified already */
	return times;
}

/* One thing that is no literal has been passed: the run ends, and a quantifier belongs to it. */
static void pass_other(struct walk *walk)
{
	run_end(walk);
	pass_quantifier(walk);
}

/* One that matches no byte: what comes touches what was read. */
static void pass_nothing(struct walk *walk)
{
	pass_quantifier(walk);
}

/* One of these has been passed. */
static void pass_choice(struct walk *walk, const struct choice *choice)
{
	bool maybe = *walk->at == '?';
	struct choice or_nothing = *choice;
	struct times times = pass_quantifier(walk);

	if (maybe && choice_join(&or_nothing, &choice_nothing)) {
		run_on(walk, &or_nothing);
		return;
	}
	for (size_t i = 0; i < times.least && i < MOST_COPIES; i++)
		run_on(walk, choice);
	if (times.more || times.least > MOST_COPIES)
		run_end(walk);
}

/* Something that matches one byte has been passed, which may be, or cannot be, one of those that are asked about. */
static void pass_byte(struct walk *walk, bool may_be)
{
	run_end(walk);
	walk->touched = walk->touched || may_be;
	if (pass_quantifier(walk).least > 0 && walk->in_set && !may_be)
		top(walk)->found = true;
}

static void literal(struct walk *walk, char byte)
{
	struct choice choice = choice_of(byte);

	if (walk->in_set)
		pass_byte(walk, walk->in_set((unsigned char)byte));
	else
		pass_choice(walk, &choice);
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
	} else if (strchr("bBAzZG", byte)) {
		pass_nothing(walk);
	} else if (strchr("dDwWsSntrfaevVhHR", byte)) {
		walk->touched = walk->touched || !strchr("dw", byte) || has_word(walk);
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

static void list_members(struct walk *walk, unsigned char from, unsigned char to)
{
	for (unsigned byte = from; byte <= to && walk->is_listed; byte++) {
		struct choice member = choice_of((char)byte);

		walk->is_listed =
			walk->members.count < MOST_LISTED && choice_join(&walk->members, &member);
	}
}

/* Passes over a class, or over one byte or those between two: false, and which. */
static bool pass_class(struct walk *walk, unsigned char *from, unsigned char *to)
{
	const char *end = walk->at[0] == '[' && walk->at[1] == ':' ? strstr(walk->at, ":]") : NULL;

	if (end) {
		walk->at = end + 2;
		return true;
	}
	if (!pass_single(walk, from))
		return true;
	*to = *from;
	if (walk->at[0] != '-' || !walk->at[1] || walk->at[1] == ']')
		return false;
	walk->at++;
	return !pass_single(walk, to);
}

/* Passes over one member of a set. Whether one of the bytes that are asked about may be in it. */
static bool pass_member(struct walk *walk)
{
	unsigned char from, to;

	if (pass_class(walk, &from, &to)) {
		walk->is_listed = false;
		return true;
	}
	list_members(walk, from, to);
	return walk->in_set && has_between(walk, from, to);
}

/* Behind a "[": to the byte behind its "]". */
static void pass_set(struct walk *walk)
{
	bool may_be = *walk->at == '^';

	walk->members = (struct choice){.len = 0};
	walk->is_listed = !may_be && !walk->in_set;
	walk->at += *walk->at == '^';
	if (*walk->at == ']')
		may_be = pass_member(walk) || may_be;
	while (*walk->at && *walk->at != ']')
		may_be = pass_member(walk) || may_be;
	walk->lost = walk->lost || !*walk->at;
	walk->at += *walk->at == ']';
	if (walk->is_listed)
		pass_choice(walk, &walk->members);
	else
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
	struct group group = new_group;
	bool opens = true;

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

static void end_alternative(struct group *group, const char *const *keywords)
{
	group->all_before =
		group->all_before && (group->found || choice_contains(&group->ends, keywords));
	group->all_exact =
		group->all_exact && group->exact && choice_join(&group->whole, &group->ends);
}

static void next_alternative(struct walk *walk)
{
	struct group *group = top(walk);

	end_alternative(group, walk->keywords);
	group->found = false;
	group->exact = true;
	group->ends = choice_nothing;
}

/* A group has been passed of which more is not known. */
static void pass_group(struct walk *walk, bool found)
{
	run_end(walk);
	if (pass_quantifier(walk).least > 0 && found)
		top(walk)->found = true;
}

static void close_group(struct walk *walk)
{
	struct group *group = top(walk);

	end_alternative(group, walk->keywords);
	if (walk->depth == 0) {
		walk->lost = true;
		return;
	}
	walk->depth--;
	if (group->all_exact && !group->excluded && !walk->in_set)
		pass_choice(walk, &group->whole);
	else
		pass_group(walk, group->all_before && !group->excluded);
}

static void pass_any(struct walk *walk)
{
	pass_byte(walk, true);
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
		{'^', pass_nothing},
		{'$', pass_nothing},
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
	walk->groups[0] = new_group;
	while (*walk->at && !walk->lost)
		step(walk);
	end_alternative(&walk->groups[0], walk->keywords);
	return !walk->lost && walk->depth == 0 && walk->groups[0].all_before;
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
