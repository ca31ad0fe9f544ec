/* SPDX-License-Identifier: Apache-2.0
 *
 * Results of shards out of foreign hands: nothing in them may crash, and what is accepted is written by every format. Merged with
 * itself it must be refused, as each shard counts once.
 */
#include <stdlib.h>

#include "gate/merge/merge.h"
#include "gate/report/report.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void write_all(const struct result *result)
{
	const struct report_style style = {.letters = true, .verbose = true};

	for (size_t i = 0; reports[i]; i++) {
		struct buffer out = {0};

		reports[i]->write(&out, result, &style);
		buffer_free(&out);
	}
}

static void look(struct text text, struct arena *arena)
{
	struct merge_part parts[2], joined;
	struct err err = {0};

	if (merge_read(&parts[0], text, "a", arena, &err) < 0)
		return;
	parts[1] = parts[0];
	if (merge_join(&joined, parts, 2, true, arena, &err) == 0)
		abort();
	err = (struct err){0};
	if (merge_join(&joined, parts, 1, true, arena, &err) == 0)
		write_all(&joined.result);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text text = {(const char *)data, size};
	struct arena *arena = arena_new();

	if (arena)
		look(text, arena);
	arena_free(arena);
	return 0;
}
