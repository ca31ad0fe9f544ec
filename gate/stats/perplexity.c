/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/stats/perplexity.h"

#include <math.h>

int perplexity_paired(struct mean_difference *out, struct sample base_nll, struct sample head_nll,
	struct arena *arena, struct err *err)
{
	/* The error of the mean difference is sqrt(se^2 + se^2 - 2 cov) already. */
	return mean_paired(out, base_nll, head_nll, NULL, arena, err);
}

bool perplexity_chunks(double *out, const double *running, size_t count)
{
	double before = 0;

	for (size_t i = 0; i < count; i++) {
		double upto = (double)(i + 1) * log(running[i]);

		if (!(running[i] > 0) || isinf(running[i]))
			return false;
		out[i] = upto - before;
		before = upto;
	}
	return true;
}

struct mean_difference perplexity_printed(
	double base, double base_error, double head, double head_error)
{
	if (!(base > 0 && head > 0))
		return mean_printed(NAN, 0, NAN, 0);
	return mean_printed(log(base), base_error / base, log(head), head_error / head);
}

struct mean_difference perplexity_logged(double log_ratio, double error)
{
	return mean_printed(0, 0, log_ratio, error);
}

struct interval perplexity_ratio(struct interval logarithms)
{
	return (struct interval){exp(logarithms.low), exp(logarithms.high)};
}
