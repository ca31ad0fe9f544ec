/* SPDX-License-Identifier: Apache-2.0
 *
 * Traces of Chrome (its developer tools, Puppeteer, Lighthouse): {"traceEvents": [...], "metadata"} or a bare array of events; ts in
 * µs. Tried on Chromium 156. A row of "LCP" for each navigation that has one: the last largestContentfulPaint::Candidate of the
 * outermost frame that no ::Invalidate follows, with the four phases of Lighthouse, from navigationStart: the first byte of the document
 * (ResourceReceiveResponse whose requestId is the navigation's), and the candidate's imageLoadStart and imageLoadEnd. Of a text these
 * are absent: 0 ms. Of an image that was asked for before the first byte (Early Hints) the phases are clipped, as
 * web-vitals does it. Events may stand in any order. Refused: navigations to several pages, failed documents.
 */
#include <math.h>

#include "checks/latency/formats/parts.h"
#include "gate/base/moment.h"

enum { MOST_NAVIGATIONS = 256, NAVIGATION_ID = 32 };

static const char *const phases[] = {
	"timeToFirstByte", "resourceLoadDelay", "resourceLoadDuration", "elementRenderDelay"};

enum { PHASES = sizeof(phases) / sizeof(phases[0]) };

/* Times in ms; NAN where they were not seen. */
struct navigation {
	struct text id, page;
	double start, first_byte, paint, invalid;
	double load_start, load_end; /* since start */
	bool is_image;
	uint32_t line;
};

struct reader {
	struct samples *out;
	const struct measured_file *file;
	struct json_cursor *cursor;
	struct arena *arena; /* of one event */
	struct navigation *items;
	size_t count;
};

static int find_navigation(
	struct reader *reader, struct text id, struct navigation **out, struct err *err)
{
	*out = NULL;
	if (id.len != NAVIGATION_ID)
		return 0;
	for (size_t i = 0; i < reader->count; i++)
		if (text_equal(reader->items[i].id, id)) {
			*out = &reader->items[i];
			return 0;
		}
	if (reader->count == MOST_NAVIGATIONS)
		return measured_error(
			reader->file, 0, 0, err, "more than %d navigations", MOST_NAVIGATIONS);
	*out = &reader->items[reader->count++];
	**out = (struct navigation){.id = arena_text(reader->out->arena, id),
		.start = NAN,
		.first_byte = NAN,
		.paint = NAN,
		.invalid = NAN};
	return (*out)->id.ptr ? 0 : err_nomem(err);
}

static int read_start(struct reader *reader, const struct json *event, double ts, struct err *err)
{
	struct text url = json_text_at(event, "args.data.documentLoaderURL");
	struct navigation *navigation;

	if (find_navigation(
		    reader, json_text_at(event, "args.data.navigationId"), &navigation, err) < 0)
		return -1;
	if (!navigation || url.len == 0)
		return 0;
	navigation->start = ts;
	navigation->page = samples_page(url, reader->out->arena);
	return navigation->page.ptr ? 0 : err_nomem(err);
}

static int read_response(
	struct reader *reader, const struct json *event, double ts, struct err *err)
{
	const struct json *data = json_at(event, "args.data"), *timing = json_get(data, "timing");
	struct navigation *navigation;
	double sent, headers, status = 0;

	(void)ts;
	if (find_navigation(reader, json_text_at(data, "requestId"), &navigation, err) < 0)
		return -1;
	if (!navigation || !timing)
		return 0;
	if (part_optional(&status, data, "statusCode", reader->file, err) < 0 ||
		part_number(&sent, timing, "requestTime", reader->file, err) < 0 ||
		part_number(&headers, timing, "receiveHeadersStart", reader->file, err) < 0)
		return -1;
	if (status >= 400) {
		part_error(reader->file, event, err, "the document's answer was an error");
		return err_remedy(err, "measure again; a failed page is no measurement");
	}
	navigation->first_byte = sent * 1000 + headers;
	return 0;
}

