/* SPDX-License-Identifier: Apache-2.0
 *
 * How fast samples of lm-evaluation-harness are read: MB/s over a file as it writes them, made here. Nothing
 * passes or fails by it.   bench_samples [MB]
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "checks/model/format.h"
#include "gate/base/buffer.h"

enum { ROUNDS = 5 };

static void put_row(struct buffer *out, unsigned number)
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
		"\", \"arg_1\": \" yes\"}}, \"resps\": [[[\"-1.5\", \"False\"]]], "
		"\"filtered_resps\": [[\"-1.5\", \"False\"]], \"filter\": \"none\", "
		"\"metrics\": [\"acc\"], \"doc_hash\": \"%064u\", \"prompt_hash\": \"%064u\", "
		"\"target_hash\": \"%064u\", \"acc\": %u.0}\n",
		number, number, number % 4, number % 2);
}

int main(int argc, char **argv)
{
	size_t megabytes = argc > 1 ? strtoul(argv[1], NULL, 10) : 100;
	const struct evidence_format *format = evidence_format_find(text_of("lm-eval"));
	struct buffer out = {0};
	double best = 1e9;

	for (unsigned i = 0; out.len < megabytes << 20 && !out.failed; i++)
		put_row(&out, i);
	for (int round = 0; round < ROUNDS && format; round++) {
		struct evidence_file file = {
			text_of("samples_t.jsonl"), "samples_t.jsonl", buffer_text(&out)};
		struct arena *arena = arena_new();
		struct evidence evidence;
		struct err err = {0};
		clock_t start = clock();
		double seconds;

		evidence_start(&evidence, arena);
		if (format->read_samples(&evidence, &file, &err) < 0 ||
			evidence_seal(&evidence, &err) < 0)
			return fprintf(stderr, "%s\n", err.message), 1;
		seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
		best = seconds < best ? seconds : best;
		arena_free(arena);
	}
	printf("lm-eval samples: %zu MB, %.0f MB/s\n", out.len >> 20, (double)out.len / 1e6 / best);
	buffer_free(&out);
	return 0;
}
