/* SPDX-License-Identifier: Apache-2.0
 *
 * All readers of measurements on any bytes. The first line names the format, as a policy does. What comes out has
 * phases with names, finite cells that are not negative, and facts; what is refused is refused with the file's name.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "checks/latency/format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void check_text(struct text text)
{
	volatile char last;

	if (text.len)
		last = text.ptr[text.len - 1];
	(void)last;
}

static void check_row(const struct series *series, const double *cells)
{
	for (size_t i = 0; i < series->phase_count; i++)
		require(isnan(cells[i]) || (cells[i] >= 0 && isfinite(cells[i])));
	require(isnan(cells[series->stride - 1]) || cells[series->stride - 1] >= 0);
}

static void check_series(const struct series *series)
{
	check_text(series->name);
	require(series->rows <= series->seen && series->rows <= SAMPLES_MOST_ROWS);
	for (size_t i = 0; i < series->phase_count; i++)
		check_text(series->phases[i]);
	for (size_t i = 0; i < series->rows; i++)
		check_row(series, series->cells + i * series->stride);
	for (size_t i = 0; i < series->summary_count; i++) {
		const struct summary *summary = &series->summaries[i];

		require(summary->phase == SUMMARY_TOTAL || summary->phase < series->phase_count);
		require(summary->ms >= 0 && isfinite(summary->ms));
	}
}

static void check_samples(const struct samples *samples)
{
	size_t mains = 0;

	for (size_t i = 0; i < samples->count; i++) {
		check_series(samples->series[i]);
		mains += samples->series[i]->is_main;
	}
	require(mains <= 1);
	for (size_t i = 0; i < samples->fact_count; i++)
		check_text(samples->facts[i].value);
}

static void check(const struct latency_format *format, struct text content)
{
	static const struct columns columns = {
		.total = TEXT("total"), .flow = TEXT("flow"), .unit = TEXT("us")};
	struct arena *arena = arena_new(), *scratch = arena_new();
	struct measured_file file = {.path = TEXT("m"),
		.name = "m",
		.content = content,
		.columns = &columns,
		.scratch = scratch};
	struct samples samples;
	struct err err = {0};

	samples_start(&samples, file.name, arena);
	if (arena && scratch) {
		if (format->read(&samples, &file, &err) == 0)
			check_samples(&samples);
		else
			require(err.kind != ERR_LOOK || strncmp(err.message, "m:", 2) == 0);
	}
	arena_free(scratch);
	arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text rest = {(const char *)data, size}, name;

	if (size == 0 || !text_next_line(&rest, &name))
		return 0;
	for (size_t i = 0; latency_formats[i]; i++)
		if (text_is(name, latency_format_names[i]))
			check(latency_formats[i], rest);
	return 0;
}
