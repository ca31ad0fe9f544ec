/* SPDX-License-Identifier: Apache-2.0
 *
 * What the reader of a format makes of a file, as text: samples_dump FORMAT FILE [UNIT] [SELECT]. For tests with files that real tools
 * have just written, and for people who write a reader.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "checks/latency/format.h"

static struct text read_file(const char *path, struct arena *arena)
{
	FILE *file = fopen(path, "rb");
	struct text text = {NULL, 0};
	char *bytes;
	long size;

	if (!file || fseek(file, 0, SEEK_END) < 0 || (size = ftell(file)) < 0)
		return text;
	rewind(file);
	bytes = arena_alloc(arena, (size_t)size + 1);
	if (bytes && fread(bytes, 1, (size_t)size, file) == (size_t)size)
		text = (struct text){bytes, (size_t)size};
	fclose(file);
	return text;
}

static void print_rows(const struct series *series)
{
	for (size_t r = 0; r < series->rows; r++) {
		const double *cells = series->cells + r * series->stride;

		printf(" ");
		for (size_t k = 0; k < series->phase_count; k++)
			printf(" %.*s=%.6g", (int)series->phases[k].len, series->phases[k].ptr,
				cells[k]);
		printf(" total=%.6g\n", cells[series->stride - 1]);
	}
}

static void print_summary(const struct series *series, const struct summary *summary)
{
	static const char *const kinds[] = {"p", "mean", "min", "max"};
	struct text phase =
		summary->phase == SUMMARY_TOTAL ? text_of("total") : series->phases[summary->phase];

	printf("  %.*s.%s", (int)phase.len, phase.ptr, kinds[summary->kind]);
	if (summary->kind == SUMMARY_QUANTILE)
		printf("%g", summary->q * 100);
	printf("=%.6g\n", summary->ms);
}

static void print(const struct samples *samples)
{
	for (size_t i = 0; i < samples->fact_count; i++)
		printf("# %s: %.*s\n", samples->facts[i].name, (int)samples->facts[i].value.len,
			samples->facts[i].value.ptr);
	for (size_t i = 0; i < samples->count; i++) {
		const struct series *series = samples->series[i];

		printf("%s%.*s\n", series->is_main ? "* " : "", (int)series->name.len,
			series->name.ptr);
		print_rows(series);
		for (size_t k = 0; k < series->summary_count; k++)
			print_summary(series, &series->summaries[k]);
	}
}

static int read(struct samples *samples, const struct measured_file *file, const char *format,
	struct err *err)
{
	for (size_t i = 0; latency_formats[i]; i++)
		if (strcmp(latency_format_names[i], format) == 0)
			return latency_formats[i]->read(samples, file, err);
	return err_set(err, ERR_USAGE, "no such format");
}

int main(int argc, char **argv)
{
	struct arena *arena = arena_new();
	struct columns columns = {.unit = text_of(argc > 3 ? argv[3] : "")};
	struct measured_file file = {.name = argc > 2 ? argv[2] : "",
		.columns = &columns,
		.select = text_of(argc > 4 ? argv[4] : ""),
		.scratch = arena_new()};
	struct samples samples;
	struct err err = {0};
	int done = -1;

	if (argc > 2 && arena && file.scratch) {
		file.content = read_file(argv[2], arena);
		samples_start(&samples, argv[2], arena);
		done = read(&samples, &file, argv[1], &err);
		if (done == 0)
			print(&samples);
		else
			printf("%s; %s\n", err.message, err.remedy);
	}
	arena_free(file.scratch);
	arena_free(arena);
	return done == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
