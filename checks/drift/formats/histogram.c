/* SPDX-License-Identifier: Apache-2.0
 *
 * A distribution that was counted already, in JSON: {"counts": {"red": 10, "blue": 7}}, or as numpy.histogram gives it
 * {"counts": [3, 5], "edges": [0, 1, 2]}; "missing": rows without a value. `column` is a dotted path to that object; without it
 * the object has the feature's name, or is the whole file.
 */
#include <math.h>

#include "checks/drift/format.h"
#include "gate/base/json.h"

static int flaw(const struct column *out, const struct json *at, const char *what, struct err *err)
{
	return err_set(err, ERR_LOOK, "%.200s:%u:%u: %s", out->file, at->line, at->column, what);
}

/* 2^53: up to there every whole number is a double. */
static const double most = 9007199254740992.0;

static int whole(const struct column *out, const struct json *count, struct err *err)
{
	if (count->type == JSON_NUMBER && count->number >= 0 && count->number <= most &&
		count->number == floor(count->number))
		return 0;
	return flaw(out, count, "a count is not a whole number", err);
}

static int read_counts(struct column *out, const struct json *counts, struct err *err)
{
	for (const struct json *count = counts->child; count; count = count->next)
		if (whole(out, count, err) < 0 ||
			column_add_category(out, count->key, count->number, err) < 0)
			return -1;
	return 0;
}

static int read_edges(
	struct column *out, const struct json *counts, const struct json *edges, struct err *err)
{
	size_t at = 0;

	if (!edges || edges->type != JSON_ARRAY || edges->count != counts->count + 1)
		return flaw(out, counts,
			"there is no array \"edges\" with one more than there are counts", err);
	out->edges = arena_array(out->arena, edges->count, sizeof(*out->edges));
	if (!out->edges)
		return err_nomem(err);
	for (const struct json *edge = edges->child; edge; edge = edge->next) {
		if (edge->type != JSON_NUMBER || (at && edge->number <= out->edges[at - 1]))
			return flaw(out, edge, "the edges do not ascend", err);
		out->edges[at++] = edge->number;
	}
	return 0;
}

static int read_bins(
	struct column *out, const struct json *counts, const struct json *edges, struct err *err)
{
	size_t at = 0;

	if (read_edges(out, counts, edges, err) < 0)
		return -1;
	for (const struct json *count = counts->child; count; count = count->next, at++) {
		struct text name =
			arena_textf(out->arena, "[%g, %g)", out->edges[at], out->edges[at + 1]);

		if (whole(out, count, err) < 0)
			return -1;
		if (!name.ptr)
			return err_nomem(err);
		if (out->category_count != at)
			return flaw(out, count, "two bins have edges that look the same", err);
		if (column_add_category(out, name, count->number, err) < 0)
			return -1;
	}
	return 0;
}

static int read_missing(struct column *out, const struct json *missing, struct err *err)
{
	if (!missing)
		return 0;
	if (whole(out, missing, err) < 0)
		return -1;
	out->missing = (uint64_t)missing->number;
	out->rows += out->missing;
	return 0;
}

/* The object that holds the counts. */
static int find_place(const struct json **out, const struct column *column, const struct json *root,
	struct select select, struct arena *scratch, struct err *err)
{
	const char *path = arena_copy(scratch, select.path);

	if (!path)
		return err_nomem(err);
	*out = json_at(root, path);
	if (!*out && select.named)
		return err_set(err, ERR_LOOK, "%.200s: there is no \"%.*s\" in it", column->file,
			text_quote(select.path), select.path.ptr);
	if (!*out)
		*out = root;
	return 0;
}

static int read_histogram(struct column *out, struct text content, struct select select,
	struct arena *scratch, struct err *err)
{
	const struct json *root, *place, *counts;

	if (json_read(&root, content, out->file, scratch, err) < 0 ||
		find_place(&place, out, root, select, scratch, err) < 0)
		return -1;
	counts = json_get(place, "counts");
	if (!counts || (counts->type != JSON_OBJECT && counts->type != JSON_ARRAY))
		return flaw(out, place, "there is no object or array \"counts\"", err);
	out->type = FEATURE_CATEGORICAL;
	if (read_missing(out, json_get(place, "missing"), err) < 0)
		return -1;
	return counts->type == JSON_OBJECT ? read_counts(out, counts, err)
					   : read_bins(out, counts, json_get(place, "edges"), err);
}

const struct drift_format drift_format_histogram = {
	.summary = "counts by category or by bin, in JSON; column: is a dotted path",
	.read = read_histogram,
};
