/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/latency/columns.h"

#include <math.h>
#include <string.h>

#include "gate/stats/quantile.h"

int side_statistic(double *out, const struct flow *flow, struct sample sample, struct arena *arena,
	struct err *err)
{
	struct statistic statistic = flow_statistic(flow);

	*out = NAN;
	if (sample.count == 0)
		return 0;
	if (!isnan(statistic.q))
		return quantile_of(out, sample, statistic.q, arena, err);
	*out = 0;
	for (size_t i = 0; i < sample.count; i++)
		*out += sample.values[i] / (double)sample.count;
	return 0;
}

static int take_names(struct flow_side *side, const struct flow *flow, const struct flow_side *like,
	struct arena *arena, struct err *err)
{
	const struct series *first = side->runs[0].series;
	const struct flow_phase *phases = flow->phases.items;

	if (like && like->phases) {
		side->phases = like->phases;
		side->phase_count = like->phase_count;
		return 0;
	}
	side->phases =
		arena_array(arena, flow->phases.count + first->phase_count, sizeof(struct text));
	if (!side->phases)
		return err_nomem(err);
	for (size_t i = 0; i < flow->phases.count; i++)
		if (!text_is(phases[i].name, "unaccounted"))
			side->phases[side->phase_count++] = phases[i].name;
	for (size_t i = 0; flow->phases.count == 0 && i < first->phase_count; i++)
		side->phases[side->phase_count++] = first->phases[i];
	return 0;
}

/* SIZE_MAX: the series does not have it. */
static size_t find_phase(const struct series *series, struct text name)
{
	for (size_t i = 0; i < series->phase_count; i++)
		if (text_equal(series->phases[i], name))
			return i;
	return SIZE_MAX;
}

static const char *list_phases(const struct series *series, struct arena *arena)
{
	const char *words = series->phase_count ? "it has" : "it has none";

	for (size_t i = 0; words && i < series->phase_count && i < 12; i++)
		words = arena_printf(arena, "%s%s %.*s", words, i ? "," : "",
			text_quote(series->phases[i]), series->phases[i].ptr);
	return words ? words : "";
}

struct making {
	const struct check_job *job;
	const struct flow *flow;
	struct flow_side *side;
	struct side_run *run;
	size_t *index; /* of each phase in the run's series */
	size_t capacity;
};

static int refuse(struct making *making, const char *reason, const char *remedy, struct err *err)
{
	if (!reason)
		return err_nomem(err);
	making->side->usable = false;
	check_incomplete(making->job, making->run->path, reason, remedy);
	return 0;
}

static int find_phases(struct making *making, struct err *err)
{
	const struct series *series = making->run->series;
	struct arena *arena = making->job->arena;

	for (size_t i = 0; i < making->side->phase_count; i++) {
		struct text name = making->side->phases[i];

		making->index[i] = find_phase(series, name);
		if (making->index[i] != SIZE_MAX || series->absent_is_zero)
			continue;
		return refuse(making,
			arena_printf(arena, "there is no phase %.*s in \"%.*s\"; %s",
				text_quote(name), name.ptr, text_quote(series->name),
				series->name.ptr, list_phases(series, arena)),
			"correct the phase's name in .seamgate.yml, or measure again with a tool "
			"that reports it",
			err);
	}
	return 0;
}

static bool is_named(const struct flow_side *side, struct text name)
{
	for (size_t i = 0; i < side->phase_count; i++)
		if (text_equal(side->phases[i], name))
			return true;
	return false;
}

/* Without a list in the policy the first file of the head would choose what is looked at. */
static int find_others(struct making *making, struct err *err)
{
	const struct series *series = making->run->series;
	struct arena *arena = making->job->arena;

	if (!making->side->usable || making->flow->phases.count > 0 || series->absent_is_zero)
		return 0;
	for (size_t i = 0; i < series->phase_count; i++) {
		struct text name = series->phases[i];

		if (is_named(making->side, name))
			continue;
		return refuse(making,
			arena_printf(arena,
				"\"%.*s\" has the phase %.*s, which the first report of the head "
				"does not have",
				text_quote(series->name), series->name.ptr, text_quote(name),
				name.ptr),
			"measure base and head with the same phases, or name those that count in "
			".seamgate.yml",
			err);
	}
	return 0;
}

static int grow(struct making *making, struct err *err)
{
	struct flow_side *side = making->side;
	size_t capacity = making->capacity ? making->capacity * 2 : 16;

	for (size_t k = 0; k <= side->phase_count; k++) {
		double *column = arena_array(making->job->arena, capacity, sizeof(*column));

		if (!column)
			return err_nomem(err);
		if (side->count)
			memcpy(column, side->columns[k], side->count * sizeof(*column));
		side->columns[k] = column;
	}
	making->capacity = capacity;
	return 0;
}

/* Phases may lack time that nothing measured, never have more than there was. */
static bool is_too_much(const struct series *series, double sum, double total)
{
	return sum - total > fmax(2, 0.01 * total) + series->slack_ms;
}

static int refuse_row(struct making *making, double sum, double total, struct err *err)
{
	return refuse(making,
		arena_printf(making->job->arena,
			"the phases add up to %.1f ms, more than the total of %.1f ms", sum, total),
		"name phases that follow one another, or correct the total", err);
}

