/* SPDX-License-Identifier: Apache-2.0
 *
 * What should have been measured and is not there.
 */
#include "checks/model/rules/accuracy.h"
#include "checks/model/select.h"

const struct evidence *accuracy_find(
	const struct side_evidence *side, const struct score_key *key, const struct score **score)
{
	for (size_t i = 0; i < side->count; i++) {
		*score = evidence_find(&side->items[i], key);
		if (*score)
			return &side->items[i];
	}
	*score = NULL;
	return NULL;
}

/* What the base measured and the head no longer does. */
int accuracy_missing(struct judged *judged, const struct model_source *source, struct err *err)
{
	const struct score *found;

	for (size_t i = 0; source->head.count > 0 && i < source->base.count; i++)
		for (size_t k = 0; k < source->base.items[i].scores.count; k++) {
			const struct score *score = &source->base.items[i].scores.items[k];

			if (!metric_options_of(judged->subject->options, score))
				continue;
			accuracy_find(&source->head, &score->key, &found);
			/* A task that calls itself a group would otherwise be judged no more. */
			if (found && metric_options_of(judged->subject->options, found))
				continue;
			if (accuracy_refuse(judged, &source->head.items[0], score,
				    found ? "judged at the base, and here it says that it is a "
					    "group or no share"
					  : "measured at the base, and missing here",
				    found ? found->line : score->line, err) < 0)
				return -1;
		}
	return 0;
}

static bool has_metric(const struct model_source *source, const struct metric_options *options)
{
	for (size_t i = 0; i < source->head.count; i++)
		for (size_t k = 0; k < source->head.items[i].scores.count; k++)
			if (metric_fits(options, &source->head.items[i].scores.items[k].key))
				return true;
	return false;
}

/* What the policy names must be in one of the sources; where one could not be read, it may be in that. */
static int judge_named(struct judged *judged, const struct metric_options *options, struct err *err)
{
	const struct model_subject *subject = judged->subject;

	for (size_t i = 0; i < subject->source_count; i++)
		if (subject->sources[i].head.failed || subject->sources[i].head.count == 0 ||
			has_metric(&subject->sources[i], options))
			return 0;
	return model_incomplete(judged->judging, judged->subject,
		subject->sources[0].head.items[0].path,
		"evaluate it, or correct its name in the policy", err,
		"the evidence has no %.*s of %.*s (filter %.*s), which the policy judges",
		SHOWN(options->metric), SHOWN(options->task), SHOWN(options->filter));
}

int accuracy_named(struct judged *judged, struct err *err)
{
	const struct block_list *metrics = &judged->subject->options->metrics;
	const struct metric_options *items = metrics->items;

	for (size_t i = 0; i < metrics->count; i++)
		if (judge_named(judged, &items[i], err) < 0)
			return -1;
	return 0;
}
