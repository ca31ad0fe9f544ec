/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/model/statistic.h"

#include <math.h>

struct classes {
	double right[MOST_CLASSES], said[MOST_CLASSES], both[MOST_CLASSES];
	double samples, hits;
	bool failed;
};

static void count_pair(struct classes *classes, const struct sampled *sample)
{
	double right = sample->value, said = sample->second;

	if (!(right >= 0 && right < MOST_CLASSES && said >= 0 && said < MOST_CLASSES) ||
		right != floor(right) || said != floor(said)) {
		classes->failed = true;
		return;
	}
	classes->samples++;
	classes->right[(size_t)right]++;
	classes->said[(size_t)said]++;
	if (right == said) {
		classes->both[(size_t)right]++;
		classes->hits++;
	}
}

static double f1_of(const struct classes *classes, size_t class)
{
	double all = classes->right[class] + classes->said[class];

	return all > 0 ? 2 * classes->both[class] / all : 0;
}

static double macro_f1(const struct classes *classes)
{
	double sum = 0, count = 0;

	for (size_t i = 0; i < MOST_CLASSES; i++) {
		if (classes->right[i] + classes->said[i] == 0)
			continue;
		sum += f1_of(classes, i);
		count++;
	}
	return count > 0 ? sum / count : NAN;
}

static double binary_f1(const struct classes *classes)
{
	for (size_t i = 2; i < MOST_CLASSES; i++)
		if (classes->right[i] + classes->said[i] > 0)
			return NAN;
	return f1_of(classes, 1);
}

/* 0 where one side has one class only, as scikit-learn has it. */
static double correlation(const struct classes *classes)
{
	double n = classes->samples, product = 0, right = 0, said = 0, below;

	for (size_t i = 0; i < MOST_CLASSES; i++) {
		product += classes->right[i] * classes->said[i];
		right += classes->right[i] * classes->right[i];
		said += classes->said[i] * classes->said[i];
	}
	below = sqrt((n * n - right) * (n * n - said));
	return below > 0 ? (classes->hits * n - product) / below : 0;
}

static const struct {
	const char *metric;
	double (*of)(const struct classes *classes);
} scores[] = {{"f1", binary_f1}, {"macro_f1", macro_f1}, {"mcc", correlation}};

static double of_classes(const struct classes *classes, struct text metric)
{
	for (size_t i = 0; i < sizeof(scores) / sizeof(scores[0]); i++)
		if (text_is(metric, scores[i].metric))
			return classes->failed || classes->samples == 0 ? NAN
									: scores[i].of(classes);
	return NAN;
}

static double of_likelihoods(double sum, double words, struct text metric)
{
	return text_is(metric, "bits_per_byte") ? -sum / words / log(2) : exp(-sum / words);
}

double statistic_of_units(const struct sample_set *set, const size_t *units, size_t count)
{
	struct classes classes = {.samples = 0};
	double sum = 0, second = 0;

	for (size_t i = 0; i < count; i++) {
		const struct sampled *sample = &set->items[units ? units[i] : i];

		if (set->pair == PAIR_CLASSES)
			count_pair(&classes, sample);
		sum += sample->value;
		second += sample->second;
	}
	if (set->pair == PAIR_CLASSES)
		return of_classes(&classes, set->key.metric);
	return set->pair == PAIR_LIKELIHOOD ? of_likelihoods(sum, second, set->key.metric)
					    : sum / (double)count;
}

double statistic_of_samples(const struct sample_set *set)
{
	return statistic_of_units(set, NULL, set->count);
}
