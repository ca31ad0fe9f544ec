/* SPDX-License-Identifier: Apache-2.0
 *
 * The anchors of one YAML document, and what their aliases bring: copies of the anchored node that share its children, so
 * that memory does not grow with what an alias stands for. What is counted is the nodes that a walk over the
 * tree meets, so that the walk is bounded too. For yaml.c only.
 */
#ifndef SEAMGATE_BASE_YAML_ANCHOR_H
#define SEAMGATE_BASE_YAML_ANCHOR_H

#include "gate/base/keys.h"
#include "gate/base/yaml.h"

struct yaml_anchor {
	const struct yaml
		*node; /* NULL while it is being read: an alias inside it would never end */
	size_t weight; /* nodes in it, those of aliases counted */
};

struct yaml_anchors {
	struct arena *arena;
	struct keys names;
	struct yaml_anchor *items;
	size_t count, capacity;
};

/* None yet; `anchors` is zeroed or was started before. */
void yaml_anchors_start(struct yaml_anchors *anchors, struct arena *arena);

/* A new anchor, which hides an earlier one of that name. *number is for yaml_anchor_set, above 0. */
MUST_CHECK int yaml_anchor_add(
	struct yaml_anchors *anchors, struct text name, size_t *number, struct err *err);
void yaml_anchor_set(
	struct yaml_anchors *anchors, size_t number, const struct yaml *node, size_t weight);

/* *found: the anchor of that name, or NULL; its node is NULL while it is open. */
MUST_CHECK int yaml_anchor_find(struct yaml_anchors *anchors, struct text name,
	const struct yaml_anchor **found, struct err *err);

#endif
