/* SPDX-License-Identifier: Apache-2.0
 *
 * Readers of measurements on any bytes: rows without a negative or infinite cell, or an error that begins with the file's
 * name. The first byte picks the format, in the order of formats.def from 'a'.
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

static void check_series(const struct series *series)
{
	require(series->rows <= series->seen && series->rows <= SAMPLES_MOST_ROWS);
	for (size_t r = 0; r < series->rows; r++)
		for (size_t k = 0; k < series->phase_count; k++) {
			double ms = series->cells[r * series->stride + k];

			require(isnan(ms) || (ms >= 0 && !isinf(ms)));
		}
}

static size_t count_formats(void)
{
	size_t count = 0;

	while (latency_formats[count])
		count++;
	return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new(), *scratch = arena_new();
	struct text phases[] = {TEXT("a"), TEXT("b.c")};
	struct columns columns = {.total = TEXT("t"), .flow = TEXT(""), .unit = TEXT("ms")};
	struct measured_file file = {.path = TEXT("f"),
		.name = "f",
		.columns = &columns,
		.scratch = scratch,
		.phases = {phases, 2}};
	struct samples samples;
	struct err err = {0};

	if (size > 0 && arena && scratch) {
		file.content = (struct text){(const char *)data + 1, size - 1};
		samples_start(&samples, "f", arena);
		if (latency_formats[(size_t)(data[0] - 'a') % count_formats()]->read(
			    &samples, &file, &err) < 0)
			require(err.kind == ERR_INTERNAL || strncmp(err.message, "f:", 2) == 0);
		else
			for (size_t i = 0; i < samples.count; i++)
				check_series(samples.series[i]);
	}
	arena_free(scratch);
	arena_free(arena);
	return 0;
}
