/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/marks.h"

#include <string.h>

enum { MOST_WORDS = 5, MOST_TOOL_NAMES = 16 };

#define OWN_WORDS "seamgate:allow"

/* The words of each scanner, as its documentation has them. */
static const struct tool {
	const char *name;
	const char *words[MOST_WORDS]; /* on the line */
	const char *next[MOST_WORDS];  /* on the line before */
} tools[] = {
	{"seamgate", {OWN_WORDS}, {NULL}},
	{"gitleaks", {"gitleaks:allow"}, {NULL}},
	{"betterleaks", {"betterleaks:allow", "gitleaks:allow"}, {NULL}},
	{"trufflehog", {"trufflehog:ignore"}, {NULL}},
	{"kingfisher", {"kingfisher:ignore"}, {NULL}},
	{"detect-secrets",
		{"pragma: allowlist secret", "pragma:allowlist secret", "pragma: whitelist secret",
			"pragma:whitelist secret"},
		{"pragma: allowlist nextline secret", "pragma:allowlist nextline secret"}},
	{"secretlint", {"secretlint-disable-line"}, {"secretlint-disable-next-line"}},
	{"ggshield", {"ggignore"}, {NULL}},
};
enum { TOOLS = sizeof(tools) / sizeof(tools[0]) };

int marks_choose(struct marks_read *out, const struct text_list *names, struct err *err)
{
	const char *known[TOOLS];
	const char *nearest;

	for (size_t i = 0; i < TOOLS; i++)
		known[i] = tools[i].name;
	for (size_t i = 0; i < names->count; i++) {
		struct text name = names->items[i];
		unsigned before = out->tools;

		for (size_t tool = 0; tool < TOOLS; tool++)
			if (text_is(name, known[tool]))
				out->tools |= 1u << tool;
		if (out->tools != before)
			continue;
		nearest = text_nearest(name, known, TOOLS);
		err_set(err, ERR_USAGE, "checks: {secrets: {marks: …}} knows no marks of \"%.*s\"",
			text_quote(name), name.ptr);
		return nearest ? err_remedy(err, "did you mean %s?", nearest) : -1;
	}
	return 0;
}

/* ---- words ---- */

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || c == '-';
}

/* What follows the words in a text, where they stand in it as words of their own; ptr NULL: they do not. */
static struct text after_words(struct text text, const char *words)
{
	struct text rest = text;
	size_t at, len = strlen(words);

	while ((at = text_find(rest, text_of(words))) < rest.len) {
		bool begins = at == 0 ? rest.ptr == text.ptr || !is_word(rest.ptr[-1])
				      : !is_word(rest.ptr[at - 1]);

		rest = text_slice(rest, at + len, rest.len);
		if (begins && (rest.len == 0 || !is_word(rest.ptr[0])))
			return rest;
	}
	return (struct text){0};
}

/* ---- ours ---- */

static void skip_blanks(struct text *rest)
{
	while (rest->len && (rest->ptr[0] == ' ' || rest->ptr[0] == '\t'))
		*rest = text_slice(*rest, 1, rest->len);
}

static struct text take_rule(struct text *rest)
{
	size_t len = 0;
	struct text rule;

	skip_blanks(rest);
	while (len < rest->len && (is_word(rest->ptr[len]) || rest->ptr[len] == '/'))
		len++;
	rule = text_slice(*rest, 0, len);
	*rest = text_slice(*rest, len, rest->len);
	return rule;
}

static bool take(struct text *rest, const char *word)
{
	if (!text_starts(*rest, word))
		return false;
	*rest = text_slice(*rest, strlen(word), rest->len);
	return true;
}

