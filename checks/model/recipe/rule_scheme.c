/* SPDX-License-Identifier: Apache-2.0
 *
 * Schemes, part by part and target by target. A target that only one side names is compared with the other side's
 * most favourable one: whether patterns cover the same layers is not known here, and nothing is guessed.
 */
#include <math.h>
#include <string.h>

#include "checks/model/recipe/rules.h"

/* The higher, the more a weight keeps. */
static double quality(const struct stated *stated)
{
	static const struct {
		const char *name;
		int rank;
	} strategies[] = {{"tensor", 0}, {"channel", 1}, {"token", 1}, {"attn_head", 1},
		{"block", 2}, {"group", 2}, {"tensor_group", 2}};

	if (stated->is_computed)
		return NAN;
	if (stated->kind == RECIPE_GROUP_SIZE)
		return stated->number > 0     ? -stated->number
		       : stated->number == -1 ? -INFINITY
					      : NAN;
	if (stated->kind == RECIPE_BITS)
		return stated->number;
	for (size_t i = 0; i < sizeof(strategies) / sizeof(strategies[0]); i++)
		if (text_is_nocase(stated->value, strategies[i].name))
			return strategies[i].rank;
	return NAN;
}

static bool is_of(const struct stated *stated, enum recipe_kind kind, const char *part)
{
	return stated->kind == kind && strcmp(stated->part, part) == 0 && !isnan(quality(stated));
}

/* The worst of the same target; without one the worst (or best) of all. */
static const struct stated *counterpart(
	const struct recipe *recipe, const struct stated *stated, bool best)
{
	const struct stated *same = NULL, *any = NULL;

	for (size_t i = 0; i < recipe->count; i++) {
		const struct stated *other = &recipe->items[i];

		if (!is_of(other, stated->kind, stated->part))
			continue;
		if (text_equal(other->target, stated->target) &&
			(!same || quality(other) < quality(same)))
			same = other;
		if (!any || (best ? quality(other) > quality(any) : quality(other) < quality(any)))
			any = other;
	}
	return same ? same : any;
}

static const char *what_of(enum recipe_kind kind)
{
	return kind == RECIPE_BITS         ? "bits"
	       : kind == RECIPE_GROUP_SIZE ? "group size"
					   : "granularity";
}

static struct text shown(struct flaws *flaws, const struct stated *stated)
{
	if (stated->kind == RECIPE_STRATEGY)
		return stated->value;
	return stated->number == -1 ? text_of("a whole row")
				    : flaw_text(flaws, "%.10g", stated->number);
}

static int weakened(struct flaws *flaws, const struct stated *base, const struct stated *head,
	bool is_at_head, struct err *err)
{
	struct flaw flaw = {.rule = "model/scheme-weakened", .at = head};
	struct text from = shown(flaws, base), to = shown(flaws, head),
		    target = is_at_head ? head->target : base->target;

	if (!from.ptr || !to.ptr)
		return err_nomem(err);
	flaw.message = flaw_text(flaws, "the %s of %s%s%.*s went from %.*s to %.*s",
		what_of(head->kind), head->part, target.len ? " of " : "", QUOTED(target),
		QUOTED(from), QUOTED(to));
	flaw.evidence = flaw_text(flaws, "%s %s %.*s %.*s %.*s", what_of(head->kind), head->part,
		QUOTED(target), QUOTED(from), QUOTED(to));
	return flaw_add(flaws, &flaw, err);
}

/* W4A16 to W4A8: what was not quantized at all is now. */
static int newly_quantized(struct flaws *flaws, const struct stated *head, struct err *err)
{
	struct flaw flaw = {.rule = "model/scheme-weakened", .at = head};

	flaw.message =
		flaw_text(flaws, "%s are quantized to %.10g bits now, and were not at the base",
			head->part, head->number);
	if (strcmp(head->part, "the KV cache") == 0)
		flaw.message = flaw_text(flaws,
			"the KV cache is quantized to %.10g bits now, and was not at the base",
			head->number);
	flaw.evidence = flaw_text(flaws, "new %s %.10g", head->part, head->number);
	return flaw_add(flaws, &flaw, err);
}

static bool has_scheme(const struct recipe *recipe)
{
	for (size_t i = 0; i < recipe->count; i++)
		if (is_of(&recipe->items[i], RECIPE_BITS, "weights"))
			return true;
	return false;
}

/* A group of another width of bits is another scheme: its bits are judged, its grouping is not comparable. */
static int judge_head(struct flaws *flaws, const struct recipe_pair *pair,
	const struct stated *head, struct err *err)
{
	const struct stated *base = counterpart(pair->base, head, false);

	if (base)
		return quality(head) < quality(base) ? weakened(flaws, base, head, true, err) : 0;
	return head->kind == RECIPE_BITS && strcmp(head->part, "weights") != 0 && head->number < 16
		       ? newly_quantized(flaws, head, err)
		       : 0;
}

/* A target that had a better scheme of its own and now falls under another's. */
static int judge_lost(struct flaws *flaws, const struct recipe_pair *pair,
	const struct stated *base, struct err *err)
{
	const struct stated *head = counterpart(pair->head, base, true);

	return head && !text_equal(head->target, base->target) && quality(head) < quality(base)
		       ? weakened(flaws, base, head, false, err)
		       : 0;
}

static bool is_judged(const struct stated *stated)
{
	return (stated->kind == RECIPE_BITS || stated->kind == RECIPE_STRATEGY ||
		       stated->kind == RECIPE_GROUP_SIZE) &&
	       !isnan(quality(stated));
}

static int unreadable(struct flaws *flaws, const struct stated *head, struct err *err)
{
	struct flaw flaw = {.at = head,
		.is_unreadable = true,
		.evidence = text_of("scheme"),
		.remedy = "write it as a number, or as a constant of the script"};

	flaw.message = flaw_text(flaws, "the %s of %s is computed when the script runs (%.*s)",
		what_of(head->kind), head->part, QUOTED(head->value));
	return flaw_add(flaws, &flaw, err);
}

static bool is_lost(const struct stated *head)
{
	return head->is_computed && (head->kind == RECIPE_BITS || head->kind == RECIPE_GROUP_SIZE);
}

static int judge_all_lost(struct flaws *flaws, const struct recipe_pair *pair, struct err *err)
{
	for (size_t i = 0; i < pair->base->count; i++)
		if (is_judged(&pair->base->items[i]) &&
			judge_lost(flaws, pair, &pair->base->items[i], err) < 0)
			return -1;
	return 0;
}

/* Quadratic in the statements of a recipe, of which there are at most RECIPE_MOST. */
int rule_scheme(struct flaws *flaws, const struct recipe_pair *pair, struct err *err)
{
	if (!pair->base || !has_scheme(pair->base))
		return 0;
	for (size_t i = 0; i < pair->head->count; i++) {
		const struct stated *head = &pair->head->items[i];

		if (is_lost(head) && unreadable(flaws, head, err) < 0)
			return -1;
		if (is_judged(head) && judge_head(flaws, pair, head, err) < 0)
			return -1;
	}
	return judge_all_lost(flaws, pair, err);
}
