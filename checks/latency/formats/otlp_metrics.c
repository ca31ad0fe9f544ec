/* SPDX-License-Identifier: Apache-2.0
 *
 * Metrics as OTLP/JSON, one object or one a line (open-telemetry/opentelemetry-proto metrics.proto, docs/specification.md "JSON Protobuf
 * Encoding"): histograms whose unit is a time, a series for each with its attributes, `http.server.request.duration{method=GET}`: the mean,
 * and p50, p75, p90, p95, p99 as in prometheus.c: linear inside the bucket, none above the highest bound. Points of delta temporality (1) are
 * added up; of cumulative (2) the last counts, which is all since the process began. 64-bit integers are strings or numbers.
 * Refused: exponential histograms of a time, cumulative points of two processes under one name, bounds that change from point to point, counts that are not those of the buckets.
 */
#include <math.h>

#include "checks/latency/formats/parts.h"
#include "checks/latency/formats/prometheus.h"

enum { TEMPORALITY_DELTA = 1, TEMPORALITY_CUMULATIVE = 2 };

struct histogram {
	struct text name; /* with its attributes */
	double unit_ms, sum, count, start_ns;
	double *bounds, *counts; /* counts: one more than bounds, the last for what is above */
	size_t bounds_count;
};

struct reader {
	struct samples *out;
	const struct measured_file *file;
	struct arena *arena; /* of the histograms */
	struct histogram **histograms;
	size_t count, capacity;
	struct keys by_name; /* number: index + 1 */
	double temporality, unit_ms;
};

static int fail(const struct reader *reader, const struct json *at, struct err *err,
	const char *what, const char *remedy)
{
	part_error(reader->file, at, err, what);
	return err_remedy(err, "%s", remedy);
}

/* "2" or 2. */
static int read_count(
	const struct reader *reader, const struct json *value, double *out, struct err *err)
{
	uint64_t count;

	if (!value || (value->type != JSON_STRING && value->type != JSON_NUMBER) ||
		!text_to_uint(value->text, UINT64_MAX, &count))
		return part_error(reader->file, value, err, "this is no count");
	*out = (double)count;
	return 0;
}

/* The text of whichever kind of value it is; what is no plain value counts as "". */
static struct text attribute_value(const struct json *attribute)
{
	const struct json *value = json_get(attribute, "value"),
			  *plain = value ? value->child : NULL;

	if (!plain || (plain->type != JSON_STRING && plain->type != JSON_NUMBER))
		return text_of(plain && plain->type == JSON_TRUE ? "true" : "");
	return plain->text;
}

static int point_name(const struct reader *reader, struct text metric, const struct json *point,
	struct text *out, struct err *err)
{
	const struct json *attributes = json_get(point, "attributes");
	struct text name = metric;

	if (attributes && attributes->count > 64)
		return fail(reader, attributes, err, "a point of more than 64 attributes",
			"record fewer attributes");
	for (const struct json *item = attributes ? attributes->child : NULL; item && name.ptr;
		item = item->next) {
		struct text key = json_text_at(item, "key"), value = attribute_value(item);

		name = arena_textf(reader->file->scratch, "%.*s%s%.*s=%.*s%s", (int)name.len,
			name.ptr, item == attributes->child ? "{" : ",", text_quote(key), key.ptr,
			text_quote(value), value.ptr, item->next ? "" : "}");
	}
	*out = name;
	return name.ptr ? 0 : err_nomem(err);
}

static int add_histogram(
	struct reader *reader, struct text name, struct histogram **out, struct err *err)
{
	struct histogram *histogram = arena_alloc(reader->arena, sizeof(*histogram));
	uint32_t *number;

	if (!histogram ||
		arena_reserve(reader->arena, (void **)&reader->histograms, &reader->capacity,
			reader->count + 1, sizeof(struct histogram *)) < 0)
		return err_nomem(err);
	*histogram = (struct histogram){
		.name = arena_text(reader->arena, name), .unit_ms = reader->unit_ms};
	if (!histogram->name.ptr)
		return err_nomem(err);
	if (keys_add(&reader->by_name, histogram->name, &number, err) < 0)
		return -1;
	reader->histograms[reader->count++] = histogram;
	*number = (uint32_t)reader->count;
	*out = histogram;
	return 0;
}

