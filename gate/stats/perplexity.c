/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/stats/perplexity.h"

#include <math.h>

int perplexity_paired(struct mean_difference *out, struct sample base_nll, struct sample head_nll,
	struct arena *arena, struct err *err)
{
	/* The error of the mean difference is sqrt(se^2 + se^2 - 2 cov) already. */
	return mean_paired(out, base_nll, head_nll, NULL, arena, err);
}

int perplexity_weighted(struct mean_difference *out, struct sample base_ll, struct sample head_ll,
	const double *words, struct err *err)
{
	size_t n = head_ll.count;
	double sum = 0, weight = 0, squares = 0, ratio;

	*out = (struct mean_difference){n, n, n, NAN, NAN, NAN};
	for (size_t i = 0; i < n; i++) {
		if (!isfinite(base_ll.values[i]) || !isfinite(head_ll.values[i]) ||
			!(words[i] >= 0))
			return err_set(err, ERR_LOOK, "a log-likelihood that is not finite");
		sum += base_ll.values[i] - head_ll.values[i];
		weight += words[i];
	}
	if (!(weight > 0))
		return 0;
	ratio = sum / weight;
	for (size_t i = 0; i < n; i++) {
		double rest = base_ll.values[i] - head_ll.values[i] - ratio * words[i];

		squares += rest * rest;
	}
	out->difference = ratio;
	if (n < 2)
		return 0;
	out->error = sqrt((double)n / (double)(n - 1) * squares) / weight;
	out->df = (double)(n - 1);
	return 0;
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
