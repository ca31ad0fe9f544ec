/* SPDX-License-Identifier: Apache-2.0
 *
 * Prometheus text exposition (prometheus/docs docs/instrumenting/exposition_formats.md): a series for each histogram, and for each
 * summary, of times, with its labels as written: `http_request_duration_seconds{method="GET"}`. The unit is the last word of the
 * name (_seconds, _milliseconds, _ms …); metrics without one are no times and are passed over.
 *
 * Counters grow for as long as the server runs. A file that holds two scrapes one after the other (before and after the load) gives
 * what is between them; a file with one gives all since the server's start. Quantiles of a histogram are histogram_quantile's: the first
 * bucket whose cumulative count reaches q·N, linear inside it. One that falls in the bucket +Inf is only known to be above
 * the highest bound, and is left out: a budget must not be held against less than there was. Those of a summary are the server's own,
 * over its own window, and are taken from the last scrape.
 */
#include <math.h>

#include "checks/latency/formats/prometheus.h"

struct bucket {
	double le, counts[2];
};

/* A histogram or summary as it is gathered, [0] in the first scrape, [1] in the second. */
struct metric {
	struct text name; /* with its labels */
	uint32_t line;
	double unit_ms;
	double sums[2], counts[2]; /* NAN where there is none */
	struct bucket *buckets;
	size_t bucket_count, bucket_capacity;
	struct summary *quantiles;
	size_t quantile_count, quantile_capacity;
};

struct reader {
	struct samples *out;
	const struct measured_file *file;
	struct arena *arena;
	struct metric **metrics;
	size_t count, capacity;
	struct keys by_name; /* number: index + 1 */
	struct keys seen;    /* whole sample names; number: the last scrape in which it was, + 1 */
	size_t scrape;
};

static int fail(const struct reader *reader, uint32_t line, struct err *err, const char *what,
	const char *remedy)
{
	measured_error(reader->file, line, 0, err, "%s", what);
	return err_remedy(err, "%s", remedy);
}

/* A sample that was there before begins the second scrape. */
static int find_scrape(
	struct reader *reader, const struct prometheus_sample *sample, struct err *err)
{
	uint32_t *number;

	if (keys_add(&reader->seen, sample->whole, &number, err) < 0)
		return -1;
	if (*number == reader->scrape + 1) {
		if (reader->scrape == 1)
			return fail(reader, sample->line, err,
				"a third scrape, or a sample twice in one",
				"put two scrapes in a file: one before and one behind the load");
		reader->scrape = 1;
	}
	*number = (uint32_t)reader->scrape + 1;
	return 0;
}

static int add_metric(struct reader *reader, const struct prometheus_sample *sample,
	struct metric **out, struct err *err)
{
	struct metric *metric = arena_alloc(reader->arena, sizeof(*metric));

	if (!metric || arena_reserve(reader->arena, (void **)&reader->metrics, &reader->capacity,
			       reader->count + 1, sizeof(struct metric *)) < 0)
		return err_nomem(err);
	*metric = (struct metric){.name = sample->series,
		.line = sample->line,
		.unit_ms = sample->unit_ms,
		.sums = {NAN, NAN},
		.counts = {NAN, NAN}};
	reader->metrics[reader->count++] = metric;
	*out = metric;
	return 0;
}

static int find_metric(struct reader *reader, const struct prometheus_sample *sample,
	struct metric **out, struct err *err)
{
	uint32_t *number;

	if (keys_add(&reader->by_name, sample->series, &number, err) < 0)
		return -1;
	if (*number) {
		*out = reader->metrics[*number - 1];
		return 0;
	}
	*number = (uint32_t)reader->count + 1;
	return add_metric(reader, sample, out, err);
}

