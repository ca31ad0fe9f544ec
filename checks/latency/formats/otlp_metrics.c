/* SPDX-License-Identifier: Apache-2.0
 *
 * Metrics as OTLP/JSON, one object or one a line (open-telemetry/opentelemetry-proto metrics.proto, docs/specification.md "JSON Protobuf
 * Encoding"): histograms whose unit is a time, a series for each with its attributes, `http.server.request.duration{method=GET}`: the mean,
 * and p50, p75, p90, p95, p99: of explicit bounds as in prometheus.c, linear inside the bucket, none above the highest bound; of exponential
 * ones geometric inside the bucket (otlp_buckets.h). Points of delta temporality (1) are
 * added up; of cumulative (2) the last counts, which is all since the process began. 64-bit integers are strings or numbers.
 * Refused: cumulative points of two processes under one name, bounds that change from point to point, counts that are not those of the buckets.
 */
#include <math.h>

#include "checks/latency/formats/otlp_buckets.h"
#include "gate/base/keys.h"

enum { TEMPORALITY_DELTA = 1, TEMPORALITY_CUMULATIVE = 2 };

struct histogram {
	struct text name; /* with its attributes */
	double unit_ms, sum, count, start_ns;
	bool is_exponential;
	struct explicit_buckets explicit;
	struct exponential_buckets exponential;
};

struct reader {
	struct samples *out;
	struct otlp_place place; /* its arena is that of the histograms */
	struct histogram **histograms;
	size_t count, capacity;
	struct keys by_name;         /* number: index + 1 */
	double temporality, unit_ms; /* of the metric that is read */
	bool is_exponential;
};

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
		return otlp_refuse(&reader->place, attributes, err,
			"a point of more than 64 attributes", "record fewer attributes");
	for (const struct json *item = attributes ? attributes->child : NULL; item && name.ptr;
		item = item->next) {
		struct text key = json_text_at(item, "key"), value = attribute_value(item);

		name = arena_textf(reader->place.file->scratch, "%.*s%s%.*s=%.*s%s", (int)name.len,
			name.ptr, item == attributes->child ? "{" : ",", text_quote(key), key.ptr,
			text_quote(value), value.ptr, item->next ? "" : "}");
	}
	*out = name;
	return name.ptr ? 0 : err_nomem(err);
}

static int add_histogram(
	struct reader *reader, struct text name, struct histogram **out, struct err *err)
{
	struct histogram *histogram = arena_alloc(reader->place.arena, sizeof(*histogram));
	uint32_t *number;

	if (!histogram ||
		arena_reserve(reader->place.arena, (void **)&reader->histograms, &reader->capacity,
			reader->count + 1, sizeof(struct histogram *)) < 0)
		return err_nomem(err);
	*histogram = (struct histogram){.name = arena_text(reader->place.arena, name),
		.unit_ms = reader->unit_ms,
		.is_exponential = reader->is_exponential};
	if (!histogram->name.ptr)
		return err_nomem(err);
	if (keys_add(&reader->by_name, histogram->name, &number, err) < 0)
		return -1;
	reader->histograms[reader->count++] = histogram;
	*number = (uint32_t)reader->count;
	*out = histogram;
	return 0;
}

static int find_histogram(struct reader *reader, struct text name, const struct json *point,
	struct histogram **out, struct err *err)
{
	const uint32_t *number = keys_find(&reader->by_name, name);

	if (!number)
		return add_histogram(reader, name, out, err);
	*out = reader->histograms[*number - 1];
	if ((*out)->is_exponential != reader->is_exponential)
		return otlp_refuse(&reader->place, point, err,
			"explicit and exponential buckets under one name",
			"record the metric in one way");
	return 0;
}

/* A cumulative point takes the place of the one before. Points of two processes cannot be told apart but by when they began. */
static int begin_again(const struct reader *reader, struct histogram *histogram,
	const struct json *point, double count, struct err *err)
{
	double start_ns;

	if (otlp_count(&start_ns, json_get(point, "startTimeUnixNano"), &reader->place, err) < 0)
		return -1;
	if (histogram->count > count || (histogram->count > 0 && histogram->start_ns != start_ns))
		return otlp_refuse(&reader->place, point, err,
			"points of two processes, or of one that began anew, under one name",
			"measure one process, or export delta temporality");
	histogram->count = histogram->sum = 0;
	histogram->start_ns = start_ns;
	explicit_clear(&histogram->explicit);
	exponential_clear(&histogram->exponential);
	return 0;
}

