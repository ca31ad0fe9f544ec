/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <string.h>

#include "checks/latency/formats/otlp_buckets.h"

enum {
	MOST_BUCKETS = 1024,
	/* The specification has -10 to 20; a bucket beyond 2^-1100 to 2^1100 holds no number. */
	LEAST_SCALE = -10,
	MOST_SCALE = 20,
	MOST_EXPONENT = 1100,
};

/* One side of a point. */
struct range {
	int64_t first;
	const struct json *counts; /* may be NULL: none */
	int scale;
};

/* The index of the same value at a scale that is `steps` coarser: halved, toward less. */
static int64_t coarser(int64_t index, int steps)
{
	int64_t width = (int64_t)1 << steps;

	return index >= 0 ? index / width : -((-index + width - 1) / width);
}

/* A power of two, 2^(index / 2^scale). */
static double bound_at(int64_t index, int scale)
{
	return exp2(ldexp((double)index, -scale));
}

static int read_integer(double *out, const struct json *object, const char *key, double least,
	double most, const struct otlp_place *place, struct err *err)
{
	const struct json *value = json_get(object, key);

	*out = 0; /* as protobuf leaves it out */
	if (part_optional(out, object, key, place->file, err) < 0)
		return -1;
	if (*out < least || *out > most || *out != floor(*out))
		return otlp_refuse(place, value, err,
			"a scale or an offset of a histogram that cannot be",
			"export the metrics again; the file is damaged");
	return 0;
}

static int read_range(struct range *out, const struct json *point, const char *key, int scale,
	const struct otlp_place *place, struct err *err)
{
	const struct json *side = json_get(point, key);
	double offset, most = ldexp(MOST_EXPONENT, scale);

	if (read_integer(&offset, side, "offset", -fmin(most, INT32_MAX), fmin(most, INT32_MAX),
		    place, err) < 0)
		return -1;
	*out = (struct range){(int64_t)offset, json_get(side, "bucketCounts"), scale};
	if (out->counts && out->counts->count > MOST_BUCKETS)
		return otlp_refuse(place, out->counts, err, "a histogram of more than 1024 buckets",
			"record fewer buckets");
	return 0;
}

static void halve(struct exponential_buckets *buckets)
{
	int64_t first = coarser(buckets->first, 1);

	/* The new place is never behind the old one. */
	for (size_t i = 0; i < buckets->count; i++) {
		size_t to = (size_t)(coarser(buckets->first + (int64_t)i, 1) - first);
		double count = buckets->counts[i];

		buckets->counts[i] = 0;
		buckets->counts[to] += count;
	}
	if (buckets->count)
		buckets->count =
			(size_t)(coarser(buckets->first + (int64_t)buckets->count - 1, 1) - first) +
			1;
	buckets->first = first;
	buckets->scale--;
}

/* What both take up together at the scale that `into` has. */
static void span(const struct exponential_buckets *into, const struct range *range, int64_t *first,
	int64_t *last)
{
	int steps = range->scale - into->scale;

	*first = coarser(range->first, steps);
	*last = coarser(range->first + (int64_t)range->counts->count - 1, steps);
	if (into->count == 0)
		return;
	if (into->first < *first)
		*first = into->first;
	if (into->first + (int64_t)into->count - 1 > *last)
		*last = into->first + (int64_t)into->count - 1;
}

static int grow(struct exponential_buckets *into, size_t count, const struct otlp_place *place,
	struct err *err)
{
	size_t capacity = count > 2 * into->capacity ? count : 2 * into->capacity;
	double *counts = arena_array(place->arena, capacity, sizeof(*counts));

	if (!counts)
		return err_nomem(err);
	for (size_t i = 0; i < into->count; i++)
		counts[i] = into->counts[i];
	into->counts = counts;
	into->capacity = capacity;
	return 0;
}

