/* SPDX-License-Identifier: Apache-2.0
 *
 * The tree that libyaml's events become, while it grows. For yaml.c, yaml_tree.c and yaml_events.c only.
 */
#ifndef SEAMGATE_BASE_YAML_TREE_H
#define SEAMGATE_BASE_YAML_TREE_H

#include <yaml.h>

#include "gate/base/yaml.h"
#include "gate/base/yaml_anchor.h"

/* An open list or map. */
struct yaml_frame {
	struct yaml *node, *last;
	struct text key; /* of the member whose value comes next */
	uint32_t key_line, key_column;
	bool has_key, complex_key;
	bool merging;                    /* the value that comes next is that of a "<<" */
	struct yaml *merge, *last_merge; /* such values, which are not members */
	size_t anchor;
	size_t weight; /* nodes in it, those of aliases counted */
};

struct yaml_builder {
	const char *name;
	const struct yaml_options *options;
	size_t most_nodes, longest_scalar;
	struct arena *arena;
	struct err *err;
	struct yaml *root;
	struct yaml_frame frames[YAML_DEEPEST + 1]; /* the list of documents may be one more */
	size_t depth, nodes, aliased;
	struct yaml_anchors anchors;
	unsigned skipping; /* open containers of a key that is one */
	bool ended;        /* the stream is over */
};

/* "name:line:column: what", of the options' kind. Always -1. */
int tree_refuse_at(
	const struct yaml_builder *builder, uint32_t line, uint32_t column, const char *what);
int tree_refuse(const struct yaml_builder *builder, const yaml_mark_t *mark, const char *what);

/* The innermost list or map that is open, or NULL. */
struct yaml_frame *tree_top(struct yaml_builder *builder);

/* True where what comes next is a key. */
bool tree_awaits_key(const struct yaml_builder *builder);

/* A node that is not joined to anything; NULL with an error where there is no room or there are too many. */
struct yaml *tree_node(struct yaml_builder *builder, enum yaml_type type, const yaml_mark_t *mark);

/* A node that is joined to the innermost list or map, or is the root. */
struct yaml *tree_add(struct yaml_builder *builder, enum yaml_type type, const yaml_mark_t *mark);

/* So many nodes more are in the innermost list or map. */
void tree_weigh(struct yaml_builder *builder, size_t weight);

/* The key of the value that comes next. */
MUST_CHECK int tree_take_key(
	struct yaml_builder *builder, const yaml_mark_t *mark, const struct yaml *key);

/* Adds what one event of libyaml says (yaml_events.c). */
MUST_CHECK int yaml_take_event(struct yaml_builder *builder, const yaml_event_t *event);

#endif
