/* SPDX-License-Identifier: Apache-2.0
 *
 * browsertime.json (sitespeedio/browsertime): an array of pages, each with browserScripts, one for each iteration. The series "LCP" (of several
 * pages "URL: LCP") with the four phases under the names that Lighthouse and web-vitals give them; ms. The tool rounds each
 * part, so that they may be off the total by 2 ms more. It does not clamp: a resource that was asked for before the first byte (early
 * hints, preload) gives a negative resourceLoadDelay, which is refused, as are iterations without an LCP or with errors.
 */
#include "checks/latency/formats/parts.h"

static const struct {
	const char *key, *phase;
} parts[] = {
	{"ttfb", "timeToFirstByte"},
	{"resourceLoadDelay", "resourceLoadDelay"},
	{"resourceLoadDuration", "resourceLoadDuration"},
	{"elementRenderDelay", "elementRenderDelay"},
};

struct reader {
	struct samples *out;
	const struct measured_file *file;
	struct series *series;
};

static int refuse(
	const struct reader *reader, const struct json *at, struct err *err, const char *what)
{
	part_error(reader->file, at, err, what);
	return err_remedy(err, "measure again, with a page that paints its largest element");
}

/* renderTime is 0 or missing for images of other origins without Timing-Allow-Origin. */
static int read_total(
	const struct reader *reader, const struct json *lcp, double *total, struct err *err)
{
	*total = 0;
	if (part_optional(total, lcp, "renderTime", reader->file, err) < 0)
		return -1;
	return *total > 0 ? 0 : part_number(total, lcp, "loadTime", reader->file, err);
}

static int read_iteration(
	const struct reader *reader, const struct json *iteration, struct err *err)
{
	const struct json *lcp = json_at(iteration, "timings.largestContentfulPaint");
	struct series *series = reader->series;

	if (!lcp || lcp->type != JSON_OBJECT)
		return refuse(
			reader, iteration, err, "an iteration without largestContentfulPaint");
	if (samples_row(reader->out, series, err) < 0)
		return -1;
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		size_t phase;
		double ms;

		if (samples_phase(reader->out, series, text_of(parts[i].phase), &phase, err) < 0 ||
			part_number(&ms, lcp, parts[i].key, reader->file, err) < 0)
			return -1;
		series->row[phase] = ms;
	}
	if (read_total(reader, lcp, &series->total, err) < 0)
		return -1;
	return samples_row_end(reader->out, series, lcp->line, err);
}

/* A list of errors for each iteration. */
static int check_errors(const struct reader *reader, const struct json *page, struct err *err)
{
	const struct json *lists = json_get(page, "errors");

	for (const struct json *list = lists ? lists->child : NULL; list; list = list->next)
		if (list->child)
			return refuse(reader, list, err, "an iteration had errors");
	return 0;
}

static int find_series(struct reader *reader, const struct json *page, bool only, struct err *err)
{
	struct text url = samples_page(json_text_at(page, "info.url"), reader->file->scratch),
		    name = TEXT("LCP");

	if (!url.ptr)
		return err_nomem(err);
	if (!only)
		name = arena_textf(reader->file->scratch, "%.*s: LCP", (int)url.len, url.ptr);
	if (!name.ptr)
		return err_nomem(err);
	if (samples_series(reader->out, name, &reader->series, err) < 0)
		return -1;
	reader->series->sums = true;
	reader->series->slack_ms = 2;
	return only ? samples_fact(reader->out, "page", url, err) : 0;
}

static int read_page(struct reader *reader, const struct json *page, bool only, struct err *err)
{
	const struct json *iterations;

	if (check_errors(reader, page, err) < 0 || find_series(reader, page, only, err) < 0 ||
		part_container(&iterations, page, "browserScripts", JSON_ARRAY, reader->file, err) <
			0)
		return -1;
	for (const struct json *item = iterations->child; item; item = item->next)
		if (read_iteration(reader, item, err) < 0)
			return -1;
	return 0;
}

static int read_facts(struct samples *out, const struct json *page, struct err *err)
{
	if (samples_fact(out, "tool", text_of("browsertime"), err) < 0 ||
		samples_fact(out, "tool version", json_text_at(page, "info.browsertime.version"),
			err) < 0)
		return -1;
	return samples_fact(
		out, "throttling", json_text_at(page, "info.connectivity.profile"), err);
}

static int read_browsertime(struct samples *out, const struct measured_file *file, struct err *err)
{
	struct reader reader = {.out = out, .file = file};
	const struct json *root;

	if (json_read_with(&root, file->content, file->name, NULL, file->scratch, err) < 0)
		return -1;
	if (root->type != JSON_ARRAY || !root->child)
		return measured_error(
			file, 1, 1, err, "this is no browsertime.json: a list of pages");
	if (read_facts(out, root->child, err) < 0)
		return -1;
	for (const struct json *page = root->child; page; page = page->next)
		if (read_page(&reader, page, root->count == 1, err) < 0)
			return -1;
	return 0;
}

extern const struct latency_format latency_format_browsertime;

const struct latency_format latency_format_browsertime = {
	.summary = "browsertime.json (sitespeed.io)",
	.read = read_browsertime,
};
