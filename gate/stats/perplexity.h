/* SPDX-License-Identifier: Apache-2.0
 *
 * Perplexities of two models on the same text. What is compared is ln(PPL_head / PPL_base) = f_head - f_base with f
 * the mean negative log-likelihood of a token, as llama.cpp's perplexity tool does
 * (tools/perplexity/perplexity.cpp): se = sqrt(se_head^2 + se_base^2 - 2 cov), over tokens or chunks.
 * The difference is positive when the head is worse.
 */
#ifndef SEAMGATE_STATS_PERPLEXITY_H
#define SEAMGATE_STATS_PERPLEXITY_H

#include "gate/stats/mean.h"

/* From mean negative log-likelihoods of the same chunks, in the same order and of the same number of tokens. */
MUST_CHECK int perplexity_paired(struct mean_difference *out, struct sample base_nll,
	struct sample head_nll, struct arena *arena, struct err *err);

/* From sums of log-likelihoods over unlike numbers of words (bytes, tokens), document by document: f = -sum(ll) / sum(w). The
 * difference is a ratio R = sum(base_ll - head_ll) / sum(w), with the error of a ratio of sums (Cochran, Sampling
 * Techniques, 3rd ed. 1977, eq. 2.45 and 2.46): sqrt(n / (n - 1) sum(e_i^2)) / sum(w), e_i = d_i - R w_i. `words` is not negative and the same for
 * both; all three have the same length. Refuses values that are not finite. */
MUST_CHECK int perplexity_weighted(struct mean_difference *out, struct sample base_ll,
	struct sample head_ll, const double *words, struct err *err);

/* From running perplexities as `[1]6.1,[2]5.9,` prints them: those of the first i chunks, i = 1..n. The chunk's own nll is
 * i ln(r_i) - (i - 1) ln(r_(i-1)). out has room for count. False where one is not above 0 or not finite. */
bool perplexity_chunks(double *out, const double *running, size_t count);

/* From two printed "PPL = x +/- e": unpaired, so the interval is wider than it need be. */
struct mean_difference perplexity_printed(
	double base, double base_error, double head, double head_error);

/* From a printed "Mean ln(PPL(Q)/PPL(base)) : d ± e", which is paired. */
struct mean_difference perplexity_logged(double log_ratio, double error);

/* exp of an interval of logarithms: of the ratio itself. */
struct interval perplexity_ratio(struct interval logarithms);

#endif
