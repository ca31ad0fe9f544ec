/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/yaml_anchor.h"

void yaml_anchors_start(struct yaml_anchors *anchors, struct arena *arena)
{
	anchors->arena = arena;
	anchors->count = 0;
	keys_start(&anchors->names, arena);
}

int yaml_anchor_add(struct yaml_anchors *anchors, struct text name, size_t *number, struct err *err)
{
	struct text own = arena_text(anchors->arena, name);
	uint32_t *known;

	if (!own.ptr || arena_reserve(anchors->arena, (void **)&anchors->items, &anchors->capacity,
				anchors->count + 1, sizeof(*anchors->items)) < 0)
		return err_nomem(err);
	if (keys_add(&anchors->names, own, &known, err) < 0)
		return -1;
	anchors->items[anchors->count] = (struct yaml_anchor){0};
	*number = ++anchors->count;
	*known = (uint32_t)anchors->count;
	return 0;
}

void yaml_anchor_set(
	struct yaml_anchors *anchors, size_t number, const struct yaml *node, size_t weight)
{
	if (number > 0)
		anchors->items[number - 1] = (struct yaml_anchor){node, weight};
}

int yaml_anchor_find(struct yaml_anchors *anchors, struct text name,
	const struct yaml_anchor **found, struct err *err)
{
	uint32_t *known;

	*found = NULL;
	/* This leaves a name in the table that is not ours, but an alias without an anchor ends the reading. */
	if (keys_add(&anchors->names, name, &known, err) < 0)
		return -1;
	if (*known > 0)
		*found = &anchors->items[*known - 1];
	return 0;
}
