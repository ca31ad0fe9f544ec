/* SPDX-License-Identifier: Apache-2.0
 *
 * Findings about single tensors. Of one kind the first twenty are said, and how many there are besides: a broken tool breaks
 * hundreds.
 */
#include <math.h>

#include "checks/model/weights/judge.h"

enum { MOST_SAID = 20 };

bool weights_forbidden(const struct weights_options *options, const char *word)
{
	for (size_t i = 0; i < options->forbid.count; i++)
		if (text_is(options->forbid.items[i], word))
			return true;
	return false;
}

int weights_report(const struct weights_saying *saying, const char *rule,
	const struct tensor *tensor, bool known, struct text message)
{
	struct arena *arena = saying->judging->job->arena;
	const struct detail details[] = {
		{"tensor", DETAIL_TEXT, tensor->name, 0}, {"type", DETAIL_TEXT, tensor->type, 0}};
	const struct model_report report = {.rule = rule,
		.path = tensor->path,
		.message = arena_textf(arena, "%.*s: tensor %.*s (%.*s) %.*s",
			SHOWN(saying->subject->options->name), text_quote(tensor->name),
			tensor->name.ptr, (int)tensor->type.len, tensor->type.ptr, (int)message.len,
			message.ptr),
		.evidence = arena_textf(arena, "%.*s\n%.*s", SHOWN(saying->subject->options->name),
			(int)tensor->name.len, tensor->name.ptr),
		.details = details,
		.detail_count = 2,
		.known = known};

	if (!message.ptr)
		return err_nomem(saying->err);
	return model_report(saying->judging, saying->subject, &report, saying->err);
}

/* --- what is wrong with a tensor: the message, or ptr NULL for nothing --- */

/* "has NaN or infinity in block 17 and in 3 more of 4096" */
static struct text seen_text(const struct look *look, struct arena *arena, const char *what,
	const char *unit, const struct seen *seen, uint64_t of)
{
	if (seen->count == 1)
		return arena_textf(arena, "%s in %s %llu of %llu", what, unit,
			(unsigned long long)seen->first, (unsigned long long)of);
	(void)look;
	return arena_textf(arena, "%s in %s %llu and %llu more of %llu", what, unit,
		(unsigned long long)seen->first, (unsigned long long)(seen->count - 1),
		(unsigned long long)of);
}

typedef struct text tensor_rule(const struct weights_saying *saying, const struct look *look);

#define NOTHING ((struct text){0})

static struct text ask_nonfinite(const struct weights_saying *saying, const struct look *look)
{
	struct arena *arena = saying->judging->job->arena;

	if (!weights_forbidden(saying->options, "nan") &&
		!weights_forbidden(saying->options, "inf"))
		return NOTHING;
	if (look->scan.nonfinite.count)
		return seen_text(look, arena, "has NaN or infinity", look->scan.unit,
			&look->scan.nonfinite, look->scan.units);
	if (look->distance.nonfinite.count)
		return seen_text(look, arena, "becomes NaN or infinite", "value",
			&look->distance.nonfinite, look->tensor->count);
	return NOTHING;
}

/* Where there is a reference it says what is lost: a block below what a half can hold is not. */
static struct text ask_zero_scale(const struct weights_saying *saying, const struct look *look)
{
	struct arena *arena = saying->judging->job->arena;

	if (!weights_forbidden(saying->options, "zero-scale"))
		return NOTHING;
	if (look->reference && look->tensor->bits <= 8 && look->distance.lost.count)
		return seen_text(look, arena,
			"is zero where the reference is not: scales or codes of zero",
			"span of 32 values", &look->distance.lost, (look->tensor->count + 31) / 32);
	/* Sound quantizers flatten no group so; one is enough, where the scale says so too. */
	if (look->distance.flat.count && look->scan.lost.count)
		return seen_text(look, arena,
			"is one value where the reference has many: scales of zero",
			"span of 32 values", &look->distance.flat, (look->tensor->count + 31) / 32);
	if (!look->reference && look->scan.lost.count)
		return seen_text(look, arena,
			"has a scale of zero over codes that are not all alike", look->scan.unit,
			&look->scan.lost, look->scan.units);
	return NOTHING;
}

static struct text ask_bad_scale(const struct weights_saying *saying, const struct look *look)
{
	struct arena *arena = saying->judging->job->arena;