static int add_row(struct making *making, const double *cells, struct err *err)
{
	struct flow_side *side = making->side;
	const struct series *series = making->run->series;
	double total = cells[series->stride - 1], sum = 0;

	if (side->count == making->capacity && grow(making, err) < 0)
		return -1;
	for (size_t i = 0; i < side->phase_count; i++) {
		double ms = making->index[i] == SIZE_MAX ? 0 : cells[making->index[i]];

		if (isnan(ms) || isnan(total))
			return refuse(making, "a row lacks one of the phases or its total",
				"measure again; each run has to have all of them", err);
		side->columns[i][side->count] = ms;
		sum += ms;
	}
	if (isnan(total))
		return refuse(making, "a row has no total", "measure again", err);
	if (side->additive && is_too_much(series, sum, total))
		return refuse_row(making, sum, total, err);
	side->columns[side->phase_count][side->count++] = total;
	return 0;
}

static int add_rows(struct making *making, struct err *err)
{
	const struct series *series = making->run->series;

	making->side->seen += series->seen;
	for (size_t i = 0; i < series->rows && making->side->usable; i++)
		if (add_row(making, series->cells + i * series->stride, err) < 0)
			return -1;
	return 0;
}

static bool is_wanted(const struct summary *summary, size_t phase, struct statistic statistic)
{
	if (summary->phase != phase)
		return false;
	if (isnan(statistic.q))
		return summary->kind == SUMMARY_MEAN;
	return summary->kind == SUMMARY_QUANTILE && fabs(summary->q - statistic.q) < 1e-9;
}

static double summary_of(const struct series *series, size_t phase, struct statistic statistic)
{
	for (size_t i = 0; i < series->summary_count; i++)
		if (is_wanted(&series->summaries[i], phase, statistic))
			return series->summaries[i].ms;
	return NAN;
}

/* A file of summaries is one run. */
static int add_summary(struct making *making, struct err *err)
{
	const struct series *series = making->run->series;
	struct statistic statistic = flow_statistic(making->flow);
	double *cells = arena_array(making->job->arena, series->phase_count + 1, sizeof(*cells));
	struct series row = *series;

	if (!cells)
		return err_nomem(err);
	for (size_t i = 0; i < series->phase_count; i++)
		cells[i] = summary_of(series, i, statistic);
	cells[series->phase_count] = summary_of(series, SUMMARY_TOTAL, statistic);
	if (isnan(cells[series->phase_count]))
		return refuse(making,
			arena_printf(
				making->job->arena, "it gives no %s of the total", statistic.name),
			"set the flow's statistic to one that the tool gives, or have it write "
			"single runs",
			err);
	row.stride = series->phase_count + 1;
	row.cells = cells;
	making->run->series->stride = row.stride;
	making->side->additive = making->side->additive && isnan(statistic.q);
	making->side->seen++;
	return add_row(making, cells, err);
}

/* The statistic of each column of a file. */
static int add_file(struct making *making, struct err *err)
{
	struct series *series = making->run->series;
	double *cells = arena_array(making->job->arena, series->stride, sizeof(*cells)),
	       *column = arena_array(making->job->arena, series->rows, sizeof(*column));

	if (!cells || !column)
		return err_nomem(err);
	for (size_t k = 0; k < series->stride; k++) {
		if (k >= series->phase_count && k + 1 < series->stride)
			continue;
		for (size_t i = 0; i < series->rows; i++)
			column[i] = series->cells[i * series->stride + k];
		if (side_statistic(&cells[k], making->flow, (struct sample){column, series->rows},
			    making->job->arena, err) < 0)
			return -1;
	}
	making->side->additive = making->side->additive && isnan(flow_statistic(making->flow).q);
	making->side->seen += series->seen;
	return add_row(making, cells, err);
}

static int add_run(struct making *making, struct err *err)
{
	const struct series *series = making->run->series;

	if (find_phases(making, err) < 0 || find_others(making, err) < 0)
		return -1;
	if (!making->side->usable)
		return 0;
	if (series->rows == 0)
		return add_summary(making, err);
	if (making->flow->is_history && making->side->run_count > 1)
		return add_file(making, err);
	if (making->run->format->file_is_run &&
		making->side->run_count >= (size_t)making->flow->min_samples)
		return add_file(making, err);
	return add_rows(making, err);
}

int columns_make(struct flow_side *side, const struct check_job *job, const struct flow *flow,
	const struct flow_side *like, struct err *err)
{
	struct making making = {.job = job, .flow = flow, .side = side};

	side->additive = true;
	if (take_names(side, flow, like, job->arena, err) < 0)
		return -1;
	making.index = arena_array(job->arena, side->phase_count, sizeof(size_t));
	side->columns = arena_array(job->arena, side->phase_count + 1, sizeof(double *));
	if (!making.index || !side->columns)
		return err_nomem(err);
	for (size_t i = 0; i < side->run_count && side->usable; i++) {
		making.run = &side->runs[i];
		if (add_run(&making, err) < 0)
			return -1;
	}
	return 0;
}
