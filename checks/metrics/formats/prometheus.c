/* SPDX-License-Identifier: Apache-2.0
 *
 * Prometheus text exposition and OpenMetrics (gate/base/exposition.h), one scrape or several, one behind the other. A sample's series is its name and labels.
 */
#include "checks/metrics/format.h"
#include "gate/base/exposition.h"
#include "gate/base/keys.h"

/* A line with a sample; that it has one is known. */
struct line {
	struct text text;
	uint32_t number;
	uint32_t next; /* of that name, index and one; behind the last comes the first */
};

struct document {
	struct line *lines;
	size_t count, capacity;
	struct keys names; /* the number is the last line's index, and one */
};

static int refuse_line(const struct number_file *file, uint32_t number, struct err *err)
{
	return numbers_refuse(file->name, number, err,
		"this is no sample: a name, labels in braces, and a number",
		"scrape again; the file is cut off, or is no Prometheus text");
}

static int take(struct numbers *out, const struct exposition_filter *filter,
	const struct exposition *sample, uint32_t number, struct err *err)
{
	if (!sample->is_sample || !exposition_is_wanted(filter, sample))
		return 0;
	return numbers_add(out, sample->value, sample->whole, number, err);
}

static int read_lines(struct numbers *out, const struct number_file *file,
	const struct exposition_filter *filter, struct err *err)
{
	struct text rest = file->content, line;
	struct exposition sample;

	for (uint32_t number = 1; text_next_line(&rest, &line); number++) {
		if (!exposition_read(&sample, line))
			return refuse_line(file, number, err);
		if (take(out, filter, &sample, number, err) < 0)
			return -1;
	}
	return 0;
}

static int read_named(struct numbers *out, const struct number_file *file,
	const struct exposition_filter *filter, struct err *err)
{
	const struct document *document = file->document;
	const uint32_t *last = keys_find(&document->names, filter->wanted.name);
	uint32_t at = last ? *last : 0;
	struct exposition sample;

	if (!last)
		return 0;
	do {
		const struct line *line;

		at = document->lines[at - 1].next;
		line = &document->lines[at - 1];
		if (!exposition_read(&sample, line->text))
			return refuse_line(file, line->number, err);
		if (take(out, filter, &sample, line->number, err) < 0)
			return -1;
	} while (at != *last);
	return 0;
}

static int read_prometheus(struct numbers *out, const struct number_file *file, struct err *err)
{
	struct exposition_filter filter;
	bool nomem;

	if (!exposition_filter_read(&filter, file->select, file->scratch, &nomem))
		return nomem ? err_nomem(err)
			     : numbers_refuse(file->name, 1, err, "select: names no samples",
				       "write name or name{label=\"value\"}");
	if (file->document && !filter.any_name)
		return read_named(out, file, &filter, err);
	return read_lines(out, file, &filter, err);
}

/* ---- for several series ---- */

static int add_line(struct document *document, struct text name, const struct line *line,
	struct arena *arena, struct err *err)
{
	uint32_t *last, at = (uint32_t)document->count + 1;

	if (arena_reserve(arena, (void **)&document->lines, &document->capacity,
		    document->count + 1, sizeof(*line)) < 0)
		return err_nomem(err);
	if (keys_add(&document->names, name, &last, err) < 0)
		return -1;
	document->lines[document->count++] = *line;
	document->lines[at - 1].next = at;
	if (*last) {
		document->lines[at - 1].next = document->lines[*last - 1].next;
		document->lines[*last - 1].next = at;
	}
	*last = at;
	return 0;
}

static int open_prometheus(
	const void **out, const struct number_file *file, struct arena *arena, struct err *err)
{
	struct document *document = arena_alloc(arena, sizeof(*document));
	struct text rest = file->content;
	struct exposition sample;
	struct line line = {.number = 1};

	if (!document)
		return err_nomem(err);
	keys_start(&document->names, arena);
	for (; text_next_line(&rest, &line.text); line.number++) {
		if (!exposition_read(&sample, line.text))
			return refuse_line(file, line.number, err);
		if (sample.is_sample && add_line(document, sample.name, &line, arena, err) < 0)
			return -1;
	}
	*out = document;
	return 0;
}

const struct number_format number_format_prometheus = {
	.summary = "Prometheus text; select: is name{label=\"value\"}",
	.read = read_prometheus,
	.open = open_prometheus,
};
