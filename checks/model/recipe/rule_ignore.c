/* SPDX-License-Identifier: Apache-2.0
 *
 * Layers that were left out and are not any more. A name may be a pattern ("re:.*lm_head"): of two patterns only equal ones
 * are known to be the same; whether a simple pattern covers a plain name is found out.
 */
#include <string.h>

#include "checks/model/recipe/rules.h"

static bool has_star(struct text pattern, size_t at)
{
	return text_starts(text_slice(pattern, at, pattern.len), ".*");
}

static bool is_literal(struct text pattern, size_t at, char c)
{
	return at < pattern.len && pattern.ptr[at] == c && !strchr("[](){}+?|*^$\\", c);
}

/* A pattern of literals and ".*", as a glob over `name`. What has more to it matches nothing here. */
static bool covers(struct text pattern, struct text name)
{
	size_t star = SIZE_MAX, from = 0, at = 0, i = 0;

	if (text_starts(pattern, "^"))
		pattern = text_slice(pattern, 1, pattern.len);
	if (text_ends(pattern, "$"))
		pattern.len--;
	while (i < name.len) {
		if (has_star(pattern, at)) {
			star = at += 2;
			from = i;
		} else if (is_literal(pattern, at, name.ptr[i])) {
			at++;
			i++;
		} else if (star != SIZE_MAX) {
			at = star;
			i = ++from;
		} else {
			return false;
		}
	}
	while (has_star(pattern, at))
		at += 2;
	return at == pattern.len;
}

static bool is_left_out(const struct recipe *head, struct text name)
{
	for (size_t i = 0; i < head->count; i++) {
		struct text pattern = head->items[i].value;

		if (head->items[i].kind != RECIPE_IGNORE)
			continue;
		if (text_equal(pattern, name))
			return true;
		if (text_starts(pattern, "re:") && !text_starts(name, "re:") &&
			covers(text_slice(pattern, 3, pattern.len), name))
			return true;
	}
	return false;
}

static bool is_sensitive(struct text name)
{
	static const char *const words[] = {
		"lm_head", "output.weight", "embed", "wte", "router", "gate"};

	/* gate_proj is an ordinary layer of an MLP. */
	if (text_contains_nocase(name, text_of("gate_proj")) ||
		text_contains_nocase(name, text_of("gate_up_proj")))
		return false;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (text_contains_nocase(name, text_of(words[i])))
			return true;
	return false;
}

/* Where the head's list or scheme stands. */
static const struct stated *place_of(const struct recipe *head)
{
	const struct stated *found = NULL;

	for (size_t i = 0; i < head->count; i++)
		if (head->items[i].kind == RECIPE_IGNORE)
			return &head->items[i];
		else if (!found && head->items[i].kind == RECIPE_BITS)
			found = &head->items[i];
	return found;
}

int rule_ignore(struct flaws *flaws, const struct recipe_pair *pair, struct err *err)
{
	for (size_t i = 0; pair->base && i < pair->base->count; i++) {
		const struct stated *base = &pair->base->items[i];
		struct flaw flaw = {.at = place_of(pair->head)};

		if (base->kind != RECIPE_IGNORE || is_left_out(pair->head, base->value))
			continue;
		flaw.rule = is_sensitive(base->value) ? "model/sensitive-layer-quantized"
						      : "model/ignore-shrunk";
		flaw.message = flaw_text(flaws,
			"%.*s is no longer on the ignore list: it is quantized now",
			QUOTED(base->value));
		flaw.evidence = flaw_text(flaws, "ignore %.*s", QUOTED(base->value));
		if (flaw_add(flaws, &flaw, err) < 0)
			return -1;
	}
	return 0;
}
