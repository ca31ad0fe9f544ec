/* SPDX-License-Identifier: Apache-2.0
 *
 * How fast samples of lm-evaluation-harness are read: MB/s over a file as it writes them, made here. Nothing
 * passes or fails by it.
 *
 *   bench_samples [MB [ROUNDS]]       in memory
 *   bench_samples MB --write FOLDER [DATE]   only makes the files: results_DATE.json and samples_t_DATE.jsonl
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "checks/model/format.h"
#include "gate/base/buffer.h"

enum { ROUNDS = 5 };

static void put_row(struct buffer *out, unsigned number, unsigned variant)
{
	buffer_printf(out, "{\"doc_id\": %u, \"doc\": {\"question\": \"", number);
	for (unsigned i = 0; i < 12; i++)
		buffer_printf(out, "What is number %u of the words that stand in this passage? ",
			number + i);
	buffer_printf(
		out, "\"}, \"target\": \"1\", \"arguments\": {\"gen_args_0\": {\"arg_0\": \"");
	for (unsigned i = 0; i < 24; i++)
		buffer_printf(
			out, "Question: what is number %u of the words?\\nAnswer: ", number + i);
	buffer_printf(out,
		"\", \"arg_1\": \" yes\"}}, \"resps\": [[[\"-%u.5\", \"False\"]]], "
		"\"filtered_resps\": [[\"-1.5\", \"False\"]], \"filter\": \"none\", "
		"\"metrics\": [\"acc\"], \"doc_hash\": \"%064u\", \"prompt_hash\": \"%064u\", "
		"\"target_hash\": \"%064u\", \"acc\": %u.0}\n",
		variant, number, number, number % 4, number % 2);
}

static unsigned make(struct buffer *out, size_t megabytes, unsigned variant)
{
	unsigned count = 0;

	while (out->len < megabytes << 20 && !out->failed)
		put_row(out, count++, variant);
	return count;
}

static int save(const char *folder, const char *name, const char *date, const char *kind,
	const struct buffer *content)
{
	char path[4096];
	FILE *file;
	bool whole;

	snprintf(path, sizeof(path), "%s/%s_%s.%s", folder, name, date, kind);
	file = fopen(path, "w");
	whole = file && fwrite(content->ptr, 1, content->len, file) == content->len;
	if (file)
		whole = fclose(file) == 0 && whole;
	if (!whole)
		fprintf(stderr, "cannot write %s\n", path);
	return whole ? 0 : 1;
}

static int write_files(
	const struct buffer *samples, unsigned count, const char *folder, const char *date)
{
	struct buffer results = {0};
	int done;

	buffer_printf(&results,
		"{\"results\": {\"t\": {\"acc,none\": %.9f, \"acc_stderr,none\": \"N/A\"}}, "
		"\"versions\": {\"t\": 1}, \"n-shot\": {\"t\": 0}, \"n-samples\": {\"t\": "
		"{\"original\": %u, \"effective\": %u}}, \"date\": %u.5}\n",
		(double)(count / 2) / count, count, count, 1776000000 + (unsigned)strlen(folder));
	done = save(folder, "results", date, "json", &results);
	buffer_free(&results);
	return done ? done : save(folder, "samples_t", date, "jsonl", samples);
}

/* MB/s; 0 where it cannot be read. */
static double read_once(const struct evidence_format *format, const struct buffer *samples)
{
	const struct evidence_file file = {.path = text_of("samples_t.jsonl"),
		.name = "samples_t.jsonl",
		.content = buffer_text(samples)};
	struct arena *arena = arena_new();
	struct evidence evidence;
	struct err err = {0};
	clock_t start = clock();
	double seconds;

	evidence_start(&evidence, arena);
	if (format->read_samples(&evidence, &file, &err) < 0 ||
		evidence_seal(&evidence, &err) < 0) {
		fprintf(stderr, "%s\n", err.message);
		arena_free(arena);
		return 0;
	}
	seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
	arena_free(arena);
	return (double)samples->len / 1e6 / seconds;
}

int main(int argc, char **argv)
{
	size_t megabytes = argc > 1 ? strtoul(argv[1], NULL, 10) : 100;
	bool writes = argc > 3 && strcmp(argv[2], "--write") == 0;
	int rounds = argc > 2 && !writes ? atoi(argv[2]) : ROUNDS, done = 0;
	const struct evidence_format *format = evidence_format_find(text_of("lm-eval"));
	struct buffer samples = {0};
	unsigned count = make(&samples, megabytes, argc > 4 ? 2 : 1);
	double best = 0;

	if (samples.failed || !format)
		return 1;
	if (writes)
		done = write_files(&samples, count, argv[3],
			argc > 4 ? argv[4] : "2026-04-15T13-55-33.000001");
	for (int round = 0; round < rounds && !writes; round++) {
		double speed = read_once(format, &samples);

		best = speed > best ? speed : best;
		done = done || speed == 0;
	}
	if (!writes)
		printf("lm-eval samples: %zu MB, %.0f MB/s\n", samples.len >> 20, best);
	buffer_free(&samples);
	return done;
}
