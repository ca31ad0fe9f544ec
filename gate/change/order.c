/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/change/paint.h"

/* The children of each new commit among the new ones, and how many parents still come before it. */
struct children {
	size_t *first; /* of each node, into `items`; one more at the end */
	uint32_t *items;
	uint32_t *waiting; /* for so many parents */
};

static bool older(const struct node *a, const struct node *b)
{
	if (a->time != b->time)
		return a->time < b->time;
	return oid_compare(&a->oid, &b->oid) < 0;
}

/* Calls for each (child, parent) of two new commits: counts them, then fills them in. */
static void each_link(const struct paint *paint, struct children *children, bool fill)
{
	for (uint32_t child = 0; child < paint->count; child++) {
		const struct node *node = &paint->nodes[child];

		if (!node_is_new(node))
			continue;
		for (size_t i = 0; i < node->parent_count; i++) {
			uint32_t parent = paint->links[node->first_link + i];

			if (!node_is_new(&paint->nodes[parent]))
				continue;
			if (fill)
				children->items[--children->first[parent]] = child;
			else
				children->first[parent]++;
			children->waiting[child] += !fill;
		}
	}
}

static int find_children(struct children *out, const struct paint *paint, struct err *err)
{
	size_t total = 0;

	out->first = arena_array(paint->arena, paint->count + 1, sizeof(*out->first));
	out->waiting = arena_array(paint->arena, paint->count + 1, sizeof(*out->waiting));
	if (!out->first || !out->waiting)
		return err_nomem(err);
	each_link(paint, out, false);
	for (size_t i = 0; i <= paint->count; i++)
		out->first[i] = total += out->first[i];
	out->items = arena_array(paint->arena, total + 1, sizeof(*out->items));
	if (!out->items)
		return err_nomem(err);
	each_link(paint, out, true);
	return 0;
}

/* Queues what waits for nothing any more. */
static int release(struct queue *ready, const struct paint *paint, struct children *children,
	uint32_t done, struct err *err)
{
	for (size_t i = children->first[done]; i < children->first[done + 1]; i++) {
		uint32_t child = children->items[i];

		if (--children->waiting[child] == 0 &&
			queue_push(ready, paint, child, older, err) < 0)
			return -1;
	}
	return 0;
}

int paint_order(uint32_t **out, size_t *count, const struct paint *paint, struct err *err)
{
	struct children children = {0};
	struct queue ready = {0};
	size_t capacity = 0;

	*out = NULL;
	*count = 0;
	if (find_children(&children, paint, err) < 0)
		return -1;
	for (uint32_t i = 0; i < paint->count; i++)
		if (node_is_new(&paint->nodes[i]) && children.waiting[i] == 0 &&
			queue_push(&ready, paint, i, older, err) < 0)
			return -1;
	while (ready.count > 0) {
		uint32_t number = queue_pop(&ready, paint, older);

		if (arena_reserve(
			    paint->arena, (void **)out, &capacity, *count + 1, sizeof(**out)) < 0)
			return err_nomem(err);
		(*out)[(*count)++] = number;
		if (release(&ready, paint, &children, number, err) < 0)
			return -1;
	}
	return 0;
}
