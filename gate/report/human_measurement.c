/* SPDX-License-Identifier: Apache-2.0
 *
 * A table for each subject that was measured: one line a row, the columns that some row of it has.
 */
#include <string.h>

#include "gate/report/human.h"
#include "gate/report/measured.h"

enum {
	WIDTH = 100,    /* of a table, whatever the terminal */
	NARROWEST = 12, /* columns for a name or a note */
	GAP = 2,
};

static const enum figure columns[] = {FIGURE_BASE, FIGURE_HEAD, FIGURE_DIFFERENCE, FIGURE_INTERVAL,
	FIGURE_LIMIT, FIGURE_VERDICT, FIGURE_NEEDED};

enum { COLUMNS = sizeof(columns) / sizeof(columns[0]) };

struct table {
	unsigned widths[COLUMNS]; /* 0: no row has it */
	unsigned name, note;
};

static unsigned maximum(unsigned a, unsigned b)
{
	return a > b ? a : b;
}

static void measure_row(
	struct human *human, struct table *table, const struct measurement *row, bool units)
{
	unsigned unit = units && row->unit[0] ? (unsigned)strlen(row->unit) + 3 : 0;

	table->name = maximum(table->name, human_columns(human, row->name) + unit);
	table->note = maximum(table->note, human_columns(human, row->note));
	for (unsigned i = 0; i < COLUMNS; i++) {
		char text[FIGURE];

		figure_text(text, row, columns[i]);
		if (text[0])
			table->widths[i] = maximum(table->widths[i],
				maximum((unsigned)strlen(text),
					(unsigned)strlen(figure_heading(columns[i]))));
	}
}

/* The name gives way, then the note, to the numbers. */
static void fit(struct table *table)
{
	unsigned used = GAP, room, least, note = table->note ? GAP : 0;

	for (unsigned i = 0; i < COLUMNS; i++)
		used += table->widths[i] ? table->widths[i] + GAP : 0;
	room = used + note + 2 * NARROWEST < WIDTH ? WIDTH - used - note : 2 * NARROWEST;
	least = table->note < NARROWEST ? table->note : NARROWEST;
	if (table->name + table->note <= room)
		return;
	if (table->name > room - least)
		table->name = room - least;
	table->note =
		table->note && table->note > room - table->name ? room - table->name : table->note;
}

static void heading_write(struct human *human, const struct table *table)
{
	unsigned blank = GAP + table->name;

	for (unsigned i = 0; i < COLUMNS; i++) {
		if (!table->widths[i])
			continue;
		buffer_printf(human->out, "%*s%*s", (int)(blank + GAP), "", (int)table->widths[i],
			figure_heading(columns[i]));
		blank = 0;
	}
	buffer_byte(human->out, '\n');
}

enum paint human_verdict_paint(const struct measurement *row)
{
	static const enum paint paints[] = {
		[MEASURED_WITHIN] = PAINT_OFF,
		[MEASURED_BETTER] = PAINT_GOOD,
		[MEASURED_REGRESSED] = PAINT_ERROR,
		[MEASURED_OVER_LIMIT] = PAINT_ERROR,
		[MEASURED_INCONCLUSIVE] = PAINT_WARNING,
		[MEASURED_ONLY] = PAINT_OFF,
	};

	return paints[row->verdict];
}

static void name_write(
	struct human *human, const struct table *table, const struct measurement *row, bool units)
{
	unsigned unit = units && row->unit[0] ? (unsigned)strlen(row->unit) + 3 : 0;
	unsigned room = table->name > unit ? table->name - unit : 1;
	unsigned used = human_cell(human, row->name, room);

	if (unit) {
		buffer_string(human->out, " (");
		human_text(human, text_of(row->unit));
		buffer_byte(human->out, ')');
	}
	human_spaces(human, table->name > used + unit ? table->name - used - unit : 0);
}

static void value_write(
	struct human *human, const struct measurement *row, enum figure column, const char *text)
{
	bool paint = column == FIGURE_VERDICT && human_verdict_paint(row) != PAINT_OFF;

	if (paint)
		human_paint(human, human_verdict_paint(row));
	buffer_string(human->out, text);
	if (paint)
		human_paint(human, PAINT_OFF);
}

/* Spaces are written before what follows them, so that no line ends in one. */
static void row_write(
	struct human *human, const struct table *table, const struct measurement *row, bool units)
{
	unsigned blank = 0;

	human_spaces(human, GAP);
	name_write(human, table, row, units);
	for (unsigned i = 0; i < COLUMNS; i++) {
		char text[FIGURE];

		if (!table->widths[i])
			continue;
		figure_text(text, row, columns[i]);
		blank += GAP + table->widths[i] - (unsigned)strlen(text);
		if (!text[0])
			continue;
		human_spaces(human, blank);
		value_write(human, row, columns[i], text);
		blank = 0;
	}
	if (row->note.len) {
		human_spaces(human, blank + GAP);
		human_cell(human, row->note, table->note);
	}
	buffer_byte(human->out, '\n');
}

static void table_write(
	struct human *human, const char *check, const struct measured_rows *rows, size_t first)
{
	const struct measurement *of = rows->items[first];
	bool units = !measured_same_unit(rows, of);
	const struct measurement *same[MEASURED_ROWS];
	struct table table = {.name = NARROWEST};
	size_t count = 0;

	for (size_t i = first; i < rows->count; i++)
		if (measured_same_subject(rows->items[i], of))
			measure_row(human, &table, rows->items[i], units);
	fit(&table);
	buffer_printf(human->out, "measured[%s]: ", check);
	human_cell(human, of->subject, WIDTH - (unsigned)strlen(check) - 24);
	if (!units && of->unit[0]) {
		buffer_string(human->out, " (");
		human_text(human, text_of(of->unit));
		buffer_byte(human->out, ')');
	}
	buffer_byte(human->out, '\n');
	heading_write(human, &table);
	for (size_t i = first; i < rows->count; i++)
		if (measured_same_subject(rows->items[i], of)) {
			row_write(human, &table, rows->items[i], units);
			same[count++] = rows->items[i];
		}
	buffer_byte(human->out, '\n');
	human_plot(human, same, count);
}

void human_measurements(struct human *human)
{
	const struct result *result = human->result;
	size_t room = MEASURED_ROWS, left_out = 0;
	struct measured_rows rows;

	for (size_t i = 0; i < result->outcome_count; i++) {
		measured_choose(&rows, &result->outcomes[i], room);
		for (size_t row = 0; row < rows.count; row++)
			if (measured_is_first(&rows, row))
				table_write(human, result->outcomes[i].check, &rows, row);
		room -= rows.count;
		left_out += rows.left_out;
	}
	if (left_out) {
		print_count(human->out, left_out, "measurements");
		buffer_string(human->out, " more: see all with --report json=PATH\n\n");
	}
}
