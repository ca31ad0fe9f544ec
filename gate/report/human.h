/* SPDX-License-Identifier: Apache-2.0
 *
 * The parts of the human report: human.c lays out the whole, human_finding.c draws a finding,
 * human_summary.c says what was examined and what came of it, human_text.c holds the sink.
 */
#ifndef SEAMGATE_REPORT_HUMAN_H
#define SEAMGATE_REPORT_HUMAN_H

#include "gate/report/formats.h"

struct human {
	struct buffer *out;
	const struct result *result;
	const struct report_style *style;
	struct buffer masked, line; /* scratch of the sink */
};

enum paint {
	PAINT_OFF,
	PAINT_BOLD,
	PAINT_ERROR,
	PAINT_WARNING,
	PAINT_NOTE,
	PAINT_GOOD,
	PAINT_FRAME
};

/* Switches a colour on, or all off; nothing without style->color. */
void human_paint(struct human *human, enum paint paint);

/* The sink: masked, then escaped. Whatever can come from the change is printed by one of these
 * three. */
void human_text(struct human *human, struct text text);

/* The same over several lines where the terminal's width is known. The output stands in `column`;
 * further lines begin with `indent` spaces. */
void human_paragraph(struct human *human, unsigned column, unsigned indent, struct text text);

/* The same for a part of a line, of which *span is a part too; the columns of the terminal that
 * stand before the span and in it are returned. */
struct columns {
	unsigned before, inside, all;
};
struct columns human_excerpt(struct human *human, struct text text, struct mask_span span);

/* The columns that a text takes by itself; the text where they are at most `width` (from 1), else its beginning and
 * an ellipsis. Masked and escaped before it is cut. Returns the columns written. */
unsigned human_columns(struct human *human, struct text text);
unsigned human_cell(struct human *human, struct text text, unsigned width);

void human_spaces(struct human *human, unsigned count);

/* One finding with all that is said about it, and an empty line. */
void human_finding(struct human *human, const struct finding *finding);

/* Findings of one rule and remedy: their places and messages, and what is said of all once. */
void human_together(struct human *human, struct finding *const *findings, size_t count);

/* "   = label: text" below a finding whose line numbers have `gutter` digits. */
void human_note(struct human *human, unsigned gutter, const char *label, struct text text);

/* A table for each subject that was measured. */
void human_measurements(struct human *human);

/* A table of what the tree names, where an inventory was taken. */
void human_inventory(struct human *human);

/* The intervals of one subject's rows against their margins; nothing where none has one. */
void human_plot(struct human *human, const struct measurement *const *rows, size_t count);

enum paint human_verdict_paint(const struct measurement *row);

/* What was examined: the range, a line for each check, the pipeline. */
void human_examined(struct human *human);

/* What was measured along the pipeline, and where it begins; nothing where it is less than two things. */
void human_seams(struct human *human);

/* The last line. */
void human_verdict(struct human *human);

/* Over all checks. */
size_t human_incomplete_count(const struct result *result);

enum paint severity_paint(enum severity severity);

#endif
