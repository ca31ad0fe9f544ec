/* SPDX-License-Identifier: Apache-2.0
 *
 * Which numbers are judged, whether they can be, and the comparison of each with the base, the reference and its limits.
 */
#include "checks/model/rules/accuracy.h"

#include <math.h>
#include <stdio.h>

#include "checks/model/comparable.h"
#include "checks/model/select.h"

enum { LABEL = 256 };

/* "gsm8k exact_match (strict-match)" */
static const char *label(char out[LABEL], const struct score_key *key)
{
	bool filtered = key->filter.len > 0 && !text_is(key->filter, "none");

	snprintf(out, LABEL, "%.*s%s%.*s%s%.*s%s", SHOWN(key->task), key->task.len ? " " : "",
		SHOWN(key->metric), filtered ? " (" : "", filtered ? (int)key->filter.len : 0,
		key->filter.ptr ? key->filter.ptr : "", filtered ? ")" : "");
	return out;
}

static int refuse(struct judged *judged, const struct evidence *evidence, const struct score *score,
	const char *why, const char *remedy, uint32_t line, struct err *err)
{
	char place[32] = "", name[LABEL];

	judged->had_something = true;
	if (line > 0)
		snprintf(place, sizeof(place), ", line %u", line);
	return model_incomplete(judged->judging, judged->subject, evidence->path, remedy, err,
		"%s%s: %s", label(name, &score->key), place, why);
}

int accuracy_refuse(struct judged *judged, const struct evidence *evidence,
	const struct score *score, const char *why, uint32_t line, struct err *err)
{
	return refuse(judged, evidence, score, why,
		"evaluate again in the same way as the other side, and commit the whole output",
		line, err);
}

static int add(struct judged *judged, const struct accuracy_row *row, struct err *err)
{
	struct accuracy_rows *rows = &judged->rows;

	if (arena_reserve(judged->judging->job->arena, (void **)&rows->items, &rows->capacity,
		    rows->count + 1, sizeof(*rows->items)) < 0)
		return err_nomem(err);
	rows->items[rows->count++] = *row;
	return 0;
}

/* Both values of what is not the same. */
static int refuse_fact(struct judged *judged, const struct accuracy_row *row,
	struct difference difference, struct err *err)
{
	struct text name = difference.head->name, was = difference.base->value,
		    is = difference.is_unsaid ? text_of("not said") : difference.head->value;
	char label_text[LABEL];

	return model_incomplete(judged->judging, judged->subject, row->evidence->path,
		"evaluate both sides with the same harness and settings", err,
		"%s cannot be compared with the %s: %s%s%.*s is \"%.*s\" there and \"%.*s\" here",
		label(label_text, &row->head->key),
		row->against == AGAINST_BASE ? "base" : "reference",
		fact_kind_name(difference.head->kind), name.len ? " " : "", SHOWN(name), SHOWN(was),
		SHOWN(is));
}

/* 1: may be compared; 0: was refused, and said so. */
static int ask_samples(struct judged *judged, const struct accuracy_row *row,
	const struct sample_set *base, const struct sample_set *head, struct err *err)
{
	const struct sampled *at;
	uint32_t line = 0;
	const char *why = samples_flaw(base, row->base, &line);
	char text[160];

	if (why) {
		snprintf(text, sizeof(text), "what it is compared with has %s", why);
		return accuracy_refuse(judged, row->evidence, row->head, text, line, err);
	}
	why = samples_differ(base, head, &at);
	if (!why)
		return 1;
	if (at)
		snprintf(text, sizeof(text), "document %lld: %s than what it is compared with",
			(long long)at->id, why);
	else
		snprintf(text, sizeof(text), "%s than what it is compared with: %zu and %zu", why,
			head->count, base->count);
	return accuracy_refuse(judged, row->evidence, row->head, text, at ? at->line : 0, err);
}

static int compare(struct judged *judged, struct accuracy_row *row, const struct evidence *base,
	struct err *err)
{
	const struct sample_set *base_samples = evidence_find_samples(base, &row->head->key);
	const struct sample_set *head_samples =
		evidence_find_samples(row->evidence, &row->head->key);
	struct difference difference = evidence_difference(
		base, row->evidence, row->head->key.task, row->against == AGAINST_REFERENCE);
	struct loss_rule rule = {row->margin, row->options->alpha};

