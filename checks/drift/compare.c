/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/drift/compare.h"

#include <math.h>

#include "gate/stats/divergence.h"
#include "gate/stats/moments.h"

static double share_missing(const struct column *column)
{
	return column->rows ? (double)column->missing / (double)column->rows : NAN;
}

static double rows_with_value(const struct column *column)
{
	return (double)(column->rows - column->missing);
}

/* ---- counts side by side ---- */

struct counts {
	double *reference, *current;
	size_t count;
};

static int counts_new(struct counts *out, size_t most, struct arena *arena, struct err *err)
{
	*out = (struct counts){arena_array(arena, most + 1, sizeof(double)),
		arena_array(arena, most + 1, sizeof(double)), 0};
	return out->reference && out->current ? 0 : err_nomem(err);
}

static int fill(double *counts, const struct column *column, const double *edges, size_t count,
	struct arena *arena, struct err *err)
{
	struct sorted_merge merge;

	if (sorted_merge_open(&merge, &column->values, arena, err) < 0)
		return -1;
	divergence_fill_of(&merge.ascending, edges, count, counts);
	return sorted_merge_check(&merge, err);
}

/* As many as numpy.histogram_bin_edges(both, "sturges") takes. */
static size_t bins_of(
	const struct feature *feature, const struct column *base, const struct column *current)
{
	double bins = (double)feature->bins;

	if (feature->binning == BINNING_STURGES)
		bins = ceil(log2((double)(base->values.count + current->values.count)) + 1);
	return bins < FEATURE_MOST_BINS ? (size_t)bins : FEATURE_MOST_BINS;
}

/* The inner edges of equal widths over both samples, as numpy.linspace has them; of one value there are none. */
static size_t cut_widths(
	double *edges, size_t bins, const struct column *base, const struct column *current)
{
	double low = fmin(base->values.low, current->values.low);
	double high = fmax(base->values.high, current->values.high);
	double step = (high - low) / (double)bins;
	size_t count = 0;

	for (size_t i = 1; i < bins && high > low; i++)
		edges[count++] = (double)i * step + low;
	return count;
}

static int cut_quantiles(double *edges, size_t *count, size_t bins, const struct column *base,
	struct arena *arena, struct err *err)
{
	struct sorted_merge merge;

	if (sorted_merge_open(&merge, &base->values, arena, err) < 0)
		return -1;
	divergence_edges_of(&merge.ascending, bins, edges, count);
	return sorted_merge_check(&merge, err);
}

static int fill_bins(struct counts *out, const struct feature *feature, const struct column *base,
	const struct column *current, struct arena *arena, struct err *err)
{
	size_t bins = bins_of(feature, base, current), count = 0;
	double *edges = arena_array(arena, bins, sizeof(*edges));

	if (!edges)
		return err_nomem(err);
	if (counts_new(out, bins, arena, err) < 0)
		return -1;
	if (feature->binning != BINNING_QUANTILES)
		count = cut_widths(edges, bins, base, current);
	else if (cut_quantiles(edges, &count, bins, base, arena, err) < 0)
		return -1;
	out->count = count + 1;
	return fill(out->reference, base, edges, count, arena, err) < 0
		       ? -1
		       : fill(out->current, current, edges, count, arena, err);
}

/* The reference's categories in its order, then those that only the current side has. */
static int fill_categories(struct counts *out, struct comparison *found, const struct column *base,
	const struct column *current, struct arena *arena, struct err *err)
{
	double fresh = 0;

	if (counts_new(out, base->category_count + current->category_count, arena, err) < 0)
		return -1;
	for (size_t i = 0; i < base->category_count; i++)
		out->reference[i] = base->categories[i].count;
	out->count = base->category_count;
	for (size_t i = 0; i < current->category_count; i++) {
		const struct category *category = &current->categories[i];
		const uint32_t *number = keys_find(&base->names, category->name);

		out->current[number ? *number - 1 : out->count++] = category->count;
		if (number)
			continue;
		fresh += category->count;
		if (!found->newest || category->count > found->newest->count)
			found->newest = category;
	}
	found->new_share = found->rows > 0 ? fresh / found->rows : 0;
	return 0;
}

