/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/latency/side.h"

#include <math.h>
#include <string.h>

#include "checks/latency/columns.h"

/* Where the base's files are: DESIGN section 5. A path is taken from the workspace where the source is, else from the
 * base's tree, so that a change cannot move its own measure; only where the base has none, from the head's. */
struct origin {
	enum side sides[2];
	size_t count;
	struct text pattern;
};

static struct origin find_origin(
	const struct flow *flow, const struct flow_source *source, bool base)
{
	if (!base)
		return (struct origin){
			{source->workspace ? SIDE_WORKSPACE : SIDE_HEAD}, 1, source->path};
	if (text_is(flow->baseline, "base"))
		return (struct origin){{SIDE_BASE}, 1, source->path};
	if (source->workspace)
		return (struct origin){{SIDE_WORKSPACE, SIDE_BASE}, 2, flow->baseline};
	return (struct origin){{SIDE_BASE, SIDE_HEAD}, 2, flow->baseline};
}

static int note(const struct check_job *job, struct flow_side *side, struct text path,
	const struct err *fault, struct err *err)
{
	if (fault->kind == ERR_INTERNAL)
		return err_set(err, fault->kind, "%s", fault->message);
	side->usable = false;
	check_incomplete(job, path, fault->message,
		fault->remedy[0] ? fault->remedy
				 : "measure again and commit the report as the tool wrote it");
	return 0;
}

static struct series *named(const struct side_run *run, struct text name)
{
	for (size_t i = 0; i < run->samples.count; i++)
		if (text_equal(run->samples.series[i]->name, name))
			return run->samples.series[i];
	return NULL;
}

static struct series *main_series(const struct side_run *run, const struct flow *flow)
{
	if (run->samples.count == 1)
		return run->samples.series[0];
	for (size_t i = 0; i < run->samples.count; i++)
		if (run->samples.series[i]->is_main)
			return run->samples.series[i];
	return named(run, flow->name);
}

/* At most eight names, for a message. */
static const char *list_series(const struct side_run *run, struct arena *arena)
{
	const char *words = "";

	for (size_t i = 0; words && i < run->samples.count && i < 8; i++) {
		struct text name = run->samples.series[i]->name;

		words = arena_printf(
			arena, "%s%s\"%.*s\"", words, i ? ", " : "", text_quote(name), name.ptr);
	}
	return words ? words : "";
}

static int choose_series(
	struct side_run *run, const struct flow *flow, struct arena *arena, struct err *err)
{
	struct text select = run->source->select;

	run->series = select.len ? named(run, select) : main_series(run, flow);
	if (run->series && (run->series->rows || run->series->summary_count))
		return 0;
	if (run->samples.count == 0)
		return err_set(err, ERR_LOOK, "%.200s: there is no measurement in it", run->name);
	if (select.len)
		err_set(err, ERR_LOOK, "%.200s: there is no \"%.*s\" in it; there are %s",
			run->name, text_quote(select), select.ptr, list_series(run, arena));
	else
		err_set(err, ERR_LOOK, "%.200s: it holds several series: %s", run->name,
			list_series(run, arena));
	return err_remedy(err, "name one of them in the source's `select`");
}

/* The names that a reader of many columns wants. */
static int policy_phases(
	struct text_list *out, const struct flow *flow, struct arena *arena, struct err *err)
{
	const struct flow_phase *phases = flow->phases.items;

	out->count = 0;
	out->items = arena_array(arena, flow->phases.count, sizeof(*out->items));
	if (!out->items)
		return err_nomem(err);
	for (size_t i = 0; i < flow->phases.count; i++)
		if (!text_is(phases[i].name, "unaccounted"))
			out->items[out->count++] = phases[i].name;
	return 0;
}

static int parse(
	struct side_run *run, const struct flow *flow, struct arena *arena, struct err *err)
{
	struct measured_file file = {.path = run->path,
		.name = run->name,
		.content = run->content,
		.select = run->source->select,
		.columns = &run->source->columns,
		.scratch = arena_new()};
	int done;

	if (!file.scratch)
		return err_nomem(err);
	samples_start(&run->samples, run->name, arena);
	done = policy_phases(&file.phases, flow, arena, err);
	if (done == 0)
		done = latency_formats[run->source->format]->read(&run->samples, &file, err);
	arena_free(file.scratch);
	return done < 0 ? -1 : choose_series(run, flow, arena, err);
}

/* A copy of another run is no run of its own. */
static const struct side_run *find_copy(const struct flow_side *side, struct text content)
{
	for (size_t i = 0; i < side->run_count; i++)
		if (text_equal(side->runs[i].content, content))
			return &side->runs[i];
	return NULL;
}

static int read_run(struct flow_side *side, const struct check_job *job, const struct flow *flow,
	struct side_run *run, struct err *err)
{
	const struct side_run *copy = find_copy(side, run->content);
	struct err fault = {0};

	if (copy) {
		err_set(&fault, ERR_LOOK,
			"%.200s has the same bytes as %.200s: one run is counted twice", run->name,
			copy->name);
		err_remedy(&fault, "remove it, and measure again where runs are missing");
		return note(job, side, run->path, &fault, err);
	}
	if (parse(run, flow, job->arena, &fault) < 0)
		return note(job, side, run->path, &fault, err);
	if (side->run_count == SIDE_MOST_FILES)
		return err_set(err, ERR_LOOK, "a flow has more than %d files", SIDE_MOST_FILES);
	if (arena_reserve(job->arena, (void **)&side->runs, &side->run_capacity,
		    side->run_count + 1, sizeof(*run)) < 0)
		return err_nomem(err);
	side->runs[side->run_count++] = *run;
	return 0;
}

