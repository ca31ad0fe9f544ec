/* SPDX-License-Identifier: Apache-2.0
 *
 * The chain of hops: where it begins, and a line for each hop and check.
 */
#include "gate/base/buffer.h"
#include "gate/report/human.h"
#include "gate/report/seams.h"

enum { WIDEST_FIGURES = 72 };

struct widths {
	unsigned hop, check, figures;
};

struct table {
	struct human *human;
	struct seams seams;
	const struct seam *cause;
	struct widths widths;
	struct buffer figures; /* of the row at hand */
};

static void widen(unsigned *width, unsigned columns)
{
	if (columns > *width)
		*width = columns;
}

static struct text figures_of(struct table *table, const struct seam *seam)
{
	buffer_clear(&table->figures);
	seam_figures(&table->figures, seam);
	return buffer_text(&table->figures);
}

static void measure(struct table *table)
{
	struct widths *widths = &table->widths;

	for (size_t i = 0; i < table->seams.count; i++) {
		const struct seam *seam = &table->seams.items[i];

		widen(&widths->hop, human_columns(table->human, seam->hop->name));
		widen(&widths->check, (unsigned)text_of(seam->check).len);
		widen(&widths->figures, human_columns(table->human, figures_of(table, seam)));
	}
	if (widths->figures > WIDEST_FIGURES)
		widths->figures = WIDEST_FIGURES;
}

static void cell(struct human *human, struct text text, unsigned width)
{
	unsigned written = width && text.len ? human_cell(human, text, width) : 0;

	human_spaces(human, width - written + 2);
}

static void word_write(struct human *human, const struct seam *seam)
{
	const struct measurement *row = seam->worst;
	bool is_said = row && (measured_is_bad(row) || !seam->finding);

	human_paint(human, is_said ? human_verdict_paint(row) : PAINT_ERROR);
	if (!is_said)
		buffer_string(human->out, "blocks");
	else
		buffer_string(human->out,
			row->verdict == MEASURED_ONLY ? "shown" : measured_name(row->verdict));
	human_paint(human, PAINT_OFF);
}

static void seam_write(struct table *table, const struct seam *seam)
{
	struct human *human = table->human;

	human_spaces(human, 2);
	cell(human, seam->hop->name, table->widths.hop);
	cell(human, text_of(seam->check), table->widths.check);
	cell(human, figures_of(table, seam), table->widths.figures);
	word_write(human, seam);
	buffer_string(human->out, seam == table->cause ? "  <- begins here\n" : "\n");
}

/* Only where something lies behind it: of one hop the finding itself says all. */
static void cause_write(struct table *table)
{
	struct human *human = table->human;
	const struct seam *cause = table->cause;
	size_t behind = 0;

	for (size_t i = 0; i < table->seams.count; i++) {
		const struct seam *seam = &table->seams.items[i];

		if (!seam->finding || seam->hop == cause->hop)
			continue;
		if (behind++ == 0) {
			buffer_string(human->out, "begins at ");
			human_text(human, cause->hop->name);
			buffer_printf(human->out, " (%s): ", cause->check);
			human_text(human, cause->finding->message);
			buffer_string(human->out, "\nbehind it, and maybe its consequence: ");
		} else
			buffer_string(human->out, ", ");
		human_text(human, seam->hop->name);
		buffer_printf(human->out, " (%s)", seam->check);
	}
	if (behind)
		buffer_byte(human->out, '\n');
}

void human_seams(struct human *human)
{
	struct table table = {.human = human};

	seams_gather(&table.seams, human->result);
	if (table.seams.count < 2)
		return;
	table.cause = seams_cause(&table.seams);
	measure(&table);
	for (size_t i = 0; i < table.seams.count; i++)
		seam_write(&table, &table.seams.items[i]);
	if (table.seams.left_out)
		buffer_printf(
			human->out, "  %zu more hops are left out here\n", table.seams.left_out);
	if (table.cause)
		cause_write(&table);
	buffer_free(&table.figures);
}
