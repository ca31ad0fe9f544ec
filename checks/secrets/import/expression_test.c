/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/import/expression_parts.h"

/* The most alternatives that one expression may come to. */
enum { MOST_ALTERNATIVES = 4096 };

/* An entropy of less than the limit, for a comparison that has no equality: no text has one in between. */
#define JUST_BELOW 1e-9

/* What a test is about. */
enum subject { ABOUT_SECRET, ABOUT_MATCH, ABOUT_LINE, ABOUT_PATH, ABOUT_COMMIT };

bool expression_fault(struct parser *parser, const char *what)
{
	if (!parser->fault)
		parser->fault = what;
	return false;
}

static bool expression_lost(struct parser *parser)
{
	parser->failed = true;
	return expression_fault(parser, "out of memory");
}

bool expression_expect(struct parser *parser, const char *sign)
{
	return token_take(&parser->tokens, TOKEN_SIGN, sign) ||
	       expression_fault(parser, "something that is not understood");
}

/* ---- values ---- */

static bool subject_of(struct parser *parser, struct text map, struct text key, enum subject *out)
{
	static const struct {
		const char *map, *key;
		enum subject subject;
	} known[] = {
		{"finding", "secret", ABOUT_SECRET},
		{"finding", "match", ABOUT_MATCH},
		{"finding", "line", ABOUT_LINE},
		{"attributes", "path", ABOUT_PATH},
		{"attributes", "git.sha", ABOUT_COMMIT},
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (text_is(map, known[i].map) && text_is(key, known[i].key)) {
			*out = known[i].subject;
			return true;
		}
	return expression_fault(parser, "a value that is not known here");
}

/* finding["secret"] */
static bool read_member(struct parser *parser, struct text map, enum subject *out)
{
	struct text key;

	if (!expression_expect(parser, "["))
		return false;
	key = parser->tokens.now.text;
	if (parser->tokens.now.type != TOKEN_STRING)
		return expression_fault(parser, "a value that is not known here");
	token_next(&parser->tokens);
	return expression_expect(parser, "]") && subject_of(parser, map, key, out);
}

/* get(attributes, "path", "") */
static bool read_get(struct parser *parser, enum subject *out)
{
	struct tokens *tokens = &parser->tokens;
	struct text map, key;

	if (!expression_expect(parser, "("))
		return false;
	map = tokens->now.text;
	token_next(tokens);
	if (!expression_expect(parser, ","))
		return false;
	key = tokens->now.text;
	token_next(tokens);
	if (token_take(tokens, TOKEN_SIGN, ","))
		token_next(tokens);
	return expression_expect(parser, ")") && subject_of(parser, map, key, out);
}

static bool read_name(struct parser *parser, enum subject *out)
{
	struct text name = parser->tokens.now.text;
	size_t dot = text_find(name, (struct text)TEXT("."));

	if (parser->tokens.now.type != TOKEN_NAME)
		return expression_fault(parser, "a value that is not known here");
	token_next(&parser->tokens);
	if (text_is(name, "get"))
		return read_get(parser, out);
	if (dot < name.len)
		return subject_of(
			parser, text_slice(name, 0, dot), text_slice(name, dot + 1, name.len), out);
	return read_member(parser, name, out);
}

static bool read_value(struct parser *parser, enum subject *out)
{
	bool is_enclosed = token_take(&parser->tokens, TOKEN_SIGN, "(");

	if (!read_name(parser, out))
		return false;
	/* What stands where there is none: an absent path is the empty one here too. */
	if (token_take(&parser->tokens, TOKEN_SIGN, "??")) {
		if (parser->tokens.now.type != TOKEN_STRING || parser->tokens.now.text.len)
			return expression_fault(parser, "a default that is not the empty text");
		token_next(&parser->tokens);
	}
	return !is_enclosed || expression_expect(parser, ")");
}

static bool read_strings(struct parser *parser, struct texts *out)
{
	if (!expression_expect(parser, "["))
		return false;
	while (!token_take(&parser->tokens, TOKEN_SIGN, "]")) {
		if (parser->tokens.now.type != TOKEN_STRING)
			return expression_fault(parser, "a list of other things than strings");
		if (texts_add(parser->import, out, parser->tokens.now.text) < 0)
			return expression_lost(parser);
		token_next(&parser->tokens);
		if (!token_is(&parser->tokens, TOKEN_SIGN, "]") && !expression_expect(parser, ","))
			return false;
	}
	return true;
}

/* ---- tests as allowances ---- */

bool expression_add(
	struct parser *parser, struct allowances *out, const struct allowance *allowance)
{
	if (out->count == MOST_ALTERNATIVES)
		return expression_fault(parser, "more alternatives than are counted");
	return allowances_add(parser->import, out, allowance) == 0 || expression_lost(parser);
}

static bool add_pattern(
	struct parser *parser, enum subject subject, struct text pattern, struct allowances *out)
{
	struct allowance allowance = {.all = true};

	if (subject == ABOUT_COMMIT)
		return expression_fault(parser, "a pattern of a commit's id");
	if (subject == ABOUT_PATH)
		allowance.path = pattern;
	else {
		allowance.target = (enum allow_target)subject;
		allowance.pattern = pattern;
	}
	return expression_add(parser, out, &allowance);
}
_Static_assert((int)ABOUT_SECRET == (int)ALLOW_SECRET && (int)ABOUT_MATCH == (int)ALLOW_MATCH &&
		       (int)ABOUT_LINE == (int)ALLOW_LINE,
	"a subject of the finding is a target");

/* An alternative for each pattern. */
static bool add_matches(struct parser *parser, enum subject subject, const struct texts *patterns,
	struct allowances *out)
{
	for (size_t i = 0; i < patterns->count; i++) {
		struct converted converted;
		struct text pattern;
		bool ok;

		if (import_pattern(parser->import, parser->rule, parser->what, patterns->items[i],
			    DIALECT_GO, &pattern, &converted, &ok) < 0)
			return expression_lost(parser);
		if (!ok)
			return expression_fault(parser, "a pattern that is not understood");
		if (!add_pattern(parser, subject, pattern, out))
			return false;
	}
	return true;
}

/* None of the patterns occurs. */
static bool add_lacks(struct parser *parser, enum subject subject, const struct texts *patterns,
	struct allowances *out)
{
	struct allowance allowance = {.all = true, .target = (enum allow_target)subject};
	bool ok;

	if (subject > ABOUT_LINE)
		return expression_fault(parser, "a negation of a path or commit");
	if (import_joined(parser->import, parser->rule, parser->what, patterns, DIALECT_GO,
		    &allowance.lacks, &ok) < 0)
		return expression_lost(parser);
	if (!ok)
		return expression_fault(parser, "a pattern that is not understood");
	return expression_add(parser, out, &allowance);
}

static bool has_upper(struct text text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] >= 'A' && text.ptr[i] <= 'Z')
			return true;
	return false;
}