	judged->had_something = true;
	if (difference.head)
		return refuse_fact(judged, row, difference, err);
	if (score_flaw(row->base))
		return accuracy_refuse(
			judged, base, row->base, score_flaw(row->base), row->base->line, err);
	if (base_samples && head_samples) {
		int may = ask_samples(judged, row, base_samples, head_samples, err);

		if (may <= 0)
			return may;
	}
	if (comparison_make(&row->comparison, row->base, row->head, base_samples, head_samples,
		    row->higher_is_better, rule, judged->judging->job->arena, err) < 0)
		return -1;
	return add(judged, row, err);
}

/* What the evidence of one side turns around cannot be compared. */
static bool is_turned(const struct accuracy_row *row)
{
	return !row->options->better && row->base->better != BETTER_UNKNOWN &&
	       row->base->better != row->head->better;
}

static int against_side(struct judged *judged, struct accuracy_row row,
	const struct side_evidence *side, enum against against, double margin, struct err *err)
{
	const struct evidence *other = accuracy_find(side, &row.head->key, &row.base);

	row.against = against;
	row.margin = margin;
	if (other && margin > 0 && is_turned(&row))
		return accuracy_refuse(judged, row.evidence, row.head,
			"which way is better is said the other way round than by what it is "
			"compared with",
			row.head->line, err);
	if (other && margin > 0)
		return compare(judged, &row, other, err);
	/* The reference was named, and says nothing about this task. */
	if (!other && side->count > 0 && margin > 0 && against == AGAINST_REFERENCE)
		return accuracy_refuse(judged, row.evidence, row.head,
			"the reference's evidence does not have it", row.head->line, err);
	return 0;
}

static bool was_over(const struct score *base, double limit, bool is_floor)
{
	return base && !base->flaw && (is_floor ? base->value < limit : base->value > limit);
}

static int against_limit(struct judged *judged, struct accuracy_row row,
	const struct side_evidence *base, double limit, bool is_floor, struct err *err)
{
	const struct score *before;
	double worse;

	if (limit == 0)
		return 0;
	judged->had_something = true;
	row.against = AGAINST_LIMIT;
	row.limit = limit;
	row.margin = NAN;
	row.higher_is_better = is_floor;
	row.comparison = comparison_limit(row.head, limit, is_floor, row.options->alpha);
	accuracy_find(base, &row.head->key, &before);
	worse = before ? (is_floor ? before->value - row.head->value
				   : row.head->value - before->value)
		       : NAN;
	row.known = was_over(before, limit, is_floor) && worse <= row.options->margin;
	return add(judged, &row, err);
}

/* Beside a KL divergence stands the ratio of the perplexities, whose error is paired. */
static bool has_sharper(const struct judged *judged, const struct accuracy_row *row)
{
	const struct score_key ratio = {row->head->key.task, text_of("ln_ppl_ratio"), {0}};
	const struct score *score = evidence_find(row->evidence, &ratio);

	return row->head->is_paired && text_is(row->head->key.metric, "ppl") && score &&
	       metric_options_of(judged->subject->options, score);
}

static int compare_all(struct judged *judged, const struct model_source *source,
	struct accuracy_row row, struct err *err)
{
	struct loss_rule rule = {row.options->reference_margin, row.options->alpha};
	bool is_ratio = text_is(row.head->key.metric, "ln_ppl_ratio");

	if (against_limit(judged, row, &source->base, row.options->min, true, err) < 0 ||
		against_limit(judged, row, &source->base, row.options->max, false, err) < 0)
		return -1;
	if (is_ratio && rule.margin > 0) {
		row.against = AGAINST_REFERENCE;
		row.margin = rule.margin;
		row.comparison = comparison_logged(row.head, rule);
		judged->had_something = true;
		if (add(judged, &row, err) < 0)
			return -1;
	}
	if (has_sharper(judged, &row))
		return 0;
	if (against_side(judged, row, &source->base, AGAINST_BASE, row.options->margin, err) < 0)
		return -1;
	return row.head->is_paired ? 0
				   : against_side(judged, row, &source->reference,
					     AGAINST_REFERENCE, row.options->reference_margin, err);
}