static int read_image(const struct reader *reader, struct navigation *navigation,
	const struct json *data, struct err *err)
{
	navigation->load_start = navigation->load_end = NAN;
	if (part_optional(&navigation->load_start, data, "imageLoadStart", reader->file, err) < 0)
		return -1;
	return part_optional(&navigation->load_end, data, "imageLoadEnd", reader->file, err);
}

static int read_candidate(
	struct reader *reader, const struct json *event, double ts, struct err *err)
{
	const struct json *data = json_at(event, "args.data"),
			  *outermost = json_get(data, "isOutermostMainFrame"),
			  *main = outermost ? outermost : json_get(data, "isMainFrame");
	struct navigation *navigation;

	if (!main || main->type != JSON_TRUE)
		return 0;
	if (find_navigation(reader, json_text_at(data, "navigationId"), &navigation, err) < 0)
		return -1;
	if (!navigation || navigation->paint >= ts)
		return 0;
	navigation->paint = ts;
	navigation->line = event->line;
	navigation->is_image = text_is(json_text_at(data, "type"), "image");
	return read_image(reader, navigation, data, err);
}

static int read_invalid(struct reader *reader, const struct json *event, double ts, struct err *err)
{
	struct navigation *navigation;

	if (find_navigation(
		    reader, json_text_at(event, "args.data.navigationId"), &navigation, err) < 0)
		return -1;
	if (navigation)
		navigation->invalid = fmax(navigation->invalid, ts);
	return 0;
}

static const struct {
	const char *name;
	int (*read)(struct reader *reader, const struct json *event, double ts, struct err *err);
} kinds[] = {
	{"navigationStart", read_start},
	{"ResourceReceiveResponse", read_response},
	{"largestContentfulPaint::Candidate", read_candidate},
	{"largestContentfulPaint::Invalidate", read_invalid},
};

static int read_event(void *context, const struct json_member *member, struct err *err)
{
	struct reader *reader = context;
	const struct json *event;
	struct text name;
	double ts;

	(void)member;
	arena_reset(reader->arena);
	if (json_value(reader->cursor, &event, reader->arena, err) < 0)
		return -1;
	name = json_text_at(event, "name");
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (!text_is(name, kinds[i].name))
			continue;
		if (part_number(&ts, event, "ts", reader->file, err) < 0)
			return -1;
		return kinds[i].read(reader, event, ts / 1000, err);
	}
	return 0;
}

static int read_events(struct reader *reader, struct err *err)
{
	return part_items(reader->cursor, read_event, reader, err);
}

static int add_fact(struct reader *reader, const char *name, const struct json *metadata,
	const char *key, struct err *err)
{
	const struct json *value = json_get(metadata, key);

	if (!value || (value->type != JSON_STRING && value->type != JSON_NUMBER))
		return 0;
	return samples_fact(reader->out, name, value->text, err);
}

/* What the developer tools say of a recording, and what Chromium itself does. */
static int read_metadata(struct reader *reader, struct err *err)
{
	const struct json *metadata;

	arena_reset(reader->arena);
	if (json_value(reader->cursor, &metadata, reader->arena, err) < 0)
		return -1;
	reader->out->at = moment_read(json_text_at(metadata, "startTime"));
	if (add_fact(reader, "browser", metadata, "user-agent", err) < 0 ||
		add_fact(reader, "CPU throttling", metadata, "cpuThrottling", err) < 0 ||
		add_fact(reader, "cores", metadata, "cpu-num-cores", err) < 0)
		return -1;
	return add_fact(reader, "network throttling", metadata, "networkThrottling", err);
}

static int read_part(
	struct reader *reader, const struct json_member *member, bool *found, struct err *err)
{
	if (text_is(member->key, "metadata"))
		return read_metadata(reader, err);
	if (!text_is(member->key, "traceEvents"))
		return 0;
	*found = true;
	return read_events(reader, err);
}

