/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "checks/latency/formats/lighthouse_parts.h"

const char *const lcp_phase_names[LCP_PHASES] = {
	"timeToFirstByte", "resourceLoadDelay", "resourceLoadDuration", "elementRenderDelay"};

int lhr_number(double *out, const struct json *object, const char *key,
	const struct measured_file *file, struct err *err)
{
	const struct json *number = json_get(object, key);

	if (!number)
		return measured_error(
			file, object->line, object->column, err, "there is no \"%s\"", key);
	if (number->type != JSON_NUMBER)
		return measured_error(
			file, number->line, number->column, err, "\"%s\" is not a number", key);
	*out = number->number;
	return 0;
}

static int phase_of(struct text id)
{
	for (int i = 0; i < LCP_PHASES; i++)
		if (text_is(id, lcp_phase_names[i]))
			return i;
	return -1;
}

/* Rows of an insight: {"subpart": id, "duration": ms}, or "phase" for "subpart". */
static int read_row(struct lcp *lcp, const struct json *row, const char *key, bool *seen,
	const struct measured_file *file, struct err *err)
{
	struct text id = json_text_at(row, key);
	int phase = phase_of(id);

	if (phase < 0)
		return measured_error(file, row->line, row->column, err, "unknown %s \"%.*s\"", key,
			text_quote(id), id.ptr);
	if (seen[phase])
		return measured_error(file, row->line, row->column, err, "%s %s stands twice", key,
			lcp_phase_names[phase]);
	seen[phase] = true;
	return lhr_number(&lcp->phases[phase], row, "duration", file, err);
}

static int read_insight(struct lcp *lcp, const struct json *audit, const char *key,
	const struct measured_file *file, struct err *err)
{
	const struct json *list = json_at(audit, "details.items");
	const struct json *rows = list && list->child ? json_get(list->child, "items") : NULL;
	bool seen[LCP_PHASES] = {false};

	if (!rows || rows->type != JSON_ARRAY || !rows->child)
		return 0;
	for (const struct json *row = rows->child; row; row = row->next)
		if (read_row(lcp, row, key, seen, file, err) < 0)
			return -1;
	if (!seen[LCP_TTFB] || !seen[LCP_RENDER])
		return measured_error(file, rows->line, rows->column, err,
			"the table of subparts is not complete");
	lcp->is_there = true;
	lcp->line = rows->line;
	return 0;
}

static bool has_heading(const struct json *table, const char *key)
{
	const struct json *headings = json_get(table, "headings");

	for (const struct json *heading = headings ? headings->child : NULL; heading;
		heading = heading->next)
		if (text_is(json_text_at(heading, "key"), key))
			return true;
	return false;
}

/* The table of 11 and 12. Its labels are in the report's language; its four rows always stand in one order. */
static int read_element(struct lcp *lcp, const struct json *audit, const struct measured_file *file,
	struct err *err)
{
	const struct json *tables = json_at(audit, "details.items");
	const struct json *table = tables && tables->type == JSON_ARRAY ? tables->child : NULL,
			  *rows;
	size_t i = 0;

	while (table && !has_heading(table, "phase"))
		table = table->next;
	rows = table ? json_get(table, "items") : NULL;
	if (!rows)
		return 0;
	if (rows->count != LCP_PHASES)
		return measured_error(file, rows->line, rows->column, err,
			"the table of phases has %zu rows where the tool writes 4", rows->count);
	for (const struct json *row = rows->child; row; row = row->next)
		if (lhr_number(&lcp->phases[i++], row, "timing", file, err) < 0)
			return -1;
	lcp->is_there = true;
	lcp->line = rows->line;
	return 0;
}

static double or_nan(const struct json *object, const char *key)
{
	const struct json *number = json_get(object, key);

	return number && number->type == JSON_NUMBER ? number->number : NAN;
}

/* The audit metrics: of 10 to 12 times from the start, of 13 durations. */
static void read_metrics(struct lcp *lcp, const struct json *audit, double total)
{
	const struct json *items = json_at(audit, "details.items"),
			  *item = items ? items->child : NULL;
	double first = or_nan(item, "timeToFirstByte"), start = or_nan(item, "lcpLoadStart"),
	       end = or_nan(item, "lcpLoadEnd"), delay = or_nan(item, "lcpLoadDelay"),
	       load = or_nan(item, "lcpLoadDuration");

	if (isnan(first))
		return;
	if (!isnan(start) && !isnan(end)) {
		delay = start - first;
		load = end - start;
	}
	delay = isnan(delay) ? 0 : delay;
	load = isnan(load) ? 0 : load;
	lcp->phases[LCP_TTFB] = first;
	lcp->phases[LCP_LOAD_DELAY] = delay;
	lcp->phases[LCP_LOAD] = load;
	lcp->phases[LCP_RENDER] = total - first - delay - load;
	/* Each was rounded: what is left may be half a millisecond or two below nothing. */
	if (lcp->phases[LCP_RENDER] < 0 && lcp->phases[LCP_RENDER] > -2)
		lcp->phases[LCP_RENDER] = 0;
	lcp->is_there = lcp->rounded = true;
	lcp->line = item->line;
}

int lcp_find(struct lcp *lcp, const struct lhr *lhr, double total, const struct measured_file *file,
	struct err *err)
{
	*lcp = (struct lcp){.is_there = false};
	if (read_insight(lcp, lhr->audits[LHR_BREAKDOWN], "subpart", file, err) < 0 ||
		lcp->is_there)
		return lcp->is_there ? 0 : -1;
	if (read_insight(lcp, lhr->audits[LHR_PHASES], "phase", file, err) < 0 || lcp->is_there)
		return lcp->is_there ? 0 : -1;
	if (read_element(lcp, lhr->audits[LHR_ELEMENT], file, err) < 0 || lcp->is_there)
		return lcp->is_there ? 0 : -1;
	read_metrics(lcp, lhr->audits[LHR_METRICS], total);
	return 0;
}
