/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/change/walk.h"

#include "gate/change/objects.h"
#include "gate/change/paint.h"

/* A hidden commit only saves work: where it is not here, or is none, there is nothing to save. */
static int paint_hidden(
	struct paint *paint, const struct oid *oid, unsigned colours, struct err *err)
{
	struct err own = {0};

	if (!objects_has(paint->repo->objects, oid) || paint_add(paint, oid, colours, &own) == 0)
		return 0;
	return own.kind == ERR_INTERNAL ? err_set(err, own.kind, "%s", own.message) : 0;
}

/* Without a base what is hidden takes its place: the merge base is where the new part begins. */
static int paint_ends(struct paint *paint, const struct range *range, struct err *err)
{
	bool has_base = !oid_is_zero(&range->base);

	paint->both_ways = has_base;
	if (has_base && paint_add(paint, &range->base, FROM_BASE, err) < 0)
		return -1;
	if (paint_add(paint, &range->head, FROM_HEAD, err) < 0)
		return -1;
	for (size_t i = 0; i < range->more_head_count; i++)
		if (paint_add(paint, &range->more_heads[i], FROM_HEAD, err) < 0)
			return -1;
	for (size_t i = 0; i < range->hidden_count; i++)
		if (paint_hidden(
			    paint, &range->hidden[i], has_base ? FROM_HIDDEN : FROM_BASE, err) < 0)
			return -1;
	return 0;
}

static bool is_merge_base(const struct node *node)
{
	return node->is_merge_base && !(node->colours & BELOW_BASE);
}

static int fill_bases(
	struct walk *out, const struct paint *paint, struct arena *arena, struct err *err)
{
	struct oid *trees;
	size_t count = 0;

	for (size_t i = 0; i < paint->count; i++)
		count += is_merge_base(&paint->nodes[i]);
	trees = arena_array(arena, count, sizeof(*trees));
	if (!trees)
		return err_nomem(err);
	out->base_trees = trees;
	for (size_t i = 0; i < paint->count; i++)
		if (is_merge_base(&paint->nodes[i]))
			trees[out->base_tree_count++] = paint->nodes[i].tree;
	return 0;
}

/* Of several merge bases (criss-cross merges) the newest, then the one with the smallest id. */
static const struct node *best_merge_base(const struct paint *paint)
{
	const struct node *best = NULL;

	for (size_t i = 0; i < paint->count; i++) {
		const struct node *node = &paint->nodes[i];

		if (!is_merge_base(node))
			continue;
		if (!best || node->time > best->time ||
			(node->time == best->time && oid_compare(&node->oid, &best->oid) < 0))
			best = node;
	}
	return best;
}

static int check_whole(const struct paint *paint, struct err *err)
{
	for (size_t i = 0; i < paint->count; i++) {
		const struct node *node = &paint->nodes[i];
		char hex[OID_HEX];

		if (!node_is_new(node) || node->parent_count == node->parents_named)
			continue;
		oid_hex(&node->oid, hex);
		err_set(err, ERR_LOOK,
			"the parents of commit %s are cut off: this is a shallow clone", hex);
		return shallow_remedy(err);
	}
	return 0;
}

static int no_merge_base(const struct repo *repo, const struct range *range, struct err *err)
{
	char base[OID_HEX], head[OID_HEX];

	oid_hex(&range->base, base);
	oid_hex(&range->head, head);
	if (repo->absence.is_shallow) {
		err_set(err, ERR_LOOK,
			"no common ancestor of base %s and head %s is here: this is a shallow "
			"clone",
			base, head);
		return shallow_remedy(err);
	}
	err_set(err, ERR_LOOK, "base %s and head %s have no common ancestor", base, head);
	return err_remedy(err, "name a base that the head comes from: --base REV");
}

/* The trees of its parents go to `trees`. */
static struct walk_commit walk_commit(
	const struct paint *paint, const struct node *node, struct oid *trees)
{
	for (size_t i = 0; i < node->parent_count; i++)
		trees[i] = paint->nodes[paint->links[node->first_link + i]].tree;
	return (struct walk_commit){.oid = node->oid,
		.tree = node->tree,
		.parent_trees = trees,
		.parent_count = node->parent_count,
		.quiet_bytes = node->quiet_bytes};
}

/* Mapped where it is large: stretches of it go back to the kernel one by one, which huge pages would hinder. */
static void *new_list(struct arena *arena, size_t count, size_t size)
{
	void *list = NULL;
	size_t capacity = 0;

	return arena_regrow(arena, &list, &capacity, count ? count : 1, size) == 0 ? list : NULL;
}

static int fill(struct walk *out, const struct paint *paint, struct arena *arena, struct err *err)
{
	struct walk_commit *commits;
	struct oid *trees;
	uint32_t *order;

	if (paint_order(&order, &out->count, paint, err) < 0)
		return -1;
	commits = new_list(arena, out->count, sizeof(*commits));
	trees = new_list(arena, paint->parent_count, sizeof(*trees));
	if (!commits || !trees)
		return err_nomem(err);
	out->parent_trees = trees;
	for (size_t i = 0; i < out->count; i++) {
		commits[i] = walk_commit(paint, &paint->nodes[order[i]], trees);
		trees += commits[i].parent_count;
	}
	out->commits = commits;
	return 0;
}

/* Where all commits are wanted. Of several that a shallow clone cuts off, which is told must not depend on the threads. */
static bool may_read_all(const struct paint *paint, const struct range *range)
{
	return range->leaves_contents && range->threads > 1 && oid_is_zero(&range->base) &&
	       range->hidden_count == 0 && !paint->repo->absence.is_shallow;
}

static int walk(struct walk *out, struct paint *paint, const struct range *range,
	struct arena *arena, struct err *err)
{
	const struct node *merge_base;

	if (number_table_start(&paint->numbers, paint->arena, err) < 0 ||
		paint_ends(paint, range, err) < 0)
		return -1;
	if (may_read_all(paint, range))
		paint_read_all(paint, range->threads);
	if (paint_spread(paint, err) < 0)
		return -1;
	merge_base = best_merge_base(paint);
	if (merge_base)
		out->merge_base = merge_base->oid;
	if (!range->net_only) {
		if (!merge_base && !oid_is_zero(&range->base))
			return no_merge_base(paint->repo, range, err);
		if (check_whole(paint, err) < 0)
			return -1;
	}
	return fill_bases(out, paint, arena, err);
}

int walk_range(struct walk *out, const struct repo *repo, const struct range *range,
	struct arena *arena, struct err *err)
{
	struct paint paint = {.repo = repo, .range = range, .arena = arena_new()};
	int code;

	*out = (struct walk){0};
	if (!paint.arena)
		return err_nomem(err);
	code = walk(out, &paint, range, arena, err);
	if (code == 0)
		code = fill(out, &paint, arena, err);
	arena_free(paint.arena);
	return code;
}