/* reason="…" or expires=…; false where there is neither. */
static bool take_attribute(struct text *rest, struct mark *mark)
{
	size_t len = 0;

	skip_blanks(rest);
	if (take(rest, "reason=\"")) {
		len = text_find(*rest, text_of("\""));
		mark->reason = text_slice(*rest, 0, len);
		if (len == rest->len)
			mark->fault = "the quotation mark behind its reason is missing";
		*rest = text_slice(*rest, len + 1, rest->len);
		return true;
	}
	if (!take(rest, "expires="))
		return false;
	while (len < rest->len && is_word(rest->ptr[len]))
		len++;
	mark->expires = text_slice(*rest, 0, len);
	if (len == 0)
		mark->fault = "its date is missing";
	*rest = text_slice(*rest, len, rest->len);
	return true;
}

static bool names_rule(struct text named, const char *rule)
{
	const char *slash = strchr(rule, '/');

	return text_is(named, rule) || (slash && text_is(named, slash + 1));
}

/* The mark that begins behind our words; words of length 0: it is another rule's. */
static struct mark own_mark(struct text *rest, const char *rule)
{
	struct mark mark = {.words = text_of(OWN_WORDS)};
	struct text named = take_rule(rest);

	while (take_attribute(rest, &mark))
		;
	if (named.len == 0 || text_is(named, "reason") || text_is(named, "expires"))
		mark.fault = "it names no rule";
	else if (!names_rule(named, rule))
		return (struct mark){0};
	else if (!mark.fault && text_trim(mark.reason).len == 0)
		mark.fault = "it gives no reason";
	return mark;
}

/* Takes over what serves better: one that counts. */
static void better(struct mark *best, struct mark mark)
{
	if (mark.words.len && (best->words.len == 0 || (best->fault && !mark.fault)))
		*best = mark;
}

static void look_for_own(struct mark *best, struct text text, const char *rule)
{
	struct text rest = after_words(text, OWN_WORDS);

	while (rest.ptr) {
		better(best, own_mark(&rest, rule));
		rest = after_words(rest, OWN_WORDS);
	}
}

/* ---- where they stand ---- */

static bool has_any(struct text text, const char *const words[MOST_WORDS])
{
	for (size_t i = 0; i < MOST_WORDS && words[i]; i++)
		if (text_find(text, text_of(words[i])) < text.len)
			return true;
	return false;
}

bool marks_in(struct text text, const struct marks_read *read)
{
	for (size_t tool = 0; tool < TOOLS; tool++)
		if (read->tools & 1u << tool &&
			(has_any(text, tools[tool].words) || has_any(text, tools[tool].next)))
			return true;
	return false;
}

static void look_for_words(struct mark *best, struct text text, const char *const words[MOST_WORDS])
{
	for (size_t i = 0; i < MOST_WORDS && words[i]; i++)
		if (after_words(text, words[i]).ptr)
			better(best, (struct mark){.words = text_of(words[i])});
}

static size_t line_start(struct text text, size_t from)
{
	size_t at = from;

	while (at > 0 && from - at < MARK_REACH && text.ptr[at - 1] != '\n')
		at--;
	return at;
}

static size_t line_end(struct text text, size_t from)
{
	size_t at = from;

	while (at < text.len && at - from < MARK_REACH && text.ptr[at] != '\n')
		at++;
	return at;
}

static bool is_line_start(struct text text, size_t at)
{
	return at > 0 && text.ptr[at - 1] == '\n';
}

struct mark mark_beside(
	const struct marked_match *match, const char *rule, const struct marks_read *read)
{
	size_t from = line_start(match->text, match->from);
	const struct text around[] = {text_slice(match->text, from, match->secret_from),
		text_slice(match->text, match->secret_to, line_end(match->text, match->to))};
	struct text before = {"", 0};
	struct mark best = {0};

	if (is_line_start(match->text, from))
		before = text_slice(match->text, line_start(match->text, from - 1), from - 1);
	for (size_t tool = 0; tool < TOOLS; tool++) {
		if (!(read->tools & 1u << tool))
			continue;
		for (size_t i = 0; i < sizeof(around) / sizeof(around[0]); i++) {
			if (tool == 0)
				look_for_own(&best, around[i], rule);
			else
				look_for_words(&best, around[i], tools[tool].words);
		}
		look_for_words(&best, before, tools[tool].next);
	}
	best.counts_added = best.words.len && read->added;
	return best;
}
