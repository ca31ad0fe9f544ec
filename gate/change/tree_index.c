/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/change/tree_index.h"

#include <stdlib.h>

#include "gate/base/siphash.h"

/* Smaller trees are read as fast; larger ones would take more memory than they save. */
enum { KEPT_TREES = 4, SMALLEST_KEPT = 2 * 1024, LARGEST_KEPT = 64 * 1024 * 1024 };

struct kept_tree {
	struct oid tree;
	uint64_t used; /* when; 0: free */
	char *raw;     /* NULL: asked once, or not to be kept */
	size_t raw_len;
	uint32_t *starts; /* by the hash of a name: where its entry begins, and one; 0: free */
	size_t mask;
};

struct tree_index {
	struct kept_tree trees[KEPT_TREES];
	uint64_t clock;
	struct siphash_key secret; /* names are chosen by whom the change is from */
};

struct tree_index *tree_index_new(void)
{
	struct tree_index *index = calloc(1, sizeof(*index));

	if (index)
		siphash_key_of_process(&index->secret);
	return index;
}

static void drop(struct kept_tree *kept)
{
	free(kept->raw);
	free(kept->starts);
	*kept = (struct kept_tree){0};
}

void tree_index_free(struct tree_index *index)
{
	for (size_t i = 0; index && i < KEPT_TREES; i++)
		drop(&index->trees[i]);
	free(index);
}

static struct kept_tree *find_tree(struct tree_index *index, const struct oid *tree)
{
	for (size_t i = 0; i < KEPT_TREES; i++)
		if (index->trees[i].used && oid_equal(&index->trees[i].tree, tree))
			return &index->trees[i];
	return NULL;
}

/* The slot of a name, or the free one where it belongs; *out is its entry. At most half are taken. */
static uint32_t *find_slot(const struct tree_index *index, const struct kept_tree *kept,
	struct text name, struct entry *out)
{
	size_t at = siphash(&index->secret, name) & kept->mask;

	for (;; at = (at + 1) & kept->mask) {
		uint32_t *slot = &kept->starts[at];
		struct text rest;

		if (!*slot)
			return slot;
		rest = (struct text){kept->raw + *slot - 1, kept->raw_len - *slot + 1};
		if (entry_next(&rest, out) == ENTRY && text_equal(out->name, name))
			return slot;
	}
}

bool tree_index_find(
	struct tree_index *index, const struct oid *tree, struct text name, struct entry *out)
{
	struct kept_tree *kept = find_tree(index, tree);

	if (!kept || !kept->raw)
		return false;
	kept->used = ++index->clock;
	if (!*find_slot(index, kept, name, out))
		out->mode = MODE_NONE;
	out->name = name;
	return true;
}

static struct kept_tree *oldest(struct tree_index *index)
{
	struct kept_tree *found = &index->trees[0];

	for (size_t i = 1; i < KEPT_TREES; i++)
		if (index->trees[i].used < found->used)
			found = &index->trees[i];
	return found;
}

/* 0 where it is malformed. */
static size_t count_entries(struct text raw)
{
	enum entry_step step;
	struct entry entry;
	size_t count = 0;

	while ((step = entry_next(&raw, &entry)) == ENTRY)
		count++;
	return step == ENTRY_END ? count : 0;
}

/* Of a name that stands twice the first entry counts. */
static void fill(const struct tree_index *index, struct kept_tree *kept)
{
	struct text rest = {kept->raw, kept->raw_len};
	struct entry entry, other;

	for (size_t at = 0; entry_next(&rest, &entry) == ENTRY; at = kept->raw_len - rest.len) {
		uint32_t *slot = find_slot(index, kept, entry.name, &other);

		if (!*slot)
			*slot = (uint32_t)at + 1;
	}
}

static int keep(struct tree_index *index, struct kept_tree *kept, struct text raw, struct err *err)
{
	size_t count = count_entries(raw), size = 1;

	if (!count)
		return 0;
	while (size < count * 2)
		size *= 2;
	kept->starts = calloc(size, sizeof(*kept->starts));
	kept->raw = kept->starts ? malloc(raw.len) : NULL;
	if (!kept->raw)
		return err_nomem(err);
	memcpy(kept->raw, raw.ptr, raw.len);
	kept->raw_len = raw.len;
	kept->mask = size - 1;
	fill(index, kept);
	return 0;
}

int tree_index_note(
	struct tree_index *index, const struct oid *tree, struct text raw, struct err *err)
{
	struct kept_tree *kept;

	if (raw.len < SMALLEST_KEPT || raw.len > LARGEST_KEPT)
		return 0;
	kept = find_tree(index, tree);
	if (!kept) {
		kept = oldest(index);
		drop(kept);
		kept->tree = *tree;
		kept->used = ++index->clock;
		return 0;
	}
	kept->used = ++index->clock;
	return keep(index, kept, raw, err);
}
