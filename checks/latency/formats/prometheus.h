/* SPDX-License-Identifier: Apache-2.0
 *
 * A line of the Prometheus text exposition, and a histogram's quantile. prometheus.c is the reader.
 */
#ifndef SEAMGATE_LATENCY_FORMATS_PROMETHEUS_H
#define SEAMGATE_LATENCY_FORMATS_PROMETHEUS_H

#include "checks/latency/format.h"
#include "gate/base/keys.h"

enum { PROMETHEUS_MOST_BUCKETS = 1024 };

enum prometheus_kind {
	PROMETHEUS_OTHER, /* no time, or no part of a histogram or summary: nothing else is set but `line` */
	PROMETHEUS_BUCKET,
	PROMETHEUS_QUANTILE,
	PROMETHEUS_SUM,
	PROMETHEUS_COUNT,
};

struct prometheus_sample {
	enum prometheus_kind kind;
	uint32_t line;
	struct text whole; /* name and labels as written; borrowed */
	struct text
		series; /* the name without _bucket, _sum, _count and the labels without le and quantile; in the arena */
	double bound;   /* le, which may be infinite; or the quantile, 0 to 1 */
	double value;   /* may be NAN or infinite */
	double unit_ms; /* how many ms one of its unit is */
};

/* Reads "name{label="value",…} value [timestamp]"; blank lines and comments are PROMETHEUS_OTHER. */
MUST_CHECK int prometheus_line(struct prometheus_sample *out, struct text line, uint32_t number,
	const struct measured_file *file, struct arena *arena, struct err *err);

/* Prometheus' histogram_quantile: cumulative counts rise, the last bound is +Inf. NAN where the quantile is above the last
 * finite bound. */
double prometheus_quantile(double q, const double *bounds, const double *cumulative, size_t count);

#endif