static int set_bounds(const struct reader *reader, struct histogram *histogram,
	const struct json *bounds, struct err *err)
{
	size_t count = bounds ? bounds->count : 0, at = 0;

	if (count >= PROMETHEUS_MOST_BUCKETS)
		return fail(reader, bounds, err, "a histogram of more than 1024 buckets",
			"record fewer buckets");
	histogram->bounds = arena_array(reader->arena, count + 1, sizeof(double));
	histogram->counts = arena_array(reader->arena, count + 1, sizeof(double));
	if (!histogram->bounds || !histogram->counts)
		return err_nomem(err);
	for (const struct json *item = bounds ? bounds->child : NULL; item; item = item->next) {
		if (item->type != JSON_NUMBER ||
			(at && !(item->number > histogram->bounds[at - 1])))
			return part_error(reader->file, item, err,
				"a bound that is not above the one before");
		histogram->bounds[at++] = item->number;
	}
	histogram->bounds[count] = INFINITY;
	histogram->bounds_count = count;
	return 0;
}

static int check_bounds(const struct reader *reader, const struct histogram *histogram,
	const struct json *point, struct err *err)
{
	const struct json *bounds = json_get(point, "explicitBounds");
	bool same = (bounds ? bounds->count : 0) == histogram->bounds_count;
	size_t at = 0;

	for (const struct json *item = same && bounds ? bounds->child : NULL; item;
		item = item->next)
		same = same && item->type == JSON_NUMBER && item->number == histogram->bounds[at++];
	return same ? 0
		    : fail(reader, point, err, "the bounds of a histogram change",
			      "measure with one set of bounds");
}

static int add_counts(const struct reader *reader, struct histogram *histogram,
	const struct json *point, double count, struct err *err)
{
	const struct json *counts = json_get(point, "bucketCounts");
	double all = 0, one = 0;
	size_t at = 0;

	if (!counts || counts->count == 0)
		return 0; /* only the sum and the count were recorded */
	if (counts->count != histogram->bounds_count + 1)
		return fail(reader, counts, err,
			"there is not one bucket more than there are bounds",
			"export the metrics again; the file is damaged");
	for (const struct json *item = counts->child; item; item = item->next) {
		if (read_count(reader, item, &one, err) < 0)
			return -1;
		histogram->counts[at++] += one;
		all += one;
	}
	return all == count ? 0
			    : fail(reader, counts, err, "the buckets of a point are not its count",
				      "export the metrics again; the file is damaged");
}

static int find_histogram(struct reader *reader, struct text name, const struct json *point,
	struct histogram **out, struct err *err)
{
	const uint32_t *number = keys_find(&reader->by_name, name);

	if (!number)
		return add_histogram(reader, name, out, err) < 0
			       ? -1
			       : set_bounds(reader, *out, json_get(point, "explicitBounds"), err);
	*out = reader->histograms[*number - 1];
	return check_bounds(reader, *out, point, err);
}

/* A cumulative point takes the place of the one before. Points of two processes cannot be told apart but by when they began. */
static int begin_again(const struct reader *reader, struct histogram *histogram,
	const struct json *point, double count, struct err *err)
{
	const struct json *start = json_get(point, "startTimeUnixNano");
	double start_ns = 0;

	if (start && read_count(reader, start, &start_ns, err) < 0)
		return -1;
	if (histogram->count > count || (histogram->count > 0 && histogram->start_ns != start_ns))
		return fail(reader, point, err,
			"points of two processes, or of one that began anew, under one name",
			"measure one process, or export delta temporality");
	histogram->count = histogram->sum = 0;
	histogram->start_ns = start_ns;
	for (size_t i = 0; i <= histogram->bounds_count; i++)
		histogram->counts[i] = 0;
	return 0;
}

static int read_point(
	struct reader *reader, struct text metric, const struct json *point, struct err *err)
{
	struct histogram *histogram = NULL;
	struct text name = metric;
	double count = 0, sum = NAN;

	if (point_name(reader, metric, point, &name, err) < 0 ||
		find_histogram(reader, name, point, &histogram, err) < 0 ||
		read_count(reader, json_get(point, "count"), &count, err) < 0 ||
		part_optional(&sum, point, "sum", reader->file, err) < 0)
		return -1;
	if (reader->temporality == TEMPORALITY_CUMULATIVE &&
		begin_again(reader, histogram, point, count, err) < 0)
		return -1;
	histogram->count += count;
	histogram->sum += sum;
	return add_counts(reader, histogram, point, count, err);
}