static int read_file(struct flow_side *side, const struct check_job *job, const struct flow *flow,
	const struct flow_source *source, enum side where, struct text path, struct err *err)
{
	struct side_run run = {
		.path = path, .source = source, .name = arena_copy(job->arena, path)};
	struct err fault = {0};

	if (!run.name)
		return err_nomem(err);
	if (job_read_data(job, where, path, &run.content, &fault) < 0)
		return note(job, side, path, &fault, err);
	return run.content.ptr ? read_run(side, job, flow, &run, err) : 0;
}

static int read_source(struct flow_side *side, const struct check_job *job, const struct flow *flow,
	const struct flow_source *source, bool base, struct err *err)
{
	struct origin origin = find_origin(flow, source, base);
	const char *glob = arena_copy(job->arena, origin.pattern);
	struct paths paths = {0};

	if (!glob)
		return err_nomem(err);
	for (size_t i = 0; i < origin.count && paths.count == 0; i++) {
		if (job_match(job, origin.sides[i], glob, &paths, err) < 0)
			return -1;
		for (size_t k = 0; k < paths.count && !job_stopped(job); k++)
			if (read_file(side, job, flow, source, origin.sides[i], paths.items[k],
				    err) < 0)
				return -1;
	}
	return 0;
}

int side_read(struct flow_side *out, const struct check_job *job, const struct flow *flow,
	bool base, const struct flow_side *like, struct err *err)
{
	const struct flow_source *sources = flow->sources.items;

	*out = (struct flow_side){.usable = true};
	/* One path for all sources: it would be read once for each. */
	for (size_t i = 0;
		i < flow->sources.count && !(base && i && !text_is(flow->baseline, "base")); i++)
		if (read_source(out, job, flow, &sources[i], base, err) < 0)
			return -1;
	for (size_t i = 0; i < out->run_count; i++)
		check_examined(job, "reports", 1);
	if (!out->usable || out->run_count == 0)
		return 0;
	return columns_make(out, job, flow, like, err);
}

static const struct fact *find_fact(const struct samples *samples, const char *name)
{
	for (size_t i = 0; i < samples->fact_count; i++)
		if (strcmp(samples->facts[i].name, name) == 0)
			return &samples->facts[i];
	return NULL;
}

static int compare_run(bool *ok, const struct check_job *job, const struct side_run *first,
	const struct side_run *run, bool base, struct err *err)
{
	for (size_t i = 0; i < run->samples.fact_count; i++) {
		const struct fact *fact = &run->samples.facts[i],
				  *other = find_fact(&first->samples, fact->name);
		const char *reason;

		if (!other || text_equal(fact->value, other->value))
			continue;
		reason = arena_printf(job->arena,
			"cannot be compared with %.200s%s: %s is \"%.*s\"%s and there \"%.*s\"",
			first->name, base ? " of the head" : "", fact->name,
			text_quote(fact->value), fact->value.ptr, base ? " at the base" : "",
			text_quote(other->value), other->value.ptr);
		if (!reason)
			return err_nomem(err);
		*ok = false;
		check_incomplete(job, run->path, reason,
			"measure base and head in turn on one machine, with one version and the "
			"same settings");
		return 0;
	}
	return 0;
}

static double middle_speed(const struct flow_side *side)
{
	double sum = 0;
	size_t count = 0;

	for (size_t i = 0; i < side->run_count; i++)
		if (!isnan(side->runs[i].samples.speed)) {
			sum += side->runs[i].samples.speed;
			count++;
		}
	return count ? sum / (double)count : NAN;
}

/* Lighthouse's benchmarkIndex differs by some 10 % between runs on one machine. */
static const double most_speed_ratio = 1.5;

static int compare_speed(bool *ok, const struct check_job *job, const struct flow_side *base,
	const struct flow_side *head, struct err *err)
{
	double here = middle_speed(head), there = middle_speed(base);
	const char *reason;

	if (!(here > there * most_speed_ratio || there > here * most_speed_ratio))
		return 0;
	reason = arena_printf(job->arena,
		"cannot be compared with the base: the machine's speed (benchmarkIndex) is %.0f "
		"here and %.0f there",
		here, there);
	if (!reason)
		return err_nomem(err);
	*ok = false;
	check_incomplete(
		job, head->runs[0].path, reason, "measure base and head in turn on one machine");
	return 0;
}

int side_compare(bool *ok, const struct check_job *job, const struct flow_side *base,
	const struct flow_side *head, struct err *err)
{
	*ok = true;
	for (size_t i = 1; i < head->run_count; i++)
		if (compare_run(ok, job, &head->runs[0], &head->runs[i], false, err) < 0)
			return -1;
	for (size_t i = 0; base && i < base->run_count && *ok; i++)
		if (compare_run(ok, job, &head->runs[0], &base->runs[i], true, err) < 0)
			return -1;
	return base ? compare_speed(ok, job, base, head, err) : 0;
}
