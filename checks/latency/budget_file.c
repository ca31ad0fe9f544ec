/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/latency/budget_file.h"

#include <math.h>

static const char *const metrics[] = {"first-contentful-paint", "largest-contentful-paint",
	"first-cpu-idle", "interactive", "first-meaningful-paint", "speed-index",
	"total-blocking-time", "cumulative-layout-shift", "max-potential-fid", NULL};

enum { METRICS = sizeof(metrics) / sizeof(metrics[0]) - 1 };

struct reader {
	const char *name;
	struct err *err;
};

static int fail(const struct reader *reader, const struct json *at, const char *what)
{
	return err_set(reader->err, ERR_LOOK, "%.200s:%u:%u: %s", reader->name, at->line,
		at->column, what);
}

struct matching {
	struct text pattern, path; /* the pattern without its "$" */
	size_t p, at, star, from;  /* star: behind the last one, which took the path up to `from` */
};

/* Goes back to the last star only: linear in pattern times path. */
static bool step(struct matching *matching)
{
	char c = matching->p < matching->pattern.len ? matching->pattern.ptr[matching->p] : '\0';

	if (c == '*') {
		matching->star = ++matching->p;
		matching->from = matching->at;
		return true;
	}
	if (c && matching->at < matching->path.len && c == matching->path.ptr[matching->at]) {
		matching->p++;
		matching->at++;
		return true;
	}
	if (matching->star == 0 || matching->from >= matching->path.len)
		return false;
	matching->p = matching->star;
	matching->at = ++matching->from;
	return true;
}

bool budget_file_matches(struct text pattern, struct text path)
{
	bool whole = text_ends(pattern, "$");
	struct matching matching = {
		.pattern = text_slice(pattern, 0, pattern.len - whole), .path = path};

	while (matching.p < matching.pattern.len || (whole && matching.at < path.len))
		if (!step(&matching))
			return false;
	return true;
}

static bool is_metric(struct text word)
{
	for (size_t i = 0; i < METRICS; i++)
		if (text_is(word, metrics[i]))
			return true;
	return false;
}

static int refuse_metric(const struct reader *reader, const struct json *timing, struct text word)
{
	const char *nearest = text_nearest(word, metrics, METRICS);

	return err_set(reader->err, ERR_LOOK,
		"%.200s:%u:%u: \"%.*s\" is no metric of budget.json%s%s%s", reader->name,
		timing->line, timing->column, text_quote(word), word.ptr,
		nearest ? "; did you mean \"" : "", nearest ? nearest : "", nearest ? "\"?" : "");
}

static bool is_amount(const struct json *json)
{
	return json && json->type == JSON_NUMBER && json->number >= 0;
}

static int read_timing(
	double *ms, const struct reader *reader, const struct json *timing, struct text metric)
{
	const struct json *budget = json_get(timing, "budget"),
			  *tolerance = json_get(timing, "tolerance");
	struct text word = json_text_at(timing, "metric");

	if (!is_metric(word))
		return refuse_metric(reader, timing, word);
	if (!is_amount(budget))
		return fail(reader, timing, "a timing without a number \"budget\" of 0 or more");
	if (tolerance && !is_amount(tolerance))
		return fail(reader, tolerance, "a tolerance that is no number of 0 or more");
	if (text_equal(word, metric))
		*ms = budget->number + (tolerance ? tolerance->number : 0);
	return 0;
}

static bool has_shape(const struct json *entry, const struct json *path, const struct json *timings)
{
	return entry->type == JSON_OBJECT && (!path || path->type == JSON_STRING) &&
	       (!timings || timings->type == JSON_ARRAY);
}

/* Every entry is checked; one that does not match changes nothing. */
static int read_entry(double *ms, const struct reader *reader, const struct json *entry,
	struct text metric, struct text page)
{
	const struct json *path = json_get(entry, "path"), *timings = json_get(entry, "timings");
	double found = NAN;

	if (!has_shape(entry, path, timings))
		return fail(reader, entry, "this is no budget: {\"path\", \"timings\": [...]}");
	for (const struct json *timing = timings ? timings->child : NULL; timing;
		timing = timing->next)
		if (read_timing(&found, reader, timing, metric) < 0)
			return -1;
	if (budget_file_matches(path ? path->text : text_of("/"), page))
		*ms = found;
	return 0;
}

int budget_file_find(double *ms, struct text content, const char *name, struct text metric,
	struct text page, struct arena *arena, struct err *err)
{
	struct reader reader = {name, err};
	const struct json *root;

	*ms = NAN;
	if (json_read_with(&root, content, name, NULL, arena, err) < 0)
		return -1;
	if (root->type != JSON_ARRAY)
		return fail(&reader, root, "this is no budget.json: an array is expected");
	for (const struct json *entry = root->child; entry; entry = entry->next)
		if (read_entry(ms, &reader, entry, metric, page) < 0)
			return -1;
	return 0;
}
