/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/shard.h"
#include "gate/verbs/shard_of.h"
#include "unit.h"

enum { MOST_BLOBS = 4096 };

/* Sizes as in repositories: most small, a few very large. */
static uint64_t size_of(const char *shape, size_t i)
{
	uint64_t x = (i + 1) * 2654435761u % 1000;

	if (strcmp(shape, "equal") == 0)
		return 1000;
	if (strcmp(shape, "one huge") == 0)
		return i == 7 ? 100 * 1000 * 1000 : x;
	if (strcmp(shape, "empty") == 0)
		return 0;
	return x < 900 ? x * 10 : x * x * 20;
}

struct cutting {
	struct blob *blobs;
	const struct blob **items;
	size_t count;
};

static struct cutting cutting_new(const char *shape, size_t count, struct arena *arena)
{
	struct cutting cutting = {arena_array(arena, count, sizeof(struct blob)),
		arena_array(arena, count, sizeof(struct blob *)), count};

	for (size_t i = 0; i < count; i++) {
		cutting.blobs[i].size = size_of(shape, i);
		cutting.items[i] = &cutting.blobs[i];
	}
	return cutting;
}

/* Cuts into all shards: every blob once, in the order that it had. Returns the largest shard in bytes and a cost a blob. */
static uint64_t cut_all(
	const char *name, const struct cutting *cutting, unsigned shards, struct arena *arena)
{
	unsigned char seen[MOST_BLOBS] = {0};
	uint64_t worst = 0;

	for (unsigned i = 1; i <= shards; i++) {
		struct shard shard = {.index = i, .count = shards};
		struct blobs own = {.items = cutting->items, .count = cutting->count};
		struct err err = {0};
		uint64_t load = 0;

		CHECK_ROW(name, shard_cut(&own, &shard, arena, &err) == 0);
		for (size_t b = 0; b < own.count; b++) {
			seen[own.items[b] - cutting->blobs]++;
			load += own.items[b]->size + 2048;
			CHECK_ROW(name, b == 0 || own.items[b - 1] < own.items[b]);
		}
		if (load > worst)
			worst = load;
	}
	for (size_t b = 0; b < cutting->count; b++)
		CHECK_ROW(name, seen[b] == 1);
	return worst;
}

static void cuts(void)
{
	static const struct {
		const char *name;
		size_t blobs;
	} rows[] = {{"equal", 4000}, {"mixed", 4000}, {"one huge", 3000}, {"empty", 500},
		{"mixed", 3}, {"equal", 1}, {"equal", 0}};
	static const unsigned counts[] = {1, 2, 3, 4, 7, 16};

	for (size_t r = 0; r < sizeof(rows) / sizeof(rows[0]); r++)
		for (size_t c = 0; c < sizeof(counts) / sizeof(counts[0]); c++) {
			struct arena *arena = arena_new();
			struct cutting cutting = cutting_new(rows[r].name, rows[r].blobs, arena);
			uint64_t worst = cut_all(rows[r].name, &cutting, counts[c], arena), all = 0,
				 largest = 0;

			for (size_t i = 0; i < cutting.count; i++) {
				uint64_t cost = cutting.blobs[i].size + 2048;

				all += cost;
				largest = cost > largest ? cost : largest;
			}
			/* The mean and 15 %, or the one blob that cannot be cut. */
			CHECK_ROW(rows[r].name,
				worst <= all / counts[c] + all / counts[c] * 15 / 100 ||
					worst <= largest + all / counts[c] * 15 / 100);
			arena_free(arena);
		}
}

/* One owner each, the same one on every machine. */
static void owners(void)
{
	static const char *const checks[] = {"dependencies", "model", "latency", "policy"};

	for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++)
		for (unsigned count = 1; count <= 16; count++) {
			unsigned have = 0;

			for (unsigned index = 1; index <= count; index++) {
				struct shard shard = {.index = index, .count = count};

				have += !shard_leaves(&shard, checks[i]);
			}
			CHECK_ROW(checks[i], have == 1);
		}
}

static void words(void)
{
	static const struct {
		const char *name;
		unsigned index, count; /* 0: refused */
	} rows[] = {{"1/1", 1, 1}, {"2/4", 2, 4}, {"1024/1024", 1024, 1024}, {"0/1", 0, 0},
		{"5/4", 0, 0}, {"1/1025", 0, 0}, {"1", 0, 0}, {"", 0, 0}, {"/", 0, 0}, {"1/", 0, 0},
		{"/2", 0, 0}, {"-1/2", 0, 0}, {"1/2/3", 0, 0}, {" 1/2", 0, 0},
		{"1/18446744073709551617", 0, 0}};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct shard shard = {0};
		struct err err = {0};
		int done = shard_parse(&shard, rows[i].name, "--shard", &err);

		CHECK_ROW(rows[i].name, (done == 0) == (rows[i].count > 0));
		CHECK_ROW(
			rows[i].name, shard.index == rows[i].index && shard.count == rows[i].count);
		CHECK_ROW(rows[i].name, done == 0 || err.kind == ERR_USAGE);
	}
}

static const struct unit_test tests[] = {{"cuts", cuts}, {"owners", owners}, {"words", words}};

UNIT_MAIN(tests)
