/* SPDX-License-Identifier: Apache-2.0
 *
 * bench_light RULES FILE...: the files of a team's rules looked at with light rules and with compiled ones (checks/secrets/ruleset.h): whether
 * both find the same, and what opening the rules and looking at each byte takes of the processor. Exit 1 where a file differs.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "checks/secrets/scan.h"
#include "gate/base/buffer.h"

struct side {
	const char *name;
	struct ruleset *rules;
	struct scanner *scanner;
	const struct scan *scan;
	double opened_s, looked_s;
};

struct bench {
	struct side sides[2]; /* light, full */
	size_t files, bytes, hits, gaps, differ;
	struct err err;
};

static bool read_file(struct buffer *out, const char *path)
{
	FILE *file = fopen(path, "rb");
	char piece[65536];
	size_t got;

	if (!file)
		return false;
	while ((got = fread(piece, 1, sizeof(piece), file)) > 0)
		buffer_add(out, (struct text){piece, got});
	fclose(file);
	return !out->failed;
}

static double processor_time(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static bool same_hit(const struct hit *a, const struct hit *b)
{
	return a->rule == b->rule && a->view == b->view && a->match_from == b->match_from &&
	       a->match_to == b->match_to && a->secret_from == b->secret_from &&
	       a->secret_to == b->secret_to && a->allowed == b->allowed;
}

static bool same(const struct scan *a, const struct scan *b)
{
	if (a->hit_count != b->hit_count)
		return false;
	for (size_t i = 0; i < a->hit_count; i++)
		if (!same_hit(&a->hits[i], &b->hits[i]))
			return false;
	return true;
}

static bool look(struct bench *bench, struct side *side, struct text text)
{
	double began = processor_time();
	bool done = scan_text(side->scanner, text, &side->scan, &bench->err) == 0;

	side->looked_s += processor_time() - began;
	return done;
}

static bool look_at(struct bench *bench, const char *path)
{
	struct buffer text = {0};
	bool done = read_file(&text, path);

	for (size_t i = 0; done && i < 2; i++)
		done = look(bench, &bench->sides[i], buffer_text(&text));
	if (done) {
		const struct scan *light = bench->sides[0].scan, *full = bench->sides[1].scan;

		bench->files++;
		bench->bytes += text.len;
		bench->hits += full->hit_count;
		bench->gaps += light->gap_count;
		if (light->gap_count == 0 && (full->gap_count || !same(light, full))) {
			bench->differ++;
			printf("%s: %zu hits, compiled %zu\n", path, light->hit_count,
				full->hit_count);
		}
	}
	buffer_free(&text);
	return done;
}

static bool open_sides(struct bench *bench, const struct rules *own, struct arena *arena)
{
	for (size_t i = 0; i < 2; i++) {
		struct side *side = &bench->sides[i];
		double began = processor_time();
		int done =
			i == 0 ? ruleset_open_light(
					 &side->rules, false, own, NULL, arena, &bench->err)
			       : ruleset_open(&side->rules, false, own, NULL, arena, &bench->err);

		side->opened_s = processor_time() - began;
		if (done < 0)
			return false;
		side->rules->decode_depth = 5;
		if (scanner_open(&side->scanner, side->rules, &bench->err) < 0)
			return false;
	}
	return true;
}

static void say(const struct bench *bench)
{
	printf("%zu files, %zu bytes, %zu hits, %zu gaps of the light ones, %zu differ\n",
		bench->files, bench->bytes, bench->hits, bench->gaps, bench->differ);
	for (size_t i = 0; i < 2; i++) {
		const struct side *side = &bench->sides[i];

		printf("%s: opened in %.3f s, looked in %.3f s, %.1f MB/s\n", side->name,
			side->opened_s, side->looked_s,
			(double)bench->bytes / 1e6 / side->looked_s);
	}
}

int main(int argc, char **argv)
{
	struct bench bench = {.sides = {{.name = "light"}, {.name = "compiled"}}};
	struct arena *arena = arena_new();
	struct buffer yaml = {0};
	struct rules own;
	bool done =
		argc > 2 && arena && read_file(&yaml, argv[1]) &&
		rules_read(&own, buffer_text(&yaml), argv[1], "secrets", arena, &bench.err) == 0 &&
		open_sides(&bench, &own, arena);

	for (int i = 2; done && i < argc; i++)
		done = look_at(&bench, argv[i]);
	if (done)
		say(&bench);
	else
		fprintf(stderr, "bench_light RULES FILE...: %s\n", bench.err.message);
	for (size_t i = 0; i < 2; i++) {
		scanner_close(bench.sides[i].scanner);
		ruleset_close(bench.sides[i].rules);
	}
	buffer_free(&yaml);
	arena_free(arena);
	return done && bench.differ == 0 ? 0 : 1;
}
