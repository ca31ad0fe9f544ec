/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/stats/interval.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int sample_finite(struct sample sample, struct err *err)
{
	for (size_t i = 0; i < sample.count; i++)
		if (!isfinite(sample.values[i]))
			return err_set(err, ERR_LOOK, "value %zu of %zu is %s", i + 1, sample.count,
				isnan(sample.values[i]) ? "not a number" : "infinite");
	return 0;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

int sample_sorted(struct sample *out, struct sample sample, struct arena *arena, struct err *err)
{
	double *copy;

	if (sample_finite(sample, err) < 0)
		return -1;
	copy = arena_array(arena, sample.count, sizeof(*copy));
	if (!copy)
		return err_nomem(err);
	if (sample.count > 0) {
		memcpy(copy, sample.values, sample.count * sizeof(*copy));
		qsort(copy, sample.count, sizeof(*copy), compare);
	}
	*out = (struct sample){copy, sample.count};
	return 0;
}
