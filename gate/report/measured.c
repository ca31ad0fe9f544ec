/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/report/measured.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

const char *figure_heading(enum figure figure)
{
	static const char *const headings[FIGURES] = {
		"base", "head", "change", "interval", "margin", "limit", "verdict", "needed"};

	return headings[figure];
}

/* As many digits as one part in a thousand of the largest needs. */
static int decimals_of(double largest)
{
	int decimals = 0;

	for (double size = fabs(largest); decimals < 6 && size < 1000 && size > 0; size *= 10)
		decimals++;
	return decimals;
}

static double larger(double a, double b)
{
	return fmax(isfinite(a) ? fabs(a) : 0, isfinite(b) ? fabs(b) : 0);
}

static void number(char out[FIGURE], double value, int decimals, const char *format)
{
	if (isnan(value))
		out[0] = '\0';
	else if (fabs(value) >= 1e9)
		snprintf(out, FIGURE, "%.4g", value);
	else
		snprintf(out, FIGURE, format, decimals, value);
}

static void interval(char out[FIGURE], const struct measurement *row, int decimals)
{
	char low[FIGURE], high[FIGURE];

	number(low, row->low, decimals, "%+.*f");
	number(high, row->high, decimals, "%+.*f");
	out[0] = '\0';
	if (low[0] || high[0])
		snprintf(out, FIGURE, "%.20s..%.20s", low, high);
}

static int change_decimals(const struct measurement *row)
{
	int level = decimals_of(larger(larger(row->base, row->head), row->limit));
	int change = decimals_of(larger(larger(row->low, row->high), row->difference) * 10);

	return change > level ? change : level;
}

static void level(char out[FIGURE], const struct measurement *row, double value)
{
	number(out, value, decimals_of(larger(larger(row->base, row->head), row->limit)), "%.*f");
}

/* Somebody has written it down, so it has few digits of its own. */
static void margin(char out[FIGURE], double value)
{
	if (!isnan(value))
		snprintf(out, FIGURE, fabs(value) < 1000 ? "%.4g" : "%.0f", value);
}

static void word(char out[FIGURE], const struct measurement *row, enum figure figure)
{
	if (figure == FIGURE_VERDICT && row->verdict != MEASURED_ONLY)
		snprintf(out, FIGURE, "%s", measured_name(row->verdict));
	if (figure == FIGURE_NEEDED && row->needed_samples)
		snprintf(out, FIGURE, "%llu", (unsigned long long)row->needed_samples);
}

void figure_text(char out[FIGURE], const struct measurement *row, enum figure figure)
{
	out[0] = '\0';
	if (figure == FIGURE_BASE)
		level(out, row, row->base);
	else if (figure == FIGURE_HEAD)
		level(out, row, row->head);
	else if (figure == FIGURE_LIMIT)
		level(out, row, row->limit);
	else if (figure == FIGURE_DIFFERENCE)
		number(out, row->difference, change_decimals(row), "%+.*f");
	else if (figure == FIGURE_INTERVAL)
		interval(out, row, change_decimals(row));
	else if (figure == FIGURE_MARGIN)
		margin(out, row->tolerance);
	else
		word(out, row, figure);
}

bool measured_is_bad(const struct measurement *row)
{
	return measured_worse(row->verdict, MEASURED_WITHIN);
}

void measured_choose(struct measured_rows *rows, const struct outcome *outcome, size_t room)
{
	size_t bad = 0, good;

	*rows = (struct measured_rows){.count = 0};
	for (size_t i = 0; i < outcome->measurement_count; i++)
		bad += measured_is_bad(&outcome->measurements[i]);
	bad = bad < room ? bad : room;
	good = room - bad;
	for (size_t i = 0; i < outcome->measurement_count; i++) {
		const struct measurement *row = &outcome->measurements[i];
		size_t *left = measured_is_bad(row) ? &bad : &good;

		if (*left == 0)
			continue;
		--*left;
		rows->items[rows->count++] = row;
	}
	rows->left_out = outcome->measurement_count - rows->count;
}

bool measured_same_subject(const struct measurement *a, const struct measurement *b)
{
	return text_equal(a->subject, b->subject);
}

bool measured_same_unit(const struct measured_rows *rows, const struct measurement *of)
{
	for (size_t i = 0; i < rows->count; i++)
		if (measured_same_subject(rows->items[i], of) &&
			strcmp(rows->items[i]->unit, of->unit) != 0)
			return false;
	return true;
}

bool measured_is_first(const struct measured_rows *rows, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (measured_same_subject(rows->items[i], rows->items[at]))
			return false;
	return true;
}
