/* SPDX-License-Identifier: Apache-2.0
 *
 * One number of the head held against one of the base, of the full-precision reference, or against a limit: pure, from
 * evidence to a loss in three values (gate/stats/loss.h). Comparability was asked before.
 */
#ifndef SEAMGATE_MODEL_COMPARISON_H
#define SEAMGATE_MODEL_COMPARISON_H

#include "checks/model/evidence.h"
#include "gate/stats/loss.h"

enum against { AGAINST_BASE, AGAINST_REFERENCE, AGAINST_LIMIT };

enum test {
	TEST_PAIRED_SHARE, /* Tango's bounds, McNemar's exact p */
	TEST_PAIRED_MEAN,  /* t of the differences, clustered where clusters are known */
	TEST_PAIRED_RATIO, /* perplexities, by the log-likelihoods of each document */
	TEST_BOOTSTRAP, /* a statistic that is no mean: documents drawn anew, the same for both */
	TEST_LOGGED,    /* a paired error that the harness printed */
	TEST_UNPAIRED_SHARE, /* no documents in common: Newcombe */
	TEST_UNPAIRED_MEAN,  /* printed standard errors */
	TEST_RATIO,          /* ln of two perplexities, by printed standard errors */
	TEST_NONE,           /* neither samples nor an error: nothing can be shown */
	TEST_LIMIT,
};

enum { MOST_FLIPPED = 10 };

struct comparison {
	enum test test;
	struct loss loss;
	struct paired table;           /* TEST_PAIRED_SHARE */
	int64_t flipped[MOST_FLIPPED]; /* documents that were right and are wrong, the first ten */
	size_t flipped_count;
	double p; /* one-sided, for Holm */
};

/* base and head are sets of the same documents in the same order, or NULL where there are none. */
MUST_CHECK int comparison_make(struct comparison *out, const struct score *base,
	const struct score *head, const struct sample_set *base_samples,
	const struct sample_set *head_samples, bool higher_is_better, struct loss_rule rule,
	struct arena *arena, struct err *err);

/* A paired number that the harness printed beside its error: ln(PPL(Q)/PPL(base)). */
struct comparison comparison_logged(const struct score *head, struct loss_rule rule);

/* Against a floor (or a ceiling): by the interval of the head's own share or mean. */
struct comparison comparison_limit(
	const struct score *head, double limit, bool is_floor, double alpha);

const char *test_name(enum test test);
const char *test_note(enum test test); /* the same in few words, for a table */

#endif
