/* SPDX-License-Identifier: Apache-2.0
 *
 * Pictures of measurements. Each row is a line of text above a strip of SVG; strips are as wide as the page allows and
 * measured in percent, so that the text keeps its size on a telephone. A picture is one image to a screen reader: the
 * table that follows it has the numbers.
 */
#include <math.h>
#include <string.h>

#include "gate/report/html.h"

/* What tells the marks apart stands in attributes too, for where a server forbids the style sheet. */
#define LOOK_BASE   "class=\"base\" fill=\"none\" stroke=\"currentColor\""
#define LOOK_ZERO   "class=\"zero\" stroke=\"currentColor\""
#define LOOK_MARGIN "class=\"margin\" stroke=\"currentColor\" stroke-dasharray=\"4 3\""

/* ---- parts of both pictures ---- */

static void plot_open(struct html *html, const char *class, const char *alternative)
{
	buffer_printf(html->out,
		"<div class=\"plot %s\" role=\"img\" aria-label=\"%s; the table below has the "
		"numbers\">\n",
		class, alternative);
}

static const char *row_class(const struct measurement *row)
{
	if (row->verdict == MEASURED_INCONCLUSIVE)
		return "row unsure";
	return measured_is_bad(row) ? "row bad" : "row";
}

static void row_open(struct html *html, const struct measurement *row)
{
	buffer_printf(html->out, "<div class=\"%s\">", row_class(row));
	html_element(html, "span", "name", row->name);
	html_raw(html, " <span class=\"value\">");
}

/* What stands between two figures, behind them, and the row's verdict where it is bad. */
static void row_words(
	struct html *html, const struct measurement *row, enum figure from, enum figure to)
{
	bool levels = from == FIGURE_BASE;
	char before[FIGURE], after[FIGURE];

	figure_text(before, row, from);
	figure_text(after, row, to);
	html_text(html, text_of(before));
	if (before[0] && after[0])
		html_raw(html, levels ? " → " : " (");
	html_text(html, text_of(after));
	html_raw(html, before[0] && after[0] && !levels ? ") " : " ");
	html_text(html, text_of(row->unit));
	html_raw(html, "</span>");
	if (measured_is_bad(row)) {
		html_raw(html, " ");
		html_element(html, "span", "word", text_of(measured_name(row->verdict)));
	}
}

static double clamp(double share)
{
	return share > 1 ? 1 : share > 0 ? share : 0;
}

/* ---- phases ---- */

enum { SIDES = 2 };

static double value_of(const struct measurement *row, unsigned side)
{
	double value = side == 0 ? row->base : row->head;

	return isfinite(value) && value > 0 ? value : 0;
}

static bool is_total(const struct measurement *row)
{
	return text_is(row->name, "total");
}

/* The total of a flow whose rows can be laid one after the other; NULL for what is no flow. */
static const struct measurement *total_find(const struct html_subject *subject)
{
	const struct measurement *total = NULL;

	for (size_t i = 0; i < subject->count; i++) {
		if (strcmp(subject->rows[i]->unit, subject->rows[0]->unit) != 0)
			return NULL;
		if (is_total(subject->rows[i]))
			total = subject->rows[i];
	}
	return total && subject->count > 1 && value_of(total, 1) > 0 ? total : NULL;
}

/* What the whole width stands for. */
static double scale_of(const struct html_subject *subject, const struct measurement *total)
{
	double widest = isfinite(total->limit) ? total->limit : 0;

	for (unsigned side = 0; side < SIDES; side++) {
		double sum = 0;

		for (size_t i = 0; i < subject->count; i++)
			sum += is_total(subject->rows[i]) ? 0 : value_of(subject->rows[i], side);
		widest = fmax(widest, fmax(sum, value_of(total, side)));
	}
	/* A line at the very end would be half outside. */
	return widest * 1.01;
}

static void bar_write(struct html *html, const char *look, double from, double length, unsigned top)
{
	from = clamp(from);
	buffer_printf(html->out, "<rect %s x=\"%.2f%%\" y=\"%u\" width=\"%.2f%%\" height=\"8\"/>",
		look, 100 * from, top, 100 * fmin(clamp(length), 1 - from));
}