/* Makes room at a scale at which all fits. */
static int widen(struct exponential_buckets *into, const struct range *range,
	const struct otlp_place *place, struct err *err)
{
	int64_t first, last;
	size_t lead, count;

	while (into->scale > range->scale)
		halve(into);
	for (span(into, range, &first, &last); last - first >= MOST_BUCKETS;
		span(into, range, &first, &last))
		halve(into);
	count = (size_t)(last - first) + 1;
	if (count > into->capacity && grow(into, count, place, err) < 0)
		return -1;
	lead = into->count ? (size_t)(into->first - first) : 0;
	memmove(into->counts + lead, into->counts, into->count * sizeof(double));
	for (size_t i = 0; i < count; i++)
		if (i < lead || i >= lead + into->count)
			into->counts[i] = 0;
	into->first = first;
	into->count = count;
	return 0;
}

static bool fits(const struct exponential_buckets *into, const struct range *range)
{
	int64_t first, last;

	if (into->count == 0 || into->scale > range->scale)
		return false;
	span(into, range, &first, &last);
	return first == into->first && last == into->first + (int64_t)into->count - 1;
}

static int add_range(struct exponential_buckets *into, const struct range *range, double *all,
	const struct otlp_place *place, struct err *err)
{
	int64_t index = range->first;
	double one;

	if (!range->counts || range->counts->count == 0)
		return 0;
	if (into->count == 0)
		into->scale = range->scale;
	if (!fits(into, range) && widen(into, range, place, err) < 0)
		return -1;
	for (const struct json *item = range->counts->child; item; item = item->next, index++) {
		if (otlp_count(&one, item, place, err) < 0)
			return -1;
		into->counts[coarser(index, range->scale - into->scale) - into->first] += one;
		*all += one;
	}
	return 0;
}

static int check_negative(const struct json *point, const struct otlp_place *place, struct err *err)
{
	const struct json *counts = json_get(json_get(point, "negative"), "bucketCounts");
	double one;

	for (const struct json *item = counts ? counts->child : NULL; item; item = item->next) {
		if (otlp_count(&one, item, place, err) < 0)
			return -1;
		if (one > 0)
			return otlp_refuse(place, item, err, "durations below 0",
				"measure with a clock that does not go back");
	}
	return 0;
}

static int add_zeros(struct exponential_buckets *into, const struct json *point, double *all,
	const struct otlp_place *place, struct err *err)
{
	double zeros, threshold = 0;

	if (otlp_count(&zeros, json_get(point, "zeroCount"), place, err) < 0 ||
		part_optional(&threshold, point, "zeroThreshold", place->file, err) < 0)
		return -1;
	into->zeros += zeros;
	into->zero_threshold = fmax(into->zero_threshold, threshold);
	*all += zeros;
	return 0;
}

int exponential_add(struct exponential_buckets *into, const struct json *point, double count,
	const struct otlp_place *place, struct err *err)
{
	double scale, all = 0;
	struct range range;

	if (read_integer(&scale, point, "scale", LEAST_SCALE, MOST_SCALE, place, err) < 0 ||
		read_range(&range, point, "positive", (int)scale, place, err) < 0 ||
		check_negative(point, place, err) < 0 ||
		add_zeros(into, point, &all, place, err) < 0 ||
		add_range(into, &range, &all, place, err) < 0)
		return -1;
	return all == count
		       ? 0
		       : otlp_refuse(place, point, err, "the buckets of a point are not its count",
				 "export the metrics again; the file is damaged");
}

void exponential_clear(struct exponential_buckets *buckets)
{
	*buckets = (struct exponential_buckets){
		.counts = buckets->counts, .capacity = buckets->capacity};
}

double exponential_quantile(const struct exponential_buckets *buckets, double q)
{
	double all = buckets->zeros, before = buckets->zeros, rank;

	for (size_t i = 0; i < buckets->count; i++)
		all += buckets->counts[i];
	rank = q * all;
	if (!(all > 0))
		return NAN;
	if (before > 0 && before >= rank)
		return buckets->zero_threshold * rank / before;
	for (size_t i = 0; i < buckets->count; before += buckets->counts[i++]) {
		double in = buckets->counts[i];
		int64_t index = buckets->first + (int64_t)i;

		if (in > 0 && before + in >= rank)
			return bound_at(index, buckets->scale) *
			       exp2(ldexp((rank - before) / in, -buckets->scale));
	}
	return NAN;
}
