/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/need_index.h"

#include <stdlib.h>

static int compare_names(const struct need *need, struct text place, struct text name)
{
	int order = text_compare(need->place, place);

	return order ? order : text_compare(need->name, name);
}

static int compare_needs(const void *left, const void *right)
{
	const struct need *a = *(const struct need *const *)left,
			  *b = *(const struct need *const *)right;
	int order = compare_names(a, b->place, b->name);

	if (order == 0)
		order = text_compare(a->range, b->range);
	return order ? order : (a > b) - (a < b);
}

static int compare_places(const void *left, const void *right)
{
	const struct need *a = *(const struct need *const *)left,
			  *b = *(const struct need *const *)right;
	int order = text_compare(a->place, b->place);

	return order ? order : (a > b) - (a < b);
}

/* NOLINTNEXTLINE(readability-function-size): an order, and where to */
static int sort(const struct need ***out, const struct lock *lock, struct arena *arena,
	int (*compare)(const void *, const void *), struct err *err)
{
	const struct need **sorted = arena_array(arena, lock->needs.count + 1, sizeof(*sorted));

	if (!sorted)
		return err_nomem(err);
	for (size_t i = 0; i < lock->needs.count; i++)
		sorted[i] = &lock->needs.items[i];
	qsort(sorted, lock->needs.count, sizeof(*sorted), compare);
	*out = sorted;
	return 0;
}

int need_index_make(
	struct need_index *out, const struct lock *lock, struct arena *arena, struct err *err)
{
	*out = (struct need_index){.lock = lock, .count = lock->needs.count};
	return sort(&out->sorted, lock, arena, compare_needs, err);
}

const struct need *need_index_find(const struct need_index *index, struct text place,
	struct text name, const struct text *range)
{
	size_t low = 0, high = index->count;
	const struct need *found;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = compare_names(index->sorted[middle], place, name);

		if (order == 0 && range)
			order = text_compare(index->sorted[middle]->range, *range);
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	found = low < index->count ? index->sorted[low] : NULL;
	if (!found || compare_names(found, place, name) != 0)
		return NULL;
	return !range || text_equal(found->range, *range) ? found : NULL;
}

int needs_by_place(
	const struct need ***out, const struct lock *lock, struct arena *arena, struct err *err)
{
	return sort(out, lock, arena, compare_places, err);
}
