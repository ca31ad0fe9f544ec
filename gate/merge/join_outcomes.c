/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/merge/join_outcomes.h"

#include <stdlib.h>
#include <string.h>

#include "gate/run_parts.h"

static struct counter *find_counter(struct outcome *outcome, const char *name)
{
	for (size_t i = 0; i < outcome->counter_count; i++)
		if (strcmp(outcome->counters[i].name, name) == 0)
			return &outcome->counters[i];
	return NULL;
}

static uint64_t prepared_of(const struct outcome *outcome, const char *name)
{
	for (size_t i = 0; i < outcome->prepared_count; i++)
		if (strcmp(outcome->prepared[i].name, name) == 0)
			return outcome->prepared[i].count;
	return 0;
}

static int compare_counters(const void *left, const void *right)
{
	return strcmp(((const struct counter *)left)->name, ((const struct counter *)right)->name);
}

/* Adds up, but for what every shard has counted for itself when it prepared. */
static int join_counters(
	struct outcome *into, const struct outcome *from, struct arena *arena, struct err *err)
{
	struct counter *all =
		arena_array(arena, into->counter_count + from->counter_count, sizeof(*all));

	if (!all)
		return err_nomem(err);
	memcpy(all, into->counters, into->counter_count * sizeof(*all));
	into->counters = all;
	for (size_t i = 0; i < from->counter_count; i++) {
		const struct counter *more = &from->counters[i];
		struct counter *have = find_counter(into, more->name);
		uint64_t twice = prepared_of(from, more->name);

		if (!have)
			all[into->counter_count++] = *more;
		else if (more->count > twice)
			have->count += more->count - twice;
	}
	qsort(all, into->counter_count, sizeof(*all), compare_counters);
	if (into->prepared_count == 0) {
		into->prepared = from->prepared;
		into->prepared_count = from->prepared_count;
	}
	return 0;
}

static int join_incompletes(
	struct outcome *into, const struct outcome *from, struct arena *arena, struct err *err)
{
	size_t count = into->incomplete_count + from->incomplete_count, kept = 0;
	struct incomplete *all = arena_array(arena, count, sizeof(*all));

	if (!all)
		return err_nomem(err);
	memcpy(all, into->incomplete, into->incomplete_count * sizeof(*all));
	memcpy(all + into->incomplete_count, from->incomplete,
		from->incomplete_count * sizeof(*all));
	/* Of one shard alone they stand as the check gave them. */
	if (into->incomplete_count && from->incomplete_count)
		qsort(all, count, sizeof(*all), incompletes_compare);
	for (size_t i = 0; i < count; i++)
		if (kept == 0 || incompletes_compare(&all[kept - 1], &all[i]) != 0)
			all[kept++] = all[i];
	into->incomplete = all;
	into->incomplete_count = kept;
	return 0;
}

static int join_measurements(
	struct outcome *into, const struct outcome *from, struct arena *arena, struct err *err)
{
	struct measurements all = {
		into->measurements, into->measurement_count, into->measurement_count, false};
	const struct measurements more = {from->measurements, from->measurement_count, 0, false};

	if (measurements_join(&all, &more, arena, err) < 0)
		return -1;
	into->measurements = all.items;
	into->measurement_count = all.count;
	return 0;
}

/* A check of the whole tree is one shard's: its inventory is the whole one. */
static void join_components(struct outcome *into, const struct outcome *from)
{
	if (into->has_components)
		return;
	into->has_components = from->has_components;
	into->components = from->components;
	into->component_count = from->component_count;
}

/* How much a status says of the check in all shards. */
static unsigned status_rank(const struct outcome *outcome)
{
	static const unsigned ranks[] = {[STATUS_SKIPPED] = 0,
		[STATUS_CLEAN] = 2,
		[STATUS_FINDINGS] = 3,
		[STATUS_INCOMPLETE] = 4};

	return outcome->status == STATUS_SKIPPED && !outcome->elsewhere ? 1
									: ranks[outcome->status];
}

static int join_outcome(
	struct outcome *into, const struct outcome *from, struct arena *arena, struct err *err)
{
	if (status_rank(from) > status_rank(into)) {
		into->status = from->status;
		into->reason = from->reason;
		into->elsewhere = from->elsewhere;
	}
	into->duration_ms += from->duration_ms;
	join_components(into, from);
	if (join_counters(into, from, arena, err) < 0 ||
		join_incompletes(into, from, arena, err) < 0)
		return -1;
	return join_measurements(into, from, arena, err);
}

int join_outcomes(struct result *result, const struct merge_part *parts, size_t count,
	struct arena *arena, struct err *err)
{
	for (size_t i = 1; i < count; i++) {
		const struct result *from = &parts[i].result;

		for (size_t o = 0; o < result->outcome_count; o++)
			if (join_outcome(&result->outcomes[o], &from->outcomes[o], arena, err) < 0)
				return -1;
		if (from->duration_ms > result->duration_ms)
			result->duration_ms = from->duration_ms;
	}
	return 0;
}