static void bars_write(
	struct html *html, const struct measurement *row, const double from[SIDES], double scale)
{
	static const char *const looks[SIDES] = {LOOK_BASE, "class=\"head\""};

	html_raw(html, "<svg width=\"100%\" height=\"22\">");
	for (unsigned side = 0; side < SIDES; side++)
		if (value_of(row, side) > 0)
			bar_write(html, looks[side], from[side] / scale,
				value_of(row, side) / scale, 1 + 11 * side);
	if (is_total(row) && isfinite(row->limit))
		buffer_printf(html->out,
			"<line " LOOK_MARGIN " x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"0\" y2=\"22\"/>",
			100 * clamp(row->limit / scale), 100 * clamp(row->limit / scale));
	html_raw(html, "</svg></div>\n");
}

static void phases_write(struct html *html, const struct html_subject *subject,
	const struct measurement *total, double scale)
{
	static const double start[SIDES] = {0, 0};
	double from[SIDES] = {0, 0};

	for (size_t i = 0; i < subject->count; i++) {
		if (is_total(subject->rows[i]))
			continue;
		row_open(html, subject->rows[i]);
		row_words(html, subject->rows[i], FIGURE_BASE, FIGURE_HEAD);
		bars_write(html, subject->rows[i], from, scale);
		for (unsigned side = 0; side < SIDES; side++)
			from[side] += value_of(subject->rows[i], side);
	}
	row_open(html, total);
	row_words(html, total, FIGURE_BASE, FIGURE_HEAD);
	bars_write(html, total, start, scale);
}

void html_waterfall(struct html *html, const struct html_subject *subject)
{
	const struct measurement *total = total_find(subject);
	double scale = total ? scale_of(subject, total) : 0;

	if (!isfinite(scale) || scale <= 0)
		return;
	html_raw(html,
		"<figure>\n<figcaption>Phases one after the other <span class=\"key\"><svg "
		"width=\"18\" height=\"10\" aria-hidden=\"true\"><rect " LOOK_BASE
		" x=\"1\" y=\"1\" width=\"16\" height=\"8\"/></svg> base</span> <span "
		"class=\"key\"><svg width=\"18\" height=\"10\" aria-hidden=\"true\"><rect "
		"class=\"head\" x=\"1\" y=\"1\" width=\"16\" height=\"8\"/></svg> head</span>");
	if (isfinite(total->limit))
		html_raw(html,
			" <span class=\"key\"><svg width=\"8\" height=\"14\" "
			"aria-hidden=\"true\"><line " LOOK_MARGIN
			" x1=\"4\" x2=\"4\" y1=\"0\" y2=\"14\"/></svg> limit of the total</span>");
	html_raw(html, "</figcaption>\n");
	plot_open(html, "waterfall", "The phases of base and head as bars, one after the other");
	phases_write(html, subject, total, scale);
	html_raw(html, "</div>\n</figure>\n");
}

/* ---- intervals ---- */

/* A group is drawn on one axis: one unit, one direction. */
static bool same_axis(const struct measurement *a, const struct measurement *b)
{
	return strcmp(a->unit, b->unit) == 0 && a->higher_is_better == b->higher_is_better;
}

static bool has_interval(const struct measurement *row)
{
	return isfinite(row->difference) && isfinite(row->low) && isfinite(row->high) &&
	       row->low <= row->high;
}

/* The difference from which on a row is too bad: NAN where there is none. */
static double margin_of(const struct measurement *row)
{
	double margin = isfinite(row->tolerance) ? fabs(row->tolerance) : NAN;

	return row->higher_is_better ? -margin : margin;
}

struct axis {
	double low, high;
	bool has_margin;
};

static void axis_widen(struct axis *axis, double value)
{
	if (isnan(value))
		return;
	axis->low = fmin(axis->low, value);
	axis->high = fmax(axis->high, value);
}