static int add_bucket(struct reader *reader, struct metric *metric,
	const struct prometheus_sample *sample, struct err *err)
{
	struct bucket *bucket;

	/* Buckets stand in rising order: the one of the second scrape is looked for from the first. */
	for (size_t i = 0; reader->scrape && i < metric->bucket_count; i++)
		if (metric->buckets[i].le == sample->bound) {
			metric->buckets[i].counts[1] = sample->value;
			return 0;
		}
	if (metric->bucket_count == PROMETHEUS_MOST_BUCKETS)
		return fail(reader, sample->line, err, "a histogram of more than 1024 buckets",
			"record fewer buckets");
	if (metric->bucket_count && !(sample->bound > metric->buckets[metric->bucket_count - 1].le))
		return fail(reader, sample->line, err, "a bucket that is not above the one before",
			"write the buckets as the server gave them");
	if (arena_reserve(reader->arena, (void **)&metric->buckets, &metric->bucket_capacity,
		    metric->bucket_count + 1, sizeof(*bucket)) < 0)
		return err_nomem(err);
	bucket = &metric->buckets[metric->bucket_count++];
	*bucket = (struct bucket){sample->bound, {0, 0}};
	bucket->counts[reader->scrape] = sample->value;
	return 0;
}

/* NaN: no observation in the server's window. */
static int add_quantile(struct reader *reader, struct metric *metric,
	const struct prometheus_sample *sample, struct err *err)
{
	struct summary summary = {
		SUMMARY_TOTAL, SUMMARY_QUANTILE, sample->bound, sample->value * metric->unit_ms};

	if (isnan(sample->value))
		return 0;
	for (size_t i = 0; i < metric->quantile_count; i++)
		if (metric->quantiles[i].q == sample->bound) {
			metric->quantiles[i] = summary;
			return 0;
		}
	if (metric->quantile_count == PROMETHEUS_MOST_BUCKETS)
		return fail(reader, sample->line, err, "a summary of more than 1024 quantiles",
			"record fewer quantiles");
	if (arena_reserve(reader->arena, (void **)&metric->quantiles, &metric->quantile_capacity,
		    metric->quantile_count + 1, sizeof(summary)) < 0)
		return err_nomem(err);
	metric->quantiles[metric->quantile_count++] = summary;
	return 0;
}

static int add_sample(
	struct reader *reader, const struct prometheus_sample *sample, struct err *err)
{
	struct metric *metric = NULL;

	if (find_scrape(reader, sample, err) < 0 || find_metric(reader, sample, &metric, err) < 0)
		return -1;
	if (sample->kind == PROMETHEUS_QUANTILE)
		return add_quantile(reader, metric, sample, err);
	if (!isfinite(sample->value) || sample->value < 0)
		return fail(reader, sample->line, err, "a counter that is no number of 0 or more",
			"scrape again; the file is damaged");
	if (sample->kind == PROMETHEUS_BUCKET)
		return add_bucket(reader, metric, sample, err);
	if (sample->kind == PROMETHEUS_SUM)
		metric->sums[reader->scrape] = sample->value;
	else
		metric->counts[reader->scrape] = sample->value;
	return 0;
}

/* What grew between the scrapes; of one scrape all. */
static double grown(const struct reader *reader, const double values[2])
{
	if (reader->scrape == 0)
		return values[0];
	return isnan(values[0]) ? values[1] : values[1] - values[0];
}

static int check_buckets(
	const struct reader *reader, const struct metric *metric, double count, struct err *err)
{
	double before = 0;

	for (size_t i = 0; i < metric->bucket_count; i++) {
		double now = grown(reader, metric->buckets[i].counts);

		if (now < before)
			return fail(reader, metric->line, err,
				"the buckets of a histogram do not grow",
				"scrape again; the server began anew between the scrapes, or the "
				"file is damaged");
		before = now;
	}
	if (!isinf(metric->buckets[metric->bucket_count - 1].le))
		return fail(reader, metric->line, err, "a histogram without the bucket +Inf",
			"scrape again; the file is cut off");
	if (!isnan(count) && before != count)
		return fail(reader, metric->line, err,
			"the bucket +Inf of a histogram is not its count",
			"scrape again; the file is damaged");
	return 0;
}

double prometheus_quantile(double q, const double *bounds, const double *cumulative, size_t count)
{
	double rank = q * cumulative[count - 1];
	size_t at = 0;

	while (at + 1 < count && cumulative[at] < rank)
		at++;
	if (at + 1 == count)
		return NAN;
	double before = at ? cumulative[at - 1] : 0, low = at ? bounds[at - 1] : 0;
	if (at == 0 && bounds[0] <= 0)
		return bounds[0];
	return low + (bounds[at] - low) * ((rank - before) / (cumulative[at] - before));
}

