/* SPDX-License-Identifier: Apache-2.0
 *
 * report_dump FORMAT SAMPLE: a sample in a format on standard output, for schemas.py.
 * report_dump FORMAT COUNT: a result of so many findings, for measuring.
 */
#include "sample.h"

static void write_out(const struct sample *sample, const char *format)
{
	struct report_style style = {0};
	struct buffer out = sample_write(sample, format, &style);

	sample_need(fwrite(out.ptr, 1, out.len, stdout) == out.len && fflush(stdout) == 0);
	buffer_free(&out);
}

/* Secrets that differ, in files that differ. */
static void fill_many(struct sample *sample, size_t count)
{
	struct finding **pointers = arena_array(sample->arena, count, sizeof(*pointers));
	struct finding *findings = arena_array(sample->arena, count, sizeof(*findings));

	sample_secret(sample);
	sample_need(pointers && findings);
	for (size_t i = 0; i < count; i++) {
		struct finding *finding = pointers[i] = &findings[i];

		*finding = sample->findings[0];
		finding->evidence = text_of(arena_printf(
			sample->arena, "tok_%08zxhunter%08zx", i * 2654435761u % 4294967296u, i));
		finding->excerpt =
			text_of(arena_printf(sample->arena, "key = \"%s\"", finding->evidence.ptr));
		finding->path =
			text_of(arena_printf(sample->arena, "src/folder%zu/file%zu.c", i / 100, i));
		sample_need(masks_add(sample->masks, finding->evidence, 4) == 0);
	}
	sample->result.findings = pointers;
	sample->result.finding_count = count;
}

int main(int argc, char **argv)
{
	struct sample sample;

	if (argc != 3 || !report_find(text_of(argv[1]))) {
		fputs("usage: report_dump FORMAT pass|everything|COUNT\n", stderr);
		return 2;
	}
	sample_fill(&sample);
	if (strcmp(argv[2], "everything") == 0)
		sample_everything(&sample);
	else if (strcmp(argv[2], "pass") != 0)
		fill_many(&sample, (size_t)strtoul(argv[2], NULL, 10));
	write_out(&sample, argv[1]);
	sample_free(&sample);
	return 0;
}
