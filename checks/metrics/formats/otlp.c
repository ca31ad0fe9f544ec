/* SPDX-License-Identifier: Apache-2.0
 *
 * Metrics as OTLP/JSON, one object or one a line (open-telemetry/opentelemetry-proto metrics.proto, docs/specification.md "JSON Protobuf Encoding"): the points
 * of gauges and sums; 64-bit integers are strings or numbers. `select` is name{attribute="value"}. Sums of delta temporality are added up, so that each point is what was counted until
 * then. Histograms have no one number, and are refused: the check latency reads them.
 */
#include <math.h>

#include "checks/metrics/format.h"
#include "gate/base/exposition.h"
#include "gate/base/json_values.h"
#include "gate/base/number.h"

struct reader {
	struct numbers *out;
	const struct number_file *file;
	struct exposition_filter filter;
	double *sums; /* of delta points, by series */
	size_t capacity;
	bool is_delta;
};

static int fail(const struct reader *reader, const struct json *at, struct err *err,
	const char *what, const char *remedy)
{
	return numbers_refuse(reader->file->name, at->line, err, what, remedy);
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

static int read_labels(const struct reader *reader, struct exposition *out,
	const struct json *point, struct text *series, struct err *err)
{
	const struct json *attributes = json_get(point, "attributes");
	struct text all = TEXT("");

	out->label_count = 0;
	for (const struct json *item = attributes ? attributes->child : NULL; item;
		item = item->next) {
		struct text key = json_text_at(item, "key"), value = attribute_value(item);

		if (out->label_count == EXPOSITION_MOST_LABELS)
			return fail(reader, item, err, "a point of more than 64 attributes",
				"record fewer attributes");
		out->labels[out->label_count++] = (struct exposition_label){key, value};
		all = arena_textf(reader->file->scratch, "%.*s%.*s=%.*s,", (int)all.len, all.ptr,
			text_quote(key), key.ptr, text_quote(value), value.ptr);
		if (!all.ptr)
			return err_nomem(err);
	}
	*series = all;
	return 0;
}

static int point_value(
	const struct reader *reader, const struct json *point, double *out, struct err *err)
{
	const struct json *value = json_get(point, "asDouble");

	if (!value)
		value = json_get(point, "asInt");
	if (value && (value->type == JSON_NUMBER || value->type == JSON_STRING) &&
		exposition_number(value->text, out))
		return 0;
	return fail(reader, value ? value : point, err, "a point without asDouble or asInt",
		"write OTLP/JSON, as the Collector's file exporter does");
}

/* What has been counted of the series until now. */
static int add_delta(struct reader *reader, struct number *number, struct err *err)
{
	size_t before = reader->capacity;

	if (arena_reserve(reader->out->arena, (void **)&reader->sums, &reader->capacity,
		    (size_t)number->series + 1, sizeof(double)) < 0)
		return err_nomem(err);
	for (size_t i = before; i < reader->capacity; i++)
		reader->sums[i] = 0;
	reader->sums[number->series] += number->value;
	number->value = reader->sums[number->series];
	return 0;
}

static int read_point(
	struct reader *reader, const struct json *point, struct text name, struct err *err)
{
	struct exposition sample = {.name = name};
	struct text series;
	double value;

	if (read_labels(reader, &sample, point, &series, err) < 0)
		return -1;
	if (!exposition_is_wanted(&reader->filter, &sample))
		return 0;
	if (point_value(reader, point, &value, err) < 0 ||
		numbers_add(reader->out, value, series, point->line, err) < 0)
		return -1;
	return reader->is_delta
		       ? add_delta(reader, &reader->out->items[reader->out->count - 1], err)
		       : 0;
}

static int read_metric(struct reader *reader, const struct json *metric, struct err *err)
{
	const struct json *data = json_get(metric, "gauge"), *points, *temporality;
	struct text name = json_text_at(metric, "name");

	if (!reader->filter.any_name && !text_equal(name, reader->filter.wanted.name))
		return 0;
	if (!data)
		data = json_get(metric, "sum");
	if (!data)
		return fail(reader, metric, err, "a metric that is neither a gauge nor a sum",
			"let the check latency judge it, which reads histograms");
	temporality = json_get(data, "aggregationTemporality");
	reader->is_delta = temporality && (text_is(temporality->text, "1") ||
						  text_ends(temporality->text, "_DELTA"));
	points = json_get(data, "dataPoints");
	for (const struct json *point = points ? points->child : NULL; point; point = point->next)
		if (read_point(reader, point, name, err) < 0)
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

static int read_value(struct reader *reader, const struct json *root, struct err *err)
{
	const struct json *resources = json_get(root, "resourceMetrics");

	if (!resources || resources->type != JSON_ARRAY)
		return fail(reader, root, err, "this is no OTLP/JSON of metrics",
			"write OTLP/JSON, as the Collector's file exporter does");
	for (const struct json *resource = resources->child; resource; resource = resource->next) {
		const struct json *scopes = json_get(resource, "scopeMetrics");

		for (const struct json *scope = scopes ? scopes->child : NULL; scope;
			scope = scope->next)
			if (read_scope(reader, scope, err) < 0)
				return -1;
	}
	return 0;
}

static int read_otlp(struct numbers *out, const struct number_file *file, struct err *err)
{
	struct reader reader = {.out = out, .file = file};
	struct json_values values;
	const struct json *root;
	bool nomem;

	if (!exposition_filter_read(&reader.filter, file->select, out->arena, &nomem))
		return nomem ? err_nomem(err)
			     : numbers_refuse(file->name, 1, err, "select: names no metric",
				       "write name or name{attribute=\"value\"}");
	json_values_start(&values, file->content, file->name, file->scratch);
	for (;;) {
		if (json_values_read(&values, &root, err) < 0)
			return -1;
		if (!root)
			return 0;
		if (read_value(&reader, root, err) < 0)
			return -1;
	}
}

const struct number_format number_format_otlp = {
	.summary = "gauges and sums (OTLP/JSON); select: is name{attribute=\"value\"}",
	.read = read_otlp,
};
