/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/import/expression_parts.h"

enum { DEEPEST = 32 };

/* ---- and, or, not ---- */

static bool read_or(struct parser *parser, struct allowances *out);

/* A value in parentheses begins as an expression in parentheses does: what follows the name tells. */
static bool opens_value(const struct parser *parser)
{
	struct tokens ahead = parser->tokens;

	token_next(&ahead);
	return token_is(&ahead, TOKEN_NAME, "attributes") ||
	       token_is(&ahead, TOKEN_NAME, "finding");
}

static bool read_not(struct parser *parser, struct allowances *out)
{
	bool negative = false, done;

	while (token_take(&parser->tokens, TOKEN_SIGN, "!") ||
		token_take(&parser->tokens, TOKEN_NAME, "not"))
		negative = !negative;
	if (!token_is(&parser->tokens, TOKEN_SIGN, "(") || opens_value(parser))
		return expression_test(parser, negative, out);
	if (negative || parser->depth == DEEPEST)
		return expression_fault(parser, "a negation or nesting that is not known here");
	token_next(&parser->tokens);
	parser->depth++;
	done = read_or(parser, out) && expression_expect(parser, ")");
	parser->depth--;
	return done;
}

static bool take_text(struct text *to, struct text from)
{
	if (from.len && to->len)
		return false;
	if (from.len)
		*to = from;
	return true;
}

static bool take_texts(struct texts *to, const struct texts *from)
{
	if (from->count && to->count)
		return false;
	if (from->count)
		*to = *from;
	return true;
}

static bool has_target(const struct allowance *allowance)
{
	return allowance->pattern.len || allowance->lacks.len;
}

/* Where two limits of entropy hold, the lower one does. */
static void take_entropy(struct allowance *to, const struct allowance *from)
{
	if (from->entropy > 0 && (to->entropy <= 0 || from->entropy < to->entropy))
		to->entropy = from->entropy;
}

/* Both must hold: one allowance, where each part is there once. */
static bool join(struct allowance *to, const struct allowance *from)
{
	if (has_target(to) && has_target(from) && to->target != from->target)
		return false;
	if (has_target(from))
		to->target = from->target;
	take_entropy(to, from);
	return take_text(&to->pattern, from->pattern) && take_text(&to->lacks, from->lacks) &&
	       take_text(&to->path, from->path) && take_texts(&to->stopwords, &from->stopwords) &&
	       take_texts(&to->commits, &from->commits);
}

/* Each of the one with each of the other. */
static bool multiply(struct parser *parser, struct allowances *left, const struct allowances *right)
{
	struct allowances product = {0};

	for (size_t i = 0; i < left->count; i++)
		for (size_t k = 0; k < right->count; k++) {
			struct allowance both = left->items[i];

			if (!join(&both, &right->items[k]))
				return expression_fault(
					parser, "two conditions on the same thing at once");
			if (!expression_add(parser, &product, &both))
				return false;
		}
	*left = product;
	return true;
}

static bool read_and(struct parser *parser, struct allowances *out)
{
	struct allowances all = {0};

	if (!read_not(parser, &all))
		return false;
	while (token_take(&parser->tokens, TOKEN_SIGN, "&&") ||
		token_take(&parser->tokens, TOKEN_NAME, "and")) {
		struct allowances more = {0};

		if (!read_not(parser, &more) || !multiply(parser, &all, &more))
			return false;
	}
	for (size_t i = 0; i < all.count; i++)
		if (!expression_add(parser, out, &all.items[i]))
			return false;
	return true;
}

static bool read_or(struct parser *parser, struct allowances *out)
{
	do
		if (!read_and(parser, out))
			return false;
	while (token_take(&parser->tokens, TOKEN_SIGN, "||") ||
		token_take(&parser->tokens, TOKEN_NAME, "or"));
	return true;
}

/* ---- together ---- */

static unsigned parts_of(const struct allowance *allowance)
{
	const bool parts[] = {allowance->pattern.len > 0, allowance->lacks.len > 0,
		allowance->path.len > 0, allowance->stopwords.count > 0,
		allowance->commits.count > 0, allowance->entropy > 0};
	unsigned count = 0;

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		count += parts[i];
	return count;
}

/* "when: all" says nothing of an allowance with one part. */
static int append(struct parser *parser, const struct allowances *made, struct allowances *out)
{
	for (size_t i = 0; i < made->count; i++) {
		made->items[i].all = parts_of(&made->items[i]) > 1;
		if (allowances_add(parser->import, out, &made->items[i]) < 0)
			return -1;
	}
	return 0;
}

int expression_read(struct import *import, struct text rule, const char *what,
	struct text expression, struct allowances *out, bool *ok)
{
	struct parser parser = {.import = import,
		.rule = rule,
		.what = what,
		.tokens = {.in = expression, .arena = import->arena}};
	struct allowances made = {0};

	token_next(&parser.tokens);
	if (read_or(&parser, &made) && parser.tokens.now.type != TOKEN_END)
		expression_fault(&parser, "something that is not understood");
	*ok = !parser.fault;
	if (parser.failed)
		return -1;
	if (!*ok)
		return import_note(import, rule, "%s has %s at byte %zu: not carried over", what,
			parser.fault, parser.tokens.now.at + 1);
	return append(&parser, &made, out);
}

void expression_entropy(struct allowances *list, double *entropy)
{
	size_t kept = 0;

	for (size_t i = 0; i < list->count; i++) {
		const struct allowance *allowance = &list->items[i];

		if (allowance->entropy > 0 && parts_of(allowance) == 1)
			*entropy = allowance->entropy > *entropy ? allowance->entropy : *entropy;
		else
			list->items[kept++] = *allowance;
	}
	list->count = kept;
}
