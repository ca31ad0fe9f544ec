/* SPDX-License-Identifier: Apache-2.0
 *
 * One feature as the policy names it: where its reference and its current values are, how they are compared, and how far apart they
 * may be. Private to the check.
 */
#ifndef SEAMGATE_DRIFT_FEATURE_H
#define SEAMGATE_DRIFT_FEATURE_H

#include "gate/source.h"

enum feature_type { FEATURE_AUTO, FEATURE_NUMERIC, FEATURE_CATEGORICAL };

/* As the option's choices stand; names in feature_tests. */
enum feature_test {
	TEST_PSI,
	TEST_KS,
	TEST_CHI_SQUARE,
	TEST_CRAMERS_V,
	TEST_JENSEN_SHANNON,
	TEST_WASSERSTEIN,
	TEST_L_INFINITY,
	TEST_HELLINGER,
};

/* How a numeric feature is cut into bins. */
enum feature_binning {
	BINNING_QUANTILES, /* as much of the reference in each */
	BINNING_WIDTHS,    /* equal widths over both */
	BINNING_STURGES,   /* so, and as many as numpy's "sturges" gives for both together */
};

enum feature_log { LOG_2, LOG_E };

/* What Wasserstein's distance is divided by. */
enum feature_scale {
	SCALE_SAMPLE,     /* the reference's standard deviation, of n - 1 */
	SCALE_POPULATION, /* of n, at least 0.001 */
	SCALE_NONE,
};

enum { INCONCLUSIVE_ERROR, INCONCLUSIVE_WARNING };

enum { FEATURE_MOST_BINS = 1000 };

struct feature {
	struct text name, hop;
	struct text_list when;
	int format;
	struct text baseline; /* "base": the current path at the base; or a path */
	struct text current;
	struct text column; /* of csv its name, else a dotted path; "" the feature's name */
	bool workspace;
	int type, test;
	double max;
	double max_missing, max_new; /* shares of the rows */
	int64_t bins, min_rows;
	int binning, log, scale;
	double zero_share; /* what a share of 0 counts as in psi */
	int inconclusive;
};

struct drift_options {
	struct block_list features, concepts;
};

extern const struct option drift_option_table[];
extern const char *const feature_tests[];

/* Whether the test compares values, not shares of bins. */
bool feature_is_of_values(const struct feature *feature);

#endif
