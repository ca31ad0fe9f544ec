/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/latency/suggest.h"

#include <math.h>
#include <string.h>

#include "gate/stats/quantile.h"

enum { FEW_RUNS = 8 }; /* the fallback of min_samples */

struct suggestion {
	const char *format;
	const struct latency_format *reader;
	struct arena *arena;
	struct text name; /* of the series */
	struct text *phases;
	size_t phase_count, count, capacity;
	double *cells;     /* of each run phase_count + 1 */
	const char *path;  /* of the first file */
	size_t head, tail; /* so many bytes at its ends all files' paths share */
	bool several;
};

double suggestion_budget(double ms)
{
	double more = ms * 1.25, step = more > 0 ? pow(10, floor(log10(more)) - 1) : 1;

	return ceil(more / step - 1e-9) * step;
}

int suggestion_start(
	struct suggestion **out, const char *format, struct arena *arena, struct err *err)
{
	size_t count = 0;
	const char *nearest;

	*out = arena_alloc(arena, sizeof(**out));
	if (!*out)
		return err_nomem(err);
	for (; latency_format_names[count]; count++)
		if (strcmp(latency_format_names[count], format) == 0)
			break;
	if (latency_format_names[count]) {
		**out = (struct suggestion){.format = latency_format_names[count],
			.reader = latency_formats[count],
			.arena = arena};
		return 0;
	}
	nearest = text_nearest(text_of(format), latency_format_names, count);
	return err_set(err, ERR_USAGE, "there is no format \"%s\"%s%s%s", format,
		nearest ? "; did you mean \"" : "", nearest ? nearest : "", nearest ? "\"?" : "");
}

bool suggestion_is_worth(double ms, double total)
{
	return ms > 0 && ms >= total / 100;
}

/* The main series, or the only one. */
static const struct series *choose(const struct samples *samples)
{
	for (size_t i = 0; i < samples->count; i++)
		if (samples->series[i]->is_main && samples->series[i]->rows)
			return samples->series[i];
	return samples->count == 1 && samples->series[0]->rows ? samples->series[0] : NULL;
}

static int refuse_choice(const struct samples *samples, const char *path, struct err *err)
{
	size_t i = 0;

	while (i < samples->count && !samples->series[i]->rows)
		i++;
	if (i == samples->count) {
		err_set(err, ERR_LOOK, "%.200s: it has no single runs to make budgets from", path);
		return err_remedy(
			err, "write the flow by hand, with budgets from what the tool printed");
	}
	err_set(err, ERR_LOOK, "%.200s: it has the runs of several series", path);
	return err_remedy(err, "write a flow for each by hand, with select: \"%.*s\" and so on",
		text_quote(samples->series[i]->name), samples->series[i]->name.ptr);
}

static int take_row(struct suggestion *suggestion, const struct series *series, const double *row,
	struct err *err)
{
	size_t width = suggestion->phase_count + 1;
	double *cells;

	if (arena_reserve(suggestion->arena, (void **)&suggestion->cells, &suggestion->capacity,
		    (suggestion->count + 1) * width, sizeof(double)) < 0)
		return err_nomem(err);
	cells = suggestion->cells + suggestion->count++ * width;
	for (size_t k = 0; k + 1 < width; k++)
		cells[k] = row[k];
	cells[width - 1] = row[series->stride - 1];
	return 0;
}

static bool same_phases(const struct suggestion *suggestion, const struct series *series)
{
	if (series->phase_count != suggestion->phase_count)
		return false;
	for (size_t k = 0; k < series->phase_count; k++)
		if (!text_equal(series->phases[k], suggestion->phases[k]))
			return false;
	return true;
}

/* How much a further path has in common with the first, at either end. */
static void share_path(struct suggestion *suggestion, const char *path)
{
	const char *first = suggestion->path;
	size_t head = 0, tail = 0, len = strlen(path), first_len = strlen(first);

	if (strcmp(path, first) == 0)
		return;
	while (head < suggestion->head && path[head] == first[head])
		head++;
	while (tail < len - head && tail < first_len - head &&
		path[len - tail - 1] == first[first_len - tail - 1])
		tail++;
	suggestion->tail = suggestion->several && suggestion->tail < tail ? suggestion->tail : tail;
	suggestion->head = head;
	suggestion->several = true;
}

static int take_series(struct suggestion *suggestion, const struct series *series, const char *path,
	struct err *err)
{
	if (!suggestion->path) {
		suggestion->path = path;
		suggestion->head = strlen(path);
		suggestion->name = series->name;
		suggestion->phases = series->phases;
		suggestion->phase_count = series->phase_count;
	}
	share_path(suggestion, path);
	if (!same_phases(suggestion, series))
		return err_set(err, ERR_LOOK, "%.200s: it has other phases than %.200s", path,
			suggestion->path);
	for (size_t i = 0; i < series->rows; i++)
		if (take_row(suggestion, series, series->cells + i * series->stride, err) < 0)
			return -1;
	return 0;
}

