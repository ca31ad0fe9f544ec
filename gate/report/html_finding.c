/* SPDX-License-Identifier: Apache-2.0
 *
 * Findings by check, the severe ones of each check first. What blocks is laid open; what the base had already or
 * somebody waived is folded.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "gate/report/excerpt.h"
#include "gate/report/html.h"

enum {
	MOST_OPEN = 1000,     /* findings of a part that is laid open */
	MOST_FOLDED = 300,    /* of one that is folded */
	MOST_DETAILS = 16,    /* of one finding */
	MOST_BYTES = 8 << 20, /* no finding begins behind that */
	SHORT_FINGERPRINT = 12,
};

static const enum icon icons[] = {
	[SEVERITY_OFF] = ICON_NOTE,
	[SEVERITY_NOTE] = ICON_NOTE,
	[SEVERITY_WARNING] = ICON_WARNING,
	[SEVERITY_ERROR] = ICON_BAD,
};

/* ---- one finding ---- */

static void title_write(struct html *html, const struct finding *finding)
{
	html_raw(html, "<h4><span class=\"severity\">");
	html_icon(html, icons[finding->severity]);
	html_raw(html, severity_name(finding->severity));
	html_raw(html, ":</span> ");
	html_element(html, "bdi", NULL, finding->message);
	html_raw(html, "</h4>\n");
}

static void path_write(struct html *html, const struct finding *finding)
{
	struct text inner = finding_detail(finding, "inner");

	if (finding->path.len == 0)
		return;
	html_raw(html, "<code class=\"path\">");
	html_text(html, finding->path);
	if (inner.len) {
		html_raw(html, "!/");
		html_text(html, inner);
	}
	if (finding->line)
		buffer_printf(html->out, ":%" PRIu32, finding->line);
	if (finding->line && finding->column)
		buffer_printf(html->out, ":%" PRIu32, finding->column);
	html_raw(html, "</code>");
}

static void place_write(struct html *html, const struct finding *finding)
{
	html_raw(html, "<p class=\"place\">");
	path_write(html, finding);
	buffer_clear(&html->line);
	print_where(&html->line, html->result, finding);
	if (html->line.failed)
		html->out->failed = true;
	if (html->line.len && finding->path.len)
		html_raw(html, ", ");
	if (html->line.len)
		html_text(html, buffer_text(&html->line));
	html_raw(html, "</p>\n");
}

static size_t minus(size_t a, size_t b)
{
	return a > b ? a - b : 0;
}

/* The three parts are masked as one: a mask may begin before the mark and end in it. */
static void marked_write(struct html *html, struct text text, struct mask_span span)
{
	struct buffer masked = {0};

	mask_apply_cut(html->result->masks, text, &span, &masked);
	if (masked.failed)
		html->out->failed = true;
	html_text(html, text_slice(buffer_text(&masked), 0, span.from));
	if (span.from < span.to)
		html_element(
			html, "mark", NULL, text_slice(buffer_text(&masked), span.from, span.to));
	html_text(html, text_slice(buffer_text(&masked), span.to, masked.len));
	buffer_free(&masked);
}

static void excerpt_write(struct html *html, const struct finding *finding)
{
	struct text trimmed = text_trim(finding->excerpt);
	struct mask_span span = finding_span(finding);
	size_t dropped;

	if (trimmed.len == 0)
		return;
	dropped = (size_t)(trimmed.ptr - finding->excerpt.ptr);
	span = (struct mask_span){minus(span.from, dropped), minus(span.to, dropped)};
	span.to = span.to < trimmed.len ? span.to : trimmed.len;
	span.from = span.from < span.to ? span.from : span.to;
	html_raw(html, "<p class=\"line\">");
	if (finding->line)
		buffer_printf(
			html->out, "<span class=\"number\">%" PRIu32 "</span> ", finding->line);
	html_raw(html, "<code>");
	marked_write(html, trimmed, span);
	html_raw(html, "</code></p>\n");
}

static void detail_write(struct html *html, const struct detail *detail)
{
	html_element(html, "dt", NULL, text_of(detail->key));
	html_raw(html, "<dd>");
	if (detail->type == DETAIL_TEXT)
		html_text(html, detail->text);
	else if (detail->type == DETAIL_NUMBER)
		buffer_printf(html->out, "%.6g", detail->number);
	else
		html_raw(html, detail->number != 0 ? "true" : "false");
	html_raw(html, "</dd>\n");
}

static void pair_write(struct html *html, const char *term, const char *class, struct text text)
{
	if (text.len == 0)
		return;
	html_element(html, "dt", NULL, text_of(term));
	html_raw(html, "<dd>");
	html_element(html, class ? class : "bdi", NULL, text);
	html_raw(html, "</dd>\n");
}

static void explain_write(struct html *html, const struct finding *finding)
{
	html_raw(html, "<dt>more, or waive</dt><dd><code>seamgate explain ");
	html_text(html, finding->fingerprint[0]
				? text_slice(text_of(finding->fingerprint), 0, SHORT_FINGERPRINT)
				: text_of(finding->rule));
	html_raw(html, "</code></dd>\n");
}

