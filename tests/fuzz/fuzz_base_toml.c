/* SPDX-License-Identifier: Apache-2.0
 *
 * Any bytes are either refused, with a place, or a tree whose counts, keys and positions hold, and
 * in which every member is found by its key.
 */
#include <stdlib.h>
#include <string.h>

#include "gate/base/toml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void check_scalar(const struct toml *toml)
{
	int64_t value;

	require(!toml->child && toml->count == 0);
	require(toml->type == TOML_STRING || toml->text.len > 0);
	require(toml_integer(toml, &value) == (toml->type == TOML_INTEGER));
}

static void check_node(const struct toml *toml, const struct toml *parent)
{
	bool is_member = parent && parent->type == TOML_TABLE;
	size_t count = 0;

	require(toml->line > 0 && toml->column > 0);
	require((toml->key_line > 0) == is_member);
	require(!is_member || toml_member(parent, toml->key) == toml);
	for (const struct toml *child = toml->child; child; child = child->next)
		count++;
	require(count == toml->count);
	if (toml->type != TOML_ARRAY && toml->type != TOML_TABLE)
		check_scalar(toml);
}

static void check_tree(const struct toml *root)
{
	const struct toml *open[256];
	const struct toml *at = root;
	size_t depth = 0;

	while (at) {
		check_node(at, depth ? open[depth - 1] : NULL);
		if (at->child) {
			require(depth < 129);
			open[depth++] = at;
			at = at->child;
			continue;
		}
		while (depth > 0 && !at->next)
			at = open[--depth];
		at = depth > 0 ? at->next : NULL;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	const struct toml *toml = NULL;
	struct err err = {0};

	if (!arena)
		return 0;
	if (toml_read(&toml, (struct text){(const char *)data, size}, "f", arena, &err) == 0) {
		require(toml && toml->type == TOML_TABLE && err.kind == ERR_NONE);
		check_tree(toml);
	} else {
		require(err.kind == ERR_INTERNAL || strncmp(err.message, "f:", 2) == 0);
	}
	arena_free(arena);
	return 0;
}
