/* SPDX-License-Identifier: Apache-2.0
 *
 * From rows to findings, incomplete items and measurements. A regression that is proven for a model beats what is inconclusive
 * about it.
 */
#include <inttypes.h>
#include <math.h>

#include "checks/model/rules/accuracy_saying.h"
#include "gate/stats/holm.h"

/* Of several tests of the same kind one is soon below alpha by chance; the bounds of the interval alone do not see that. */
static int adjust(
	struct accuracy_rows *rows, enum against against, struct arena *arena, struct err *err)
{
	double *p = arena_array(arena, rows->count, sizeof(*p));
	size_t count = 0;

	if (!p)
		return err_nomem(err);
	for (size_t i = 0; i < rows->count; i++)
		if (rows->items[i].against == against)
			p[count++] = rows->items[i].comparison.p;
	if (count < 2)
		return 0;
	if (holm_adjust(p, p, count, arena, err) < 0)
		return -1;
	for (size_t i = 0, k = 0; i < rows->count; i++) {
		struct accuracy_row *row = &rows->items[i];

		if (row->against != against)
			continue;
		if (row->comparison.loss.verdict == LOSS_REGRESSED && !(p[k] < row->options->alpha))
			row->comparison.loss.verdict = LOSS_INCONCLUSIVE;
		k++;
	}
	return 0;
}

static const char *thing(enum against against)
{
	static const char *const things[] = {
		"the base", "the full-precision reference", "its limit"};

	return things[against];
}

static void add_flips(struct buffer *out, const struct comparison *comparison)
{
	if (comparison->test != TEST_PAIRED_SHARE)
		return;
	buffer_printf(out,
		"%" PRIu64 " of %" PRIu64 " documents flipped to wrong, %" PRIu64 " to right",
		comparison->table.lost, comparison->table.samples, comparison->table.gained);
}

static void add_documents(struct buffer *out, const struct comparison *comparison)
{
	for (size_t i = 0; i < comparison->flipped_count; i++)
		buffer_printf(out, "%s%" PRId64, i ? ", " : "", comparison->flipped[i]);
}

/* A share is said in points, anything else as it is. */
static double shown(const struct accuracy_row *row, double value)
{
	return row->head->is_proportion ? 100 * value : value;
}

static bool is_in_logarithm(const struct accuracy_row *row)
{
	return row->comparison.test == TEST_RATIO ||
	       (row->comparison.test == TEST_PAIRED_RATIO &&
		       !text_is(row->head->key.metric, "bits_per_byte"));
}

static void add_loss(struct buffer *out, const struct accuracy_row *row)
{
	const struct loss *loss = &row->comparison.loss;
	const char *unit = row->head->is_proportion ? " points"
			   : is_in_logarithm(row)   ? " in ln(ppl)"
						    : "";

	int digits = row->head->is_proportion ? 2 : 5;

	buffer_printf(out, "loss %.*f%s", digits, shown(row, loss->loss), unit);
	if (!isnan(loss->low))
		buffer_printf(out, " (%.*f to %.*f)", digits, shown(row, loss->low), digits,
			shown(row, loss->high));
	buffer_printf(out, ", margin %.*f", digits, shown(row, row->margin));
}

static void add_key(struct buffer *out, const struct saying *saying, const struct accuracy_row *row)
{
	const struct score_key *key = &row->head->key;
	struct text name = saying->subject->options->name;

	buffer_printf(out, "%.*s: ", SHOWN(name));
	accuracy_add_name(out, key);
}

int accuracy_text(struct saying *saying, struct text *out, struct err *err)
{
	*out = saying->text.failed
		       ? (struct text){0}
		       : arena_text(saying->judging->job->arena, buffer_text(&saying->text));
	buffer_clear(&saying->text);
	return out->ptr ? 0 : err_nomem(err);
}

/* What is too little to tell is not said to be beyond it. */
static const char *limit_word(const struct accuracy_row *row)
{
	if (row->comparison.loss.verdict == LOSS_INCONCLUSIVE)
		return row->higher_is_better ? "where the least value is" : "where the limit is";
	return row->higher_is_better ? "below its least value" : "above its limit";
}

static int sentence(
	struct saying *saying, struct text *out, const struct accuracy_row *row, struct err *err)
{
	struct buffer *text = &saying->text;

	add_key(text, saying, row);
	if (row->against == AGAINST_LIMIT) {
		buffer_printf(
			text, " is %.4g, %s %.4g", row->head->value, limit_word(row), row->limit);
		return accuracy_text(saying, out, err);
	}
	if (row->base)
		buffer_printf(text, " went from %.4f to %.4f against %s: ", row->base->value,
			row->head->value, thing(row->against));
	else
		buffer_printf(text, " is %.4f against %s: ", row->head->value, thing(row->against));
	add_loss(text, row);
	if (row->comparison.test == TEST_PAIRED_SHARE) {
		buffer_string(text, "; ");
		add_flips(text, &row->comparison);
		buffer_string(text, row->comparison.flipped_count ? ", first " : "");
		add_documents(text, &row->comparison);
	} else {
		buffer_printf(text, "; %s", test_name(row->comparison.test));
	}
	return accuracy_text(saying, out, err);
}

