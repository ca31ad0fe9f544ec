/* SPDX-License-Identifier: Apache-2.0
 *
 * The JSON cursor against the JSON tree: the same members and values, the same refusals; and a tree that is read with
 * options against the strict one. The first byte of the input says with which options.
 */
#include <stdlib.h>
#include <string.h>

#include "tests/unit/json_walk.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void check_walks(
	const struct json *tree, struct text text, const struct json_options *options)
{
	for (unsigned levels = 0; levels < 4; levels++) {
		struct err err = {0};

		require(json_walk_gives(tree, text, options, JSON_WALK_READ, levels, &err));
		require(json_walk_gives(tree, text, options, JSON_WALK_SKIP, levels, &err));
		require(json_walk_gives(tree, text, options, JSON_WALK_LEAVE, levels, &err));
		require(json_walk_gives(tree, text, options, JSON_WALK_JUMP, levels, &err));
	}
}

/* What the strict reader takes, every reader takes for the same. */
static void check_strict(
	const struct json *tree, struct text text, struct arena *arena, bool refused)
{
	const struct json *strict;
	struct err err = {0};

	if (json_read(&strict, text, "f", arena, &err) == 0)
		require(!refused && json_same(strict, tree));
}

/* What goes over the text without looking refuses the same, in the same words; only keys that are twice in an object it does not see. */
static void check_skip(struct text text, const struct json_options *options, struct arena *arena,
	const struct err *err)
{
	struct json_cursor cursor;
	struct err again = {0};
	int result;

	if (strstr(err->message, "duplicate key"))
		return;
	json_open(&cursor, text, "f", options, arena);
	result = json_skip(&cursor, &again);
	if (result == 0)
		result = json_end(&cursor, &again);
	require(result < 0 && strcmp(err->message, again.message) == 0);
}

static void check(struct text text, const struct json_options *options, struct arena *arena)
{
	static const struct json root = {.type = JSON_NULL};
	const struct json *tree = NULL;
	struct err err = {0}, again = {0};
	int result = json_read_with(&tree, text, "f", options, arena, &err);

	check_strict(tree, text, arena, result < 0);
	if (result == 0) {
		check_walks(tree, text, options);
		return;
	}
	check_skip(text, options, arena, &err);
	require(err.kind == ERR_INTERNAL || strncmp(err.message, "f:", 2) == 0);
	require(!json_walk_gives(&root, text, options, JSON_WALK_READ, 0, &again));
	require(strcmp(err.message, again.message) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();

	if (arena && size > 0) {
		struct json_options options = {
			.comments = data[0] & 1,
			.trailing_commas = data[0] & 2,
			.keep_duplicates = data[0] & 4,
		};

		check((struct text){(const char *)data + 1, size - 1}, &options, arena);
	}
	arena_free(arena);
	return 0;
}