static int judge_score(struct judged *judged, const struct model_source *source,
	const struct evidence *evidence, const struct score *score, struct err *err)
{
	const struct metric_options *options = metric_options_of(judged->subject->options, score);
	const struct sample_set *samples = evidence_find_samples(evidence, &score->key);
	struct accuracy_row row = {.options = options,
		.evidence = evidence,
		.head = score,
		.samples_path = samples ? samples->path : (struct text){"", 0}};
	uint32_t line = 0;
	const char *flaw;

	if (!options)
		return 0;
	judged->had_metric = true;
	flaw = score_flaw(score);
	if (flaw)
		return accuracy_refuse(judged, evidence, score, flaw, score->line, err);
	flaw = samples ? samples_flaw(samples, score, &line) : NULL;
	if (flaw)
		return accuracy_refuse(judged, evidence, score, flaw, line, err);
	if (metric_better(options, score) == BETTER_UNKNOWN)
		return refuse(judged, evidence, score,
			"neither the evidence nor the policy (`better`) says which way is better",
			"say `better: higher` or `better: lower` beside its margin", score->line,
			err);
	row.higher_is_better = metric_better(options, score) == BETTER_HIGHER;
	check_examined(judged->judging->job, "metrics", 1);
	check_examined(judged->judging->job, "samples", samples ? samples->count : score->samples);
	return compare_all(judged, source, row, err);
}

static bool is_first_with(const struct side_evidence *side, size_t at, const struct score_key *key)
{
	const struct score *ignored;

	return accuracy_find(side, key, &ignored) == &side->items[at];
}

static int judge_source(struct judged *judged, const struct model_source *source, struct err *err)
{
	for (size_t i = 0; i < source->head.count; i++) {
		const struct evidence *evidence = &source->head.items[i];

		for (size_t k = 0; k < evidence->scores.count; k++)
			if (is_first_with(&source->head, i, &evidence->scores.items[k].key) &&
				judge_score(judged, source, evidence, &evidence->scores.items[k],
					err) < 0)
				return -1;
	}
	return accuracy_missing(judged, source, err);
}

/* NULL: there is none. */
static const struct evidence *first_evidence(const struct model_subject *subject)
{
	for (size_t i = 0; i < subject->source_count; i++)
		if (subject->sources[i].head.count > 0)
			return &subject->sources[i].head.items[0];
	return NULL;
}

/* Evidence that is not the model's own was reported, and its numbers are nobody's. */
static int judge_sources(struct judged *judged, struct err *err)
{
	for (size_t i = 0; i < judged->subject->source_count; i++) {
		const struct model_source *source = &judged->subject->sources[i];

		judged->had_something = judged->had_something || source->is_foreign;
		if (!source->is_foreign && judge_source(judged, source, err) < 0)
			return -1;
	}
	return accuracy_named(judged, err);
}

static int say_nothing(struct judged *judged, struct err *err)
{
	const struct model_subject *subject = judged->subject;
	const struct scores *scores = &first_evidence(subject)->scores;

	if (judged->had_metric)
		return model_incomplete(judged->judging, subject, subject->path,
			"name the full-precision model's evidence as `reference`, or a `min`, in "
			"the policy",
			err,
			"there is nothing to compare it with: no evidence at the base, no "
			"reference, no limit");
	return model_incomplete(judged->judging, subject, first_evidence(subject)->path,
		"name those that count in `metrics` of the policy, each with its margin and with "
		"`better: higher` or `lower`",
		err, "no metric of the evidence is judged: it has %zu, such as %.*s", scores->count,
		SHOWN(scores->items[0].key.metric));
}

int model_judge_accuracy(
	struct model_judging *judging, struct model_subject *subject, struct err *err)
{
	struct judged judged = {.judging = judging, .subject = subject};

	if (!first_evidence(subject) || (!subject->files_changed && !subject->evidence_changed))
		return 0;
	if (judge_sources(&judged, err) < 0)
		return -1;
	if (!judged.had_something && say_nothing(&judged, err) < 0)
		return -1;
	return accuracy_say(judging, subject, &judged.rows, err);
}
