/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/latency/suggest.h"

#include <math.h>
#include <string.h>

#include "gate/stats/quantile.h"

enum { MOST_COLUMNS = SAMPLES_MOST_PHASES + 1 };

struct suggestion {
	const char *format;
	const struct latency_format *reader;
	struct arena *arena;
	struct text name; /* of the series */
	struct text *phases;
	size_t phase_count, count, capacity;
	double *cells;    /* of each run phase_count + 1 */
	const char *path; /* of the first file */
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

static int take_series(struct suggestion *suggestion, const struct series *series, const char *path,
	struct err *err)
{
	if (!suggestion->path) {
		suggestion->path = path;
		suggestion->name = series->name;
		suggestion->phases = series->phases;
		suggestion->phase_count = series->phase_count;
	}
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
	if (!series)
		return err_set(err, ERR_LOOK,
			"%.200s: it has no single runs, or those of several series", path);
	return take_series(suggestion, series, path, err);
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

int suggestion_print(const struct suggestion *suggestion, struct buffer *out, struct err *err)
{
	double total, budget;

	if (column_budget(&total, suggestion, suggestion->phase_count, err) < 0)
		return -1;
	buffer_printf(out,
		"# from %zu runs\nversion: 1\nchecks:\n  latency:\n    flows:\n      - name: ",
		suggestion->count);
	suggestion_quote(out, suggestion->name.len ? suggestion->name : text_of("flow"));
	buffer_printf(out,
		"\n        statistic: p75\n        budget_ms: %g\n        sources: [{format: %s, "
		"path: ",
		total, suggestion->format);
	suggestion_quote(out, text_of(suggestion->path));
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