static int same_bins(const struct column *base, const struct column *current, struct err *err)
{
	bool same =
		base->category_count == current->category_count && !base->edges == !current->edges;

	if (!base->edges && !current->edges)
		return 0;
	for (size_t i = 0; same && i <= base->category_count; i++)
		same = base->edges[i] == current->edges[i];
	return same ? 0
		    : err_set(err, ERR_LOOK, "%.200s and %.200s have other bins", base->file,
			      current->file);
}

/* ---- statistics ---- */

static struct shares share(const struct counts *counts, double base_rows, double rows)
{
	for (size_t i = 0; i < counts->count; i++) {
		counts->reference[i] /= base_rows;
		counts->current[i] /= rows;
	}
	return (struct shares){counts->reference, counts->current, counts->count};
}

static double log_base(const struct feature *feature)
{
	return feature->log == LOG_E ? exp(1) : 2;
}

static double of_shares(const struct feature *feature, struct shares shares)
{
	switch (feature->test) {
	case TEST_JENSEN_SHANNON:
		return divergence_jensen_shannon(shares, log_base(feature));
	case TEST_L_INFINITY:
		return divergence_l_infinity(shares);
	case TEST_HELLINGER:
		return divergence_hellinger(shares);
	default:
		return divergence_psi(shares, feature->zero_share);
	}
}

/* Near 0 all of these are functions of the same quadratic form of the differences: see divergence.h. A single share differs by
 * at most the square root of that form over 4 times its largest value, 1. */
static double noise_of_shares(const struct feature *feature, size_t bins, double n, double m)
{
	double psi = divergence_psi_noise(bins, n, m);

	switch (feature->test) {
	case TEST_JENSEN_SHANNON:
		return sqrt(psi / 8 / log(log_base(feature)));
	case TEST_HELLINGER:
		return sqrt(psi / 8);
	case TEST_L_INFINITY:
		return sqrt(psi) / 2;
	case TEST_CHI_SQUARE:
		return psi / (1 / n + 1 / m);
	case TEST_CRAMERS_V:
		return sqrt(psi / (1 / n + 1 / m) / (n + m));
	default:
		return psi;
	}
}

static int compare_counts(
	struct comparison *out, const struct feature *feature, const struct counts *counts)
{
	struct shares raw = {counts->reference, counts->current, counts->count};

	out->noise = noise_of_shares(feature, counts->count, out->base_rows, out->rows);
	if (feature->test == TEST_CHI_SQUARE)
		out->statistic = divergence_chi_square(raw).statistic;
	else if (feature->test == TEST_CRAMERS_V)
		out->statistic = divergence_chi_square(raw).cramers_v;
	else
		out->statistic = of_shares(feature, share(counts, out->base_rows, out->rows));
	return 0;
}

/* A statistic of both samples, in one walk through them. */
static int of_both(double *out,
	double (*statistic)(struct ascending *reference, struct ascending *current),
	const struct column *base, const struct column *current, struct arena *arena,
	struct err *err)
{
	struct sorted_merge reference, head;

	if (sorted_merge_open(&reference, &base->values, arena, err) < 0 ||
		sorted_merge_open(&head, &current->values, arena, err) < 0)
		return -1;
	*out = statistic(&reference.ascending, &head.ascending);
	return sorted_merge_check(&reference, err) < 0 ? -1 : sorted_merge_check(&head, err);
}

/* The sum of x - from, or of its square. */
static int add_up(double *out, const struct column *column, double from, bool square,
	struct arena *arena, struct err *err)
{
	struct sorted_merge merge;
	struct sum sum = {0};
	double value;

	if (sorted_merge_open(&merge, &column->values, arena, err) < 0)
		return -1;
	while (merge.ascending.next(&merge.ascending, &value))
		sum_add(&sum, square ? (value - from) * (value - from) : value - from);
	*out = sum_of(&sum);
	return sorted_merge_check(&merge, err);
}