static int fingerprint(
	struct saying *saying, struct text *out, const struct accuracy_row *row, struct err *err)
{
	add_key(&saying->text, saying, row);
	buffer_printf(&saying->text, "/%d", (int)row->against);
	return accuracy_text(saying, out, err);
}

static int report(struct saying *saying, const struct accuracy_row *row, const char *rule,
	struct text message, struct err *err)
{
	struct text documents, key = row->head->key.task, metric = row->head->key.metric;
	struct detail details[] = {
		{.key = "task", .type = DETAIL_TEXT, .text = key},
		{.key = "metric", .type = DETAIL_TEXT, .text = metric},
		{.key = "against", .type = DETAIL_TEXT, .text = text_of(thing(row->against))},
		{.key = "test",
			.type = DETAIL_TEXT,
			.text = text_of(test_name(row->comparison.test))},
		{.key = "head", .type = DETAIL_NUMBER, .number = row->head->value},
		{.key = "base",
			.type = DETAIL_NUMBER,
			.number = row->base ? row->base->value : NAN},
		{.key = "margin",
			.type = DETAIL_NUMBER,
			.number = row->against == AGAINST_LIMIT ? row->limit : row->margin},
		{.key = "lost",
			.type = DETAIL_NUMBER,
			.number = (double)row->comparison.table.lost},
		{.key = "gained",
			.type = DETAIL_NUMBER,
			.number = (double)row->comparison.table.gained},
		{.key = "samples",
			.type = DETAIL_NUMBER,
			.number = (double)row->comparison.table.samples},
		{.key = "samples_path", .type = DETAIL_TEXT, .text = row->samples_path},
		{.key = "loss", .type = DETAIL_NUMBER, .number = row->comparison.loss.loss},
		{.key = "low", .type = DETAIL_NUMBER, .number = row->comparison.loss.low},
		{.key = "high", .type = DETAIL_NUMBER, .number = row->comparison.loss.high},
		{.key = "flipped", .type = DETAIL_TEXT},
	};
	struct model_report said = {.rule = rule,
		.path = row->evidence->path,
		.line = row->head->line,
		.message = message,
		.details = details,
		.detail_count = sizeof(details) / sizeof(details[0])};

	add_documents(&saying->text, &row->comparison);
	if (accuracy_text(saying, &documents, err) < 0 ||
		fingerprint(saying, &said.evidence, row, err) < 0)
		return -1;
	details[sizeof(details) / sizeof(details[0]) - 1].text = documents;
	said.known = row->known;
	return model_report(saying->judging, saying->subject, &said, err);
}

static int say_inconclusive(struct saying *saying, const struct accuracy_row *row, struct err *err)
{
	uint64_t needed = row->comparison.loss.needed;
	struct text message;

	if (sentence(saying, &message, row, err) < 0)
		return -1;
	buffer_printf(&saying->text, "%.*s; too little to tell", (int)message.len, message.ptr);
	if (needed > 0)
		buffer_printf(&saying->text, ": it would take %" PRIu64 " samples", needed);
	if (accuracy_text(saying, &message, err) < 0)
		return -1;
	if (saying->subject->options->inconclusive == INCONCLUSIVE_WARNING)
		return report(saying, row, "model/inconclusive", message, err);
	check_incomplete(saying->judging->job, row->evidence->path, message.ptr,
		needed > 0 ? "evaluate that many samples, with samples logged at both sides, or "
			     "set `inconclusive: warning`"
			   : "log samples at both sides, or more of them, or set `inconclusive: "
			     "warning`");
	return 0;
}

static int say_row(
	struct saying *saying, const struct accuracy_row *row, bool proven, struct err *err)
{
	struct text message;

	if (accuracy_measure(saying, row, err) < 0)
		return -1;
	if (row->comparison.loss.verdict == LOSS_INCONCLUSIVE)
		return proven || row->known ? 0 : say_inconclusive(saying, row, err);
	if (row->comparison.loss.verdict != LOSS_REGRESSED)
		return 0;
	if (sentence(saying, &message, row, err) < 0)
		return -1;
	return report(saying, row,
		row->against == AGAINST_LIMIT ? "model/below-limit" : "model/regressed", message,
		err);
}

static int say_all(struct saying *saying, const struct accuracy_rows *rows, struct err *err)
{
	bool proven = false;

	for (size_t i = 0; i < rows->count; i++)
		proven = proven || (rows->items[i].comparison.loss.verdict == LOSS_REGRESSED &&
					   !rows->items[i].known);
	for (size_t i = 0; i < rows->count; i++)
		if (say_row(saying, &rows->items[i], proven, err) < 0)
			return -1;
	return 0;
}

int accuracy_say(struct model_judging *judging, struct model_subject *subject,
	struct accuracy_rows *rows, struct err *err)
{
	struct saying saying = {.judging = judging, .subject = subject};
	int done;

	if (adjust(rows, AGAINST_BASE, judging->job->arena, err) < 0 ||
		adjust(rows, AGAINST_REFERENCE, judging->job->arena, err) < 0)
		return -1;
	done = say_all(&saying, rows, err);
	buffer_free(&saying.text);
	return done;
}
