/* SPDX-License-Identifier: Apache-2.0
 *
 * Any bytes are either refused, with a place, or a tree whose counts and positions hold, and all of
 * whose text is UTF-8.
 */
#include <stdlib.h>
#include <string.h>

#include "gate/base/escape.h"
#include "gate/base/xml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void check_text(struct text text)
{
	uint32_t code;
	unsigned size;

	require(text.ptr != NULL);
	for (size_t at = 0; at < text.len; at += size) {
		size = utf8_decode(text_slice(text, at, text.len), &code);
		require(size > 0);
	}
}

static void check_node(const struct xml *xml)
{
	size_t count = 0;

	require(xml->line > 0 && xml->column > 0 && xml->name.len > 0);
	check_text(xml->name);
	check_text(xml->space);
	check_text(xml->text);
	for (const struct xml_attribute *at = xml->attribute; at; at = at->next) {
		require(at->name.len > 0);
		check_text(at->name);
		check_text(at->value);
	}
	for (const struct xml *child = xml->child; child; child = child->next)
		count++;
	require(count == xml->count);
}

static void check_tree(const struct xml *root)
{
	const struct xml *open[256];
	const struct xml *at = root;
	size_t depth = 0;

	while (at) {
		check_node(at);
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
	const struct xml *xml = NULL;
	struct err err = {0};

	if (!arena)
		return 0;
	if (xml_read(&xml, (struct text){(const char *)data, size}, "f", arena, &err) == 0) {
		require(xml && err.kind == ERR_NONE);
		check_tree(xml);
	} else {
		require(err.kind == ERR_INTERNAL || strncmp(err.message, "f:", 2) == 0);
	}
	arena_free(arena);
	return 0;
}