int suggestion_add(
	struct suggestion *suggestion, const char *path, struct text content, struct err *err)
{
	struct columns columns = {.total = TEXT("total"), .unit = TEXT("ms")};
	struct measured_file file = {.path = text_of(path),
		.name = path,
		.content = content,
		.columns = &columns,
		.scratch = arena_new()};
	const struct series *series;
	struct samples samples;
	int done;

	if (!file.scratch)
		return err_nomem(err);
	samples_start(&samples, path, suggestion->arena);
	done = suggestion->reader->read(&samples, &file, err);
	arena_free(file.scratch);
	if (done < 0)
		return -1;
	series = choose(&samples);
	return series ? take_series(suggestion, series, path, err)
		      : refuse_choice(&samples, path, err);
}

static int column_budget(
	double *out, const struct suggestion *suggestion, size_t k, struct err *err)
{
	size_t width = suggestion->phase_count + 1;
	double *values = arena_array(suggestion->arena, suggestion->count, sizeof(*values));

	if (!values)
		return err_nomem(err);
	for (size_t i = 0; i < suggestion->count; i++)
		values[i] = suggestion->cells[i * width + k];
	if (quantile_of(out, (struct sample){values, suggestion->count}, 0.75, suggestion->arena,
		    err) < 0)
		return -1;
	*out = suggestion_budget(*out);
	return 0;
}

void suggestion_quote(struct buffer *out, struct text text)
{
	buffer_byte(out, '"');
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '"' || text.ptr[i] == '\\' || (unsigned char)text.ptr[i] < 0x20)
			buffer_printf(out, "\\x%02x", (unsigned char)text.ptr[i]);
		else
			buffer_byte(out, text.ptr[i]);
	}
	buffer_byte(out, '"');
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Without the number at its end, which is a part of the run's own ("lhr-17957", "2026_11_27_12_3"). */
static size_t without_number(struct text head)
{
	size_t len = head.len;

	while (len &&
		(is_digit(head.ptr[len - 1]) || (len > 1 && memchr("_-:.T", head.ptr[len - 1], 5) &&
							is_digit(head.ptr[len - 2]))))
		len--;
	return len;
}

/* One path as it is; of several a pattern that fits them all: what is between their common ends is any. */
static void print_pattern(const struct suggestion *suggestion, struct buffer *out)
{
	struct text path = text_of(suggestion->path), head = {path.ptr, suggestion->head},
		    tail = {path.ptr + path.len - suggestion->tail, suggestion->tail};
	struct buffer pattern = {0};

	head.len = without_number(head);
	while (tail.len && is_digit(tail.ptr[0]))
		tail = text_slice(tail, 1, tail.len);
	buffer_add(&pattern, suggestion->several ? head : path);
	if (suggestion->several) {
		buffer_byte(&pattern, '*');
		buffer_add(&pattern, tail);
	}
	out->failed = out->failed || pattern.failed;
	suggestion_quote(out, buffer_text(&pattern));
	buffer_free(&pattern);
}

int suggestion_print(const struct suggestion *suggestion, struct buffer *out, struct err *err)
{
	double total, budget;

	if (column_budget(&total, suggestion, suggestion->phase_count, err) < 0)
		return -1;
	buffer_printf(out,
		"# from %zu run%s%s\nversion: 1\nchecks:\n  latency:\n    flows:\n      - name: ",
		suggestion->count, suggestion->count == 1 ? "" : "s",
		suggestion->count < FEW_RUNS ? ": too few to compare changes by, make 10 or more"
					     : "");
	suggestion_quote(out, suggestion->name.len ? suggestion->name : text_of("flow"));
	buffer_printf(out,
		"\n        statistic: p75\n        budget_ms: %g\n        sources: [{format: %s, "
		"path: ",
		total, suggestion->format);
	print_pattern(suggestion, out);
	buffer_string(out, suggestion->phase_count ? "}]\n        phases:\n" : "}]\n");
	for (size_t k = 0; k < suggestion->phase_count; k++) {
		if (column_budget(&budget, suggestion, k, err) < 0)
			return -1;
		buffer_string(out, "          - {name: ");
		suggestion_quote(out, suggestion->phases[k]);
		if (suggestion_is_worth(budget, total))
			buffer_printf(out, ", budget_ms: %g", budget);
		buffer_string(out, "}\n");
	}
	return 0;
}