/* What the distance is divided by. */
static int scale_of(double *out, const struct feature *feature, const struct column *column,
	struct arena *arena, struct err *err)
{
	double n = (double)column->values.count, sum, squares;

	*out = 1;
	if (feature->scale == SCALE_NONE)
		return 0;
	if (add_up(&sum, column, 0, false, arena, err) < 0 ||
		add_up(&squares, column, sum / n, true, arena, err) < 0)
		return -1;
	*out = feature->scale == SCALE_SAMPLE ? sqrt(squares / (n - 1))
					      : fmax(sqrt(squares / n), 0.001);
	return 0;
}

static int compare_wasserstein(struct comparison *out, const struct feature *feature,
	const struct column *base, const struct column *current, struct arena *arena,
	struct err *err)
{
	struct sorted_merge merge;
	double scale;

	if (scale_of(&scale, feature, base, arena, err) < 0)
		return -1;
	if (!(scale > 0))
		return err_set(err, ERR_LOOK,
			"%.200s has one value only: wasserstein is divided by its standard "
			"deviation",
			base->file);
	if (of_both(&out->statistic, divergence_wasserstein_of, base, current, arena, err) < 0 ||
		sorted_merge_open(&merge, &base->values, arena, err) < 0)
		return -1;
	out->statistic /= scale;
	out->noise = divergence_wasserstein_noise_of(&merge.ascending, out->base_rows, out->rows) /
		     scale;
	return sorted_merge_check(&merge, err);
}

static int compare_values(struct comparison *out, const struct feature *feature,
	const struct column *base, const struct column *current, struct arena *arena,
	struct err *err)
{
	if (feature->test != TEST_KS)
		return compare_wasserstein(out, feature, base, current, arena, err);
	out->noise = divergence_ks_noise(out->base_rows, out->rows);
	return of_both(&out->statistic, divergence_ks_of, base, current, arena, err);
}

static int compare_shares(struct comparison *out, const struct feature *feature,
	const struct column *base, const struct column *current, struct arena *arena,
	struct err *err)
{
	struct counts counts = {0};
	int done = base->type == FEATURE_NUMERIC
			   ? fill_bins(&counts, feature, base, current, arena, err)
			   : fill_categories(&counts, out, base, current, arena, err);

	return done < 0 ? -1 : compare_counts(out, feature, &counts);
}

/* With so many rows on either side the noise is down to the limit. psi's goes with 1/n, the others' with its root; that of chi-square does
 * not go down. */
static uint64_t needed(const struct feature *feature, const struct comparison *found)
{
	double n = 2 / (1 / found->base_rows + 1 / found->rows);
	double excess = found->noise / feature->max;

	if (feature->test == TEST_CHI_SQUARE)
		return 0;
	n *= feature->test == TEST_PSI ? excess : excess * excess;
	n = n > (double)feature->min_rows ? n : (double)feature->min_rows;
	return n < 1e15 ? (uint64_t)ceil(n) : 0;
}

int compare_columns(struct comparison *out, const struct feature *feature,
	const struct column *base, const struct column *current, struct arena *arena,
	struct err *err)
{
	int done;

	*out = (struct comparison){.rows = rows_with_value(current),
		.base_rows = rows_with_value(base),
		.missing = share_missing(current),
		.base_missing = share_missing(base)};
	if (!(out->base_rows > 0))
		return err_set(err, ERR_LOOK, "%.200s has no values", base->file);
	if (!(out->rows > 0))
		return err_set(err, ERR_LOOK, "%.200s has no values", current->file);
	if (same_bins(base, current, err) < 0)
		return -1;
	if (feature_is_of_values(feature) && base->type != FEATURE_NUMERIC)
		return err_set(err, ERR_LOOK, "%.200s: %s compares numbers, and these are none",
			base->file, feature_tests[feature->test]);
	done = feature_is_of_values(feature)
		       ? compare_values(out, feature, base, current, arena, err)
		       : compare_shares(out, feature, base, current, arena, err);
	if (done < 0)
		return -1;
	out->needed = needed(feature, out);
	return isnan(out->statistic) ? err_set(err, ERR_INTERNAL, "the statistic is no number") : 0;
}
