/* SPDX-License-Identifier: Apache-2.0
 *
 * The head of the page: what came of it, in one line that is seen first, and the way to each part.
 */
#include <stdlib.h>

#include "gate/report/html.h"

enum { MOST_FIRST = 3 };

static void headline_write(struct html *html)
{
	static const enum icon icons[] = {
		[VERDICT_PASS] = ICON_GOOD,
		[VERDICT_BLOCK] = ICON_BAD,
		[VERDICT_INCOMPLETE] = ICON_UNKNOWN,
	};
	enum verdict verdict = html->result->verdict;

	html_raw(html, "<h1>");
	html_icon(html, icons[verdict]);
	if (verdict == VERDICT_PASS) {
		html_raw(html, "Pass");
	} else if (verdict == VERDICT_BLOCK) {
		html_raw(html, "Blocked by ");
		html_count(html, html->counts.blocking, "findings");
	} else if (html->incomplete_count) {
		html_raw(html, "Incomplete: ");
		html_count(html, html->incomplete_count, "items");
		html_raw(html, " could not be looked at");
	} else {
		html_raw(html, "Incomplete");
	}
	html_raw(html, "</h1>\n");
}

static void advice_write(struct html *html)
{
	static const char *const advice[] = {
		[VERDICT_PASS] = "Everything in scope was examined, and nothing blocks the merge.",
		[VERDICT_BLOCK] =
			"Everything in scope was examined. Each finding says what fixes it.",
		[VERDICT_INCOMPLETE] =
			"What was not looked at may hold anything, so the merge waits. Each item "
			"says what fixes it.",
	};

	html_raw(html, "<p class=\"advice\">");
	if (html->result->reason.len) {
		html_element(html, "b", NULL, html->result->reason);
		html_raw(html, ". ");
	}
	html_raw(html, advice[html->result->verdict]);
	html_raw(html, "</p>\n");
}

/* ---- the first of what stands in the way, for who has two seconds ---- */

static bool is_blocking(const struct finding *finding)
{
	return finding->blocking;
}

static void first_write(struct html *html, struct text words, struct text path)
{
	html_raw(html, "<li>");
	html_element(html, "span", NULL, words);
	if (path.len) {
		html_raw(html, " ");
		html_element(html, "code", NULL, path);
	}
	html_raw(html, "</li>\n");
}

static size_t first_items(struct html *html)
{
	const struct result *result = html->result;
	size_t count = 0;

	for (size_t i = 0; i < result->outcome_count; i++)
		for (size_t k = 0; k < result->outcomes[i].incomplete_count && count < MOST_FIRST;
			k++, count++)
			first_write(html, result->outcomes[i].incomplete[k].reason,
				result->outcomes[i].incomplete[k].path);
	return html->incomplete_count - count;
}

static size_t first_findings(struct html *html)
{
	struct selection first;

	if (!selection_make(&first, html->result, is_blocking, MOST_FIRST)) {
		html->out->failed = true;
		return 0;
	}
	for (size_t i = 0; i < first.count; i++)
		first_write(html, first.items[i]->message, first.items[i]->path);
	free(first.items);
	return first.left_out;
}

static void firsts_write(struct html *html)
{
	bool items = html->incomplete_count > 0;
	size_t more;

	if (!items && html->counts.blocking == 0)
		return;
	html_raw(html, "<ul class=\"first\">\n");
	more = items ? first_items(html) : first_findings(html);
	if (more)
		buffer_printf(html->out, "<li>and %zu more</li>\n", more);
	html_raw(html, "</ul>\n");
}

/* ---- the change, and what the page has ---- */

static void ends_write(struct html *html, const struct change *change)
{
	html_raw(html, change->has_base ? "<code>" : "All of <code>");
	if (change->has_base) {
		print_short_id(html->out, &change->base);
		html_raw(html, "..");
	}
	if (change->is_directory)
		html_text(html, change->head_name.len ? change->head_name : text_of("the folder"));
	else
		print_short_id(html->out, &change->head);
	html_raw(html, "</code>");
}

static void names_write(struct html *html, const struct change *change)
{
	if (change->is_directory || change->base_name.len + change->head_name.len == 0)
		return;
	html_raw(html, " (<bdi>");
	html_text(html, change->base_name);
	html_raw(html, change->has_base ? "</bdi>..<bdi>" : "");
	html_text(html, change->head_name);
	html_raw(html, "</bdi>)");
}

static void totals_write(struct html *html, const struct change *change)
{
	if (!change->is_directory) {
		html_count(html, change->commit_count, "commits");
		html_raw(html, ", ");
	}
	html_count(html, change->file_count, "files");
	html_raw(html, ", ");
	html_count(html, change->blob_count, "blobs");
	html_raw(html, ", ");
	print_size(html->out, change->bytes);
	html_raw(html, " examined in ");
	print_duration(html->out, html->result->duration_ms);
}

static void change_write(struct html *html)
{
	const struct change *change = html->result->change;

	html_raw(html, "<p class=\"change\">");
	ends_write(html, change);
	names_write(html, change);
	if (change->label.len) {
		html_raw(html, ", ");
		html_element(html, "bdi", NULL, change->label);
	}
	html_raw(html, "<br/>\n");
	totals_write(html, change);
	html_raw(html, "</p>\n");
}

/* A number, what it counts, and the part of the page that has it. */
struct entry {
	size_t count;
	const char *id, *one, *many;
};

static void entry_write(struct html *html, const struct entry *entry)
{
	if (entry->count == 0)
		return;
	buffer_printf(html->out, "<li><a href=\"#%s\"><b>%zu</b> %s</a></li>\n", entry->id,
		entry->count, entry->count == 1 ? entry->one : entry->many);
}

static size_t count_measurements(const struct result *result)
{
	size_t count = 0;

	for (size_t i = 0; i < result->outcome_count; i++)
		count += result->outcomes[i].measurement_count;
	return count;
}

static void contents_write(struct html *html)
{
	const struct finding_counts *counts = &html->counts;
	const struct entry entries[] = {
		{html->incomplete_count, "incomplete", "item not looked at", "items not looked at"},
		{counts->blocking, "blocking", "blocks", "block"},
		{counts->errors + counts->warnings + counts->notes, "other", "does not block",
			"do not block"},
		{html->result->hop_count, "pipeline", "hop", "hops"},
		{count_measurements(html->result), "measured", "measurement", "measurements"},
		{html->result->outcome_count, "examined", "check", "checks"},
		{counts->known, "known", "known", "known"},
		{counts->waived, "waived", "waived", "waived"},
	};

	html_raw(html, "<nav aria-label=\"Contents\"><ul>\n");
	for (size_t i = 0; i < sizeof(entries) / sizeof(entries[0]); i++)
		entry_write(html, &entries[i]);
	html_raw(html, "</ul></nav>\n");
}

void html_verdict(struct html *html)
{
	buffer_printf(html->out, "<header class=\"%s\">\n<p class=\"brand\">seamgate</p>\n",
		verdict_name(html->result->verdict));
	headline_write(html);
	advice_write(html);
	firsts_write(html);
	change_write(html);
	contents_write(html);
	html_raw(html, "</header>\n");
}
