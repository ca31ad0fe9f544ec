/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/change/paint.h"

/* Commits read below the range for the sake of wrong clocks, as many as git does. */
enum { SLOP = 5 };

int queue_push(struct queue *queue, const struct paint *paint, uint32_t number, node_before *before,
	struct err *err)
{
	size_t at = queue->count;

	if (arena_reserve(paint->arena, (void **)&queue->items, &queue->capacity, at + 1,
		    sizeof(*queue->items)) < 0)
		return err_nomem(err);
	queue->count++;
	while (at > 0) {
		size_t above = (at - 1) / 2;

		if (!before(&paint->nodes[number], &paint->nodes[queue->items[above]]))
			break;
		queue->items[at] = queue->items[above];
		at = above;
	}
	queue->items[at] = number;
	return 0;
}

uint32_t queue_pop(struct queue *queue, const struct paint *paint, node_before *before)
{
	uint32_t top = queue->items[0], moved = queue->items[--queue->count];
	size_t at = 0;

	for (;;) {
		size_t below = 2 * at + 1;

		if (below >= queue->count)
			break;
		if (below + 1 < queue->count && before(&paint->nodes[queue->items[below + 1]],
							&paint->nodes[queue->items[below]]))
			below++;
		if (!before(&paint->nodes[queue->items[below]], &paint->nodes[moved]))
			break;
		queue->items[at] = queue->items[below];
		at = below;
	}
	queue->items[at] = moved;
	return top;
}

static bool newer(const struct node *a, const struct node *b)
{
	if (a->time != b->time)
		return a->time > b->time;
	return oid_compare(&a->oid, &b->oid) < 0;
}

bool node_is_new(const struct node *node)
{
	return (node->colours & (FROM_HEAD | FROM_BASE | FROM_HIDDEN)) == FROM_HEAD;
}

/* True where a node's ancestors may still hold commits of the range or a merge base. With a base,
 * its side is walked too until it meets the head's: with wrong clocks the base may be the older. */
static bool is_open(const struct paint *paint, const struct node *node)
{
	unsigned both = node->colours & (FROM_BASE | FROM_HEAD);

	return both == FROM_HEAD || (both == FROM_BASE && paint->both_ways);
}

static int add_parents(struct paint *paint, const struct commit_header *header, struct err *err)
{
	size_t need = paint->parent_count + header->parent_count;
	struct text rest = header->parents;

	if (arena_regrow(paint->arena, (void **)&paint->parents, &paint->parent_capacity, need,
		    sizeof(*paint->parents)) < 0 ||
		arena_regrow(paint->arena, (void **)&paint->links, &paint->link_capacity, need,
			sizeof(*paint->links)) < 0)
		return err_nomem(err);
	while (paint->parent_count < need &&
		commit_next_parent(&rest, &paint->parents[paint->parent_count]))
		paint->parent_count++;
	return 0;
}

int paint_take(struct paint *paint, const struct oid *oid, const struct commit_header *header,
	struct err *err)
{
	struct node *node;

	if (paint->count == UINT32_MAX ||
		arena_regrow(paint->arena, (void **)&paint->nodes, &paint->capacity,
			paint->count + 1, sizeof(*paint->nodes)) < 0)
		return err_nomem(err);
	node = &paint->nodes[paint->count];
	*node = (struct node){.oid = *oid,
		.tree = header->tree,
		.time = header->time,
		.first_link = paint->parent_count,
		.parents_named = header->parent_count};
	if (add_parents(paint, header, err) < 0)
		return -1;
	return number_table_add(&paint->numbers, oid_key(oid), (uint32_t)paint->count++, err);
}

static bool find_node(uint32_t *out, const struct paint *paint, const struct oid *oid)
{
	struct oids_in nodes = {paint->nodes ? &paint->nodes->oid : NULL, sizeof(*paint->nodes)};

	return oid_table_find(&paint->numbers, nodes, oid, out);
}

bool paint_has(const struct paint *paint, const struct oid *oid)
{
	uint32_t number;

	return find_node(&number, paint, oid);
}

uint16_t paint_ask(const struct paint *paint, const struct oid *oid, struct text raw)
{
	const struct range *range = paint->range;

	if (!range->is_quiet || raw.len > UINT16_MAX || !range->is_quiet(range->self, oid, raw))
		return 0;
	return (uint16_t)raw.len;
}

