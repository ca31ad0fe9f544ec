/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <string.h>

#include "gate/report/markdown_parts.h"
#include "gate/report/measured.h"

enum { BAR = 40, SIDES = 2 };

/* The rows of one subject. */
struct flow {
	const struct measurement *rows;
	size_t count;
	double widest; /* what the whole width stands for */
};

static double value_of(const struct measurement *row, unsigned side)
{
	double value = side == 0 ? row->base : row->head;

	return isfinite(value) && value > 0 ? value : 0;
}

static bool is_total(const struct measurement *row)
{
	return text_is(row->name, "total");
}

/* All in one unit, with a total at both sides; else it is no flow whose parts follow one another. */
static bool is_flow(struct flow *flow)
{
	const struct measurement *total = NULL;
	double sums[SIDES] = {0};

	for (size_t i = 0; i < flow->count; i++) {
		const struct measurement *row = &flow->rows[i];

		if (strcmp(row->unit, flow->rows[0].unit) != 0)
			return false;
		for (unsigned side = 0; side < SIDES; side++)
			sums[side] += is_total(row) ? 0 : value_of(row, side);
		total = is_total(row) ? row : total;
	}
	if (!total || flow->count < 2 || fmin(value_of(total, 0), value_of(total, 1)) <= 0)
		return false;
	flow->widest = fmax(fmax(sums[0], sums[1]), fmax(value_of(total, 0), value_of(total, 1)));
	return true;
}

static unsigned column_of(const struct flow *flow, double value)
{
	return (unsigned)lround(fmin(value / flow->widest, 1) * BAR);
}

/* What is short is still seen. */
static void bar_write(struct markdown *markdown, const struct flow *flow, double from, double value,
	const char *ink)
{
	unsigned at = column_of(flow, from), end = column_of(flow, from + value);

	if (value > 0 && end == at) {
		at = at == BAR ? BAR - 1 : at;
		end = at + 1;
	}
	buffer_byte(&markdown->item, '`');
	for (unsigned i = 0; i < BAR; i++)
		buffer_string(&markdown->item, i >= at && i < end ? ink : "·");
	buffer_byte(&markdown->item, '`');
}

static void row_write(struct markdown *markdown, const struct flow *flow,
	const struct measurement *row, const double from[SIDES])
{
	static const char *const inks[SIDES] = {"░", "█"};
	char figure[FIGURE];

	for (unsigned side = 0; side < SIDES; side++) {
		figure_text(figure, row, side == 0 ? FIGURE_BASE : FIGURE_HEAD);
		buffer_string(&markdown->item, "| ");
		if (side == 0)
			markdown_span(markdown, row->name);
		buffer_string(&markdown->item, side == 0 ? " | base | " : " | head | ");
		bar_write(markdown, flow, is_total(row) ? 0 : from[side], value_of(row, side),
			inks[side]);
		buffer_printf(&markdown->item,
			side == 1 && measured_is_bad(row) ? " | **%s** |\n" : " | %s |\n", figure);
	}
}

static void flow_write(struct markdown *markdown, const struct flow *flow)
{
	double from[SIDES] = {0};

	buffer_string(&markdown->item, "Phases of ");
	markdown_span(markdown, flow->rows[0].subject);
	buffer_printf(&markdown->item,
		", one after the other\n\n| | | ░ base, █ head | %s |\n|---|---|---|---:|\n",
		flow->rows[0].unit);
	for (size_t i = 0; i < flow->count; i++) {
		row_write(markdown, flow, &flow->rows[i], from);
		for (unsigned side = 0; side < SIDES; side++)
			from[side] += is_total(&flow->rows[i]) ? 0 : value_of(&flow->rows[i], side);
	}
	buffer_byte(&markdown->item, '\n');
	markdown_item_end(markdown);
}

void markdown_pictures(struct markdown *markdown)
{
	const struct result *result = markdown->result;

	for (size_t i = 0; i < result->outcome_count; i++) {
		const struct outcome *outcome = &result->outcomes[i];
		struct flow flow = {0};

		for (size_t at = 0; at < outcome->measurement_count; at += flow.count) {
			flow = (struct flow){.rows = &outcome->measurements[at], .count = 1};
			while (at + flow.count < outcome->measurement_count &&
				measured_same_subject(&flow.rows[0], &flow.rows[flow.count]))
				flow.count++;
			if (is_flow(&flow))
				flow_write(markdown, &flow);
		}
	}
}
