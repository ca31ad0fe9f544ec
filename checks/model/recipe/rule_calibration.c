/* SPDX-License-Identifier: Apache-2.0
 *
 * How much was calibrated on. The lowest statement counts, of those that the quantizer is told; what a script selects of a
 * set counts only where the quantizer is told nothing: scripts load sets for other ends too.
 */
#include <math.h>
#include <string.h>

#include "checks/model/recipe/rules.h"

struct amount {
	const struct stated *lowest, *computed;
};

static void look(
	struct amount *out, const struct recipe *recipe, enum recipe_kind kind, const char *part)
{
	for (size_t i = 0; recipe && i < recipe->count; i++) {
		const struct stated *stated = &recipe->items[i];

		if (stated->kind != kind || strcmp(stated->part, part) != 0)
			continue;
		if (stated->is_computed)
			out->computed = out->computed ? out->computed : stated;
		else if (!isnan(stated->number) &&
			 (!out->lowest || stated->number < out->lowest->number))
			out->lowest = stated;
	}
}

static struct amount amount_of(const struct recipe *recipe, enum recipe_kind kind)
{
	struct amount amount = {0};

	look(&amount, recipe, kind, "");
	if (!amount.lowest && !amount.computed)
		look(&amount, recipe, kind, "select");
	return amount;
}

static const struct measure {
	enum recipe_kind kind;
	const char *rule, *what;
} measures[] = {{RECIPE_SAMPLES, "model/calibration-samples", "number of calibration samples"},
	{RECIPE_LENGTH, "model/calibration-length", "sequence length of the calibration"}};

static int unreadable(struct flaws *flaws, const struct measure *measure, const struct amount *head,
	struct err *err)
{
	struct flaw flaw = {.at = head->computed,
		.is_unreadable = true,
		.evidence = text_of(measure->what),
		.remedy = "write it as a number, or as a constant of the script, or name the file "
			  "that has it in the model's `recipe:`"};

	flaw.message = head->computed
			       ? flaw_text(flaws, "the %s is computed when the script runs (%.*s)",
					 measure->what, QUOTED(head->computed->value))
			       : flaw_text(flaws, "no recipe file says the %s", measure->what);
	return flaw_add(flaws, &flaw, err);
}

static int below_policy(struct flaws *flaws, const struct measure *measure,
	const struct amount *head, const struct amount *base, double minimum, struct err *err)
{
	struct flaw flaw = {.rule = measure->rule,
		.at = head->lowest,
		.known = base->lowest && base->lowest->number <= head->lowest->number};

	flaw.message = flaw_text(flaws, "the %s is %.10g, below the policy's %.10g", measure->what,
		head->lowest->number, minimum);
	flaw.evidence = flaw_text(flaws, "minimum %.10g", head->lowest->number);
	return flaw_add(flaws, &flaw, err);
}

static int below_base(struct flaws *flaws, const struct measure *measure, const struct amount *head,
	const struct amount *base, struct err *err)
{
	struct flaw flaw = {.rule = measure->rule, .at = head->lowest};

	flaw.message = head->lowest
			       ? flaw_text(flaws, "the %s went from %.10g to %.10g", measure->what,
					 base->lowest->number, head->lowest->number)
			       : flaw_text(flaws, "the %s, %.10g at the base, is stated no more",
					 measure->what, base->lowest->number);
	flaw.evidence = flaw_text(flaws, "base %.10g %.10g", base->lowest->number,
		head->lowest ? head->lowest->number : 0.0);
	return flaw_add(flaws, &flaw, err);
}

static bool is_below(const struct amount *amount, double number)
{
	return amount->lowest && amount->lowest->number < number;
}

/* Not stated, where it has to be, or not as a number. */
static bool is_unsaid(const struct amount *amount, double minimum)
{
	return amount->computed || (minimum > 0 && !amount->lowest);
}

static int judge(struct flaws *flaws, const struct measure *measure, const struct recipe_pair *pair,
	double minimum, struct err *err)
{
	struct amount head = amount_of(pair->head, measure->kind),
		      base = amount_of(pair->base, measure->kind);

	if (is_unsaid(&head, minimum)) {
		if (minimum > 0 || base.lowest)
			return unreadable(flaws, measure, &head, err);
		return 0;
	}
	if (minimum > 0 && is_below(&head, minimum))
		return below_policy(flaws, measure, &head, &base, minimum, err);
	if (base.lowest && (!head.lowest || is_below(&head, base.lowest->number)))
		return below_base(flaws, measure, &head, &base, err);
	return 0;
}

int rule_calibration(struct flaws *flaws, const struct recipe_pair *pair,
	const struct recipe_policy *policy, struct err *err)
{
	if (judge(flaws, &measures[0], pair, (double)policy->min_samples, err) < 0)
		return -1;
	return judge(flaws, &measures[1], pair, (double)policy->min_sequence_length, err);
}

/* ---- the chat template ---- */

static const struct stated *template_of(const struct recipe *recipe)
{
	const struct stated *found = NULL;

	for (size_t i = 0; recipe && i < recipe->count; i++)
		if (recipe->items[i].kind == RECIPE_CHAT_TEMPLATE &&
			(!found || recipe->items[i].number != 0))
			found = &recipe->items[i];
	return found;
}

static bool is_applied(const struct stated *stated)
{
	return stated && !(stated->number == 0);
}

int rule_chat_template(struct flaws *flaws, const struct recipe_pair *pair,
	const struct recipe_policy *policy, struct err *err)
{
	const struct stated *head = template_of(pair->head), *base = template_of(pair->base);
	struct flaw flaw = {.rule = "model/chat-template-dropped",
		.at = head,
		.evidence = text_of("chat template"),
		.remedy = "name the script that prepares the calibration texts in the model's "
			  "`recipe:`"};

	if (is_applied(head) || (!policy->chat_template_required && !is_applied(base)))
		return 0;
	flaw.is_unreadable = !head && !pair->head->has_script && !is_applied(base);
	if (flaw.is_unreadable)
		flaw.message = text_of("no recipe file says whether the chat template is applied "
				       "to the calibration texts");
	else if (is_applied(base))
		flaw.message = text_of("the calibration texts no longer pass the chat template, as "
				       "they do at the base");
	else
		flaw.message = text_of("the calibration texts do not pass the chat template, which "
				       "the policy requires");
	flaw.known = pair->base && pair->base->has_script && !is_applied(base);
	return flaw_add(flaws, &flaw, err);
}