static int read_object(struct reader *reader, struct err *err)
{
	struct json_member member;
	bool more = true, found = false;

	if (json_enter(reader->cursor, JSON_OBJECT, err) < 0)
		return -1;
	while (more)
		if (json_next(reader->cursor, &member, &more, err) < 0 ||
			(more && read_part(reader, &member, &found, err) < 0))
			return -1;
	return found ? 0
		     : measured_error(reader->file, 1, 1, err,
			       "this is no trace of Chrome: there are no \"traceEvents\"");
}

static void cut(const struct navigation *navigation, double ms[PHASES])
{
	double total = navigation->paint - navigation->start,
	       first = navigation->first_byte - navigation->start, start = first, end = first;

	if (navigation->is_image) {
		start = fmin(fmax(navigation->load_start, first), total);
		end = fmin(fmax(navigation->load_end, start), total);
	}
	ms[0] = first;
	ms[1] = start - first;
	ms[2] = end - start;
	ms[3] = total - end;
}

/* Older versions do not say when the picture was loaded: only the total is known then. */
static bool has_phases(const struct navigation *navigation)
{
	return !isnan(navigation->first_byte) &&
	       (!navigation->is_image || !isnan(navigation->load_start + navigation->load_end));
}

static int add_row(const struct reader *reader, const struct navigation *navigation,
	struct series *series, struct err *err)
{
	double ms[PHASES];

	if (samples_row(reader->out, series, err) < 0)
		return -1;
	cut(navigation, ms);
	for (size_t i = 0; has_phases(navigation) && i < PHASES; i++) {
		size_t index;

		if (samples_phase(reader->out, series, text_of(phases[i]), &index, err) < 0)
			return -1;
		series->row[index] = ms[i];
	}
	series->total = navigation->paint - navigation->start;
	return samples_row_end(reader->out, series, navigation->line, err);
}

static bool is_painted(const struct navigation *navigation)
{
	return !isnan(navigation->start) && !isnan(navigation->paint) &&
	       !(navigation->invalid >= navigation->paint);
}

static int add_rows(const struct reader *reader, struct err *err)
{
	struct series *series;
	struct text page = TEXT("");

	if (samples_series(reader->out, text_of("LCP"), &series, err) < 0)
		return -1;
	for (size_t i = 0; i < reader->count; i++) {
		const struct navigation *navigation = &reader->items[i];

		if (!is_painted(navigation))
			continue;
		if (page.len && !text_equal(page, navigation->page)) {
			measured_error(
				reader->file, navigation->line, 0, err, "a trace of several pages");
			return err_remedy(err, "record each page by itself");
		}
		page = navigation->page;
		if (add_row(reader, navigation, series, err) < 0)
			return -1;
	}
	return samples_fact(reader->out, "page", page, err);
}

static int read_all(struct reader *reader, struct err *err)
{
	struct json_cursor cursor;
	bool is_list = text_starts(text_trim(reader->file->content), "[");

	reader->cursor = &cursor;
	reader->items = arena_array(reader->out->arena, MOST_NAVIGATIONS, sizeof(*reader->items));
	if (!reader->items)
		return err_nomem(err);
	json_open(&cursor, reader->file->content, reader->file->name, NULL, reader->file->scratch);
	if ((is_list ? read_events(reader, err) : read_object(reader, err)) < 0 ||
		json_end(&cursor, err) < 0)
		return -1;
	return add_rows(reader, err);
}

static int read_chrome_trace(struct samples *out, const struct measured_file *file, struct err *err)
{
	struct reader reader = {.out = out, .file = file, .arena = arena_new()};
	int done = reader.arena ? read_all(&reader, err) : err_nomem(err);

	arena_free(reader.arena);
	return done;
}

extern const struct latency_format latency_format_chrome_trace;

const struct latency_format latency_format_chrome_trace = {
	.summary = "traces of Chrome: LCP and its four phases",
	.read = read_chrome_trace,
};
