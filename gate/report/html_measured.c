/* SPDX-License-Identifier: Apache-2.0
 *
 * What was measured: for each subject its pictures, and beside them a table with the numbers.
 */
#include <string.h>

#include "gate/report/html.h"

static const struct verdict_look {
	enum icon icon;
	const char *class;
} verdict_looks[] = {
	[MEASURED_WITHIN] = {ICON_GOOD, "clean"},
	[MEASURED_BETTER] = {ICON_GOOD, "clean"},
	[MEASURED_REGRESSED] = {ICON_BAD, "findings"},
	[MEASURED_OVER_LIMIT] = {ICON_BAD, "findings"},
	[MEASURED_INCONCLUSIVE] = {ICON_UNKNOWN, "incomplete"},
	[MEASURED_ONLY] = {ICON_NONE, "skipped"},
};

static void verdict_write(struct html *html, enum measured verdict)
{
	buffer_printf(html->out, "<span class=\"status %s\">", verdict_looks[verdict].class);
	html_icon(html, verdict_looks[verdict].icon);
	html_raw(html, verdict == MEASURED_ONLY ? "not judged" : measured_name(verdict));
	html_raw(html, "</span>");
}

static enum measured worst_of(const struct html_subject *subject)
{
	enum measured worst = subject->rows[0]->verdict;

	for (size_t i = 1; i < subject->count; i++)
		if (measured_worse(subject->rows[i]->verdict, worst))
			worst = subject->rows[i]->verdict;
	return worst;
}

/* ---- the table ---- */

struct columns {
	bool shown[FIGURES], unit, note;
};

static struct columns columns_of(const struct html_subject *subject)
{
	struct columns columns = {0};

	for (size_t i = 0; i < subject->count; i++) {
		const struct measurement *row = subject->rows[i];

		columns.unit = columns.unit || row->unit[0];
		columns.note = columns.note || row->note.len;
		for (unsigned k = 0; k < FIGURES; k++) {
			char text[FIGURE];

			figure_text(text, row, (enum figure)k);
			columns.shown[k] = columns.shown[k] || text[0];
		}
	}
	columns.shown[FIGURE_VERDICT] = true;
	return columns;
}

static void heading_write(struct html *html, const struct columns *columns)
{
	html_raw(html, "<thead><tr><th scope=\"col\">measured</th>");
	for (unsigned k = 0; k < FIGURES; k++)
		if (columns->shown[k])
			buffer_printf(html->out, "<th scope=\"col\"%s>%s</th>",
				k == FIGURE_VERDICT ? "" : " class=\"figure\"",
				figure_heading((enum figure)k));
	html_raw(html, columns->unit ? "<th scope=\"col\">unit</th>" : "");
	html_raw(html, "<th scope=\"col\" class=\"figure\">runs or samples</th>");
	html_raw(html, columns->note ? "<th scope=\"col\">note</th>" : "");
	html_raw(html, "</tr></thead>\n");
}

static void figure_cell(struct html *html, const struct measurement *row, enum figure figure)
{
	char text[FIGURE];

	if (figure == FIGURE_VERDICT) {
		html_raw(html, "<td>");
		verdict_write(html, row->verdict);
		html_raw(html, "</td>");
		return;
	}
	figure_text(text, row, figure);
	html_element(html, "td", "figure", text_of(text));
}

static void samples_cell(struct html *html, const struct measurement *row)
{
	html_raw(html, "<td class=\"figure\">");
	if (row->base_samples)
		buffer_printf(html->out, "%llu / ", (unsigned long long)row->base_samples);
	buffer_printf(html->out, "%llu</td>", (unsigned long long)row->head_samples);
}

static void row_write(
	struct html *html, const struct columns *columns, const struct measurement *row)
{
	html_raw(html, "<tr><th scope=\"row\">");
	html_text(html, row->name);
	html_raw(html, "</th>");
	for (unsigned k = 0; k < FIGURES; k++)
		if (columns->shown[k])
			figure_cell(html, row, (enum figure)k);
	if (columns->unit)
		html_element(html, "td", NULL, text_of(row->unit));
	samples_cell(html, row);
	if (columns->note)
		html_element(html, "td", "note", row->note);
	html_raw(html, "</tr>\n");
}

static void table_write(struct html *html, const struct html_subject *subject)
{
	struct columns columns = columns_of(subject);

	buffer_printf(html->out,
		"<div class=\"scroll\" role=\"group\" tabindex=\"0\" "
		"aria-labelledby=\"m%zu\">\n<table>\n",
		html->ids);
	heading_write(html, &columns);
	html_raw(html, "<tbody>\n");
	for (size_t i = 0; i < subject->count; i++)
		row_write(html, &columns, subject->rows[i]);
	html_raw(html, "</tbody>\n</table>\n</div>\n");
}

/* ---- subjects ---- */

static void subject_write(struct html *html, const struct measured_rows *rows, size_t first)
{
	struct html_subject subject = {.count = 0};

	for (size_t i = first; i < rows->count; i++)
		if (measured_same_subject(rows->items[i], rows->items[first]))
			subject.rows[subject.count++] = rows->items[i];
	buffer_printf(html->out,
		"<section class=\"subject\" aria-labelledby=\"m%zu\">\n<h4 id=\"m%zu\">",
		html->ids + 1, html->ids + 1);
	html->ids++;
	html_element(html, "bdi", NULL, rows->items[first]->subject);
	html_raw(html, " ");
	verdict_write(html, worst_of(&subject));
	html_raw(html, "</h4>\n");
	html_waterfall(html, &subject);
	html_intervals(html, &subject);
	table_write(html, &subject);
	html_raw(html, "</section>\n");
}

/* The rows of one check, of which there is at least one. */
static void rows_write(
	struct html *html, const struct outcome *outcome, const struct measured_rows *rows)
{
	html_element(html, "h3", NULL, text_of(outcome->check));
	for (size_t i = 0; i < rows->count; i++)
		if (measured_is_first(rows, i))
			subject_write(html, rows, i);
}

static bool has_measurements(const struct result *result)
{
	for (size_t i = 0; i < result->outcome_count; i++)
		if (result->outcomes[i].measurement_count)
			return true;
	return false;
}

void html_measurements(struct html *html)
{
	const struct result *result = html->result;
	size_t room = MEASURED_ROWS, left_out = 0;
	struct measured_rows rows;

	if (!has_measurements(result))
		return;
	html_section(html, "measured", "What was measured");
	for (size_t i = 0; i < result->outcome_count; i++) {
		measured_choose(&rows, &result->outcomes[i], room);
		if (rows.count)
			rows_write(html, &result->outcomes[i], &rows);
		room -= rows.count;
		left_out += rows.left_out;
	}
	if (left_out) {
		html_raw(html, "<p class=\"cut\">");
		html_count(html, left_out, "measurements");
		html_raw(html,
			" more left out here: the bad ones stand above. All are in <code>--report "
			"json=PATH</code>.</p>\n");
	}
	html_raw(html, "</section>\n");
}
