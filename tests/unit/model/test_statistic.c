/* SPDX-License-Identifier: Apache-2.0
 *
 * Metrics that are no mean: against the examples of scikit-learn's documentation, and perplexities of unlike documents by hand.
 */
#include <math.h>

#include "checks/model/statistic.h"
#include "gate/stats/perplexity.h"
#include "unit.h"

enum { MOST = 8 };

static bool near(double a, double b)
{
	return (isnan(a) && isnan(b)) || fabs(a - b) < 1e-9;
}

static void classes(void)
{
	static const struct {
		const char *name, *metric;
		double right[MOST], said[MOST];
		size_t count;
		double value;
	} rows[] = {
		{"matthews_corrcoef's example", "mcc", {1, 1, 1, 0}, {1, 0, 1, 1}, 4, -1.0 / 3},
		{"f1_score, average macro", "macro_f1", {0, 1, 2, 0, 1, 2}, {0, 2, 1, 0, 0, 1}, 6,
			0.8 / 3},
		{"f1 of two classes", "f1", {1, 1, 1, 0}, {1, 0, 1, 0}, 4, 0.8},
		{"mcc of the same", "mcc", {1, 1, 1, 0}, {1, 0, 1, 0}, 4, 0.57735026918962584},
		{"all right", "mcc", {1, 0, 2}, {1, 0, 2}, 3, 1},
		{"one class only", "mcc", {1, 1}, {1, 1}, 2, 0},
		{"f1 of three classes is none", "f1", {2}, {2}, 1, NAN},
		{"a class beyond the last", "macro_f1", {64}, {1}, 1, NAN},
		{"half a class", "macro_f1", {0.5}, {1}, 1, NAN},
		{"a class below 0", "macro_f1", {-1}, {1}, 1, NAN},
		{"nothing", "mcc", {0}, {0}, 0, NAN},
		{"another metric", "f2", {1}, {1}, 1, NAN},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct sampled items[MOST] = {{0}};
		struct sample_set set = {.key.metric = text_of(rows[i].metric),
			.pair = PAIR_CLASSES,
			.items = items,
			.count = rows[i].count};

		for (size_t k = 0; k < rows[i].count; k++) {
			items[k].value = rows[i].right[k];
			items[k].second = rows[i].said[k];
		}
		CHECK_ROW(rows[i].name, near(statistic_of_samples(&set), rows[i].value));
	}
}

static void likelihoods(void)
{
	struct sampled items[] = {{.value = -10, .second = 5}, {.value = -20, .second = 10}};
	struct sample_set set = {.pair = PAIR_LIKELIHOOD, .items = items, .count = 2};

	set.key.metric = text_of("word_perplexity");
	CHECK_ROW("words", near(statistic_of_samples(&set), exp(2)));
	set.key.metric = text_of("bits_per_byte");
	CHECK_ROW("bits", near(statistic_of_samples(&set), 2 / log(2)));
	set.pair = PAIR_NONE;
	CHECK_ROW("a mean", near(statistic_of_samples(&set), -15));
}

/* R = 3 / 15; e = d - R w. */
static void ratios(void)
{
	static const double base[] = {-10, -20}, words[] = {5, 10}, none[] = {0, 0};
	static const struct {
		const char *name;
		double head[2];
		double error;
	} rows[] = {{"worse in proportion", {-11, -22}, 0}, {"worse in one", {-12, -21}, 2.0 / 15}};
	struct mean_difference out;
	struct err err = {0};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		CHECK_ROW(
			rows[i].name, perplexity_weighted(&out, (struct sample){base, 2},
					      (struct sample){rows[i].head, 2}, words, &err) == 0);
		CHECK_ROW(
			rows[i].name, near(out.difference, 0.2) && near(out.error, rows[i].error));
	}
	CHECK_ROW("no words", perplexity_weighted(&out, (struct sample){base, 2},
				      (struct sample){base, 2}, none, &err) == 0 &&
				      isnan(out.difference));
	CHECK_ROW("one document", perplexity_weighted(&out, (struct sample){base, 1},
					  (struct sample){base, 1}, words, &err) == 0 &&
					  near(out.difference, 0) && isnan(out.error));
	CHECK_ROW("nan", perplexity_weighted(&out, (struct sample){(const double[]){NAN}, 1},
				 (struct sample){base, 1}, words, &err) < 0 &&
				 err.kind == ERR_LOOK);
}

static const struct unit_test tests[] = {
	{"classes", classes}, {"likelihoods", likelihoods}, {"ratios", ratios}};

UNIT_MAIN(tests)
