/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/latency/samples.h"

#include <math.h>
#include <string.h>

enum { FIRST_STRIDE = 8 };

/* What a total may be off from its phases: 2 ms, or 1 % of it (a tool rounds; a page does not). */
static const double sum_slack_ms = 2.0, sum_slack_share = 0.01;

void samples_start(struct samples *samples, const char *name, struct arena *arena)
{
	*samples = (struct samples){.arena = arena, .name = name, .speed = NAN, .at = NAN};
	keys_start(&samples->names, arena);
}

struct series *samples_find(const struct samples *samples, struct text name)
{
	const uint32_t *number;

	/* Rows of one series mostly stand together. */
	if (samples->count && text_equal(samples->series[samples->count - 1]->name, name))
		return samples->series[samples->count - 1];
	number = keys_find(&samples->names, name);
	return number ? samples->series[*number - 1] : NULL;
}

static int add_series(
	struct samples *samples, struct text name, struct series **out, struct err *err)
{
	struct series *series;
	uint32_t *number;

	if (samples->count == SAMPLES_MOST_SERIES)
		return err_set(err, ERR_LOOK, "%.200s: more than %d series", samples->name,
			SAMPLES_MOST_SERIES);
	series = arena_alloc(samples->arena, sizeof(*series));
	if (!series || arena_reserve(samples->arena, (void **)&samples->series, &samples->capacity,
			       samples->count + 1, sizeof(struct series *)) < 0)
		return err_nomem(err);
	series->name = arena_text(samples->arena, name);
	series->total = NAN;
	series->random = 0x9e3779b97f4a7c15u;
	if (!series->name.ptr)
		return err_nomem(err);
	if (keys_add(&samples->names, series->name, &number, err) < 0)
		return -1;
	samples->series[samples->count++] = series;
	*number = (uint32_t)samples->count;
	*out = series;
	return 0;
}

int samples_series(struct samples *samples, struct text name, struct series **out, struct err *err)
{
	*out = samples_find(samples, name);
	return *out ? 0 : add_series(samples, name, out, err);
}

static double absent(const struct series *series)
{
	return series->absent_is_zero ? 0 : NAN;
}

/* The cells of kept rows move apart; the total stays the last of each. */
static int widen_cells(
	struct samples *samples, struct series *series, size_t stride, struct err *err)
{
	size_t rows = SAMPLES_MOST_CELLS / stride;
	double *cells;

	if (series->rows > rows)
		series->rows = rows; /* the reservoir is shorter from here on */
	if (series->row_capacity > rows)
		series->row_capacity = rows;
	cells = arena_array(samples->arena, series->row_capacity * stride, sizeof(*cells));
	if (!cells)
		return err_nomem(err);
	for (size_t i = 0; i < series->rows; i++) {
		double *to = cells + i * stride, *from = series->cells + i * series->stride;

		memcpy(to, from, (series->stride - 1) * sizeof(*to));
		for (size_t k = series->stride - 1; k + 1 < stride; k++)
			to[k] = absent(series);
		to[stride - 1] = from[series->stride - 1];
	}
	series->cells = cells;
	return 0;
}

static int widen(struct samples *samples, struct series *series, struct err *err)
{
	size_t stride = series->stride ? series->stride * 2 : FIRST_STRIDE;
	double *row = arena_array(samples->arena, stride, sizeof(*row));

	if (!row)
		return err_nomem(err);
	for (size_t i = 0; i < stride; i++)
		row[i] = i + 1 < series->stride ? series->row[i] : absent(series);
	if (series->stride && widen_cells(samples, series, stride, err) < 0)
		return -1;
	series->row = row;
	series->stride = stride;
	return 0;
}

int samples_phase(struct samples *samples, struct series *series, struct text phase, size_t *index,
	struct err *err)
{
	for (*index = 0; *index < series->phase_count; ++*index)
		if (text_equal(series->phases[*index], phase))
			return 0;
	if (series->phase_count == SAMPLES_MOST_PHASES)
		return err_set(err, ERR_LOOK, "%.200s: more than %d phases in \"%.*s\"",
			samples->name, SAMPLES_MOST_PHASES, text_quote(series->name),
			series->name.ptr);
	if (arena_reserve(samples->arena, (void **)&series->phases, &series->phase_capacity,
		    series->phase_count + 1, sizeof(struct text)) < 0)
		return err_nomem(err);
	if (series->phase_count + 2 > series->stride && widen(samples, series, err) < 0)
		return -1;
	series->phases[series->phase_count] = arena_text(samples->arena, phase);
	if (!series->phases[series->phase_count].ptr)
		return err_nomem(err);
	series->row[series->phase_count++] = absent(series);
	return 0;
}

int samples_row(struct samples *samples, struct series *series, struct err *err)
{
	if (series->stride == 0 && widen(samples, series, err) < 0)
		return -1;
	for (size_t i = 0; i < series->phase_count; i++)
		series->row[i] = absent(series);
	series->total = NAN;
	return 0;
}

static int refuse(const struct samples *samples, uint32_t line, struct err *err, const char *what)
{
	if (line)
		return err_set(err, ERR_LOOK, "%.200s:%u: %s", samples->name, line, what);
	return err_set(err, ERR_LOOK, "%.200s: %s", samples->name, what);
}

