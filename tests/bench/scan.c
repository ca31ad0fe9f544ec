/* SPDX-License-Identifier: Apache-2.0
 *
 * How fast texts are scanned with the built-in rules: Hyperscan, PCRE2 and what follows, on one thread,
 * without git and reports. Nothing passes or fails by it. Under callgrind, the instructions
 * of `scan 1 FILE` less those of `scan 0 FILE` are what one scan costs, opening apart.
 *
 *   bench_scan ROUNDS FILE...       the files one by one, ROUNDS times, decoding as by default
 *   bench_scan ROUNDS,DEPTH FILE... with another decode_depth
 *   bench_scan ROUNDS base64:MIB    made here: lines of base64
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "checks/secrets/scan.h"
#include "gate/base/buffer.h"

struct bench {
	struct scanner *scanner;
	struct buffer *texts;
	size_t count;
	size_t bytes, hits;
	struct err err;
};

static double processor_time(void)
{
	struct timespec time;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time); /* other programs want the processor too */
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void put_base64(struct buffer *out, size_t mib)
{
	static const char letters[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	uint64_t state = 1;

	for (size_t i = 0; i < mib * 1024 * 1024; i++) {
		state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
		buffer_byte(out, i % 77 == 76 ? '\n' : letters[state >> 58]);
	}
}

static void put_file(struct buffer *out, const char *path)
{
	FILE *file = fopen(path, "rb");
	char part[65536];
	size_t len;

	while (file && (len = fread(part, 1, sizeof(part), file)) > 0)
		buffer_add(out, (struct text){part, len});
	if (file)
		fclose(file);
}

static bool read_texts(struct bench *bench, char **names)
{
	bench->texts = calloc(bench->count, sizeof(*bench->texts));
	for (size_t i = 0; bench->texts && i < bench->count; i++) {
		if (strncmp(names[i], "base64:", 7) == 0)
			put_base64(&bench->texts[i], strtoul(names[i] + 7, NULL, 10));
		else
			put_file(&bench->texts[i], names[i]);
	}
	return bench->texts != NULL;
}

/* A scanner remembers the last text, and would look at nothing in the same one again: text in UTF-16 is never remembered. */
static bool scan_afresh(struct bench *bench, struct text text, const struct scan **scan)
{
	static const struct text other = TEXT("\xff\xfe\0");

	return scan_text(bench->scanner, other, scan, &bench->err) == 0 &&
	       scan_text(bench->scanner, text, scan, &bench->err) == 0;
}

static bool scan_once(struct bench *bench)
{
	const struct scan *scan;

	for (size_t i = 0; i < bench->count; i++) {
		struct text text = buffer_text(&bench->texts[i]);

		if (!scan_afresh(bench, text, &scan))
			return false;
		bench->bytes += text.len;
		bench->hits += scan->hit_count;
	}
	return true;
}

static bool run(struct bench *bench, unsigned long rounds)
{
	double best = 0;

	for (unsigned long i = 0; i < rounds; i++) {
		double began = processor_time(), took;

		bench->bytes = bench->hits = 0;
		if (!scan_once(bench))
			return false;
		took = processor_time() - began;
		if (i == 0 || took < best)
			best = took;
	}
	if (best > 0)
		printf("%zu texts, %zu bytes, %zu hits, best of %lu: %.1f MB/s\n", bench->count,
			bench->bytes, bench->hits, rounds, (double)bench->bytes / best / 1e6);
	return true;
}

/* "ROUNDS,DEPTH"; decode_depth is 5 by default. */
static unsigned depth_of(const char *rounds)
{
	const char *comma = strchr(rounds, ',');

	return comma ? (unsigned)strtoul(comma + 1, NULL, 10) % (MOST_DECODE_DEPTH + 1) : 5;
}

static void close_all(struct bench *bench, struct ruleset *rules)
{
	for (size_t i = 0; bench->texts && i < bench->count; i++)
		buffer_free(&bench->texts[i]);
	free(bench->texts);
	scanner_close(bench->scanner);
	ruleset_close(rules);
}

int main(int argc, char **argv)
{
	struct bench bench = {.count = argc > 2 ? (size_t)argc - 2 : 0};
	struct arena *arena = arena_new();
	struct rules none = {NULL, 0};
	struct ruleset *rules = NULL;
	bool done = argc > 2 && arena &&
		    ruleset_open(&rules, true, &none, NULL, arena, &bench.err) == 0;

	if (done)
		rules->decode_depth = depth_of(argv[1]);
	done = done && scanner_open(&bench.scanner, rules, &bench.err) == 0 &&
	       read_texts(&bench, argv + 2) && run(&bench, strtoul(argv[1], NULL, 10));

	if (!done)
		fprintf(stderr, "bench_scan ROUNDS FILE...: %s\n", bench.err.message);
	close_all(&bench, rules);
	arena_free(arena);
	return done ? 0 : 1;
}
