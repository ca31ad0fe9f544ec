/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <string.h>

#include "gate/base/escape.h"
#include "gate/report/excerpt.h"
#include "gate/report/human.h"

enum { SHORT_FINGERPRINT = 12 };

enum paint severity_paint(enum severity severity)
{
	static const enum paint paints[] = {
		[SEVERITY_OFF] = PAINT_NOTE,
		[SEVERITY_NOTE] = PAINT_NOTE,
		[SEVERITY_WARNING] = PAINT_WARNING,
		[SEVERITY_ERROR] = PAINT_ERROR,
	};

	return paints[severity];
}

static unsigned gutter_of(const struct finding *finding)
{
	unsigned digits = 1;

	for (uint32_t line = finding->line; line > 9; line /= 10)
		digits++;
	return digits;
}

/* "note[dependencies/tag-new]"; the columns that it takes. */
static size_t rule_write(struct human *human, const struct finding *finding)
{
	const char *severity = severity_name(finding->severity);

	human_paint(human, severity_paint(finding->severity));
	buffer_string(human->out, severity);
	buffer_byte(human->out, '[');
	escape_human(human->out, text_of(finding->rule));
	buffer_byte(human->out, ']');
	human_paint(human, PAINT_OFF);
	return strlen(severity) + strlen(finding->rule) + strlen("[]");
}

static void header_write(struct human *human, const struct finding *finding)
{
	size_t columns = rule_write(human, finding) + strlen(": ");

	if (finding->state != FINDING_NEW) {
		buffer_printf(human->out, " (%s)", state_name(finding->state));
		columns += strlen(" ()") + strlen(state_name(finding->state));
	}
	buffer_string(human->out, ": ");
	human_paragraph(human, (unsigned)columns, 4, finding->message);
	buffer_byte(human->out, '\n');
}

static void line_write(struct human *human, const struct finding *finding)
{
	if (finding->line == 0)
		return;
	buffer_printf(human->out, ":%" PRIu32, finding->line);
	if (finding->column)
		buffer_printf(human->out, ":%" PRIu32, finding->column);
}

static void place_write(struct human *human, const struct finding *finding)
{
	struct text inner = finding_detail(finding, "inner");
	struct buffer where = {0};

	human_text(human, finding->path);
	if (inner.len) {
		buffer_string(human->out, "!/");
		human_text(human, inner);
	}
	if (finding->path.len)
		line_write(human, finding);
	print_where(&where, human->result, finding);
	if (where.len && finding->path.len)
		buffer_string(human->out, ", ");
	buffer_add(human->out, buffer_text(&where));
	human->out->failed = human->out->failed || where.failed;
	buffer_free(&where);
}

static void arrow_write(struct human *human, const struct finding *finding, unsigned gutter)
{
	human_spaces(human, gutter);
	human_paint(human, PAINT_FRAME);
	buffer_string(human->out, "--> ");
	human_paint(human, PAINT_OFF);
	place_write(human, finding);
	buffer_byte(human->out, '\n');
}

static size_t minus(size_t a, size_t b)
{
	return a > b ? a - b : 0;
}

static void bar_write(struct human *human, unsigned gutter, uint32_t line)
{
	human_paint(human, PAINT_FRAME);
	if (line)
		buffer_printf(human->out, "%*" PRIu32 " |", (int)gutter, line);
	else
		buffer_printf(human->out, "%*s |", (int)gutter, "");
	human_paint(human, PAINT_OFF);
}

static void underline_write(
	struct human *human, const struct finding *finding, unsigned gutter, struct columns columns)
{
	unsigned width = human->style->width, count = columns.inside ? columns.inside : 1;

	/* A line that the terminal breaks has its caret nowhere near the place. */
	if (width && gutter + 3 + columns.all > width)
		return;
	bar_write(human, gutter, 0);
	human_spaces(human, columns.before + 1);
	human_paint(human, severity_paint(finding->severity));
	while (count-- > 0)
		buffer_byte(human->out, '^');
	human_paint(human, PAINT_OFF);
	buffer_byte(human->out, '\n');
}

/* The line of the finding without the blanks around it, and a mark below the place. */
static void excerpt_write(struct human *human, const struct finding *finding, unsigned gutter)
{
	struct text trimmed = text_trim(finding->excerpt);
	struct mask_span span = finding_span(finding);
	bool has_span = span.from < span.to;
	struct columns columns;
	size_t dropped;

	if (trimmed.len == 0)
		return;
	dropped = (size_t)(trimmed.ptr - finding->excerpt.ptr);
	span = (struct mask_span){minus(span.from, dropped), minus(span.to, dropped)};
	if (span.to > trimmed.len)
		span.to = trimmed.len;
	bar_write(human, gutter, 0);
	buffer_byte(human->out, '\n');
	bar_write(human, gutter, finding->line);
	buffer_byte(human->out, ' ');
	columns = human_excerpt(human, trimmed, span);
	buffer_byte(human->out, '\n');
	if (has_span && span.from < span.to)
		underline_write(human, finding, gutter, columns);
}

