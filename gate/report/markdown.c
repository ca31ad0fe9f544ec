/* SPDX-License-Identifier: Apache-2.0
 *
 * Markdown for GitHub's step summary and for comments on pull and merge requests (65,536 characters, the
 * smallest of their limits). Whatever a change can influence stands in a code span, in which GitHub and GitLab make no
 * link, image, mention, reference or HTML of it.
 */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "gate/base/escape.h"
#include "gate/report/code_span.h"
#include "gate/report/markdown_parts.h"
#include "gate/report/measured.h"
#include "gate/report/seams.h"

enum { MOST_BYTES = 60000, LONGEST_SPAN = 600, MOST_SHOWN = 200 };

void markdown_span(struct markdown *markdown, struct text text)
{
	buffer_clear(&markdown->masked);
	buffer_clear(&markdown->visible);
	mask_apply(markdown->result->masks, text, &markdown->masked);
	escape_human(&markdown->visible, buffer_text(&markdown->masked));
	code_span(&markdown->item, buffer_text(&markdown->visible), LONGEST_SPAN);
	if (markdown->masked.failed || markdown->visible.failed)
		markdown->out->failed = true;
}

bool markdown_item_end(struct markdown *markdown)
{
	bool fits = markdown->out->len + markdown->item.len <= MOST_BYTES;

	if (fits)
		buffer_add(markdown->out, buffer_text(&markdown->item));
	markdown->out->failed = markdown->out->failed || markdown->item.failed;
	buffer_clear(&markdown->item);
	return fits;
}

/* --- the head --- */

static void counts_write(struct markdown *markdown)
{
	struct finding_counts counts = findings_count(markdown->result);
	const struct change *change = markdown->result->change;

	print_count(&markdown->item, counts.blocking, "blocking findings");
	buffer_printf(&markdown->item, ", %zu other, %zu known, %zu waived. Examined: ",
		counts.errors + counts.warnings + counts.notes, counts.known, counts.waived);
	print_count(&markdown->item, change->commit_count, "commits");
	buffer_string(&markdown->item, ", ");
	print_count(&markdown->item, change->file_count, "files");
	buffer_string(&markdown->item, ", ");
	print_size(&markdown->item, change->bytes);
	buffer_string(&markdown->item, ".\n\n");
}

/* What a check has looked at, and how much of it could be proved. */
static void examined_write(struct markdown *markdown, const struct outcome *outcome)
{
	struct buffer words = {0};

	print_counters(&words, outcome);
	buffer_printf(&markdown->item, "- %s: ", outcome->check);
	markdown_span(markdown, buffer_text(&words));
	buffer_byte(&markdown->item, '\n');
	markdown->out->failed = markdown->out->failed || words.failed;
	buffer_free(&words);
	markdown_item_end(markdown);
}

static void all_examined_write(struct markdown *markdown)
{
	size_t told = 0;

	for (size_t i = 0; i < markdown->result->outcome_count; i++)
		if (markdown->result->outcomes[i].counter_count) {
			examined_write(markdown, &markdown->result->outcomes[i]);
			told++;
		}
	if (told)
		buffer_byte(markdown->out, '\n');
}

static void head_write(struct markdown *markdown)
{
	static const char *const titles[] = {[VERDICT_PASS] = "✅ seamgate: pass",
		[VERDICT_BLOCK] = "❌ seamgate: blocked",
		[VERDICT_INCOMPLETE] = "⚠️ seamgate: could not look at everything"};
	const struct change *change = markdown->result->change;

	buffer_printf(&markdown->item, "### %s\n\n", titles[markdown->result->verdict]);
	markdown_span(markdown, change->label);
	if (change->has_base) {
		buffer_string(&markdown->item, change->label.len ? ", " : "");
		print_short_id(&markdown->item, &change->base);
		buffer_string(&markdown->item, " … ");
		print_short_id(&markdown->item, &change->head);
	}
	buffer_string(&markdown->item, "\n\n");
	if (markdown->result->reason.len) {
		markdown_span(markdown, markdown->result->reason);
		buffer_string(&markdown->item, "\n\n");
	}
	counts_write(markdown);
	markdown_item_end(markdown);
	all_examined_write(markdown);
}

/* --- findings and what could not be looked at --- */

static void place_write(struct markdown *markdown, const struct finding *finding)
{
	struct buffer place = {0}, where = {0};

	buffer_add(&place, finding->path);
	if (finding->path.len && finding->line)
		buffer_printf(&place, ":%" PRIu32, finding->line);
	print_where(&where, markdown->result, finding);
	markdown_span(markdown, buffer_text(&place));
	if (where.len)
		buffer_printf(&markdown->item, "%s%s", place.len ? ", " : "", where.ptr);
	if (place.failed || where.failed)
		markdown->out->failed = true;
	buffer_free(&place);
	buffer_free(&where);
}

static void remedy_write(struct markdown *markdown, struct text remedy)
{
	if (remedy.len == 0)
		return;
	buffer_string(&markdown->item, "  \n  fix: ");
	markdown_span(markdown, remedy);
}

static void finding_write(struct markdown *markdown, const struct finding *finding)
{
	buffer_printf(&markdown->item, "- **%s** ", severity_name(finding->severity));
	markdown_span(markdown, text_of(finding->rule));
	buffer_string(&markdown->item, " at ");
	place_write(markdown, finding);
	buffer_string(&markdown->item, "  \n  ");
	markdown_span(markdown, finding->message);
	remedy_write(markdown, finding->remedy);
	buffer_byte(&markdown->item, '\n');
	markdown->left_out += !markdown_item_end(markdown);
}

