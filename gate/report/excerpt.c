/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/report/excerpt.h"

#include "gate/base/escape.h"

/* Bytes: an excerpt of fewer is the whole line, since one that was cut has about 200. */
enum { WHOLE_LINE = 180 };

/* Offset of a column, 1-based in code points; the text's length where it has fewer. */
static size_t column_offset(struct text text, uint32_t column)
{
	size_t at = 0;

	for (; column > 1 && at < text.len; column--) {
		uint32_t code;
		unsigned length = utf8_decode(text_slice(text, at, text.len), &code);

		at += length ? length : 1;
	}
	return at;
}

/* The part of the excerpt that the finding's columns name; empty where the excerpt is not the whole line. */
static struct mask_span span_by_columns(const struct finding *finding)
{
	struct mask_span span = {0, 0};

	if (finding->excerpt.len >= WHOLE_LINE || finding->column == 0)
		return span;
	span.from = column_offset(finding->excerpt, finding->column);
	span.to = finding->end_line > finding->line
			  ? finding->excerpt.len
			  : column_offset(finding->excerpt, finding->end_column);
	return span.from < span.to ? span : (struct mask_span){0, 0};
}

struct mask_span finding_span(const struct finding *finding)
{
	struct mask_span span = span_by_columns(finding);
	struct text there = text_slice(finding->excerpt, span.from, span.to);
	size_t found = text_find(finding->excerpt, finding->evidence);

	if (!finding->is_secret || finding->evidence.len == 0 ||
		text_equal(there, finding->evidence) || found == finding->excerpt.len)
		return span;
	return (struct mask_span){found, found + finding->evidence.len};
}
