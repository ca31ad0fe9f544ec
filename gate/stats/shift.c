/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/stats/shift.h"

#include <math.h>
#include <string.h>

#include "gate/stats/normal.h"
#include "gate/stats/rank.h"

struct sides {
	struct sample base, head; /* ascending */
};

/* Doubles in order as integers in order. */
static uint64_t key_of(double value)
{
	uint64_t bits;

	value += 0.0; /* one zero */
	memcpy(&bits, &value, sizeof(bits));
	return bits >> 63 ? ~bits : bits | UINT64_C(1) << 63;
}

static double of_key(uint64_t key)
{
	uint64_t bits = key >> 63 ? key & ~(UINT64_C(1) << 63) : ~key;
	double value;

	memcpy(&value, &bits, sizeof(value));
	return value;
}

/* Differences up to `limit`. Rounding keeps the order, so what fits moves one way only. */
static uint64_t count_upto(const struct sides *sides, double limit)
{
	const double *base = sides->base.values;
	uint64_t count = 0;
	size_t i = 0;

	for (size_t j = 0; j < sides->head.count; j++) {
		while (i < sides->base.count && sides->head.values[j] - base[i] > limit)
			i++;
		count += sides->base.count - i;
	}
	return count;
}

/* The k-th smallest difference, from 1. */
static double select_difference(const struct sides *sides, uint64_t k)
{
	size_t m = sides->base.count, n = sides->head.count;
	uint64_t low = key_of(sides->head.values[0] - sides->base.values[m - 1]);
	uint64_t high = key_of(sides->head.values[n - 1] - sides->base.values[0]);

	while (low < high) {
		uint64_t middle = low + (high - low) / 2;

		if (count_upto(sides, of_key(middle)) >= k)
			high = middle;
		else
			low = middle + 1;
	}
	return of_key(low);
}

static double median_difference(const struct sides *sides)
{
	uint64_t all = (uint64_t)sides->base.count * sides->head.count;
	double low = select_difference(sides, (all + 1) / 2);

	return all % 2 ? low : low / 2 + select_difference(sides, all / 2 + 1) / 2;
}

static int set_interval(struct shift *out, const struct sides *sides, double confidence,
	struct arena *arena, struct err *err)
{
	uint64_t all = (uint64_t)sides->base.count * sides->head.count, k;

	if (rank_critical(&k, &out->confidence, sides->base.count, sides->head.count, confidence,
		    arena, err) < 0)
		return -1;
	if (k == 0)
		return 0;
	out->low = select_difference(sides, k);
	out->high = select_difference(sides, all - k + 1);
	out->error = (out->high - out->low) / (2 * normal_z(out->confidence));
	return 0;
}

int shift_between(struct shift *out, struct sample base, struct sample head, double confidence,
	struct arena *arena, struct err *err)
{
	struct sides sides;

	*out = (struct shift){NAN, NAN, NAN, NAN, NAN};
	if (sample_sorted(&sides.base, base, arena, err) < 0 ||
		sample_sorted(&sides.head, head, arena, err) < 0)
		return -1;
	if (base.count == 0 || head.count == 0)
		return 0;
	out->estimate = median_difference(&sides);
	return set_interval(out, &sides, confidence, arena, err);
}