/* The text is searched in lower case and the words are not: one with a capital occurs nowhere. */
static bool living_words(struct parser *parser, const struct texts *words, struct texts *out)
{
	for (size_t i = 0; i < words->count; i++)
		if (words->items[i].len && !has_upper(words->items[i]) &&
			texts_add(parser->import, out, words->items[i]) < 0)
			return expression_lost(parser);
	return true;
}

static bool literal(struct parser *parser, const struct texts *words, const char *before,
	const char *behind, struct text *out)
{
	struct buffer made = {0};

	buffer_string(&made, before);
	for (size_t i = 0; i < words->count; i++) {
		buffer_string(&made, i ? "|" : "");
		dialect_literal(&made, words->items[i]);
	}
	buffer_string(&made, behind);
	*out = arena_text(parser->import->arena, buffer_text(&made));
	if (made.failed || !out->ptr)
		err_nomem(parser->import->err);
	buffer_free(&made);
	return parser->import->err->kind == ERR_NONE || expression_lost(parser);
}

static bool add_contains(struct parser *parser, enum subject subject, const struct texts *words,
	bool negative, struct allowances *out)
{
	struct allowance allowance = {.all = true, .target = (enum allow_target)subject};
	struct text pattern;

	if (!living_words(parser, words, &allowance.stopwords) || allowance.stopwords.count == 0)
		return !parser->fault;
	if (subject == ABOUT_SECRET && !negative)
		return expression_add(parser, out, &allowance);
	if (!literal(parser, &allowance.stopwords, "(?i)(?:", ")", &pattern))
		return false;
	if (!negative)
		return add_pattern(parser, subject, pattern, out);
	if (subject > ABOUT_LINE)
		return expression_fault(parser, "a negation of a path or commit");
	allowance.stopwords = (struct texts){0};
	allowance.lacks = pattern;
	return expression_add(parser, out, &allowance);
}

