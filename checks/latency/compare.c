/* SPDX-License-Identifier: Apache-2.0
 *
 * Whether base and head can be compared: the facts of all runs, and the machine's speed.
 */
#include <math.h>
#include <string.h>

#include "checks/latency/side.h"

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