static int refuse_cell(
	const struct samples *samples, struct text phase, double ms, uint32_t line, struct err *err)
{
	const char *what = arena_printf(samples->arena, "%.*s is %g ms, which is no length of time",
		text_quote(phase), phase.ptr, ms);

	if (!what)
		return err_nomem(err);
	refuse(samples, line, err, what);
	return err_remedy(err,
		"measure again; a negative phase means that two clocks or definitions were mixed");
}

/* NAN: not measured. More than thirty years in milliseconds would only overflow what is computed with them. */
static bool is_length(double ms)
{
	return isnan(ms) || (ms >= 0 && ms <= 1e12);
}

/* The sum of the measured phases, and whether all were. */
static int check_cells(const struct samples *samples, struct series *series, uint32_t line,
	double *sum, struct err *err)
{
	*sum = series->phase_count ? 0 : NAN;
	for (size_t i = 0; i < series->phase_count; i++) {
		double ms = series->row[i];

		if (!is_length(ms))
			return refuse_cell(samples, series->phases[i], ms, line, err);
		*sum += ms;
	}
	if (!is_length(series->total))
		return refuse_cell(samples, text_of("the total"), series->total, line, err);
	return 0;
}

static int check_sum(const struct samples *samples, const struct series *series, uint32_t line,
	double sum, struct err *err)
{
	double slack = fmax(sum_slack_ms, sum_slack_share * series->total) + series->slack_ms;
	const char *what;

	if (!series->sums || !(fabs(series->total - sum) > slack))
		return 0;
	what = arena_printf(samples->arena, "the phases add up to %.1f ms, the total is %.1f ms",
		sum, series->total);
	if (!what)
		return err_nomem(err);
	refuse(samples, line, err, what);
	return err_remedy(err, "measure again: they are of different measurements (in Lighthouse "
			       "set throttlingMethod to "
			       "devtools or provided)");
}

/* xorshift64* (Vigna, "An experimental exploration of Marsaglia's xorshift generators, scrambled"). */
static uint64_t next_random(uint64_t *state)
{
	*state ^= *state >> 12;
	*state ^= *state << 25;
	*state ^= *state >> 27;
	return *state * 0x2545f4914f6cdd1du;
}

static size_t most_rows(const struct series *series)
{
	size_t rows = SAMPLES_MOST_CELLS / series->stride;

	return rows < SAMPLES_MOST_ROWS ? rows : SAMPLES_MOST_ROWS;
}

static int grow_rows(struct samples *samples, struct series *series, struct err *err)
{
	size_t capacity = series->row_capacity ? series->row_capacity * 2 : FIRST_STRIDE;
	double *cells;

	if (capacity > most_rows(series))
		capacity = most_rows(series);
	cells = arena_array(samples->arena, capacity * series->stride, sizeof(*cells));
	if (!cells)
		return err_nomem(err);
	if (series->rows)
		memcpy(cells, series->cells, series->rows * series->stride * sizeof(*cells));
	series->cells = cells;
	series->row_capacity = capacity;
	return 0;
}

/* The place that keeps the row, or SIZE_MAX where none does. */
static int find_slot(struct samples *samples, struct series *series, size_t *slot, struct err *err)
{
	series->seen++;
	if (series->rows < most_rows(series) && series->rows + 1 == series->seen) {
		if (series->rows == series->row_capacity && grow_rows(samples, series, err) < 0)
			return -1;
		*slot = series->rows++;
		return 0;
	}
	*slot = (size_t)(next_random(&series->random) % series->seen);
	if (*slot >= series->rows)
		*slot = SIZE_MAX;
	return 0;
}

int samples_row_end(struct samples *samples, struct series *series, uint32_t line, struct err *err)
{
	double sum;
	size_t slot;

	if (check_cells(samples, series, line, &sum, err) < 0)
		return -1;
	if (isnan(series->total))
		series->total = sum;
	if (check_sum(samples, series, line, sum, err) < 0 ||
		find_slot(samples, series, &slot, err) < 0)
		return -1;
	if (slot == SIZE_MAX)
		return 0;
	memcpy(series->cells + slot * series->stride, series->row,
		(series->stride - 1) * sizeof(double));
	series->cells[slot * series->stride + series->stride - 1] = series->total;
	return 0;
}

int samples_summary(struct samples *samples, struct series *series, const struct summary *summary,
	struct err *err)
{
	if (isnan(summary->ms) || !is_length(summary->ms))
		return refuse_cell(samples,
			summary->phase == SUMMARY_TOTAL ? text_of("the total")
							: series->phases[summary->phase],
			summary->ms, 0, err);
	if (arena_reserve(samples->arena, (void **)&series->summaries, &series->summary_capacity,
		    series->summary_count + 1, sizeof(*summary)) < 0)
		return err_nomem(err);
	series->summaries[series->summary_count++] = *summary;
	return 0;
}

int samples_fact(struct samples *samples, const char *name, struct text value, struct err *err)
{
	struct fact fact = {name, arena_text(samples->arena, value)};

	if (value.len == 0)
		return 0;
	if (!fact.value.ptr ||
		arena_reserve(samples->arena, (void **)&samples->facts, &samples->fact_capacity,
			samples->fact_count + 1, sizeof(fact)) < 0)
		return err_nomem(err);
	samples->facts[samples->fact_count++] = fact;
	return 0;
}
