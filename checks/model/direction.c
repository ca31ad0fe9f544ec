/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/model/direction.h"

static const struct {
	const char *name;
	enum better better;
	bool share;
	enum pair pair;
} known[] = {
	{"acc", BETTER_HIGHER, true, PAIR_NONE},
	{"acc_norm", BETTER_HIGHER, true, PAIR_NONE},
	{"acc_bytes", BETTER_HIGHER, true, PAIR_NONE},
	{"acc_mutual_info", BETTER_HIGHER, true, PAIR_NONE},
	{"accuracy", BETTER_HIGHER, true, PAIR_NONE},
	{"exact_match", BETTER_HIGHER, true, PAIR_NONE},
	{"em", BETTER_HIGHER, true, PAIR_NONE},
	{"qem", BETTER_HIGHER, true, PAIR_NONE},
	{"pass@1", BETTER_HIGHER, false, PAIR_NONE},
	{"prompt_level_strict_acc", BETTER_HIGHER, true, PAIR_NONE},
	{"f1", BETTER_HIGHER, false, PAIR_CLASSES},
	{"mcc", BETTER_HIGHER, false, PAIR_CLASSES},
	{"macro_f1", BETTER_HIGHER, false, PAIR_CLASSES},
	{"bleu", BETTER_HIGHER, false, PAIR_NONE},
	{"chrf", BETTER_HIGHER, false, PAIR_NONE},
	{"rouge1", BETTER_HIGHER, false, PAIR_NONE},
	{"rouge2", BETTER_HIGHER, false, PAIR_NONE},
	{"rougeL", BETTER_HIGHER, false, PAIR_NONE},
	{"r2", BETTER_HIGHER, false, PAIR_NONE},
	{"perplexity", BETTER_LOWER, false, PAIR_NONE},
	{"ppl", BETTER_LOWER, false, PAIR_LIKELIHOOD},
	{"word_perplexity", BETTER_LOWER, false, PAIR_LIKELIHOOD},
	{"byte_perplexity", BETTER_LOWER, false, PAIR_LIKELIHOOD},
	{"bits_per_byte", BETTER_LOWER, false, PAIR_LIKELIHOOD},
	{"brier_score", BETTER_LOWER, false, PAIR_NONE},
	{"ter", BETTER_LOWER, false, PAIR_NONE},
	{"wer", BETTER_LOWER, false, PAIR_NONE},
	{"mse", BETTER_LOWER, false, PAIR_NONE},
	{"rmse", BETTER_LOWER, false, PAIR_NONE},
	{"mae", BETTER_LOWER, false, PAIR_NONE},
};

enum better direction_of(struct text metric)
{
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (text_is(metric, known[i].name))
			return known[i].better;
	return BETTER_UNKNOWN;
}

bool is_share_of_right(struct text metric)
{
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (text_is(metric, known[i].name))
			return known[i].share;
	return false;
}

enum pair pair_of(struct text metric)
{
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (text_is(metric, known[i].name))
			return known[i].pair;
	return PAIR_NONE;
}
