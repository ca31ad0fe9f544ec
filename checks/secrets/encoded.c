/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/encoded.h"

#include <string.h>

/* Hits that begin before a place and are looked at because they may reach to it. */
enum { MOST_BEFORE = 64 };

static struct extent extent_of(const struct hit *hit)
{
	return (struct extent){hit->view, hit->secret_from, hit->secret_to};
}

static bool is_decoded(const struct views *views, size_t view)
{
	return views->items[view].kind == VIEW_DECODED;
}

static bool begins_before(const struct hit *hit, struct extent part)
{
	return hit->view != part.view ? hit->view < part.view : hit->secret_from < part.to;
}

/* How many hits begin before the end of a part. */
static size_t count_before(const struct scan *scan, struct extent part)
{
	size_t low = 0, high = scan->hit_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (begins_before(&scan->hits[middle], part))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool is_generic(const struct hit *hit)
{
	return strstr(hit->rule->id, "generic") != NULL;
}

static void settle_pair(
	enum fate *inner, enum fate *outer, const struct hit *inside, const struct hit *outside)
{
	if (inside->rule == outside->rule)
		*inner = FATE_MASK;
	else if (*outer != FATE_REPORT)
		return;
	else if (is_generic(outside) && !is_generic(inside))
		*outer = FATE_MASK;
	else
		*inner = FATE_MASK;
}

/* Against what is found in the part that the hit was decoded from. */
static void settle_at(enum fate *fates, const struct scan *scan, size_t index, struct extent part)
{
	size_t at = count_before(scan, part);

	for (size_t i = 0; i < MOST_BEFORE && at-- > 0; i++) {
		const struct hit *other = &scan->hits[at];

		if (other->view != part.view || fates[index] != FATE_REPORT)
			break;
		if (other->secret_to > part.from && fates[at] != FATE_NONE)
			settle_pair(&fates[index], &fates[at], &scan->hits[index], other);
	}
}

void encoded_settle(enum fate *fates, const struct scan *scan, const struct views *views)
{
	for (size_t i = 0; i < scan->hit_count; i++) {
		struct extent part = extent_of(&scan->hits[i]);

		while (fates[i] == FATE_REPORT && is_decoded(views, part.view)) {
			part = decoded_source(views, part);
			settle_at(fates, scan, i, part);
		}
	}
}

void encoded_forms(const struct hit *hit, const struct views *views,
	void (*form)(void *context, struct text encoded), void *context)
{
	struct extent part = extent_of(hit);

	while (is_decoded(views, part.view)) {
		part = decoded_source(views, part);
		form(context, text_slice(views->items[part.view].bytes, part.from, part.to));
	}
}
