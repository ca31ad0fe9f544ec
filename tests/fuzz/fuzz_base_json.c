/* SPDX-License-Identifier: Apache-2.0
 *
 * Any bytes are either refused, with a place, or a tree whose counts and positions hold.
 */
#include <stdlib.h>
#include <string.h>

#include "gate/base/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static bool is_container(const struct json *json)
{
	return json->type == JSON_ARRAY || json->type == JSON_OBJECT;
}

static void check_node(const struct json *json, const struct json *parent)
{
	size_t count = 0;

	require(json->line > 0 && json->column > 0);
	require((json->key_line > 0) == (parent && parent->type == JSON_OBJECT));
	for (const struct json *child = json->child; child; child = child->next)
		count++;
	require(count == json->count && (count == 0 || is_container(json)));
}

static void check_tree(const struct json *root)
{
	const struct json *open[256];
	const struct json *at = root;
	size_t depth = 0;

	while (at) {
		check_node(at, depth ? open[depth - 1] : NULL);
		if (at->child) {
			require(depth < 128);
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
	const struct json *json = NULL;
	struct err err = {0};

	if (!arena)
		return 0;
	if (json_read(&json, (struct text){(const char *)data, size}, "f", arena, &err) == 0) {
		require(json && err.kind == ERR_NONE);
		check_tree(json);
	} else {
		require(err.kind == ERR_INTERNAL || strncmp(err.message, "f:", 2) == 0);
	}
	arena_free(arena);
	return 0;
}
