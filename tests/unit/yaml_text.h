/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SEAMGATE_TESTS_YAML_TEXT_H
#define SEAMGATE_TESTS_YAML_TEXT_H

#include "gate/base/buffer.h"
#include "gate/base/yaml.h"

/* The tree as one line: maps {key@line:column: value}, lists [..], quoted scalars in quotes,
 * tags in (..), a + before a key that was there before. Built
 * with a stack of its own, so that deep trees are fine. */
static void yaml_text(const struct yaml *root, struct buffer *out)
{
	const struct yaml *stack[70] = {root};
	int depth = 0;

	while (depth >= 0) {
		const struct yaml *node = stack[depth];

		if (!node) {
			depth--;
			if (depth >= 0) {
				buffer_string(out, stack[depth]->type == YAML_MAP ? "}" : "]");
				stack[depth] = depth ? stack[depth]->next : NULL;
				if (depth == 0)
					return;
				buffer_string(out, stack[depth] ? "," : "");
			}
			continue;
		}
		if (node->key_line)
			buffer_printf(out, "%s%.*s@%u:%u=", node->duplicate ? "+" : "",
				(int)node->key.len, node->key.ptr, node->key_line,
				node->key_column);
		if (node->tag.len)
			buffer_printf(out, "(%.*s)", (int)node->tag.len, node->tag.ptr);
		buffer_printf(out, "%u:%u", node->line, node->column);
		if (node->type == YAML_SCALAR) {
			buffer_printf(out, node->quoted ? "\"%.*s\"" : "<%.*s>",
				(int)node->text.len, node->text.ptr);
			stack[depth] = depth ? node->next : NULL;
			if (depth == 0)
				return;
			buffer_string(out, stack[depth] ? "," : "");
			continue;
		}
		buffer_printf(out, node->type == YAML_MAP ? "%zu{" : "%zu[", node->count);
		stack[++depth] = node->child;
	}
}

#endif
