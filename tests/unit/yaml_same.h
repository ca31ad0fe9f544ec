/* SPDX-License-Identifier: Apache-2.0
 *
 * Whether two YAML trees are the same, to the last position. Without recursion, so that deep trees are fine.
 */
#ifndef SEAMGATE_TESTS_YAML_SAME_H
#define SEAMGATE_TESTS_YAML_SAME_H

#include "gate/base/yaml.h"

enum { YAML_SAME_DEEPEST = YAML_DEEPEST + 2 };

static bool same_place(const struct yaml *a, const struct yaml *b)
{
	return a->line == b->line && a->column == b->column && a->key_line == b->key_line &&
	       a->key_column == b->key_column;
}

static bool same_node(const struct yaml *a, const struct yaml *b)
{
	return same_place(a, b) && a->type == b->type && text_equal(a->text, b->text) &&
	       a->quoted == b->quoted && text_equal(a->key, b->key) &&
	       a->duplicate == b->duplicate && a->complex_key == b->complex_key &&
	       text_equal(a->tag, b->tag) && a->count == b->count && !a->child == !b->child;
}

static bool yaml_same(const struct yaml *a, const struct yaml *b)
{
	const struct yaml *open_a[YAML_SAME_DEEPEST], *open_b[YAML_SAME_DEEPEST];
	unsigned depth = 0;

	for (;;) {
		if (!same_node(a, b))
			return false;
		if (a->child && depth < YAML_SAME_DEEPEST) {
			open_a[depth] = a;
			open_b[depth++] = b;
			a = a->child;
			b = b->child;
			continue;
		}
		while (depth > 0 && !a->next && !b->next) {
			a = open_a[--depth];
			b = open_b[depth];
		}
		if (depth == 0)
			return true;
		if (!a->next || !b->next)
			return false;
		a = a->next;
		b = b->next;
	}
}

#endif
