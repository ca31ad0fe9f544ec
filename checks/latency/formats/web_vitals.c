/* SPDX-License-Identifier: Apache-2.0
 *
 * Beacons of web-vitals with attribution, versions 3 to 6: GoogleChrome/web-vitals src/types/. One metric object, an
 * array of them, or one a line. A series for each metric, LCP the main one. With reportAllChanges several records
 * share an id: the last counts. Version 3 calls resourceLoadDuration resourceLoadTime. The phases add up to the value; INP's
 * value is rounded to 8 ms.
 */
#include <math.h>

#include "checks/latency/format.h"
#include "gate/base/json.h"
#include "gate/base/keys.h"

enum { MOST_PHASES = 5 };

static const struct metric {
	const char *name, *phases[MOST_PHASES];
	double slack_ms;
} metrics[] = {
	{"LCP",
		{"timeToFirstByte", "resourceLoadDelay", "resourceLoadDuration",
			"elementRenderDelay"},
		0},
	{"INP", {"inputDelay", "processingDuration", "presentationDelay"}, 8},
	{"TTFB",
		{"waitingDuration", "cacheDuration", "dnsDuration", "connectionDuration",
			"requestDuration"},
		0},
	{"FCP", {"timeToFirstByte", "firstByteToFCP"}, 0},
};

struct beacon {
	const struct metric *metric;
	double value, phases[MOST_PHASES];
	uint32_t line;
};

struct beacons {
	struct beacon *items;
	size_t count, capacity;
	struct keys ids;
	const struct measured_file *file;
	struct arena *record; /* of one beacon */
};

static const struct metric *find_metric(struct text name)
{
	for (size_t i = 0; i < sizeof(metrics) / sizeof(metrics[0]); i++)
		if (text_is(name, metrics[i].name))
			return &metrics[i];
	return NULL;
}

static const struct json *member(const struct json *object, const char *key)
{
	const struct json *found = json_get(object, key);

	if (!found && object && text_is(text_of(key), "resourceLoadDuration"))
		found = json_get(object, "resourceLoadTime");
	return found;
}

static int number(double *out, const struct json *object, const char *key,
	const struct beacons *beacons, struct err *err)
{
	const struct json *found = member(object, key);

	if (!found || found->type != JSON_NUMBER)
		return measured_error(beacons->file, found ? found->line : object->line,
			found ? found->column : object->column, err,
			found ? "\"%s\" is not a number" : "there is no \"%s\"", key);
	*out = found->number;
	return 0;
}

/* Where the beacon goes: behind the others, or in place of an earlier one of its id. */
static int find_place(struct beacons *beacons, struct text id, struct beacon **out, struct err *err)
{
	uint32_t *place, nowhere = 0;

	place = &nowhere;
	if (id.len) {
		id = arena_text(beacons->file->scratch, id);
		if (!id.ptr)
			return err_nomem(err);
		if (keys_add(&beacons->ids, id, &place, err) < 0)
			return -1;
	}
	if (*place == 0) {
		if (beacons->count >= UINT32_MAX - 1 ||
			arena_reserve(beacons->file->scratch, (void **)&beacons->items,
				&beacons->capacity, beacons->count + 1, sizeof(**out)) < 0)
			return err_nomem(err);
		*place = (uint32_t)++beacons->count;
	}
	*out = &beacons->items[*place - 1];
	return 0;
}

static int refuse_attribution(
	const struct beacons *beacons, const struct json *json, struct err *err)
{
	measured_error(beacons->file, json->line, json->column, err, "a beacon has no attribution");
	return err_remedy(err, "import from web-vitals/attribution and send the whole metric");
}

static int read_numbers(struct beacons *beacons, struct beacon *beacon, const struct json *json,
	const struct json *attribution, struct err *err)
{
	const struct metric *metric = beacon->metric;

	if (number(&beacon->value, json, "value", beacons, err) < 0)
		return -1;
	for (size_t i = 0; i < MOST_PHASES && metric->phases[i]; i++)
		if (number(&beacon->phases[i], attribution, metric->phases[i], beacons, err) < 0)
			return -1;
	return 0;
}