int paint_node(uint32_t *out, struct paint *paint, const struct oid *oid, struct err *err)
{
	struct commit_header header;
	struct object object;
	int code;

	if (find_node(out, paint, oid))
		return 0;
	*out = (uint32_t)paint->count;
	if (object_open(&object, repo_store(paint->repo), oid, GIT_OBJECT_COMMIT, err) < 0)
		return -1;
	code = commit_header_read(&header, object.raw, oid, err);
	if (code == 0)
		code = paint_take(paint, oid, &header, err);
	if (code == 0)
		paint->nodes[*out].quiet_bytes = paint_ask(paint, oid, object.raw);
	object_close(&object);
	return code;
}

static int add_colours(struct paint *paint, uint32_t number, unsigned colours, struct err *err)
{
	struct node *node = &paint->nodes[number];

	if ((node->colours & colours) == colours)
		return 0;
	if (node->is_queued && is_open(paint, node))
		paint->open--;
	node->colours = (unsigned char)(node->colours | colours);
	if (is_open(paint, node))
		paint->open++;
	if (node->is_queued)
		return 0;
	node->is_queued = true;
	return queue_push(&paint->queue, paint, number, newer, err);
}

int paint_add(struct paint *paint, const struct oid *oid, unsigned colours, struct err *err)
{
	uint32_t number;

	if (paint_node(&number, paint, oid, err) < 0)
		return -1;
	return add_colours(paint, number, colours, err);
}

/* Makes a node's parents nodes. Those that a shallow clone cuts off are not there. */
static int link_parents(struct paint *paint, uint32_t number, struct err *err)
{
	const struct node node = paint->nodes[number];
	size_t end = node.first_link + node.parents_named;

	paint->nodes[number].is_linked = true;
	if (node.parents_named == 0 || repo_is_boundary(paint->repo, &node.oid))
		return 0;
	for (size_t i = node.first_link; i < end; i++) {
		struct oid parent = paint->parents[i];
		uint32_t link;

		if (paint_node(&link, paint, &parent, err) < 0)
			return -1;
		paint->links[i] = link;
	}
	paint->nodes[number].parent_count = node.parents_named;
	return 0;
}

static bool is_common(const struct node *node)
{
	return (node->colours & (FROM_BASE | FROM_HEAD)) == (FROM_BASE | FROM_HEAD);
}

static uint32_t take(struct paint *paint)
{
	uint32_t number = queue_pop(&paint->queue, paint, newer);
	struct node *node = &paint->nodes[number];

	node->is_queued = false;
	if (is_common(node) && !(node->colours & BELOW_BASE))
		node->is_merge_base = true;
	if (is_open(paint, node))
		paint->open--;
	return number;
}

/* Hands a node's colours to its parents. */
static int spread_one(struct paint *paint, uint32_t number, struct err *err)
{
	unsigned colours = paint->nodes[number].colours;
	size_t first, end;

	if (is_common(&paint->nodes[number]))
		colours |= BELOW_BASE;
	if (!paint->nodes[number].is_linked && link_parents(paint, number, err) < 0)
		return -1;
	first = paint->nodes[number].first_link;
	end = first + paint->nodes[number].parent_count;
	for (size_t i = first; i < end; i++)
		if (add_colours(paint, paint->links[i], colours, err) < 0)
			return -1;
	return 0;
}

/* Time of the oldest commit of the range; false for an empty one. */
static bool oldest_new(const struct paint *paint, int64_t *time)
{
	bool found = false;

	for (size_t i = 0; i < paint->count; i++) {
		const struct node *node = &paint->nodes[i];

		if (!node_is_new(node) || (found && node->time >= *time))
			continue;
		found = true;
		*time = node->time;
	}
	return found;
}

/*
 * What is queued now is below both sides, or below what is hidden, and with right clocks everything
 * below it is older than the range. With wrong ones a commit of the range may still be below:
 * colours go on through all commits seen so far, and through others as long as they are not clearly
 * older than the range.
 */
static int spread_late(struct paint *paint, struct err *err)
{
	int64_t oldest = 0;
	bool has_new = oldest_new(paint, &oldest);
	int slop = SLOP;

	while (paint->queue.count > 0) {
		uint32_t number = take(paint);
		const struct node *node = &paint->nodes[number];
		bool may_read = has_new && (node->time >= oldest || slop > 0);

		if (!node->is_linked && !may_read)
			continue;
		if (!node->is_linked && node->time < oldest)
			slop--;
		if (spread_one(paint, number, err) < 0)
			return -1;
	}
	return 0;
}

int paint_spread(struct paint *paint, struct err *err)
{
	while (paint->open > 0)
		if (spread_one(paint, take(paint), err) < 0)
			return -1;
	return spread_late(paint, err);
}
