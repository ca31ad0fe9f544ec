/* SPDX-License-Identifier: Apache-2.0
 *
 * Any gauge of an age, or of a point in time, in Prometheus text; `select` names it. The unit is the last word of its name (Prometheus' own
 * convention, docs/practices/naming.md): …_timestamp_seconds, …_time_seconds and …_timestamp are points in time, whose age is to now; …_seconds,
 * …_milliseconds, …_ms, …_minutes are ages. Histograms and counters are none: what has _bucket, _sum, _count or _total is refused.
 */
#include <math.h>

#include "checks/freshness/format.h"
#include "gate/base/moment.h"

static const struct {
	const char *ending;
	bool is_moment;
	double seconds;
} units[] = {
	{"_timestamp_seconds", true, 1},
	{"_time_seconds", true, 1},
	{"_timestamp", true, 1},
	{"_timestamp_ms", true, 1},
	{"_milliseconds", false, 1e-3},
	{"_seconds", false, 1},
	{"_ms", false, 1e-3},
	{"_minutes", false, 60},
	{"_hours", false, 3600},
};

enum { UNITS = sizeof(units) / sizeof(units[0]) };

static size_t find_unit(struct text name)
{
	for (size_t i = 0; i < UNITS; i++)
		if (text_ends(name, units[i].ending))
			return i;
	return UNITS;
}

static int add_sample(void *context, const struct exposition *sample, struct text labels,
	uint32_t line, struct err *err)
{
	struct readings *out = context;
	size_t unit = find_unit(sample->name);
	struct reading *reading;

	if (unit == UNITS)
		return reading_refuse(out->file, line, err,
			"a metric whose name ends in no unit of time",
			"select a gauge whose name ends in _seconds, _milliseconds or "
			"_timestamp_seconds");
	if (readings_find(out, labels, line, &reading, err) < 0)
		return -1;
	reading_worst(&reading->measured, fresh_stamp(sample));
	if (!isfinite(sample->value)) {
		reading->failed = "its value is no number";
		return 0;
	}
	if (!units[unit].is_moment) {
		reading_worst(&reading->age, sample->value * units[unit].seconds);
		return 0;
	}
	/* The newest of several scrapes: a moment goes forward. */
	reading_worst(&reading->at, moment_of(sample->value));
	if (isnan(reading->at))
		return reading_refuse(out->file, line, err, "a point in time that is no date",
			"write seconds since 1970");
	reading->age = reading->measured - reading->at;
	return 0;
}

static int read_prometheus(struct readings *out, const struct fresh_file *file, struct err *err)
{
	if (file->select.len == 0 || text_starts(file->select, "{"))
		return reading_refuse(file->name, 1, err, "no metric is selected",
			"say which in the policy: select: 'name{label=\"value\"}'");
	return fresh_samples(file, add_sample, out, err);
}

const struct fresh_format fresh_format_prometheus = {
	.summary = "a gauge of an age or of a point in time, as Prometheus text; select: names it",
	.read = read_prometheus,
};