static int read_beacon(struct beacons *beacons, const struct json *json, struct err *err)
{
	const struct json *attribution = json_get(json, "attribution");
	struct beacon beacon = {.metric = find_metric(json_text_at(json, "name")),
			      .line = json->line},
		      *place = NULL;

	if (json->type != JSON_OBJECT || !json_get(json, "name"))
		return measured_error(beacons->file, json->line, json->column, err,
			"this is no metric of web-vitals");
	if (!beacon.metric)
		return 0; /* CLS and whatever else is no time */
	if (!attribution || attribution->type != JSON_OBJECT)
		return refuse_attribution(beacons, json, err);
	if (read_numbers(beacons, &beacon, json, attribution, err) < 0 ||
		find_place(beacons, json_text_at(json, "id"), &place, err) < 0)
		return -1;
	*place = beacon;
	return 0;
}

static int read_array(struct beacons *beacons, struct json_cursor *cursor, struct err *err)
{
	struct json_member item;
	const struct json *json;
	bool more;

	if (json_enter(cursor, JSON_ARRAY, err) < 0)
		return -1;
	for (;;) {
		arena_reset(beacons->record);
		if (json_next(cursor, &item, &more, err) < 0)
			return -1;
		if (!more)
			return json_end(cursor, err);
		if (json_value(cursor, &json, beacons->record, err) < 0 ||
			read_beacon(beacons, json, err) < 0)
			return -1;
	}
}

static int read_lines(struct beacons *beacons, struct json_cursor *cursor, struct err *err)
{
	struct text rest = beacons->file->content, line;
	const struct json *json;

	for (uint32_t number_of = 1; text_next_line(&rest, &line); number_of++) {
		if (text_trim(line).len == 0)
			continue;
		arena_reset(beacons->record);
		json_open(cursor, line, beacons->file->name, NULL, beacons->record);
		cursor->line = number_of;
		if (json_value(cursor, &json, beacons->record, err) < 0 ||
			json_end(cursor, err) < 0 || read_beacon(beacons, json, err) < 0)
			return -1;
	}
	return 0;
}

/* One object over several lines, as a person saves it from the console. */
static bool is_one_object(struct text content)
{
	struct text line;

	content = text_trim(content);
	return text_next_line(&content, &line) && !text_ends(text_trim(line), "}");
}

static int read_all(struct beacons *beacons, struct err *err)
{
	struct json_cursor cursor;
	struct text content = text_trim(beacons->file->content);
	const struct json *json;

	json_open(
		&cursor, beacons->file->content, beacons->file->name, NULL, beacons->file->scratch);
	if (text_starts(content, "["))
		return read_array(beacons, &cursor, err);
	if (!is_one_object(content))
		return read_lines(beacons, &cursor, err);
	if (json_value(&cursor, &json, beacons->record, err) < 0 || json_end(&cursor, err) < 0)
		return -1;
	return read_beacon(beacons, json, err);
}

static int add_row(struct samples *out, const struct beacon *beacon, struct err *err)
{
	const struct metric *metric = beacon->metric;
	struct series *series;
	size_t index[MOST_PHASES];

	if (samples_series(out, text_of(metric->name), &series, err) < 0)
		return -1;
	series->is_main = metric == &metrics[0];
	series->sums = true;
	series->slack_ms = metric->slack_ms;
	for (size_t i = 0; i < MOST_PHASES && metric->phases[i]; i++)
		if (samples_phase(out, series, text_of(metric->phases[i]), &index[i], err) < 0)
			return -1;
	if (samples_row(out, series, err) < 0)
		return -1;
	for (size_t i = 0; i < MOST_PHASES && metric->phases[i]; i++)
		series->row[index[i]] = beacon->phases[i];
	series->total = beacon->value;
	return samples_row_end(out, series, beacon->line, err);
}

static int read_web_vitals(struct samples *out, const struct measured_file *file, struct err *err)
{
	struct beacons beacons = {.file = file, .record = arena_new()};
	int done;

	if (!beacons.record)
		return err_nomem(err);
	keys_start(&beacons.ids, file->scratch);
	done = read_all(&beacons, err);
	arena_free(beacons.record);
	for (size_t i = 0; done == 0 && i < beacons.count; i++)
		done = add_row(out, &beacons.items[i], err);
	return done < 0 ? -1 : samples_fact(out, "tool", text_of("web-vitals"), err);
}

const struct latency_format latency_format_web_vitals = {
	.summary = "beacons of web-vitals/attribution 3 to 6: LCP, INP, TTFB, FCP",
	.read = read_web_vitals,
};