/* What nobody needs who only wants to mend it. */
static void more_write(struct html *html, const struct finding *finding)
{
	size_t details =
		finding->detail_count < MOST_DETAILS ? finding->detail_count : MOST_DETAILS;

	html_raw(html, "<details><summary>");
	html_element(html, "code", "rule", text_of(finding->rule));
	html_raw(html, "</summary>\n<dl>\n");
	explain_write(html, finding);
	pair_write(html, "hop", NULL, text_of(finding->hop));
	for (size_t i = 0; i < details; i++)
		detail_write(html, &finding->details[i]);
	if (details < finding->detail_count)
		pair_write(html, "and", NULL, text_of("more details, in the JSON report"));
	pair_write(html, "fingerprint", "code", text_of(finding->fingerprint));
	html_raw(html, "</dl></details>\n");
}

static void finding_write(struct html *html, const struct finding *finding)
{
	buffer_printf(html->out, "<article class=\"%s\">\n", severity_name(finding->severity));
	title_write(html, finding);
	place_write(html, finding);
	excerpt_write(html, finding);
	if (finding->remedy.len) {
		html_raw(html, "<p class=\"fix\"><b>Fix:</b> ");
		html_element(html, "bdi", NULL, finding->remedy);
		html_raw(html, "</p>\n");
	}
	more_write(html, finding);
	html_raw(html, "</article>\n");
}

/* ---- a part of the page ---- */

struct part {
	const char *id, *title;
	bool (*wanted)(const struct finding *finding);
	bool folded;
};

/* One severity of one check; how many were written before the page was full. */
static size_t severity_write(
	struct html *html, const struct selection *shown, size_t from, size_t to, unsigned severity)
{
	size_t written = 0;

	for (size_t i = from; i < to && html->out->len < MOST_BYTES; i++)
		if (shown->items[i]->severity == severity) {
			finding_write(html, shown->items[i]);
			written++;
		}
	return written;
}

static size_t check_write(struct html *html, const struct selection *shown, size_t from, size_t to)
{
	size_t written = 0;

	html_raw(html, "<h3>");
	html_text(html, text_of(shown->items[from]->check));
	html_raw(html, " <span class=\"tally\">");
	html_count(html, to - from, "findings");
	html_raw(html, "</span></h3>\n");
	for (unsigned severity = SEVERITY_ERROR + 1; severity-- > SEVERITY_OFF;)
		written += severity_write(html, shown, from, to, severity);
	return written;
}

/* Of a selection, in which a check's findings stand together. */
static size_t checks_write(struct html *html, const struct selection *shown)
{
	size_t written = 0, to;

	for (size_t from = 0; from < shown->count && html->out->len < MOST_BYTES; from = to) {
		to = from + 1;
		while (to < shown->count &&
			strcmp(shown->items[to]->check, shown->items[from]->check) == 0)
			to++;
		written += check_write(html, shown, from, to);
	}
	return written;
}

static void selection_write(
	struct html *html, const struct part *part, const struct selection *shown)
{
	size_t left_out = shown->count + shown->left_out;

	if (part->folded) {
		html_raw(html, "<details class=\"fold\"><summary>Show ");
		html_count(html, left_out, "findings");
		html_raw(html, "</summary>\n");
	}
	left_out -= checks_write(html, shown);
	if (left_out) {
		html_raw(html, "<p class=\"cut\">");
		html_count(html, left_out, "findings");
		html_raw(html, left_out == 1 ? " more is" : " more are");
		html_raw(html, " left out here, to keep the page readable: the severe ones stand "
			       "above. All "
			       "are in <code>--report json=PATH</code>.</p>\n");
	}
	html_raw(html, part->folded ? "</details>\n" : "");
}

static void part_write(struct html *html, const struct part *part)
{
	struct selection shown;

	if (!selection_make(
		    &shown, html->result, part->wanted, part->folded ? MOST_FOLDED : MOST_OPEN)) {
		html->out->failed = true;
		return;
	}
	if (shown.count) {
		html_section(html, part->id, part->title);
		selection_write(html, part, &shown);
		html_raw(html, "</section>\n");
	}
	free(shown.items);
}

static bool is_blocking(const struct finding *finding)
{
	return finding->state == FINDING_NEW && finding->blocking;
}

static bool is_other(const struct finding *finding)
{
	return finding->state == FINDING_NEW && !finding->blocking;
}

static bool is_known(const struct finding *finding)
{
	return finding->state == FINDING_KNOWN;
}

static bool is_waived(const struct finding *finding)
{
	return finding->state == FINDING_WAIVED;
}

void html_blocking(struct html *html)
{
	part_write(html, &(struct part){"blocking", "Blocks the merge", is_blocking, false});
}

void html_other(struct html *html)
{
	part_write(html, &(struct part){"other", "Does not block", is_other, false});
}

void html_folded(struct html *html)
{
	part_write(html, &(struct part){"known", "Known at the base already", is_known, true});
	part_write(html, &(struct part){"waived", "Waived", is_waived, true});
}