	if (!weights_forbidden(saying->options, "bad-scale"))
		return NOTHING;
	if (look->scan.negative.count)
		return seen_text(look, arena, "has a negative scale", look->scan.unit,
			&look->scan.negative, look->scan.units);
	/* A few blocks of nearly nothing have them in sound models; a tensor of them is broken. */
	if (look->scan.subnormal.count * 2 > look->scan.units)
		return seen_text(look, arena, "has a subnormal scale", look->scan.unit,
			&look->scan.subnormal, look->scan.units);
	return NOTHING;
}

static struct text ask_saturated(const struct weights_saying *saying, const struct look *look)
{
	double most = saying->options->max_saturated * (look->tensor->bits > 4 ? 1 : 2);
	double share =
		look->scan.ends_of ? (double)look->scan.ends / (double)look->scan.ends_of : 0;

	if (!weights_forbidden(saying->options, "saturated") || look->tensor->bits < 4 ||
		look->scan.ends_of < 256 || share <= most)
		return NOTHING;
	return arena_textf(saying->judging->job->arena,
		"has %.1f %% of its codes at the ends of their range, more than %.1f %%",
		100 * share, 100 * most);
}

static struct text ask_dead_rows(const struct weights_saying *saying, const struct look *look)
{
	struct arena *arena = saying->judging->job->arena;
	const struct seen *dead = &look->scan.dead_rows, *equal = &look->scan.equal_rows;

	if (!weights_forbidden(saying->options, "dead-rows"))
		return NOTHING;
	if (look->reference)
		return look->distance.dead_rows.count
			       ? seen_text(look, arena, "is zero where the reference is not", "row",
					 &look->distance.dead_rows,
					 look->tensor->count / look->tensor->columns)
			       : NOTHING;
	if (look->scan.rows > 1 && dead->count * 4 >= look->scan.rows)
		return seen_text(look, arena, "is zero", "row", dead, look->scan.rows);
	if (look->scan.rows > 1 && equal->count * 4 >= look->scan.rows)
		return seen_text(
			look, arena, "repeats the row before", "row", equal, look->scan.rows);
	return NOTHING;
}

static struct text ask_zero_point(const struct weights_saying *saying, const struct look *look)
{
	if (!look->scan.bad_zeros.count)
		return NOTHING;
	return seen_text(look, saying->judging->job->arena, "has a zero point out of range",
		look->scan.unit, &look->scan.bad_zeros, look->scan.units);
}

static struct text ask_shift(const struct weights_saying *saying, const struct look *look)
{
	if (!look->reference || look->tensor->block || !(fabs(look->distance.shift) > 0.75))
		return NOTHING;
	return arena_textf(saying->judging->job->arena,
		"lies %+.2f scales beside the reference on the average: its zero points are off",
		look->distance.shift);
}

static struct text ask_sqnr(const struct weights_saying *saying, const struct look *look)
{
	double sqnr = distance_sqnr_db(&look->distance), least = saying->options->min_sqnr_db;
	double bits = look->tensor->bits;

	if (!look->reference)
		return NOTHING;
	if (!(least > 0))
		least = look->tensor->block ? sqnr_floor_db(bits) : sqnr_floor_db(bits) - 5;
	if (!(sqnr < least))
		return NOTHING;
	return arena_textf(saying->judging->job->arena,
		"has a signal-to-noise of %.1f dB against the reference, below %.1f dB; its "
		"largest "
		"error is %.3g, at value %llu",
		sqnr, least, look->distance.largest, (unsigned long long)look->distance.largest_at);
}

static struct text ask_drop(const struct weights_saying *saying, const struct look *look)
{
	double now = distance_sqnr_db(&look->distance), before = distance_sqnr_db(&look->before);

	if (!look->reference || !look->base || !isfinite(before) || ask_sqnr(saying, look).ptr ||
		!(before - now > saying->options->max_sqnr_drop_db))
		return NOTHING;
	return arena_textf(saying->judging->job->arena,
		"has a signal-to-noise of %.1f dB against the reference, and had %.1f dB at the "
		"base: more than %.1f dB are lost",
		now, before, saying->options->max_sqnr_drop_db);
}

