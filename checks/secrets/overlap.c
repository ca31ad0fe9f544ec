/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/overlap.h"

#include <stdlib.h>
#include <string.h>

static bool is_generic(const struct hit *hit)
{
	return strstr(hit->rule->id, "generic") != NULL;
}

static bool same_bytes(const struct hit *a, const struct hit *b)
{
	return a->secret_from == b->secret_from && a->secret_to == b->secret_to;
}

/* Does a yield to b, which overlaps it? */
static bool yields(const struct hit *a, const struct hit *b)
{
	if (is_generic(a) != is_generic(b))
		return is_generic(a);
	if (is_generic(a) && hit_confidence(a) == hit_confidence(b))
		return strcmp(a->rule->id, b->rule->id) > 0;
	return same_bytes(a, b) && hit_confidence(a) < hit_confidence(b);
}

static void settle_pair(
	enum fate *a, enum fate *b, const struct hit *first, const struct hit *second)
{
	if (*b == FATE_REPORT && yields(first, second))
		*a = FATE_MASK;
	else if (*a == FATE_REPORT && yields(second, first))
		*b = FATE_MASK;
}

void overlap_settle(enum fate *fates, const struct scan *scan)
{
	const struct hit *hits = scan->hits;

	for (size_t i = 0; i < scan->hit_count; i++)
		for (size_t j = i + 1; j < scan->hit_count && hits[j].view == hits[i].view &&
				       hits[j].secret_from < hits[i].secret_to;
			j++)
			if (fates[i] != FATE_NONE && fates[j] != FATE_NONE)
				settle_pair(&fates[i], &fates[j], &hits[i], &hits[j]);
}

/* ---- repetitions ---- */

struct order {
	const struct scan *scan;
	const struct views *views;
};

static struct text secret_of(const struct order *order, size_t index)
{
	const struct hit *hit = &order->scan->hits[index];

	return text_slice(order->views->items[hit->view].bytes, hit->secret_from, hit->secret_to);
}

static int compare_content(const struct order *order, size_t a, size_t b)
{
	int difference = strcmp(order->scan->hits[a].rule->id, order->scan->hits[b].rule->id);

	return difference ? difference : text_compare(secret_of(order, a), secret_of(order, b));
}

static int compare(const void *left, const void *right, void *context)
{
	size_t a = *(const size_t *)left, b = *(const size_t *)right;
	int difference = compare_content(context, a, b);

	return difference ? difference : (a > b) - (a < b);
}

void overlap_repeats(
	size_t *first, size_t *order, const struct scan *scan, const struct views *views)
{
	struct order context = {scan, views};

	for (size_t i = 0; i < scan->hit_count; i++)
		order[i] = i;
	qsort_r(order, scan->hit_count, sizeof(*order), compare, &context);
	for (size_t i = 0; i < scan->hit_count; i++) {
		bool repeats = i > 0 && compare_content(&context, order[i - 1], order[i]) == 0;

		first[order[i]] = repeats ? first[order[i - 1]] : order[i];
	}
}
