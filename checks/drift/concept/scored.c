/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/drift/concept/scored.h"

#include <math.h>
#include <stdlib.h>

#include "checks/drift/column.h"
#include "gate/base/moment.h"
#include "gate/base/number.h"

static const struct scored_format *const formats[] = {&scored_csv, &scored_jsonl};

static int refuse(const struct scored *out, uint32_t line, struct err *err, const char *what,
	struct text cell)
{
	return err_set(err, ERR_LOOK, "%.200s:%u: %s \"%.*s\"", out->file, line, what,
		text_quote(cell), cell.ptr ? cell.ptr : "");
}

/* 1 and 1.0; of numbers that a double holds no more, as long ids are, two may be the same double. */
static bool is_same(struct text label, struct text prediction)
{
	double a, b;

	if (text_equal(label, prediction))
		return true;
	return number_parse(label, &a) && number_parse(prediction, &b) && a == b && fabs(a) < 9e15;
}

static int loss_of(double *loss, const struct scored *out, const struct concept *concept,
	const struct scored_cells *cells, uint32_t line, struct err *err)
{
	double label, prediction;

	if (concept->metric == METRIC_ACCURACY) {
		*loss = is_same(cells->label, cells->prediction) ? 0 : 1;
		return 0;
	}
	if (!number_parse(cells->label, &label))
		return refuse(out, line, err, "a label that is no number:", cells->label);
	if (!number_parse(cells->prediction, &prediction))
		return refuse(out, line, err, "a prediction that is no number:", cells->prediction);
	*loss = fabs(prediction - label);
	if (concept->metric == METRIC_SQUARED_ERROR)
		*loss *= *loss;
	return isfinite(*loss)
		       ? 0
		       : refuse(out, line, err, "an error that is no number:", cells->prediction);
}

/* The row's number counts all rows, labelled or not. */
static int time_of(double *time, const struct scored *out, const struct concept *concept,
	const struct scored_cells *cells, uint32_t line, struct err *err)
{
	*time = (double)(out->count + out->unlabelled + 1);
	if (concept->time.len == 0)
		return 0;
	*time = moment_of_text(cells->time);
	return isnan(*time) ? refuse(out, line, err, "this is no time:", cells->time) : 0;
}

int scored_add(struct scored *out, const struct concept *concept, const struct scored_cells *cells,
	uint32_t line, struct err *err)
{
	struct scored_row row = {.number = (uint32_t)out->count};

	if (column_is_missing(cells->prediction))
		return refuse(out, line, err, "a row without a prediction:", cells->prediction);
	if (time_of(&row.time, out, concept, cells, line, err) < 0)
		return -1;
	if (column_is_missing(cells->label)) {
		out->unlabelled++;
		return 0;
	}
	if (out->count == MOST_LABELLED)
		return refuse(out, line, err, "more than 4194304 rows with a label", text_of(""));
	if (loss_of(&row.loss, out, concept, cells, line, err) < 0)
		return -1;
	if (arena_reserve(out->arena, (void **)&out->items, &out->capacity, out->count + 1,
		    sizeof(row)) < 0)
		return err_nomem(err);
	out->items[out->count++] = row;
	return 0;
}

static int by_time(const void *left, const void *right)
{
	const struct scored_row *a = left, *b = right;

	if (a->time != b->time)
		return a->time < b->time ? -1 : 1;
	return a->number < b->number ? -1 : 1;
}

int scored_read(struct scored *out, const struct concept *concept, struct text content,
	const char *file, struct arena *arena, struct err *err)
{
	struct arena *scratch = arena_new();
	int done;

	if (!scratch)
		return err_nomem(err);
	*out = (struct scored){.arena = arena, .file = file};
	done = formats[concept->format]->read(out, concept, content, scratch, err);
	arena_free(scratch);
	if (done < 0)
		return -1;
	if (out->count == 0)
		return err_set(err, ERR_LOOK, "%.200s has no row with a label", file);
	qsort(out->items, out->count, sizeof(*out->items), by_time);
	return 0;
}

double scored_metric(const struct concept *concept, double mean_loss)
{
	return concept->metric == METRIC_ACCURACY ? 1 - mean_loss : mean_loss;
}