static void findings_write(
	struct markdown *markdown, const char *title, bool (*wanted)(const struct finding *finding))
{
	struct selection shown;

	if (!selection_make(&shown, markdown->result, wanted, MOST_SHOWN)) {
		markdown->out->failed = true;
		return;
	}
	markdown->left_out += shown.left_out;
	if (shown.count)
		buffer_printf(&markdown->item, "#### %s\n\n", title);
	markdown_item_end(markdown);
	for (size_t i = 0; i < shown.count; i++)
		finding_write(markdown, shown.items[i]);
	if (shown.count)
		buffer_byte(markdown->out, '\n');
	free(shown.items);
}

static void incomplete_write(
	struct markdown *markdown, const char *check, const struct incomplete *item)
{
	buffer_printf(&markdown->item, "- %s", check);
	if (item->path.len) {
		buffer_string(&markdown->item, ": ");
		markdown_span(markdown, item->path);
	}
	buffer_string(&markdown->item, "  \n  ");
	markdown_span(markdown, item->reason);
	remedy_write(markdown, item->remedy);
	buffer_byte(&markdown->item, '\n');
	markdown->left_out += !markdown_item_end(markdown);
}

static void incompletes_write(struct markdown *markdown)
{
	const struct result *result = markdown->result;
	size_t count = 0;

	for (size_t i = 0; i < result->outcome_count; i++)
		for (size_t j = 0; j < result->outcomes[i].incomplete_count; j++) {
			if (count++ == 0)
				buffer_string(markdown->out, "#### Could not look\n\n");
			incomplete_write(markdown, result->outcomes[i].check,
				&result->outcomes[i].incomplete[j]);
		}
	if (count)
		buffer_byte(markdown->out, '\n');
}

/* --- what was measured --- */

static void number_write(struct markdown *markdown, double value)
{
	if (!isnan(value))
		buffer_printf(&markdown->item, "%.6g", value);
	buffer_string(&markdown->item, " | ");
}

static void measurement_write(struct markdown *markdown, const struct measurement *row)
{
	char interval[FIGURE];

	buffer_string(&markdown->item, "| ");
	markdown_span(markdown, row->subject);
	buffer_byte(&markdown->item, ' ');
	markdown_span(markdown, row->name);
	buffer_string(&markdown->item, " | ");
	number_write(markdown, row->base);
	number_write(markdown, row->head);
	number_write(markdown, row->difference);
	figure_text(interval, row, FIGURE_INTERVAL);
	buffer_printf(&markdown->item, "%s | ", interval);
	number_write(markdown, row->limit);
	markdown_span(markdown, text_of(row->unit));
	buffer_printf(&markdown->item, " | %s |\n",
		row->verdict == MEASURED_ONLY ? "" : measured_name(row->verdict));
	markdown->left_out += !markdown_item_end(markdown);
}

static void measurements_write(struct markdown *markdown)
{
	const struct result *result = markdown->result;
	size_t count = 0;

	for (size_t i = 0; i < result->outcome_count; i++)
		for (size_t j = 0; j < result->outcomes[i].measurement_count; j++) {
			if (count++ == 0)
				buffer_string(markdown->out,
					"#### Measured\n\n| | base | head | change | interval | "
					"limit | unit | verdict "
					"|\n|---|---|---|---|---|---|---|---|\n");
			measurement_write(markdown, &result->outcomes[i].measurements[j]);
		}
	if (count)
		buffer_byte(markdown->out, '\n');
	markdown_pictures(markdown);
}

/* Where it begins. */
static void cause_write(struct markdown *markdown)
{
	struct seams seams;
	const struct seam *cause;

	seams_gather(&seams, markdown->result);
	cause = seams_cause(&seams);
	if (!cause)
		return;
	buffer_string(&markdown->item, "Begins at ");
	markdown_span(markdown, cause->hop->name);
	buffer_printf(&markdown->item, " (%s): ", cause->check);
	markdown_span(markdown, cause->finding->message);
	buffer_string(&markdown->item, "\n\n");
	markdown_item_end(markdown);
}

static void hops_write(struct markdown *markdown)
{
	const struct result *result = markdown->result;

	if (result->hop_count == 0)
		return;
	buffer_string(&markdown->item, "Pipeline: ");
	for (size_t i = 0; i < result->hop_count; i++) {
		buffer_string(&markdown->item, i ? " → " : "");
		markdown_span(markdown, result->hops[i].name);
		buffer_printf(&markdown->item, " (%s)", hop_status_name(result->hops[i].status));
	}
	buffer_string(&markdown->item, "\n\n");
	markdown_item_end(markdown);
	cause_write(markdown);
}

static bool is_blocking(const struct finding *finding)
{
	return finding->blocking;
}

static bool is_other(const struct finding *finding)
{
	return !finding->blocking && finding->state == FINDING_NEW;
}

static void markdown_write(
	struct buffer *out, const struct result *result, const struct report_style *style)
{
	struct markdown markdown = {.out = out, .result = result};

	(void)style;
	head_write(&markdown);
	incompletes_write(&markdown);
	findings_write(&markdown, "Blocking", is_blocking);
	findings_write(&markdown, "Not blocking", is_other);
	hops_write(&markdown);
	measurements_write(&markdown);
	if (markdown.left_out)
		buffer_printf(out, "%zu more, none worse than these, are left out here.\n",
			markdown.left_out);
	buffer_free(&markdown.masked);
	buffer_free(&markdown.visible);
	buffer_free(&markdown.item);
}

const struct report report_markdown = {
	.name = "markdown",
	.summary = "Markdown, for GitHub's step summary and comments on requests",
	.write = markdown_write,
};
