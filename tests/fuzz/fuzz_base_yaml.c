/* SPDX-License-Identifier: Apache-2.0
 *
 * The fast reader and the cursor against libyaml: the same trees, the same refusals. The first byte of the
 * input says with which options.
 */
#include <stdlib.h>
#include <string.h>

#include "gate/base/yaml.h"
#include "tests/unit/yaml_walk.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static struct yaml_options options_of(uint8_t byte)
{
	return (struct yaml_options){
		.max_bytes = 1 << 20,
		.aliases = byte & 1,
		.tags = byte & 2,
		.documents = byte & 4,
		.keep_duplicates = byte & 8,
		.complex_keys = byte & 16,
		.kind = ERR_LOOK,
	};
}

static void check_walks(
	const struct yaml *tree, struct text text, const struct yaml_options *options)
{
	for (unsigned levels = 0; levels < 4; levels++) {
		struct err err = {0};

		require(yaml_walk_gives(tree, text, options, YAML_WALK_READ, levels, &err));
		require(yaml_walk_gives(tree, text, options, YAML_WALK_SKIP, levels, &err));
		require(yaml_walk_gives(tree, text, options, YAML_WALK_LEAVE, levels, &err));
		require(yaml_walk_gives(tree, text, options, YAML_WALK_JUMP, levels, &err));
	}
}

/* A file that is refused is refused by a walk that reads all, in the same words. */
static void check_refusal(
	struct text text, const struct yaml_options *options, const struct err *expected)
{
	static const struct yaml root = {.type = YAML_SCALAR};
	struct err err = {0};

	require(!yaml_walk_gives(&root, text, options, YAML_WALK_READ, 0, &err));
	require(strcmp(err.message, expected->message) == 0 && err.kind == expected->kind);
}

static void check(struct text text, const struct yaml_options *options, struct arena *arena)
{
	const struct yaml *events = NULL, *tree = NULL;
	struct err events_err = {0}, err = {0};
	int result = yaml_read_events(&events, text, "f", options, arena, &events_err);

	require(yaml_read_with(&tree, text, "f", options, arena, &err) == result);
	require(strcmp(err.message, events_err.message) == 0 && err.kind == events_err.kind);
	if (result < 0) {
		require(err.kind == ERR_LOOK || err.kind == ERR_INTERNAL);
		check_refusal(text, options, &err);
		return;
	}
	require(yaml_same(tree, events));
	check_walks(events, text, options);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct yaml_options options;

	if (arena && size > 0) {
		options = options_of(data[0]);
		check((struct text){(const char *)data + 1, size - 1}, &options, arena);
	}
	arena_free(arena);
	return 0;
}
