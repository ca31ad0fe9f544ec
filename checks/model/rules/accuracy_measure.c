/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <math.h>

#include "checks/model/rules/accuracy_saying.h"

void accuracy_add_name(struct buffer *out, const struct score_key *key)
{
	buffer_printf(
		out, "%.*s%s%.*s", SHOWN(key->task), key->task.len ? " " : "", SHOWN(key->metric));
	if (key->filter.len > 0 && !text_is(key->filter, "none"))
		buffer_printf(out, " (%.*s)", SHOWN(key->filter));
}

/* In a table, where columns are dear. */
static const char *short_thing(enum against against)
{
	static const char *const things[] = {"base", "reference", "limit"};

	return things[against];
}

static void add_short_flips(struct buffer *out, const struct comparison *comparison)
{
	if (comparison->test == TEST_PAIRED_SHARE)
		buffer_printf(out, "flips -%" PRIu64 " +%" PRIu64, comparison->table.lost,
			comparison->table.gained);
}

static enum measured measured_of(const struct accuracy_row *row)
{
	switch (row->comparison.loss.verdict) {
	case LOSS_WITHIN:
		return row->against != AGAINST_LIMIT && row->comparison.loss.high < 0
			       ? MEASURED_BETTER
			       : MEASURED_WITHIN;
	case LOSS_REGRESSED:
		return row->against == AGAINST_LIMIT ? MEASURED_OVER_LIMIT : MEASURED_REGRESSED;
	case LOSS_INCONCLUSIVE:
		break;
	}
	return MEASURED_INCONCLUSIVE;
}

/* As head - base: a loss of a metric of which more is better is a negative difference. */
static void set_difference(struct measurement *out, const struct accuracy_row *row)
{
	const struct loss *loss = &row->comparison.loss;
	bool turned = row->higher_is_better && row->comparison.test != TEST_RATIO;

	if (row->against == AGAINST_LIMIT)
		return;
	out->difference = turned ? -loss->loss : loss->loss;
	out->low = turned ? -loss->high : loss->low;
	out->high = turned ? -loss->low : loss->high;
}

int accuracy_measure(struct saying *saying, const struct accuracy_row *row, struct err *err)
{
	const struct score_key *key = &row->head->key;
	struct text hop = saying->subject->options->hop, note;
	struct measurement out = {.subject = saying->subject->options->name,
		.unit = "",
		.base = NAN,
		.difference = NAN,
		.low = NAN,
		.high = NAN,
		.limit = NAN,
		.head = row->head->value,
		.tolerance = row->margin,
		.higher_is_better = row->higher_is_better,
		.verdict = measured_of(row)};

	add_short_flips(&saying->text, &row->comparison);
	if (accuracy_text(saying, &note, err) < 0)
		return -1;
	accuracy_add_name(&saying->text, key);
	buffer_printf(&saying->text, " vs %s", short_thing(row->against));
	if (accuracy_text(saying, &out.name, err) < 0)
		return -1;
	out.note = row->comparison.test == TEST_PAIRED_SHARE
			   ? note
			   : text_of(test_note(row->comparison.test));
	out.hop = hop.len ? arena_copy(saying->judging->job->arena, hop) : NULL;
	out.head_samples =
		row->comparison.table.samples ? row->comparison.table.samples : row->head->samples;
	out.needed_samples = row->comparison.loss.needed;
	if (row->against == AGAINST_LIMIT)
		out.limit = row->limit;
	if (row->base) {
		out.base = row->base->value;
		out.base_samples = row->comparison.table.samples ? row->comparison.table.samples
								 : row->base->samples;
	}
	set_difference(&out, row);
	check_measure(saying->judging->job, &out);
	return 0;
}