static struct axis axis_of(const struct html_subject *subject, const struct measurement *first)
{
	struct axis axis = {0};
	double air;

	for (size_t i = 0; i < subject->count; i++) {
		const struct measurement *row = subject->rows[i];

		if (!has_interval(row) || !same_axis(row, first))
			continue;
		axis_widen(&axis, row->low);
		axis_widen(&axis, row->high);
		axis_widen(&axis, row->difference);
		axis_widen(&axis, margin_of(row));
		axis.has_margin = axis.has_margin || !isnan(margin_of(row));
	}
	air = 0.04 * (axis.high - axis.low);
	axis.low -= air;
	axis.high += air;
	return axis;
}

/* In percent of the width. */
static double axis_at(const struct axis *axis, double value)
{
	return 100 * clamp((value - axis->low) / (axis->high - axis->low));
}

static void upright_write(struct html *html, const char *look, double at)
{
	buffer_printf(html->out, "<line %s x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"0\" y2=\"20\"/>", look,
		at, at);
}

static void interval_write(
	struct html *html, const struct measurement *row, const struct axis *axis)
{
	double low = axis_at(axis, row->low), high = axis_at(axis, row->high);

	row_open(html, row);
	row_words(html, row, FIGURE_DIFFERENCE, FIGURE_INTERVAL);
	html_raw(html, "<svg width=\"100%\" height=\"20\">");
	upright_write(html, LOOK_ZERO, axis_at(axis, 0));
	if (!isnan(margin_of(row)))
		upright_write(html, LOOK_MARGIN, axis_at(axis, margin_of(row)));
	buffer_printf(html->out,
		"<rect class=\"range\" x=\"%.2f%%\" y=\"7\" width=\"%.2f%%\" height=\"6\"/><circle "
		"class=\"point\" cx=\"%.2f%%\" cy=\"10\" r=\"4\"/></svg></div>\n",
		low, high - low, axis_at(axis, row->difference));
}

static void intervals_caption(struct html *html, const struct axis *axis)
{
	html_raw(html,
		"<figcaption>Change from base to head, with its interval <span class=\"key\"><svg "
		"width=\"8\" height=\"14\" aria-hidden=\"true\"><line " LOOK_ZERO
		" x1=\"4\" x2=\"4\" y1=\"0\" y2=\"14\"/></svg> no change</span>");
	if (axis->has_margin)
		html_raw(html, " <span class=\"key\"><svg width=\"8\" height=\"14\" "
			       "aria-hidden=\"true\"><line " LOOK_MARGIN
			       " x1=\"4\" x2=\"4\" y1=\"0\" y2=\"14\"/></svg> margin</span>");
	html_raw(html, "</figcaption>\n");
}

static void group_write(
	struct html *html, const struct html_subject *subject, const struct measurement *first)
{
	struct axis axis = axis_of(subject, first);

	if (!isfinite(axis.high - axis.low) || axis.high <= axis.low)
		return;
	html_raw(html, "<figure>\n");
	intervals_caption(html, &axis);
	plot_open(html, "intervals",
		"Each change with its interval, against no change and against its margin");
	for (size_t i = 0; i < subject->count; i++)
		if (has_interval(subject->rows[i]) && same_axis(subject->rows[i], first))
			interval_write(html, subject->rows[i], &axis);
	html_raw(html,
		first->higher_is_better
			? "<p class=\"ends\"><span>← worse</span> <span>better →</span></p>\n"
			: "<p class=\"ends\"><span>← better</span> <span>worse →</span></p>\n");
	html_raw(html, "</div>\n</figure>\n");
}

static bool is_first_of_axis(const struct html_subject *subject, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (has_interval(subject->rows[i]) &&
			same_axis(subject->rows[i], subject->rows[at]))
			return false;
	return true;
}

void html_intervals(struct html *html, const struct html_subject *subject)
{
	for (size_t i = 0; i < subject->count; i++)
		if (has_interval(subject->rows[i]) && is_first_of_axis(subject, i))
			group_write(html, subject, subject->rows[i]);
}