static int add_quantiles(const struct reader *reader, const struct metric *metric,
	struct series *series, struct err *err)
{
	static const double quantiles[] = {0.5, 0.75, 0.9, 0.95, 0.99};
	double bounds[PROMETHEUS_MOST_BUCKETS], counts[PROMETHEUS_MOST_BUCKETS];

	for (size_t i = 0; i < metric->bucket_count; i++) {
		bounds[i] = metric->buckets[i].le;
		counts[i] = grown(reader, metric->buckets[i].counts);
	}
	for (size_t i = 0; i < sizeof(quantiles) / sizeof(quantiles[0]); i++) {
		double value =
			prometheus_quantile(quantiles[i], bounds, counts, metric->bucket_count);
		struct summary summary = {
			SUMMARY_TOTAL, SUMMARY_QUANTILE, quantiles[i], value * metric->unit_ms};

		if (!isnan(value) && samples_summary(reader->out, series, &summary, err) < 0)
			return -1;
	}
	return 0;
}

static int add_mean(const struct reader *reader, const struct metric *metric, struct series *series,
	double count, struct err *err)
{
	struct summary mean = {SUMMARY_TOTAL, SUMMARY_MEAN, 0,
		grown(reader, metric->sums) / count * metric->unit_ms};

	return isnan(mean.ms) ? 0 : samples_summary(reader->out, series, &mean, err);
}

static int add_series(
	const struct reader *reader, const struct metric *metric, double count, struct err *err)
{
	struct series *series;

	if (samples_series(reader->out, metric->name, &series, err) < 0)
		return -1;
	series->summary_samples = (uint64_t)fmin(count, 1e15);
	if (metric->bucket_count && add_quantiles(reader, metric, series, err) < 0)
		return -1;
	for (size_t i = 0; i < metric->quantile_count; i++)
		if (samples_summary(reader->out, series, &metric->quantiles[i], err) < 0)
			return -1;
	return add_mean(reader, metric, series, count, err);
}

/* One of which nothing was observed, or only counted, is no series. */
static int finish(const struct reader *reader, const struct metric *metric, struct err *err)
{
	double count = grown(reader, metric->counts);

	if (metric->bucket_count && check_buckets(reader, metric, count, err) < 0)
		return -1;
	if (isnan(count) && metric->bucket_count)
		count = grown(reader, metric->buckets[metric->bucket_count - 1].counts);
	if (count < 0)
		return fail(reader, metric->line, err, "a count that became smaller",
			"scrape again; the server began anew between the scrapes");
	if (!(count >= 1) || (!metric->bucket_count && !metric->quantile_count &&
				     isnan(grown(reader, metric->sums))))
		return 0;
	return add_series(reader, metric, count, err);
}

static int read_lines(struct reader *reader, struct err *err)
{
	struct text rest = reader->file->content, line;
	struct prometheus_sample sample;
	uint32_t number = 0;

	while (text_next_line(&rest, &line)) {
		if (prometheus_line(&sample, line, ++number, reader->file, reader->arena, err) < 0)
			return -1;
		if (sample.kind != PROMETHEUS_OTHER && add_sample(reader, &sample, err) < 0)
			return -1;
	}
	for (size_t i = 0; i < reader->count; i++)
		if (finish(reader, reader->metrics[i], err) < 0)
			return -1;
	return 0;
}

static int read_prometheus(struct samples *out, const struct measured_file *file, struct err *err)
{
	struct reader reader = {.out = out, .file = file, .arena = file->scratch};

	keys_start(&reader.by_name, reader.arena);
	keys_start(&reader.seen, reader.arena);
	return read_lines(&reader, err);
}

extern const struct latency_format latency_format_prometheus;

const struct latency_format latency_format_prometheus = {
	.summary = "Prometheus text exposition, one scrape or two",
	.read = read_prometheus,
	.file_is_run = true,
};
