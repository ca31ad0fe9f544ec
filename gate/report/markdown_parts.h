/* SPDX-License-Identifier: Apache-2.0
 *
 * The parts of the markdown report: markdown.c lays out the whole, markdown_picture.c draws phases.
 */
#ifndef SEAMGATE_REPORT_MARKDOWN_PARTS_H
#define SEAMGATE_REPORT_MARKDOWN_PARTS_H

#include "gate/report/formats.h"

struct markdown {
	struct buffer *out;
	const struct result *result;
	struct buffer masked, visible, item; /* item: a part that is added whole, or not at all */
	size_t left_out;
};

/* The sink: masked, made visible (so that it is one line), in a code span that nothing in it can end. */
void markdown_span(struct markdown *markdown, struct text text);

/* Adds the item, unless that would be too much for those who show it. */
bool markdown_item_end(struct markdown *markdown);

/* For each flow of a check its phases one after the other, at the base and at the head, as bars of text: neither GitHub nor GitLab shows an SVG that stands in
 * a comment. */
void markdown_pictures(struct markdown *markdown);

#endif
