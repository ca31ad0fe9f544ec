/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/model/select.h"

#include "checks/model/judging.h"
#include "gate/base/glob.h"

/* What stands for a metric that the policy has no words for. KL divergence and the share of equal top tokens have limits between
 * those of a 3-bit and a 2-bit quantization of an 8B model (llama.cpp, tools/perplexity/README.md): a model beyond
 * them is another model, whatever its perplexity. */
static const struct metric_options fallbacks[] = {
	{.task = TEXT("*"),
		.metric = TEXT("mean_kld"),
		.filter = TEXT("*"),
		.margin = 0.01,
		.reference_margin = 0,
		.alpha = 0.05,
		.max = 0.2},
	{.task = TEXT("*"),
		.metric = TEXT("same_top_p"),
		.filter = TEXT("*"),
		.margin = 0.01,
		.reference_margin = 0,
		.alpha = 0.05,
		.min = 0.8},
	{.task = TEXT("*"),
		.metric = TEXT("*"),
		.filter = TEXT("*"),
		.margin = 0.01,
		.reference_margin = 0.02,
		.alpha = 0.05},
};

/* Names are no paths, though some have slashes ("GLUE/mrpc", "AP@0.50/all/100"): here "*" is any bytes. Linear backtracking. */
static bool name_fits(struct text pattern, struct text name)
{
	size_t at = 0, star = SIZE_MAX, from = 0, i = 0;

	while (i < name.len) {
		if (at < pattern.len && pattern.ptr[at] == '*') {
			star = at++;
			from = i;
		} else if (at < pattern.len && pattern.ptr[at] == name.ptr[i]) {
			at++;
			i++;
		} else if (star != SIZE_MAX) {
			at = star + 1;
			i = ++from;
		} else {
			return false;
		}
	}
	while (at < pattern.len && pattern.ptr[at] == '*')
		at++;
	return at == pattern.len;
}

static bool fits(struct text pattern, struct text name)
{
	return text_equal(pattern, name) || name_fits(pattern, name) || glob_match(pattern, name);
}

bool metric_fits(const struct metric_options *options, const struct score_key *key)
{
	return fits(options->task, key->task) && fits(options->metric, key->metric) &&
	       (text_is(options->filter, "*") || text_equal(options->filter, key->filter));
}

enum better metric_better(const struct metric_options *options, const struct score *score)
{
	return options->better ? (enum better)options->better : score->better;
}

static bool is_judged_unasked(const struct score *score)
{
	/* Beside a KL divergence the logarithm of the ratio is the sharper number: its error is paired. */
	return score->is_proportion || (text_is(score->key.metric, "ppl") && !score->is_paired) ||
	       text_is(score->key.metric, "perplexity") ||
	       text_is(score->key.metric, "ln_ppl_ratio") || text_is(score->key.metric, "acc");
}

static bool is_wanted(const struct metric_options *options, const struct score *score)
{
	return metric_fits(options, &score->key) &&
	       (!score->is_group || text_equal(options->task, score->key.task));
}

/* "*" in the policy is every metric that has a better way: how long it took is no metric of the model. */
static bool is_named(const struct metric_options *options, const struct score *score)
{
	return is_wanted(options, score) &&
	       (!text_is(options->metric, "*") || is_judged_unasked(score) ||
		       metric_better(options, score) != BETTER_UNKNOWN);
}

const struct metric_options *metric_options_of(
	const struct model_options *model, const struct score *score)
{
	const struct metric_options *items = model->metrics.items;
	size_t count = model->metrics.count;

	for (size_t i = 0; i < count; i++)
		if (is_named(&items[i], score))
			return &items[i];
	for (size_t i = 0; i < 2; i++)
		if (metric_fits(&fallbacks[i], &score->key))
			return &fallbacks[i];
	return count == 0 && is_judged_unasked(score) && is_wanted(&fallbacks[2], score)
		       ? &fallbacks[2]
		       : NULL;
}

bool model_evidence_counts(
	const struct model_options *model, const struct side_evidence *side, size_t at)
{
	const struct scores *scores = &side->items[at].scores;
	bool has = at == 0;

	for (size_t k = 0; k < scores->count && !has; k++) {
		has = metric_options_of(model, &scores->items[k]) != NULL;
		for (size_t i = 0; i < at && has; i++)
			has = !evidence_find(&side->items[i], &scores->items[k].key);
	}
	return has;
}
