/* SPDX-License-Identifier: Apache-2.0
 *
 * What was measured with an interval, drawn against the margin that it is held to: one line a row, all of a subject on one axis, whose
 * unit is each row's own margin and whose right side is the worse one. An end that lies beyond the axis is an arrow.
 */
#include <math.h>
#include <stdio.h>

#include "gate/report/human.h"

enum {
	UNIT = 10, /* columns of a margin */
	LEFT = 2,  /* margins on the better side of no change, and on the worse */
	RIGHT = 3,
	COLUMNS = (LEFT + RIGHT) * UNIT + 1,
	WIDEST = 36, /* of a name */
};

struct ink {
	const char *point, *bar, *left, *right, *less, *more, *zero, *margin;
};

static const struct ink lines = {"●", "─", "├", "┤", "◀", "▶", "│", "┊"};
static const struct ink letters = {"o", "-", "|", "|", "<", ">", "|", ":"};

static bool is_drawn(const struct measurement *row)
{
	return isfinite(row->difference) && isfinite(row->low) && isfinite(row->high) &&
	       isfinite(row->tolerance) && row->tolerance > 0;
}

/* The column of a difference; outside of 0..COLUMNS - 1 where it is off the axis. */
static int column_of(const struct measurement *row, double difference)
{
	double margins = (row->higher_is_better ? -difference : difference) / row->tolerance;

	if (margins < -LEFT)
		return -1;
	return margins > RIGHT ? COLUMNS : (int)lround((margins + LEFT) * UNIT);
}

static void axis_write(struct human *human, unsigned name)
{
	human_spaces(human, 2 + name + 1);
	for (int at = -LEFT; at <= RIGHT; at++)
		buffer_printf(human->out, "%*d", at == -LEFT ? 2 : UNIT, at);
	buffer_string(human->out, "\n");
}

static void put(const char *cells[COLUMNS], int at, const char *what)
{
	if (at >= 0 && at < COLUMNS)
		cells[at] = what;
}

static void draw(const char *cells[COLUMNS], const struct measurement *row, const struct ink *ink)
{
	int a = column_of(row, row->low), b = column_of(row, row->high), low = a < b ? a : b,
	    high = a < b ? b : a;

	for (int i = 0; i < COLUMNS; i++)
		cells[i] = " ";
	put(cells, LEFT * UNIT, ink->zero);
	put(cells, (LEFT + 1) * UNIT, ink->margin);
	for (int i = low; i <= high; i++)
		put(cells, i, ink->bar);
	put(cells, low, ink->left);
	put(cells, high, ink->right);
	put(cells, low < 0 ? 0 : -1, ink->less);
	put(cells, high >= COLUMNS ? COLUMNS - 1 : -1, ink->more);
	put(cells, column_of(row, row->difference), ink->point);
}

static void row_write(struct human *human, const struct measurement *row, unsigned name)
{
	const char *cells[COLUMNS];
	enum paint paint = human_verdict_paint(row);
	unsigned used;

	draw(cells, row, human->style->letters ? &letters : &lines);
	human_spaces(human, 2);
	used = human_cell(human, row->name, name);
	human_spaces(human, name - used + 2);
	if (paint != PAINT_OFF)
		human_paint(human, paint);
	for (int i = 0; i < COLUMNS; i++)
		buffer_string(human->out, cells[i]);
	buffer_printf(human->out, "  %s", measured_name(row->verdict));
	if (paint != PAINT_OFF)
		human_paint(human, PAINT_OFF);
	buffer_byte(human->out, '\n');
}

void human_plot(struct human *human, const struct measurement *const *rows, size_t count)
{
	unsigned name = 0;

	for (size_t i = 0; i < count; i++)
		if (is_drawn(rows[i]) && human_columns(human, rows[i]->name) > name)
			name = human_columns(human, rows[i]->name);
	if (name == 0)
		return;
	name = name > WIDEST ? WIDEST : name;
	buffer_string(human->out,
		"  intervals in margins: 0 is no change, 1 the margin, to the right is worse\n");
	axis_write(human, name);
	for (size_t i = 0; i < count; i++)
		if (is_drawn(rows[i]))
			row_write(human, rows[i], name);
	buffer_byte(human->out, '\n');
}