static const struct {
	const char *rule;
	tensor_rule *ask;
} tensor_rules[] = {
	{"model/weights-nonfinite", ask_nonfinite},
	{"model/zero-scale", ask_zero_scale},
	{"model/bad-scale", ask_bad_scale},
	{"model/saturated", ask_saturated},
	{"model/dead-rows", ask_dead_rows},
	{"model/zero-point-range", ask_zero_point},
	{"model/zero-point-shift", ask_shift},
	{"model/outlier-channel", weights_ask_outliers},
	{"model/sqnr-low", ask_sqnr},
	{"model/sqnr-dropped", ask_drop},
};

static int say_more(const struct weights_saying *saying, const char *rule, size_t more)
{
	const struct model_report report = {.rule = rule,
		.path = saying->head->path,
		.message = arena_textf(saying->judging->job->arena,
			"%.*s: the same is true of %zu more tensors",
			SHOWN(saying->subject->options->name), more),
		.evidence = arena_textf(saying->judging->job->arena, "%.*s: more",
			SHOWN(saying->subject->options->name))};

	return more ? model_report(saying->judging, saying->subject, &report, saying->err) : 0;
}

static int say_rule(const struct weights_saying *saying, const char *rule, tensor_rule *ask)
{
	size_t said = 0;

	for (size_t i = 0; i < saying->looks->count; i++) {
		const struct look *look = &saying->looks->items[i];
		struct text message = look->tensor->count ? ask(saying, look) : NOTHING;

		if (!message.ptr)
			continue;
		if (said++ < MOST_SAID &&
			weights_report(saying, rule, look->tensor, look->is_unchanged, message) < 0)
			return -1;
	}
	return say_more(saying, rule, said > MOST_SAID ? said - MOST_SAID : 0);
}

int weights_say_tensors(const struct weights_saying *saying)
{
	for (size_t i = 0; i < sizeof(tensor_rules) / sizeof(tensor_rules[0]); i++)
		if (say_rule(saying, tensor_rules[i].rule, tensor_rules[i].ask) < 0)
			return -1;
	return 0;
}

/* --- the table --- */

enum { WORST_SHOWN = 10 };

static double sqnr_of(const struct look *look)
{
	return look->reference && look->tensor->bits <= 16 ? distance_sqnr_db(&look->distance)
							   : NAN;
}

static void measure(const struct weights_saying *saying, const struct look *look)
{
	struct arena *arena = saying->judging->job->arena;
	double least = saying->options->min_sqnr_db, sqnr = sqnr_of(look);
	struct measurement row = {.subject = saying->subject->options->name,
		.name = arena_textf(
			arena, "SQNR %.*s", text_quote(look->tensor->name), look->tensor->name.ptr),
		.unit = "dB",
		.base = look->base ? distance_sqnr_db(&look->before) : NAN,
		.head = sqnr,
		.low = NAN,
		.high = NAN,
		.tolerance = saying->options->max_sqnr_drop_db,
		.limit = least > 0 ? least : NAN,
		.higher_is_better = true,
		.verdict = MEASURED_WITHIN,
		.note = arena_textf(arena, "%.*s, rmse %.3g, largest error %.3g",
			(int)look->tensor->type.len, look->tensor->type.ptr,
			distance_rmse(&look->distance), look->distance.largest)};

	row.difference = row.head - row.base;
	if (row.name.ptr && ask_sqnr(saying, look).ptr)
		row.verdict = MEASURED_OVER_LIMIT;
	else if (row.name.ptr && ask_drop(saying, look).ptr)
		row.verdict = MEASURED_REGRESSED;
	if (row.name.ptr && row.note.ptr)
		check_measure(saying->judging->job, &row);
}

/* The n-th worst behind the last one: by decibels, then by place. */
static const struct look *next_worst(const struct weights_looks *looks, const struct look *last)
{
	const struct look *worst = NULL;

	for (size_t i = 0; i < looks->count; i++) {
		const struct look *look = &looks->items[i];
		double sqnr = sqnr_of(look);

		if (!isfinite(sqnr) ||
			(last && (sqnr < sqnr_of(last) || (sqnr == sqnr_of(last) && look <= last))))
			continue;
		if (!worst || sqnr < sqnr_of(worst))
			worst = look;
	}
	return worst;
}

int weights_say_worst(const struct weights_saying *saying)
{
	const struct look *look = NULL;

	for (unsigned i = 0; i < WORST_SHOWN; i++) {
		look = next_worst(saying->looks, look);
		if (!look)
			break;
		measure(saying, look);
	}
	return 0;
}
