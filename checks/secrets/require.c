/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/require.h"

#include <stdlib.h>
#include <string.h>

#include "checks/secrets/locate.h"

enum { MOST_COMPARISONS = 20 * 1000 * 1000 };

struct settling {
	const struct scan *scan;
	const struct spot *spots;
	size_t comparisons; /* left */
};

static uint32_t distance(uint32_t a, uint32_t b)
{
	return a < b ? b - a : a - b;
}

static bool is_near(const struct spot *a, const struct spot *b, const struct rule_require *require)
{
	return distance(a->line, b->line) <= require->within_lines &&
	       distance(a->column, b->column) <= require->within_columns;
}

static bool is_met(struct settling *settling, size_t index, const struct rule_require *require)
{
	const struct scan *scan = settling->scan;

	for (size_t i = 0; i < scan->hit_count; i++) {
		if (settling->comparisons == 0)
			return true;
		settling->comparisons--;
		if (i != index && !scan->hits[i].allowed &&
			is_near(&settling->spots[i], &settling->spots[index], require) &&
			strcmp(scan->hits[i].rule->id, require->rule) == 0)
			return true;
	}
	return false;
}

static bool stays(struct settling *settling, size_t index)
{
	const struct rule *rule = settling->scan->hits[index].rule;

	for (size_t i = 0; i < rule->require_count; i++)
		if (!is_met(settling, index, &rule->require[i]))
			return false;
	return !rule->hidden;
}

static bool has_parts(const struct scan *scan)
{
	for (size_t i = 0; i < scan->hit_count; i++)
		if (scan->hits[i].rule->hidden || scan->hits[i].rule->require_count)
			return true;
	return false;
}

int require_settle(struct scan *scan, const struct views *views, struct err *err)
{
	struct settling settling = {.scan = scan, .comparisons = MOST_COMPARISONS};
	struct spot *spots;
	bool *kept;
	size_t count = 0;

	if (!has_parts(scan))
		return 0;
	spots = calloc(scan->hit_count, sizeof(*spots));
	kept = calloc(scan->hit_count, sizeof(*kept));
	if (spots && kept) {
		locate(spots, scan, views);
		settling.spots = spots;
		for (size_t i = 0; i < scan->hit_count; i++)
			kept[i] = stays(&settling, i);
		for (size_t i = 0; i < scan->hit_count; i++)
			if (kept[i])
				scan->hits[count++] = scan->hits[i];
		scan->hit_count = count;
	}
	free(kept);
	free(spots);
	return settling.spots ? 0 : err_nomem(err);
}