static bool add_equal(struct parser *parser, enum subject subject, const struct texts *words,
	struct allowances *out)
{
	struct allowance allowance = {.all = true, .commits = *words};
	struct text pattern;

	if (words->count == 0)
		return true;
	if (subject == ABOUT_COMMIT)
		return expression_add(parser, out, &allowance);
	return literal(parser, words, "\\A(?:", ")\\z", &pattern) &&
	       add_pattern(parser, subject, pattern, out);
}

static bool read_entropy(struct parser *parser, struct allowances *out)
{
	struct allowance allowance = {.all = true};
	enum subject subject;
	bool is_below;

	if (!expression_expect(parser, "(") || !read_value(parser, &subject) ||
		!expression_expect(parser, ")"))
		return false;
	if (subject != ABOUT_SECRET)
		return expression_fault(parser, "the entropy of something else than the secret");
	is_below = token_take(&parser->tokens, TOKEN_SIGN, "<");
	if (!is_below && !expression_expect(parser, "<="))
		return false;
	if (parser->tokens.now.type != TOKEN_NUMBER)
		return expression_fault(parser, "a comparison with no number");
	if (import_number(parser->import, parser->tokens.now.text, &allowance.entropy) < 0)
		return expression_lost(parser);
	allowance.entropy -= is_below ? JUST_BELOW : 0;
	token_next(&parser->tokens);
	return expression_add(parser, out, &allowance);
}

static bool read_call(struct parser *parser, bool contains, bool negative, struct allowances *out)
{
	struct texts words = {0};
	enum subject subject;

	if (!expression_expect(parser, "(") || !read_value(parser, &subject) ||
		!expression_expect(parser, ",") || !read_strings(parser, &words) ||
		!expression_expect(parser, ")"))
		return false;
	if (contains)
		return add_contains(parser, subject, &words, negative, out);
	return negative ? add_lacks(parser, subject, &words, out)
			: add_matches(parser, subject, &words, out);
}

static bool read_comparison(struct parser *parser, struct allowances *out)
{
	struct texts words = {0};
	enum subject subject;

	if (!read_value(parser, &subject))
		return false;
	if (token_take(&parser->tokens, TOKEN_NAME, "in"))
		return read_strings(parser, &words) && add_equal(parser, subject, &words, out);
	if (!expression_expect(parser, "==") || parser->tokens.now.type != TOKEN_STRING)
		return expression_fault(parser, "something that is not understood");
	if (texts_add(parser->import, &words, parser->tokens.now.text) < 0)
		return expression_lost(parser);
	token_next(&parser->tokens);
	return add_equal(parser, subject, &words, out);
}

static struct text function_name(const struct parser *parser)
{
	struct text name = parser->tokens.now.text;

	if (parser->tokens.now.type != TOKEN_NAME)
		return (struct text){"", 0};
	return text_starts(name, "filter.") ? text_slice(name, 7, name.len) : name;
}

bool expression_test(struct parser *parser, bool negative, struct allowances *out)
{
	struct text name = function_name(parser);
	bool contains = text_is(name, "containsAny");

	if (contains || text_is(name, "matchesAny")) {
		token_next(&parser->tokens);
		return read_call(parser, contains, negative, out);
	}
	if (negative)
		return expression_fault(parser, "a negation that is not known here");
	if (!text_is(name, "entropy"))
		return read_comparison(parser, out);
	token_next(&parser->tokens);
	return read_entropy(parser, out);
}
