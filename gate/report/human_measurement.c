/* SPDX-License-Identifier: Apache-2.0
 *
 * A table for each subject that was measured: one line a row, the columns that some row of it has.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "gate/report/human.h"

enum {
	WIDTH = 100,     /* of a table, whatever the terminal */
	MOST_ROWS = 200, /* of all tables */
	NARROWEST = 12,  /* columns for a name or a note */
	CELL = 48,
	GAP = 2,
};

enum column { BASE, HEAD, DIFFERENCE, INTERVAL, LIMIT, VERDICT, NEEDED, COLUMNS };

static const char *const headings[COLUMNS] = {
	"base", "head", "change", "interval", "limit", "verdict", "needed"};

struct table {
	unsigned widths[COLUMNS]; /* 0: no row has it */
	unsigned name, note;
};

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

static void number(char out[CELL], double value, int decimals, const char *format)
{
	if (isnan(value))
		out[0] = '\0';
	else if (fabs(value) >= 1e9)
		snprintf(out, CELL, "%.4g", value);
	else
		snprintf(out, CELL, format, decimals, value);
}

static void interval(char out[CELL], const struct measurement *row, int decimals)
{
	char low[CELL], high[CELL];

	number(low, row->low, decimals, "%+.*f");
	number(high, row->high, decimals, "%+.*f");
	out[0] = '\0';
	if (low[0] || high[0])
		snprintf(out, CELL, "%.20s..%.20s", low, high);
}

/* Levels share their digits; what is said about the difference has at least two. */
static void cell(char out[CELL], const struct measurement *row, enum column column)
{
	int level = decimals_of(larger(larger(row->base, row->head), row->limit));
	int change = decimals_of(larger(larger(row->low, row->high), row->difference) * 10);

	change = change > level ? change : level;
	out[0] = '\0';
	if (column == BASE)
		number(out, row->base, level, "%.*f");
	else if (column == HEAD)
		number(out, row->head, level, "%.*f");
	else if (column == DIFFERENCE)
		number(out, row->difference, change, "%+.*f");
	else if (column == INTERVAL)
		interval(out, row, change);
	else if (column == LIMIT)
		number(out, row->limit, level, "%.*f");
	else if (column == VERDICT)
		snprintf(out, CELL, "%s",
			row->verdict == MEASURED_ONLY ? "" : measured_name(row->verdict));
	else if (row->needed_samples)
		snprintf(out, CELL, "%llu", (unsigned long long)row->needed_samples);
}

/* ---- which rows ---- */

static bool is_bad(const struct measurement *row)
{
	return measured_worse(row->verdict, MEASURED_WITHIN);
}

/* The rows that are shown, in their order: all that are bad before any that is not. */
struct rows {
	const struct measurement *items[MOST_ROWS];
	size_t count, left_out;
};

static void choose(struct rows *rows, const struct outcome *outcome, size_t room)
{
	size_t bad = 0, good;

	*rows = (struct rows){.count = 0};
	for (size_t i = 0; i < outcome->measurement_count; i++)
		bad += is_bad(&outcome->measurements[i]);
	bad = bad < room ? bad : room;
	good = room - bad;
	for (size_t i = 0; i < outcome->measurement_count; i++) {
		const struct measurement *row = &outcome->measurements[i];
		size_t *left = is_bad(row) ? &bad : &good;

		if (*left == 0)
			continue;
		--*left;
		rows->items[rows->count++] = row;
	}
	rows->left_out = outcome->measurement_count - rows->count;
}

static bool same_subject(const struct measurement *a, const struct measurement *b)
{
	return text_equal(a->subject, b->subject);
}

static bool same_unit(const struct rows *rows, const struct measurement *of)
{
	for (size_t i = 0; i < rows->count; i++)
		if (same_subject(rows->items[i], of) && strcmp(rows->items[i]->unit, of->unit) != 0)
			return false;
	return true;
}

/* ---- a table ---- */

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
		char text[CELL];

		cell(text, row, (enum column)i);
		if (text[0])
			table->widths[i] = maximum(table->widths[i],
				maximum((unsigned)strlen(text), (unsigned)strlen(headings[i])));
	}
}

/* The name gives way, then the note, to the numbers. */
static void fit(struct table *table)
{
	unsigned used = GAP, room, note = table->note ? GAP : 0;

	for (unsigned i = 0; i < COLUMNS; i++)
		used += table->widths[i] ? table->widths[i] + GAP : 0;
	room = used + note + 2 * NARROWEST < WIDTH ? WIDTH - used - note : 2 * NARROWEST;
	if (table->name + table->note <= room)
		return;
	if (table->note == 0 || table->name > room - NARROWEST)
		table->name = table->note ? room - NARROWEST : room;
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
			headings[i]);
		blank = 0;
	}
	buffer_byte(human->out, '\n');
}

static enum paint verdict_paint(const struct measurement *row)
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

static void value_write(struct human *human, const struct measurement *row, unsigned column, const char *text)
{
	bool paint = column == VERDICT && verdict_paint(row) != PAINT_OFF;

	if (paint)
		human_paint(human, verdict_paint(row));
	buffer_string(human->out, text);
	if (paint)
		human_paint(human, PAINT_OFF);
}

/* Spaces are written before what follows them, so that no line ends in one. */
static void row_write(struct human *human, const struct table *table, const struct measurement *row,
	bool units)
{
	unsigned blank = 0;

	human_spaces(human, GAP);
	name_write(human, table, row, units);
	for (unsigned i = 0; i < COLUMNS; i++) {
		char text[CELL];

		if (!table->widths[i])
			continue;
		cell(text, row, (enum column)i);
		blank += GAP + table->widths[i] - (unsigned)strlen(text);
		if (!text[0])
			continue;
		human_spaces(human, blank);
		value_write(human, row, i, text);
		blank = 0;
	}
	if (row->note.len) {
		human_spaces(human, blank + GAP);
		human_cell(human, row->note, table->note);
	}
	buffer_byte(human->out, '\n');
}

static void table_write(
	struct human *human, const char *check, const struct rows *rows, size_t first)
{
	const struct measurement *of = rows->items[first];
	bool units = !same_unit(rows, of);
	struct table table = {.name = NARROWEST};

	for (size_t i = first; i < rows->count; i++)
		if (same_subject(rows->items[i], of))
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
		if (same_subject(rows->items[i], of))
			row_write(human, &table, rows->items[i], units);
	buffer_byte(human->out, '\n');
}

static bool is_first(const struct rows *rows, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (same_subject(rows->items[i], rows->items[at]))
			return false;
	return true;
}

void human_measurements(struct human *human)
{
	const struct result *result = human->result;
	size_t room = MOST_ROWS, left_out = 0;
	struct rows rows;

	for (size_t i = 0; i < result->outcome_count; i++) {
		choose(&rows, &result->outcomes[i], room);
		for (size_t row = 0; row < rows.count; row++)
			if (is_first(&rows, row))
				table_write(human, result->outcomes[i].check, &rows, row);
		room -= rows.count;
		left_out += rows.left_out;
	}
	if (left_out) {
		print_count(human->out, left_out, "measurements");
		buffer_string(human->out, " more: see all with --report json=PATH\n\n");
	}
}
