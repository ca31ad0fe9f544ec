/* SPDX-License-Identifier: Apache-2.0
 *
 * Answers of the Chrome UX Report's API (records:queryRecord, and queryHistoryRecord, of whose periods the newest that has a value
 * counts): {"record": {"key", "metrics": {NAME: {"percentiles": {"p75"}}}}}. Only the 75th percentile is given, of 28 days of users, as a number or as
 * a text; so the flow's statistic is p75, and its baseline most likely "none". Series: LCP with the four phases of pages whose
 * LCP is an image, INP, FCP, TTFB, RTT. Percentiles of phases do not add up to that of the total.
 * Tried on files made by hand in the documented shape.
 */
#include "checks/latency/formats/parts.h"

#define IMAGE "largest_contentful_paint_image_"

static const struct {
	const char *metric, *series, *phase; /* phase NULL: the total */
} metrics[] = {
	{"largest_contentful_paint", "LCP", NULL},
	{IMAGE "time_to_first_byte", "LCP", "timeToFirstByte"},
	{IMAGE "resource_load_delay", "LCP", "resourceLoadDelay"},
	{IMAGE "resource_load_duration", "LCP", "resourceLoadDuration"},
	{IMAGE "element_render_delay", "LCP", "elementRenderDelay"},
	{"interaction_to_next_paint", "INP", NULL},
	{"first_contentful_paint", "FCP", NULL},
	{"experimental_time_to_first_byte", "TTFB", NULL},
	{"round_trip_time", "RTT", NULL},
};

/* The newest of a history that is there. */
static const struct json *newest(const struct json *values)
{
	const struct json *found = NULL;

	for (const struct json *value = values ? values->child : NULL; value; value = value->next)
		if (value->type != JSON_NULL && !text_is(value->text, "NaN"))
			found = value;
	return found;
}

static const struct json *p75_of(const struct json *metric)
{
	const struct json *p75 = json_at(metric, "percentiles.p75");

	return p75 ? p75 : newest(json_at(metric, "percentilesTimeseries.p75s"));
}

static int add_metric(struct samples *out, const struct json *metric, size_t i,
	const struct measured_file *file, struct err *err)
{
	const struct json *p75 = p75_of(metric);
	struct summary summary = {SUMMARY_TOTAL, SUMMARY_QUANTILE, 0.75, 0};
	struct series *series;

	if (!p75 || (p75->type != JSON_NUMBER && p75->type != JSON_STRING) ||
		!number_parse(p75->text, &summary.ms))
		return part_error(file, p75 ? p75 : metric, err, "a metric without a number p75");
	if (samples_series(out, text_of(metrics[i].series), &series, err) < 0)
		return -1;
	series->is_main = text_is(series->name, "LCP");
	if (metrics[i].phase &&
		samples_phase(out, series, text_of(metrics[i].phase), &summary.phase, err) < 0)
		return -1;
	return samples_summary(out, series, &summary, err);
}

static int add_facts(struct samples *out, const struct json *record, struct err *err)
{
	struct text url = json_text_at(record, "key.url");

	if (url.len == 0)
		url = json_text_at(record, "key.origin");
	if (samples_fact(out, "tool", text_of("crux"), err) < 0 ||
		samples_fact(out, "page", url, err) < 0)
		return -1;
	return samples_fact(out, "form factor", json_text_at(record, "key.formFactor"), err);
}

static int read_record(struct samples *out, const struct json *record,
	const struct measured_file *file, struct err *err)
{
	const struct json *all;

	if (part_container(&all, record, "metrics", JSON_OBJECT, file, err) < 0)
		return -1;
	for (size_t i = 0; i < sizeof(metrics) / sizeof(metrics[0]); i++) {
		const struct json *metric = json_get(all, metrics[i].metric);

		if (metric && add_metric(out, metric, i, file, err) < 0)
			return -1;
	}
	return add_facts(out, record, err);
}

static int read_crux(struct samples *out, const struct measured_file *file, struct err *err)
{
	const struct json *root, *record;

	if (json_read_with(&root, file->content, file->name, NULL, file->scratch, err) < 0)
		return -1;
	if (json_get(root, "error")) {
		struct text what = json_text_at(root, "error.message");

		return measured_error(
			file, 1, 1, err, "the query failed: %.*s", text_quote(what), what.ptr);
	}
	if (part_container(&record, root, "record", JSON_OBJECT, file, err) < 0)
		return -1;
	return read_record(out, record, file, err);
}

extern const struct latency_format latency_format_crux;

const struct latency_format latency_format_crux = {
	.summary = "Chrome UX Report (answers of its API): p75 of users",
	.read = read_crux,
	.file_is_run = true,
};