static int add_point(const struct reader *reader, struct histogram *histogram,
	const struct json *point, struct err *err)
{
	double count, sum = NAN;

	if (otlp_count(&count, json_get(point, "count"), &reader->place, err) < 0 ||
		part_optional(&sum, point, "sum", reader->place.file, err) < 0)
		return -1;
	if (reader->temporality == TEMPORALITY_CUMULATIVE &&
		begin_again(reader, histogram, point, count, err) < 0)
		return -1;
	histogram->count += count;
	histogram->sum += count > 0 ? sum : 0;
	return histogram->is_exponential
		       ? exponential_add(&histogram->exponential, point, count, &reader->place, err)
		       : explicit_add(&histogram->explicit, point, count, &reader->place, err);
}

static int read_point(
	struct reader *reader, struct text metric, const struct json *point, struct err *err)
{
	struct histogram *histogram = NULL;
	struct text name = metric;

	if (point_name(reader, metric, point, &name, err) < 0 ||
		find_histogram(reader, name, point, &histogram, err) < 0)
		return -1;
	return add_point(reader, histogram, point, err);
}

static int read_points(
	struct reader *reader, struct text name, const struct json *histogram, struct err *err)
{
	const struct json *points;

	if (part_number(&reader->temporality, histogram, "aggregationTemporality",
		    reader->place.file, err) < 0 ||
		part_container(
			&points, histogram, "dataPoints", JSON_ARRAY, reader->place.file, err) < 0)
		return -1;
	if (reader->temporality != TEMPORALITY_DELTA &&
		reader->temporality != TEMPORALITY_CUMULATIVE)
		return otlp_refuse(&reader->place, histogram, err,
			"a temporality that is neither 1 nor 2",
			"write OTLP/JSON, which has enumerations as numbers");
	for (const struct json *point = points->child; point; point = point->next)
		if (read_point(reader, name, point, err) < 0)
			return -1;
	return 0;
}

static int read_metric(struct reader *reader, const struct json *metric, struct err *err)
{
	const struct json *exponential = json_get(metric, "exponentialHistogram"),
			  *histogram = exponential ? exponential : json_get(metric, "histogram");

	reader->unit_ms = samples_unit_ms(json_text_at(metric, "unit"));
	reader->is_exponential = exponential != NULL;
	if (!histogram || isnan(reader->unit_ms))
		return 0;
	return read_points(reader, json_text_at(metric, "name"), histogram, err);
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

	if (part_container(
		    &resources, root, "resourceMetrics", JSON_ARRAY, reader->place.file, err) < 0)
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

	for (size_t i = 0; i < sizeof(quantiles) / sizeof(quantiles[0]); i++) {
		double q = quantiles[i],
		       value = histogram->is_exponential
				       ? exponential_quantile(&histogram->exponential, q)
				       : explicit_quantile(&histogram->explicit, q);
		struct summary summary = {
			SUMMARY_TOTAL, SUMMARY_QUANTILE, q, value * histogram->unit_ms};

		if (!isnan(value) && samples_summary(reader->out, series, &summary, err) < 0)
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
	struct json_values values;
	const struct json *root;

	values_start(&values, reader->place.file);
	for (;;) {
		if (json_values_read(&values, &root, err) < 0)
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
	struct reader reader = {.out = out, .place = {file, arena_new()}};
	int done;

	if (!reader.place.arena)
		return err_nomem(err);
	keys_start(&reader.by_name, reader.place.arena);
	done = read_all(&reader, err);
	arena_free(reader.place.arena);
	return done;
}

extern const struct latency_format latency_format_otlp_metrics;

const struct latency_format latency_format_otlp_metrics = {
	.summary = "OpenTelemetry histograms (OTLP/JSON, also a line each)",
	.read = read_otlp_metrics,
	.file_is_run = true,
};
