/* SPDX-License-Identifier: Apache-2.0
 *
 * How much a text looks as if drawn by chance rather than written by somebody. Beyond Shannon's entropy, which a
 * long name has as well: how much more probable each pair of neighbours is when characters are drawn from the
 * text's own alphabet (its classes of characters) than in what people write (bigrams.def, from public
 * source code). A sum of log-likelihood ratios, in bits; names are below 0, keys at about 3 for each pair.
 */
#ifndef SEAMGATE_SECRETS_LIKENESS_H
#define SEAMGATE_SECRETS_LIKENESS_H

#include "gate/base/text.h"

enum { CLASS_LOWER = 1, CLASS_UPPER = 2, CLASS_DIGIT = 4, CLASS_MARK = 8 };

struct likeness {
	double bits;      /* for chance and against a writer */
	double pair_bits; /* the same for each pair; 0 where there is none */
	double in_words; /* share of the characters that are in frequent words of 4 letters and more */
	unsigned classes; /* CLASS_LOWER | …, that occur */
	unsigned class_count;
	bool is_hex; /* nothing but hexadecimal digits of one case */
};

struct likeness likeness_of(struct text text);

#endif
