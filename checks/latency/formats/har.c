/* SPDX-License-Identifier: Apache-2.0
 *
 * HAR 1.2 (ahmadnassri/har-spec versions/1.2.md). A series for each URL (without query), a row for each request; ms. -1 means
 * that the phase does not apply: 0. "ssl" is part of "connect" and is taken out of it; `time` is the sum of the others.
 * Refused: answers of 400 and above, requests without an answer (status 0). Members with an underscore are passed over.
 */
#include <math.h>

#include "checks/latency/formats/parts.h"
#include "gate/base/moment.h"

static const char *const timings[] = {
	"blocked", "dns", "connect", "ssl", "send", "wait", "receive"};

enum { CONNECT = 2, SSL = 3, TIMINGS = sizeof(timings) / sizeof(timings[0]) };

/* Not applicable: 0. Any other negative number stays and is refused. */
static double applicable(double ms)
{
	return ms == -1 ? 0 : ms;
}

static int read_timings(struct samples *out, struct series *series, const struct json *entry,
	const struct measured_file *file, struct err *err)
{
	double ms[TIMINGS];
	const struct json *object;

	if (part_container(&object, entry, "timings", JSON_OBJECT, file, err) < 0)
		return -1;
	for (size_t i = 0; i < TIMINGS; i++) {
		ms[i] = -1;
		if (part_optional(&ms[i], object, timings[i], file, err) < 0)
			return -1;
		ms[i] = applicable(ms[i]);
	}
	ms[CONNECT] = fmax(ms[CONNECT] - ms[SSL], 0);
	for (size_t i = 0; i < TIMINGS; i++) {
		size_t phase;

		if (samples_phase(out, series, text_of(timings[i]), &phase, err) < 0)
			return -1;
		series->row[phase] = ms[i];
	}
	return 0;
}

static int check_status(const struct json *entry, const struct measured_file *file, struct err *err)
{
	double status = 0;

	if (part_number(&status, json_get(entry, "response"), "status", file, err) < 0)
		return -1;
	if (status > 0 && status < 400)
		return 0;
	measured_error(file, entry->line, 0, err, "a request with the answer %g", status);
	return err_remedy(err, "measure again; a request that failed is no measurement");
}

static int read_entry(struct samples *out, const struct json *entry,
	const struct measured_file *file, struct err *err)
{
	struct text page = samples_page(json_text_at(entry, "request.url"), file->scratch);
	struct series *series;

	if (!page.ptr)
		return err_nomem(err);
	if (file->select.len && !text_equal(file->select, page))
		return 0;
	if (isnan(out->at))
		out->at = moment_read(json_text_at(entry, "startedDateTime"));
	if (check_status(entry, file, err) < 0 || samples_series(out, page, &series, err) < 0)
		return -1;
	series->sums = true;
	if (samples_row(out, series, err) < 0 || read_timings(out, series, entry, file, err) < 0 ||
		part_number(&series->total, entry, "time", file, err) < 0)
		return -1;
	return samples_row_end(out, series, entry->line, err);
}

static int read_har(struct samples *out, const struct measured_file *file, struct err *err)
{
	const struct json *root, *entries;

	if (json_read_with(&root, file->content, file->name, NULL, file->scratch, err) < 0 ||
		part_container(&entries, json_get(root, "log"), "entries", JSON_ARRAY, file, err) <
			0)
		return -1;
	for (const struct json *entry = entries->child; entry; entry = entry->next)
		if (read_entry(out, entry, file, err) < 0)
			return -1;
	return 0;
}

extern const struct latency_format latency_format_har;

const struct latency_format latency_format_har = {
	.summary = "HTTP archives (HAR 1.2)",
	.read = read_har,
};
