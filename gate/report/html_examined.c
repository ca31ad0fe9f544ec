/* SPDX-License-Identifier: Apache-2.0
 *
 * What was looked at and with what, what could not be, and the pipeline as a row of hops.
 */
#include <string.h>

#include "gate/report/html.h"
#include "gate/report/seams.h"

enum { MOST_ITEMS = 300 };

/* ---- what could not be looked at ---- */

static void item_write(struct html *html, const struct incomplete *item)
{
	html_raw(html, "<article class=\"unknown\">\n<h4><span class=\"severity\">");
	html_icon(html, ICON_UNKNOWN);
	html_raw(html, "not looked at:</span> ");
	if (item->path.len)
		html_element(html, "code", "path", item->path);
	else
		html_raw(html, "the check as a whole");
	html_raw(html, "</h4>\n");
	html_element(html, "p", NULL, item->reason);
	if (item->remedy.len) {
		html_raw(html, "<p class=\"fix\"><b>Fix:</b> ");
		html_element(html, "bdi", NULL, item->remedy);
		html_raw(html, "</p>\n");
	}
	html_raw(html, "</article>\n");
}

/* At most `room` of them; returns how many. */
static size_t items_write(struct html *html, const struct outcome *outcome, size_t room)
{
	size_t count = outcome->incomplete_count < room ? outcome->incomplete_count : room;

	if (count)
		html_element(html, "h3", NULL, text_of(outcome->check));
	for (size_t i = 0; i < count; i++)
		item_write(html, &outcome->incomplete[i]);
	return count;
}

void html_incomplete(struct html *html)
{
	const struct result *result = html->result;
	size_t room = MOST_ITEMS;

	if (html->incomplete_count == 0)
		return;
	html_section(html, "incomplete", "Could not be looked at");
	for (size_t i = 0; i < result->outcome_count; i++)
		room -= items_write(html, &result->outcomes[i], room);
	if (html->incomplete_count > MOST_ITEMS - room) {
		html_raw(html, "<p class=\"cut\">");
		html_count(html, html->incomplete_count - (MOST_ITEMS - room), "items");
		html_raw(html,
			" more left out here. All are in <code>--report json=PATH</code>.</p>\n");
	}
	html_raw(html, "</section>\n");
}

/* ---- the pipeline ---- */

static const struct hop_look {
	enum icon icon;
	const char *meaning;
} hop_looks[] = {
	[HOP_ORIGIN] = {ICON_BAD, "the first hop that a finding blocks at: begin here"},
	[HOP_DOWNSTREAM] = {ICON_BELOW, "blocked too, behind the origin: may be its consequence"},
	[HOP_CLEAN] = {ICON_GOOD, "measured, and nothing blocks"},
	[HOP_UNMEASURED] = {ICON_UNKNOWN, "no evidence, so nobody knows"},
};

static void seam_write(struct html *html, const struct seam *seam)
{
	bool is_bad = seam->finding || (seam->worst && measured_is_bad(seam->worst));

	buffer_printf(html->out, "<li%s>", is_bad ? " class=\"bad\"" : "");
	html_element(html, "b", NULL, text_of(seam->check));
	html_raw(html, " ");
	buffer_clear(&html->line);
	seam_figures(&html->line, seam);
	html_element(html, "span", NULL, buffer_text(&html->line));
	if (seam->worst && measured_is_bad(seam->worst)) {
		html_raw(html, " ");
		html_element(html, "span", "word", text_of(measured_name(seam->worst->verdict)));
	}
	html_raw(html, "</li>\n");
}

/* What was measured at a hop, a line for each check. */
static void seams_write(struct html *html, const struct seams *seams, const struct hop *hop)
{
	size_t count = 0;

	for (size_t i = 0; i < seams->count; i++) {
		if (seams->items[i].hop != hop)
			continue;
		if (count++ == 0)
			html_raw(html, "<ul class=\"seams\" role=\"list\">\n");
		seam_write(html, &seams->items[i]);
	}
	if (count)
		html_raw(html, "</ul>\n");
}

/* The first that blocks, in a sentence. */
static void cause_write(struct html *html, const struct seams *seams)
{
	const struct seam *cause = seams_cause(seams);

	if (!cause)
		return;
	html_raw(html, "<p class=\"cause\">Begins at ");
	html_element(html, "b", NULL, cause->hop->name);
	html_raw(html, " (");
	html_text(html, text_of(cause->check));
	html_raw(html, "): ");
	html_element(html, "bdi", NULL, cause->finding->message);
	html_raw(html, "</p>\n");
}

static void hop_write(struct html *html, const struct hop *hop, const struct seams *seams)
{
	buffer_printf(html->out, "<li class=\"%s\"><div>", hop_status_name(hop->status));
	html_element(html, "b", NULL, hop->name);
	html_raw(html, " <span class=\"status\">");
	html_icon(html, hop_looks[hop->status].icon);
	html_raw(html, hop_status_name(hop->status));
	html_raw(html, "</span>");
	if (hop->findings) {
		html_raw(html, " <span class=\"tally\">");
		html_count(html, hop->findings, "findings");
		html_raw(html, "</span>");
	}
	seams_write(html, seams, hop);
	html_raw(html, "</div></li>\n");
}

