/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/latency/formats/lighthouse.h"

#include <math.h>
#include <stddef.h>

#include "checks/latency/formats/lighthouse_parts.h"

static const struct {
	const char *key;
	size_t offset;
} members[] = {
	{"lighthouseVersion", offsetof(struct lhr, version)},
	{"fetchTime", offsetof(struct lhr, fetch_time)},
	{"requestedUrl", offsetof(struct lhr, url)},
	{"gatherMode", offsetof(struct lhr, mode)},
	{"runtimeError", offsetof(struct lhr, error)},
	{"environment", offsetof(struct lhr, environment)},
	{"configSettings", offsetof(struct lhr, settings)},
};

static const char *const audit_ids[LHR_AUDITS] = {
	[LHR_BREAKDOWN] = "lcp-breakdown-insight",
	[LHR_PHASES] = "lcp-phases-insight",
	[LHR_ELEMENT] = "largest-contentful-paint-element",
	[LHR_METRICS] = "metrics",
	[LHR_LCP] = "largest-contentful-paint",
	[LHR_INP] = "interaction-to-next-paint",
	[LHR_INP_PARTS] = "inp-breakdown-insight",
	[LHR_TIMINGS] = "user-timings",
};

static const char *const number_ids[] = {"first-contentful-paint", "speed-index",
	"total-blocking-time", "interactive", "max-potential-fid", "server-response-time",
	"network-rtt", "network-server-latency", "mainthread-work-breakdown", "bootup-time", NULL};

static int audit_index(struct text id)
{
	for (int i = 0; i < LHR_AUDITS; i++)
		if (text_is(id, audit_ids[i]))
			return i;
	return -1;
}

static bool is_number_id(struct text id)
{
	for (size_t i = 0; number_ids[i]; i++)
		if (text_is(id, number_ids[i]))
			return true;
	return false;
}

static int read_audit(struct lhr *lhr, struct json_cursor *cursor, struct text id,
	struct arena *scratch, struct err *err)
{
	int index = audit_index(id);

	if (index >= 0)
		return json_value(cursor, &lhr->audits[index], scratch, err);
	if (!is_number_id(id) || lhr->number_count == LHR_MOST_NUMBERS)
		return 0; /* json_next goes over it */
	lhr->names[lhr->number_count] = id;
	return json_value(cursor, &lhr->numbers[lhr->number_count++], scratch, err);
}

static int read_audits(
	struct lhr *lhr, struct json_cursor *cursor, struct arena *scratch, struct err *err)
{
	struct json_member member;
	bool more;

	if (json_enter(cursor, JSON_OBJECT, err) < 0)
		return -1;
	for (;;) {
		if (json_next(cursor, &member, &more, err) < 0)
			return -1;
		if (!more)
			return 0;
		if (read_audit(lhr, cursor, member.key, scratch, err) < 0)
			return -1;
	}
}

static int read_member(struct lhr *lhr, struct json_cursor *cursor, struct text key,
	struct arena *scratch, struct err *err)
{
	if (text_is(key, "audits"))
		return read_audits(lhr, cursor, scratch, err);
	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++)
		if (text_is(key, members[i].key))
			return json_value(cursor,
				(const struct json **)(void *)((char *)lhr + members[i].offset),
				scratch, err);
	return 0;
}

static int read_report(
	struct lhr *lhr, struct json_cursor *cursor, struct arena *scratch, struct err *err)
{
	struct json_member member;
	bool more;

	if (json_enter(cursor, JSON_OBJECT, err) < 0)
		return -1;
	for (;;) {
		if (json_next(cursor, &member, &more, err) < 0)
			return -1;
		if (!more)
			return 0;
		if (read_member(lhr, cursor, member.key, scratch, err) < 0)
			return -1;
	}
}

struct reading {
	struct samples *out;
	const struct measured_file *file;
	const struct lhr *lhr;
	struct text step;
};

static int make_series(
	const struct reading *reading, struct text name, struct series **series, struct err *err)
{
	if (reading->step.len) {
		name = arena_textf(reading->file->scratch, "%.*s: %.*s", (int)reading->step.len,
			reading->step.ptr, (int)name.len, name.ptr);
		if (!name.ptr)
			return err_nomem(err);
	}
	return samples_series(reading->out, name, series, err);
}

static int add_lcp_row(
	const struct reading *reading, const struct lcp *lcp, double total, struct err *err)
{
	struct series *series;
	size_t index[LCP_PHASES];

	if (make_series(reading, text_of("LCP"), &series, err) < 0)
		return -1;
	for (size_t i = 0; lcp->is_there && i < LCP_PHASES; i++)
		if (samples_phase(
			    reading->out, series, text_of(lcp_phase_names[i]), &index[i], err) < 0)
			return -1;
	series->sums = lcp->is_there;
	series->slack_ms = lcp->rounded ? 2 : 0;
	series->is_main = reading->step.len == 0;
	if (samples_row(reading->out, series, err) < 0)
		return -1;
	for (size_t i = 0; lcp->is_there && i < LCP_PHASES; i++)
		series->row[index[i]] = lcp->phases[i];
	series->total = total;
	return samples_row_end(reading->out, series, lcp->line, err);
}