static void note_start(struct human *human, unsigned gutter)
{
	human_spaces(human, gutter + 1);
	human_paint(human, PAINT_FRAME);
	buffer_byte(human->out, '=');
	human_paint(human, PAINT_OFF);
	buffer_byte(human->out, ' ');
}

void human_note(struct human *human, unsigned gutter, const char *label, struct text text)
{
	unsigned indent = gutter + 3 + (unsigned)text_of(label).len + 2;

	if (text.len == 0)
		return;
	note_start(human, gutter);
	buffer_string(human->out, label);
	buffer_string(human->out, ": ");
	human_paragraph(human, indent, gutter + 5, text);
	buffer_byte(human->out, '\n');
}

static void detail_write(struct human *human, const struct detail *detail, unsigned gutter)
{
	note_start(human, gutter);
	human_text(human, text_of(detail->key));
	buffer_string(human->out, ": ");
	if (detail->type == DETAIL_TEXT)
		human_text(human, detail->text);
	else if (detail->type == DETAIL_NUMBER)
		buffer_printf(human->out, "%.6g", detail->number);
	else
		buffer_string(human->out, detail->number != 0 ? "true" : "false");
	buffer_byte(human->out, '\n');
}

/* How to know more, and from there to waive. */
static void pointer_write(struct human *human, const struct finding *finding, unsigned gutter)
{
	note_start(human, gutter);
	buffer_string(human->out, "more, or waive: seamgate explain ");
	if (finding->fingerprint[0])
		buffer_add(human->out,
			text_slice(text_of(finding->fingerprint), 0, SHORT_FINGERPRINT));
	else
		escape_human(human->out, text_of(finding->rule));
	buffer_byte(human->out, '\n');
}

static void verbose_write(struct human *human, const struct finding *finding, unsigned gutter)
{
	human_note(human, gutter, "hop", text_of(finding->hop));
	for (size_t i = 0; i < finding->detail_count; i++)
		detail_write(human, &finding->details[i], gutter);
	if (!finding->fingerprint[0])
		return;
	note_start(human, gutter);
	buffer_printf(human->out, "fingerprint: %s\n", finding->fingerprint);
	if (finding->state != FINDING_NEW)
		return;
	note_start(human, gutter);
	buffer_printf(human->out,
		"waive: at the base, in .seamgate.yml: waivers: [{rule: %s, fingerprint: \"%s\", "
		"reason: …, owner: …, expires: YYYY-MM-DD}]\n",
		finding->rule, finding->fingerprint);
}

void human_finding(struct human *human, const struct finding *finding)
{
	unsigned gutter = gutter_of(finding);

	header_write(human, finding);
	arrow_write(human, finding, gutter);
	excerpt_write(human, finding, gutter);
	human_note(human, gutter, "fix", finding->remedy);
	if (!human->style->verbose) {
		human_note(human, gutter, "waiver", finding_detail(finding, "expired waiver"));
		human_note(human, gutter, "mark without effect",
			finding_detail(finding, "mark without effect"));
	}
	if (human->style->verbose)
		verbose_write(human, finding, gutter);
	else if (finding->state == FINDING_NEW)
		pointer_write(human, finding, gutter);
	buffer_byte(human->out, '\n');
}

static void place_and_message(struct human *human, const struct finding *finding)
{
	const unsigned arrow = 5;
	size_t start;

	human_spaces(human, 1);
	human_paint(human, PAINT_FRAME);
	buffer_string(human->out, "--> ");
	human_paint(human, PAINT_OFF);
	start = human->out->len - arrow;
	place_write(human, finding);
	buffer_string(human->out, ": ");
	human_paragraph(human, (unsigned)(human->out->len - start), arrow + 2, finding->message);
	buffer_byte(human->out, '\n');
}

void human_together(struct human *human, struct finding *const *findings, size_t count)
{
	const struct finding *first = findings[0];

	rule_write(human, first);
	buffer_string(human->out, ": ");
	print_count(human->out, count, "findings");
	buffer_byte(human->out, '\n');
	for (size_t i = 0; i < count; i++)
		place_and_message(human, findings[i]);
	human_note(human, 1, "fix", first->remedy);
	note_start(human, 1);
	buffer_string(human->out, "more: seamgate explain ");
	escape_human(human->out, text_of(first->rule));
	buffer_string(human->out, "; each by itself, to waive: -v\n\n");
}
