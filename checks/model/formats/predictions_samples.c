/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "checks/model/formats/predictions.h"
#include "checks/model/statistic.h"

static bool is_regression(const struct table *table)
{
	bool fraction = false;

	for (size_t i = 0; i < table->count; i++) {
		double value;

		if (evidence_number(&value, table->items[i].cells[COLUMN_LABEL]))
			return false;
		fraction = fraction || value != floor(value);
	}
	return fraction;
}

static double value_of(const struct table *table, const struct table_row *row)
{
	double label, prediction;

	if (!table->regression)
		return text_equal(text_trim(row->cells[COLUMN_LABEL]),
			text_trim(row->cells[COLUMN_PREDICTION]));
	if (evidence_number(&label, row->cells[COLUMN_LABEL]) ||
		evidence_number(&prediction, row->cells[COLUMN_PREDICTION]))
		return NAN;
	return fabs(prediction - label);
}

static struct sampled sample_of(const struct table_row *row, size_t i)
{
	struct sampled sample = {.id = (int64_t)i, .line = row->line};
	double id;

	sample.target = evidence_hash(row->cells[COLUMN_LABEL]);
	if (row->cells[COLUMN_CLUSTER].len > 0)
		sample.cluster = evidence_hash(row->cells[COLUMN_CLUSTER]);
	if (row->cells[COLUMN_ID].len == 0)
		return sample;
	sample.document = evidence_hash(row->cells[COLUMN_ID]);
	sample.id = (int64_t)(sample.document >> 1);
	if (!evidence_number(&id, row->cells[COLUMN_ID]) && fabs(id) < 9e15 && id == floor(id))
		sample.id = (int64_t)id;
	return sample;
}

static int keep(struct table *table, struct text task, const char *metric, enum pair pair,
	const struct sampled *sample, struct err *err)
{
	const struct score_key key = {task, text_of(metric), {0}};
	struct sample_set *set;

	if (evidence_samples(&set, table->evidence, &key, table->file->path, err) < 0)
		return -1;
	set->pair = pair;
	return sample_set_add(set, sample, table->evidence->arena, err);
}

/* Names of classes, in the order in which they occur; beyond MOST_CLASSES there are no scores of classes. */
struct classes {
	struct text names[MOST_CLASSES];
	size_t count;
	bool too_many;
};

static double class_of(struct classes *classes, struct text name)
{
	name = text_trim(name);
	for (size_t i = 0; i < classes->count; i++)
		if (text_equal(classes->names[i], name))
			return (double)i;
	if (classes->count == MOST_CLASSES) {
		classes->too_many = true;
		return NAN;
	}
	classes->names[classes->count] = name;
	return (double)classes->count++;
}

static int keep_classes(struct table *table, struct err *err)
{
	struct classes classes = {.count = 0};

	for (size_t i = 0; i < table->count; i++) {
		(void)class_of(&classes, table->items[i].cells[COLUMN_LABEL]);
		(void)class_of(&classes, table->items[i].cells[COLUMN_PREDICTION]);
	}
	for (size_t i = 0; i < table->count && !classes.too_many; i++) {
		const struct table_row *row = &table->items[i];
		struct sampled sample = sample_of(row, i);

		sample.value = class_of(&classes, row->cells[COLUMN_LABEL]);
		sample.second = class_of(&classes, row->cells[COLUMN_PREDICTION]);
		if (keep(table, row->cells[COLUMN_TASK], "macro_f1", PAIR_CLASSES, &sample, err) <
				0 ||
			keep(table, row->cells[COLUMN_TASK], "mcc", PAIR_CLASSES, &sample, err) < 0)
			return -1;
	}
	return 0;
}

static int keep_values(struct table *table, struct err *err)
{
	for (size_t i = 0; i < table->count; i++) {
		const struct table_row *row = &table->items[i];
		struct sampled sample = sample_of(row, i);

		sample.value = value_of(table, row);
		if (keep(table, row->cells[COLUMN_TASK],
			    table->regression ? "absolute_error" : "acc", PAIR_NONE, &sample,
			    err) < 0)
			return -1;
	}
	return 0;
}

static int add_score(struct table *table, const struct sample_set *set, struct err *err)
{
	struct score score = {.key = set->key,
		.error = NAN,
		.value = statistic_of_samples(set),
		.samples = set->count,
		.is_mean = set->pair == PAIR_NONE,
		.line = 1,
		.column = 1};

	score.flaw = isfinite(score.value) ? NULL : "NaN";
	score.better = table->regression ? BETTER_LOWER : BETTER_HIGHER;
	score.is_proportion = !table->regression && set->pair == PAIR_NONE;
	return evidence_score(table->evidence, &score, err);
}

int predictions_to_samples(struct table *table, struct err *err)
{
	const struct sample_sets *sets = &table->evidence->samples;

	table->regression = is_regression(table);
	if (keep_values(table, err) < 0 || (!table->regression && keep_classes(table, err) < 0))
		return -1;
	for (size_t i = 0; i < sets->count; i++)
		if (add_score(table, &sets->items[i], err) < 0)
			return -1;
	return 0;
}