static bool failed(const struct json *audit)
{
	return text_is(json_text_at(audit, "scoreDisplayMode"), "error");
}

static int add_lcp(const struct reading *reading, struct err *err)
{
	const struct json *audit = reading->lhr->audits[LHR_LCP];
	struct lcp lcp;
	double total;

	if (!audit || (!failed(audit) && !json_get(audit, "numericValue")))
		return 0;
	if (failed(audit)) {
		struct text what = json_text_at(audit, "errorMessage");

		return measured_error(reading->file, audit->line, audit->column, err,
			"there is no LCP: %.*s", text_quote(what), what.ptr);
	}
	if (lhr_number(&total, audit, "numericValue", reading->file, err) < 0 ||
		lcp_find(&lcp, reading->lhr, total, reading->file, err) < 0)
		return -1;
	return add_lcp_row(reading, &lcp, total, err);
}

static int add_total(const struct reading *reading, struct text name, double total, uint32_t line,
	struct err *err)
{
	struct series *series;

	if (make_series(reading, name, &series, err) < 0 ||
		samples_row(reading->out, series, err) < 0)
		return -1;
	series->total = total;
	return samples_row_end(reading->out, series, line, err);
}

static int add_numbers(const struct reading *reading, struct err *err)
{
	for (size_t i = 0; i < reading->lhr->number_count; i++) {
		const struct json *audit = reading->lhr->numbers[i];
		double total;

		if (!text_is(json_text_at(audit, "numericUnit"), "millisecond") || failed(audit) ||
			!json_get(audit, "numericValue"))
			continue;
		if (lhr_number(&total, audit, "numericValue", reading->file, err) < 0 ||
			add_total(reading, reading->lhr->names[i], total, audit->line, err) < 0)
			return -1;
	}
	return 0;
}

static int add_timings(const struct reading *reading, struct err *err)
{
	const struct json *items = json_at(reading->lhr->audits[LHR_TIMINGS], "details.items");

	for (const struct json *item = items ? items->child : NULL; item; item = item->next) {
		struct text name = json_text_at(item, "name");
		double ms;

		if (!text_is(json_text_at(item, "timingType"), "Measure"))
			continue;
		name = arena_textf(
			reading->file->scratch, "user-timing:%.*s", (int)name.len, name.ptr);
		if (!name.ptr)
			return err_nomem(err);
		if (lhr_number(&ms, item, "duration", reading->file, err) < 0 ||
			add_total(reading, name, ms, item->line, err) < 0)
			return -1;
	}
	return 0;
}

static int add_inp_parts(const struct reading *reading, struct series *series, struct err *err)
{
	const struct json *list = json_at(reading->lhr->audits[LHR_INP_PARTS], "details.items");
	const struct json *rows = list && list->child ? json_get(list->child, "items") : NULL;

	for (const struct json *row = rows ? rows->child : NULL; row; row = row->next) {
		struct text id = json_text_at(row, "subpart");
		double ms;
		size_t index;

		if (id.len == 0)
			continue;
		if (lhr_number(&ms, row, "duration", reading->file, err) < 0 ||
			samples_phase(reading->out, series, id, &index, err) < 0)
			return -1;
		series->row[index] = ms;
	}
	return 0;
}

/* INP is rounded to 8 ms by the browser, its parts are not: no promise that they add up. */
static int add_inp(const struct reading *reading, struct err *err)
{
	const struct json *audit = reading->lhr->audits[LHR_INP];
	struct series *series;

	if (!audit || failed(audit) || !json_get(audit, "numericValue"))
		return 0;
	if (make_series(reading, text_of("INP"), &series, err) < 0 ||
		samples_row(reading->out, series, err) < 0 ||
		add_inp_parts(reading, series, err) < 0 ||
		lhr_number(&series->total, audit, "numericValue", reading->file, err) < 0)
		return -1;
	series->is_main = reading->step.len == 0 && !reading->lhr->audits[LHR_LCP];
	return samples_row_end(reading->out, series, audit->line, err);
}

int lighthouse_report(struct samples *out, const struct measured_file *file,
	struct json_cursor *cursor, struct text step, struct err *err)
{
	struct lhr lhr = {0};
	struct reading reading = {out, file, &lhr, step};

	if (read_report(&lhr, cursor, file->scratch, err) < 0 || lhr_usable(&lhr, file, err) < 0)
		return -1;
	if (lhr_facts(out, &lhr, file, err) < 0 || add_lcp(&reading, err) < 0 ||
		add_inp(&reading, err) < 0)
		return -1;
	return add_numbers(&reading, err) < 0 || add_timings(&reading, err) < 0 ? -1 : 0;
}

static int read_lighthouse(struct samples *out, const struct measured_file *file, struct err *err)
{
	struct json_cursor cursor;

	json_open(&cursor, file->content, file->name, NULL, file->scratch);
	if (lighthouse_report(out, file, &cursor, text_of(""), err) < 0)
		return -1;
	return json_end(&cursor, err);
}

const struct latency_format latency_format_lighthouse = {
	.summary = "Lighthouse reports 10 to 13 (JSON): LCP and its four phases",
	.read = read_lighthouse,
};
