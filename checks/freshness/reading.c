/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/freshness/reading.h"

#include <math.h>
#include <stdlib.h>

#include "gate/stats/quantile.h"

void readings_start(struct readings *readings, const char *file, struct arena *arena)
{
	*readings = (struct readings){.arena = arena, .file = file};
	keys_start(&readings->by_name, arena);
}

int reading_refuse(
	const char *file, uint32_t line, struct err *err, const char *what, const char *remedy)
{
	err_set(err, ERR_LOOK, "%.200s:%u: %s", file, line, what);
	return err_remedy(err, "%s", remedy);
}

static int add(struct readings *readings, struct text name, uint32_t line, struct reading **out,
	struct err *err)
{
	struct reading *reading = arena_alloc(readings->arena, sizeof(*reading));

	if (readings->count == MOST_READINGS)
		return reading_refuse(readings->file, line, err,
			"more than 65536 partitions or ids of one source",
			"name with select: what is to be judged");
	if (!reading ||
		arena_reserve(readings->arena, (void **)&readings->items, &readings->capacity,
			readings->count + 1, sizeof(struct reading *)) < 0)
		return err_nomem(err);
	*reading = (struct reading){.name = arena_text(readings->arena, name),
		.line = line,
		.at = NAN,
		.age = NAN,
		.added = NAN,
		.measured = NAN,
		.idle = NAN,
		.pending = NAN};
	if (!reading->name.ptr)
		return err_nomem(err);
	readings->items[readings->count++] = reading;
	*out = reading;
	return 0;
}

int readings_find(struct readings *readings, struct text name, uint32_t line, struct reading **out,
	struct err *err)
{
	const uint32_t *found = keys_find(&readings->by_name, name);
	uint32_t *number;

	if (found) {
		*out = readings->items[*found - 1];
		return 0;
	}
	if (add(readings, name, line, out, err) < 0 ||
		keys_add(&readings->by_name, (*out)->name, &number, err) < 0)
		return -1;
	*number = (uint32_t)readings->count;
	return 0;
}

const struct reading *readings_get(const struct readings *readings, struct text name)
{
	const uint32_t *found = keys_find(&readings->by_name, name);

	return found ? readings->items[*found - 1] : NULL;
}

void reading_worst(double *kept, double now)
{
	if (!(*kept >= now))
		*kept = now;
}

static int push(struct readings *readings, struct records *records, double value, struct err *err)
{
	if (arena_reserve(readings->arena, (void **)&records->items, &records->capacity,
		    records->count + 1, sizeof(double)) < 0)
		return err_nomem(err);
	records->items[records->count++] = value;
	return 0;
}

int reading_record(struct readings *readings, struct reading *reading, double age, double added,
	struct err *err)
{
	if (readings->record_count++ == MOST_RECORDS)
		return reading_refuse(readings->file, reading->line, err,
			"more than 4194304 records", "write down a sample of them");
	if (push(readings, &reading->ages, age, err) < 0)
		return -1;
	return isnan(added) ? 0 : push(readings, &reading->additions, added, err);
}

static int by_value(const void *left, const void *right)
{
	double a = *(const double *)left, b = *(const double *)right;

	return a < b ? -1 : a > b;
}

/* The lowest below 0 shows that two clocks disagree, and no statistic may hide it. */
static double statistic(struct records *records, double share)
{
	if (records->count == 0)
		return NAN;
	qsort(records->items, records->count, sizeof(double), by_value);
	if (records->items[0] < 0)
		return records->items[0];
	return quantile_sorted(
		(struct sample){records->items, records->count}, share, QUANTILE_TYPE_1);
}

void readings_finish(struct readings *readings, double share)
{
	for (size_t i = 0; i < readings->count; i++) {
		struct reading *reading = readings->items[i];

		if (reading->ages.count)
			reading->age = statistic(&reading->ages, share);
		if (reading->additions.count)
			reading->added = statistic(&reading->additions, share);
	}
}
