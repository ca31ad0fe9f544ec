/* SPDX-License-Identifier: Apache-2.0
 *
 * What a metric is of its samples, where it is no mean over them: perplexities of sums, and scores of a table of classes. Pure.
 *   word_perplexity, byte_perplexity, ppl    exp(-sum of log-likelihoods / sum of words)
 *   bits_per_byte                            the exponent in base 2
 *   f1         2 tp / (2 tp + fp + fn) of the class 1, of two classes (scikit-learn, f1_score)
 *   macro_f1   the mean of each class's f1, over the classes that occur
 *   mcc        Matthews' correlation; for more than two classes Gorodkin's (Computational Biology and Chemistry 28, 2004)
 */
#ifndef SEAMGATE_MODEL_STATISTIC_H
#define SEAMGATE_MODEL_STATISTIC_H

#include "checks/model/evidence.h"

/* Samples of pairs: NAN where they do not say it (a class beyond MOST_CLASSES). Of others their mean. */
double statistic_of_samples(const struct sample_set *set);

/* The same of the samples drawn, with repetition. */
double statistic_of_units(const struct sample_set *set, const size_t *units, size_t count);

enum { MOST_CLASSES = 64 };

#endif
