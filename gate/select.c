/* SPDX-License-Identifier: Apache-2.0
 *
 * Which blobs of a change are looked at, and in what order.
 */
#include <stdlib.h>
#include <string.h>

#include "gate/run_parts.h"

/* A blob whose every place is ignored by every policy is not worth a look. */
static bool worth_a_look(const struct run_request *request, const struct blob *blob)
{
	for (size_t judge = 0; judge < request->judge_count; judge++)
		for (uint32_t i = 0; i < blob->place_count; i++)
			if (!policy_ignores(
				    request->judges[judge].policy, blob_places(blob)[i].path->text))
				return true;
	return false;
}

/* Versions of one file side by side: they share delta bases, which the reader then still has. */
static int compare_blobs(const struct blob *a, const struct blob *b)
{
	const struct path *first = blob_places(a)[0].path, *second = blob_places(b)[0].path;
	int order = first->rank && second->rank
			    ? (first->rank > second->rank) - (first->rank < second->rank)
			    : text_compare(first->text, second->text);

	return order ? order : (a > b) - (a < b);
}

static int compare_paths(const void *left, const void *right)
{
	return compare_blobs(*(const struct blob *const *)left, *(const struct blob *const *)right);
}

/* A tree's entries come in nearly this order, and sorting them again costs more than to see that. */
static bool are_sorted(const struct blob *const *items, size_t count)
{
	for (size_t i = 1; i < count; i++)
		if (compare_paths(&items[i - 1], &items[i]) > 0)
			return false;
	return true;
}

/* Every path has its rank; commits, tags and refs have none, and come before all. */
static bool are_ranked(const struct blob *const *items, size_t count, uint32_t *last)
{
	*last = 0;
	for (size_t i = 0; i < count; i++) {
		const struct path *path = blob_places(items[i])[0].path;

		if (path->rank == 0 && path->text.len > 0)
			return false;
		*last = path->rank > *last ? path->rank : *last;
	}
	return true;
}

/* By counting, which keeps those of one path in their order. `ends` has room for one more than the last rank. */
static void sort_by_rank(const struct blob **items, const struct blob *const *unsorted,
	size_t count, size_t *ends, uint32_t last)
{
	for (size_t i = 0; i < count; i++)
		ends[blob_places(unsorted[i])[0].path->rank]++;
	for (size_t rank = 1; rank <= last; rank++)
		ends[rank] += ends[rank - 1];
	for (size_t i = count; i-- > 0;)
		items[--ends[blob_places(unsorted[i])[0].path->rank]] = unsorted[i];
}

static int sort(const struct blob **items, size_t count, struct err *err)
{
	uint32_t last;
	const struct blob **unsorted;
	size_t *ends;
	int done = 0;

	if (!are_ranked(items, count, &last)) {
		qsort(items, count, sizeof(*items), compare_paths);
		return 0;
	}
	unsorted = calloc(count, sizeof(*unsorted));
	ends = calloc((size_t)last + 1, sizeof(*ends));
	if (unsorted && ends) {
		memcpy(unsorted, items, count * sizeof(*items));
		sort_by_rank(items, unsorted, count, ends, last);
	} else
		done = err_nomem(err);
	free(unsorted);
	free(ends);
	return done;
}

/* All of a history, which the reading has put in that order: a list of them would be eight bytes for each more. */
static bool stand_as_wanted(const struct run_request *request)
{
	const struct change *change = request->change;

	for (size_t i = 0; i < change->blob_count; i++)
		if (!worth_a_look(request, &change->blobs[i]) ||
			(i > 0 && compare_blobs(&change->blobs[i - 1], &change->blobs[i]) > 0))
			return false;
	return true;
}

int run_select(
	struct blobs *out, const struct run_request *request, struct arena *arena, struct err *err)
{
	const struct change *change = request->change;
	const struct blob **items;

	*out = (struct blobs){.count = change->blob_count, .first = change->blobs};
	if (stand_as_wanted(request))
		return 0;
	items = arena_array(arena, change->blob_count, sizeof(*items));
	if (!items)
		return err_nomem(err);
	*out = (struct blobs){.items = items};
	for (size_t i = 0; i < change->blob_count; i++)
		if (worth_a_look(request, &change->blobs[i]))
			items[out->count++] = &change->blobs[i];
	return are_sorted(items, out->count) ? 0 : sort(items, out->count, err);
}
