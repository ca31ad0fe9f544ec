/* SPDX-License-Identifier: Apache-2.0
 *
 * The parts of the HTML report: html.c lays out the page, html_text.c holds the sink and small parts of markup,
 * html_verdict.c the head of the page, html_finding.c findings, html_examined.c what was looked at and what could not
 * be, html_measured.c tables of measurements, html_plot.c their pictures; html.css is how it looks.
 *
 * The page is well-formed XML as well as HTML, runs nothing and loads nothing. Markup is written by html_raw from
 * literals only, attributes hold our own words and numbers only; whatever can come from the change is text and
 * passes html_text. So the elements of a page depend on what was found, never on the bytes in it.
 */
#ifndef SEAMGATE_REPORT_HTML_H
#define SEAMGATE_REPORT_HTML_H

#include "gate/report/formats.h"
#include "gate/report/measured.h"

extern const struct report report_html;

struct html {
	struct buffer *out;
	const struct result *result;
	struct finding_counts counts;
	size_t incomplete_count;       /* of all checks */
	size_t ids;                    /* elements that got an id so far */
	struct buffer masked, visible; /* scratch of the sink */
	struct buffer line;            /* scratch of who calls it */
};

/* Markup, and words of ours that need no escape. */
void html_raw(struct html *html, const char *markup);

/* The sink: masked, made visible as for people, escaped for text and for quoted attributes, at most so many
 * bytes that a page stays readable. */
void html_text(struct html *html, struct text text);

/* <tag class="class">text</tag>; class may be NULL. */
void html_element(struct html *html, const char *tag, const char *class, struct text text);

/* "3 files" through the sink: the noun may be a plug-in's. */
void html_count(struct html *html, uint64_t count, const char *plural);

/* A picture beside a word that says the same; not read aloud. */
enum icon { ICON_BAD, ICON_WARNING, ICON_NOTE, ICON_GOOD, ICON_UNKNOWN, ICON_BELOW, ICON_NONE };
void html_icon(struct html *html, enum icon icon);

/* <section id="id"> and its heading of the second level. Closed with html_raw(html, "</section>\n"). */
void html_section(struct html *html, const char *id, const char *title);

/* ---- the parts, in the order of the page ---- */

void html_verdict(struct html *html);
void html_pipeline(struct html *html);
void html_incomplete(struct html *html);
void html_blocking(struct html *html); /* findings that block */
void html_other(struct html *html);    /* new, but they do not block */
void html_measurements(struct html *html);
void html_examined(struct html *html);
void html_folded(struct html *html); /* known and waived findings */

/* The rows of one subject. */
struct html_subject {
	const struct measurement *rows[MEASURED_ROWS];
	size_t count;
};

/* Phases of base and head one after the other, where the subject is a flow with a total. */
void html_waterfall(struct html *html, const struct html_subject *subject);

/* Differences with their intervals, against no change and the margin: a picture for each unit and direction. */
void html_intervals(struct html *html, const struct html_subject *subject);

#endif