static bool has_status(const struct result *result, enum hop_status status)
{
	for (size_t i = 0; i < result->hop_count; i++)
		if (result->hops[i].status == status)
			return true;
	return false;
}

/* Of the states that occur. */
static void legend_write(struct html *html)
{
	html_raw(html, "<dl class=\"legend\">\n");
	for (unsigned i = 0; i < sizeof(hop_looks) / sizeof(hop_looks[0]); i++)
		if (has_status(html->result, (enum hop_status)i))
			buffer_printf(html->out, "<div><dt>%s</dt><dd>%s</dd></div>\n",
				hop_status_name((enum hop_status)i), hop_looks[i].meaning);
	html_raw(html, "</dl>\n");
}

void html_pipeline(struct html *html)
{
	const struct result *result = html->result;
	struct seams seams;

	if (result->hop_count == 0)
		return;
	seams_gather(&seams, result);
	html_section(html, "pipeline", "Pipeline");
	html_raw(html, "<ol class=\"pipeline\" role=\"list\">\n");
	for (size_t i = 0; i < result->hop_count; i++)
		hop_write(html, &result->hops[i], &seams);
	html_raw(html, "</ol>\n");
	cause_write(html, &seams);
	legend_write(html);
	html_raw(html, "</section>\n");
}

/* ---- what was examined ---- */

static const struct status_look {
	enum icon icon;
	const char *class;
} status_looks[] = {
	[STATUS_CLEAN] = {ICON_GOOD, "clean"},
	[STATUS_FINDINGS] = {ICON_BAD, "findings"},
	[STATUS_INCOMPLETE] = {ICON_UNKNOWN, "incomplete"},
	[STATUS_SKIPPED] = {ICON_NONE, "skipped"},
};

static void counters_write(struct html *html, const struct outcome *outcome)
{
	for (size_t i = 0; i < outcome->counter_count; i++) {
		html_raw(html, i > 0 ? ", " : "");
		if (strcmp(outcome->counters[i].name, "bytes") == 0)
			print_size(html->out, outcome->counters[i].count);
		else
			html_count(html, outcome->counters[i].count, outcome->counters[i].name);
	}
	if (outcome->counter_count == 0)
		html_raw(html, "nothing");
}

static void outcome_cell(struct html *html, const struct outcome *outcome)
{
	buffer_printf(
		html->out, "<td><span class=\"status %s\">", status_looks[outcome->status].class);
	html_icon(html, status_looks[outcome->status].icon);
	html_raw(html, status_name(outcome->status));
	html_raw(html, "</span>");
	if (outcome->reason[0]) {
		html_raw(html, ": ");
		html_text(html, text_of(outcome->reason));
	}
	html_raw(html, "</td>");
}

static void outcome_write(struct html *html, const struct outcome *outcome)
{
	html_raw(html, "<tr><th scope=\"row\">");
	html_text(html, text_of(outcome->check));
	html_raw(html, "</th>");
	outcome_cell(html, outcome);
	html_raw(html, "<td>");
	counters_write(html, outcome);
	html_raw(html, "</td><td class=\"figure\">");
	if (outcome->status == STATUS_SKIPPED)
		html_raw(html, "–");
	else
		print_duration(html->out, outcome->duration_ms);
	html_raw(html, "</td></tr>\n");
}

static void oid_write(struct html *html, const char *term, const struct oid *oid)
{
	char hex[OID_HEX];

	if (oid_is_zero(oid))
		return;
	oid_hex(oid, hex);
	buffer_printf(html->out, "<dt>%s</dt><dd><code>%s</code></dd>\n", term, hex);
}

static void policy_write(struct html *html)
{
	const struct result *result = html->result;

	html_raw(html, "<dt>policy</dt><dd>");
	html_raw(html, result->policy.source);
	if (result->policy.path.len) {
		html_raw(html, ", ");
		html_element(html, "code", "path", result->policy.path);
	}
	if (result->policy.sha256[0])
		buffer_printf(html->out, ", SHA-256 <code>%s</code>", result->policy.sha256);
	html_raw(html, "</dd>\n");
}

static void facts_write(struct html *html)
{
	const struct result *result = html->result;

	html_raw(html, "<dl class=\"facts\">\n");
	oid_write(html, "base", &result->change->base);
	oid_write(html, "head", &result->change->head);
	oid_write(html, "merge base", &result->change->merge_base);
	policy_write(html);
	buffer_printf(html->out, "<dt>exit code</dt><dd>%d</dd>\n</dl>\n", result->exit_code);
}

void html_examined(struct html *html)
{
	const struct result *result = html->result;

	html_section(html, "examined", "What was examined");
	html_raw(html, "<div class=\"scroll\" role=\"group\" tabindex=\"0\" "
		       "aria-labelledby=\"examined-title\">\n<table>\n<thead><tr><th "
		       "scope=\"col\">check</th>"
		       "<th scope=\"col\">outcome</th><th scope=\"col\">looked at</th>"
		       "<th scope=\"col\" class=\"figure\">time</th></tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < result->outcome_count; i++)
		outcome_write(html, &result->outcomes[i]);
	html_raw(html, "</tbody>\n</table>\n</div>\n");
	facts_write(html);
	html_raw(html, "</section>\n");
}
