/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/stats/proportion.h"

#include <math.h>

#include "gate/stats/beta.h"
#include "gate/stats/normal.h"

static const struct interval nothing = {NAN, NAN};

struct interval wilson_interval(double share, double samples, double confidence)
{
	double z = normal_z(confidence), n = samples, centre, half;

	if (!(share >= 0 && share <= 1) || !(n > 0) || isinf(n) || isnan(z))
		return nothing;
	centre = (share + z * z / (2 * n)) / (1 + z * z / n);
	half = z / (1 + z * z / n) * sqrt(share * (1 - share) / n + z * z / (4 * n * n));
	return (struct interval){fmax(0, centre - half), fmin(1, centre + half)};
}

struct interval clopper_pearson_interval(uint64_t k, uint64_t n, double confidence)
{
	double tail = (1 - confidence) / 2;

	if (n == 0 || k > n || !(confidence > 0 && confidence < 1))
		return nothing;
	return (struct interval){
		k == 0 ? 0 : beta_quantile(tail, (double)k, (double)(n - k) + 1),
		k == n ? 1 : beta_quantile(1 - tail, (double)k + 1, (double)(n - k)),
	};
}

struct interval newcombe_difference(
	double base, double base_samples, double head, double head_samples, double confidence)
{
	struct interval b = wilson_interval(base, base_samples, confidence);
	struct interval h = wilson_interval(head, head_samples, confidence);
	double difference = base - head;

	return (struct interval){
		difference - hypot(base - b.low, h.high - head),
		difference + hypot(b.high - base, head - h.low),
	};
}
