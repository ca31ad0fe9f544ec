/* SPDX-License-Identifier: Apache-2.0
 *
 * The buckets of OpenTelemetry's histograms (open-telemetry/opentelemetry-proto metrics.proto, HistogramDataPoint and
 * ExponentialHistogramDataPoint), of either kind, added up over points. otlp_metrics.c is the reader.
 *
 * Exponential: bucket i holds what is above base^i and at most base^(i+1), base = 2^(2^-scale). A percentile is geometric inside its bucket, as
 * Prometheus takes native histograms, and so lies in the bucket that holds the true one: it is off by less than base - 1 of
 * it (scale 0: 100 %, 3: 9.1 %, 5: 2.2 %, 8: 0.27 %). Points of different scales are added at the coarser.
 */
#ifndef SEAMGATE_LATENCY_FORMATS_OTLP_BUCKETS_H
#define SEAMGATE_LATENCY_FORMATS_OTLP_BUCKETS_H

#include "checks/latency/formats/parts.h"

/* What a point adds to: zeroed before the first. */
struct explicit_buckets {
	double *bounds, *counts; /* one of each more than count: the last bound is infinite */
	size_t count;
};

struct exponential_buckets {
	double *counts; /* of the buckets first, first + 1 … */
	size_t count, capacity;
	int64_t first;
	int scale;
	double zeros, zero_threshold; /* values from 0 to the threshold */
};

/* Where a point stands, for messages, and where its counts live. */
struct otlp_place {
	const struct measured_file *file;
	struct arena *arena;
};

/* "path:line:column: what" with a remedy. Always returns -1. */
int otlp_refuse(const struct otlp_place *place, const struct json *at, struct err *err,
	const char *what, const char *remedy);

/* "2" or 2; NULL, as protobuf writes 0, is 0. */
MUST_CHECK int otlp_count(
	double *out, const struct json *value, const struct otlp_place *place, struct err *err);

/* Adds the buckets of a point that has `count` values. Refused: counts that are not those of the buckets; bounds that
 * change; values below 0; more than 1024 buckets. */
MUST_CHECK int explicit_add(struct explicit_buckets *into, const struct json *point, double count,
	const struct otlp_place *place, struct err *err);
MUST_CHECK int exponential_add(struct exponential_buckets *into, const struct json *point,
	double count, const struct otlp_place *place, struct err *err);

/* As before the first point, but for the bounds. */
void explicit_clear(struct explicit_buckets *buckets);
void exponential_clear(struct exponential_buckets *buckets);

/* NAN where nothing was counted, and above the last finite bound. */
double explicit_quantile(const struct explicit_buckets *buckets, double q);
double exponential_quantile(const struct exponential_buckets *buckets, double q);

#endif
