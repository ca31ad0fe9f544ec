/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "checks/latency/formats/otlp_buckets.h"
#include "checks/latency/formats/prometheus.h"

int otlp_refuse(const struct otlp_place *place, const struct json *at, struct err *err,
	const char *what, const char *remedy)
{
	part_error(place->file, at, err, what);
	return err_remedy(err, "%s", remedy);
}

int otlp_count(
	double *out, const struct json *value, const struct otlp_place *place, struct err *err)
{
	uint64_t count = 0;

	if (value && ((value->type != JSON_STRING && value->type != JSON_NUMBER) ||
			     !text_to_uint(value->text, UINT64_MAX, &count)))
		return part_error(place->file, value, err, "this is no count");
	*out = (double)count;
	return 0;
}

static int take_bounds(
	double *out, const struct json *bounds, const struct otlp_place *place, struct err *err)
{
	double before = -INFINITY;

	for (const struct json *item = bounds ? bounds->child : NULL; item; item = item->next) {
		if (item->type != JSON_NUMBER || !(item->number > before))
			return part_error(
				place->file, item, err, "a bound that is not above the one before");
		before = *out++ = item->number;
	}
	*out = INFINITY;
	return 0;
}

static int set_bounds(struct explicit_buckets *into, const struct json *bounds,
	const struct otlp_place *place, struct err *err)
{
	size_t count = bounds ? bounds->count : 0;

	if (count >= PROMETHEUS_MOST_BUCKETS)
		return otlp_refuse(place, bounds, err, "a histogram of more than 1024 buckets",
			"record fewer buckets");
	into->bounds = arena_array(place->arena, count + 1, sizeof(double));
	into->counts = arena_array(place->arena, count + 1, sizeof(double));
	if (!into->bounds || !into->counts)
		return err_nomem(err);
	into->count = count;
	return take_bounds(into->bounds, bounds, place, err);
}

static int check_bounds(const struct explicit_buckets *into, const struct json *point,
	const struct otlp_place *place, struct err *err)
{
	const struct json *bounds = json_get(point, "explicitBounds");
	bool same = (bounds ? bounds->count : 0) == into->count;
	size_t at = 0;

	for (const struct json *item = same && bounds ? bounds->child : NULL; item;
		item = item->next)
		same = same && item->type == JSON_NUMBER && item->number == into->bounds[at++];
	return same ? 0
		    : otlp_refuse(place, point, err, "the bounds of a histogram change",
			      "measure with one set of bounds");
}

static int add_counts(struct explicit_buckets *into, const struct json *counts, double count,
	const struct otlp_place *place, struct err *err)
{
	double all = 0, one;
	size_t at = 0;

	if (counts->count != into->count + 1)
		return otlp_refuse(place, counts, err,
			"there is not one bucket more than there are bounds",
			"export the metrics again; the file is damaged");
	for (const struct json *item = counts->child; item; item = item->next) {
		if (otlp_count(&one, item, place, err) < 0)
			return -1;
		into->counts[at++] += one;
		all += one;
	}
	return all == count
		       ? 0
		       : otlp_refuse(place, counts, err, "the buckets of a point are not its count",
				 "export the metrics again; the file is damaged");
}

int explicit_add(struct explicit_buckets *into, const struct json *point, double count,
	const struct otlp_place *place, struct err *err)
{
	const struct json *counts = json_get(point, "bucketCounts");

	if (!into->bounds) {
		if (set_bounds(into, json_get(point, "explicitBounds"), place, err) < 0)
			return -1;
	} else if (check_bounds(into, point, place, err) < 0) {
		return -1;
	}
	if (!counts || counts->count == 0)
		return 0; /* only the sum and the count were recorded */
	return add_counts(into, counts, count, place, err);
}

void explicit_clear(struct explicit_buckets *buckets)
{
	for (size_t i = 0; buckets->counts && i <= buckets->count; i++)
		buckets->counts[i] = 0;
}

double explicit_quantile(const struct explicit_buckets *buckets, double q)
{
	double cumulative[PROMETHEUS_MOST_BUCKETS], all = 0;

	for (size_t i = 0; i <= buckets->count; i++)
		cumulative[i] = all += buckets->counts[i];
	return all > 0 ? prometheus_quantile(q, buckets->bounds, cumulative, buckets->count + 1)
		       : NAN;
}