static int read_metric(struct reader *reader, const struct json *metric, struct err *err)
{
	const struct json *histogram = json_get(metric, "histogram"), *points;

	reader->unit_ms = samples_unit_ms(json_text_at(metric, "unit"));
	if (isnan(reader->unit_ms))
		return 0;
	if (json_get(metric, "exponentialHistogram"))
		return fail(reader, metric, err, "an exponential histogram",
			"export histograms with explicit bounds");
	if (!histogram)
		return 0;
	if (part_number(&reader->temporality, histogram, "aggregationTemporality", reader->file,
		    err) < 0 ||
		part_container(&points, histogram, "dataPoints", JSON_ARRAY, reader->file, err) < 0)
		return -1;
	if (reader->temporality != TEMPORALITY_DELTA &&
		reader->temporality != TEMPORALITY_CUMULATIVE)
		return fail(reader, histogram, err, "a temporality that is neither 1 nor 2",
			"write OTLP/JSON, which has enumerations as numbers");
	for (const struct json *point = points->child; point; point = point->next)
		if (read_point(reader, json_text_at(metric, "name"), point, err) < 0)
			return -1;
	return 0;
}

static int read_scope(struct reader *reader, const struct json *scope, struct err *err)
{
	const struct json *metrics = json_get(scope, "metrics");

	for (const struct json *metric = metrics ? metrics->child : NULL; metric;
		metric = metric->next)
		if (read_metric(reader, metric, err) < 0)
			return -1;
	return 0;
}

static int read_resources(struct reader *reader, const struct json *root, struct err *err)
{
	const struct json *resources;

	if (part_container(&resources, root, "resourceMetrics", JSON_ARRAY, reader->file, err) < 0)
		return -1;
	for (const struct json *resource = resources->child; resource; resource = resource->next) {
		const struct json *scopes = json_get(resource, "scopeMetrics");

		for (const struct json *scope = scopes ? scopes->child : NULL; scope;
			scope = scope->next)
			if (read_scope(reader, scope, err) < 0)
				return -1;
	}
	return 0;
}

static int add_quantiles(const struct reader *reader, const struct histogram *histogram,
	struct series *series, struct err *err)
{
	static const double quantiles[] = {0.5, 0.75, 0.9, 0.95, 0.99};
	double cumulative[PROMETHEUS_MOST_BUCKETS], all = 0;
	size_t count = histogram->bounds_count + 1;

	for (size_t i = 0; i < count; i++)
		cumulative[i] = all += histogram->counts[i];
	for (size_t i = 0; all > 0 && i < sizeof(quantiles) / sizeof(quantiles[0]); i++) {
		struct summary summary = {SUMMARY_TOTAL, SUMMARY_QUANTILE, quantiles[i],
			histogram->unit_ms * prometheus_quantile(quantiles[i], histogram->bounds,
						     cumulative, count)};

		if (!isnan(summary.ms) && samples_summary(reader->out, series, &summary, err) < 0)
			return -1;
	}
	return 0;
}

static int finish(const struct reader *reader, const struct histogram *histogram, struct err *err)
{
	struct summary mean = {SUMMARY_TOTAL, SUMMARY_MEAN, 0,
		histogram->sum / histogram->count * histogram->unit_ms};
	struct series *series;

	if (!(histogram->count >= 1))
		return 0;
	if (samples_series(reader->out, histogram->name, &series, err) < 0)
		return -1;
	series->summary_samples = (uint64_t)fmin(histogram->count, 1e15);
	if (add_quantiles(reader, histogram, series, err) < 0)
		return -1;
	return isnan(mean.ms) ? 0 : samples_summary(reader->out, series, &mean, err);
}

static int read_all(struct reader *reader, struct err *err)
{
	struct values values;
	const struct json *root;

	values_start(&values, reader->file);
	for (;;) {
		if (values_read(&values, &root, err) < 0)
			return -1;
		if (!root)
			break;
		if (read_resources(reader, root, err) < 0)
			return -1;
	}
	for (size_t i = 0; i < reader->count; i++)
		if (finish(reader, reader->histograms[i], err) < 0)
			return -1;
	return 0;
}

static int read_otlp_metrics(struct samples *out, const struct measured_file *file, struct err *err)
{
	struct reader reader = {.out = out, .file = file, .arena = arena_new()};
	int done;

	if (!reader.arena)
		return err_nomem(err);
	keys_start(&reader.by_name, reader.arena);
	done = read_all(&reader, err);
	arena_free(reader.arena);
	return done;
}

extern const struct latency_format latency_format_otlp_metrics;

const struct latency_format latency_format_otlp_metrics = {
	.summary = "OpenTelemetry histograms (OTLP/JSON, also a line each)",
	.read = read_otlp_metrics,
	.file_is_run = true,
};
