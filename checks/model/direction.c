/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/model/direction.h"

static const struct {
	const char *name;
	enum better better;
	bool share;
} known[] = {
	{"acc", BETTER_HIGHER, true},
	{"acc_norm", BETTER_HIGHER, true},
	{"acc_bytes", BETTER_HIGHER, true},
	{"acc_mutual_info", BETTER_HIGHER, true},
	{"accuracy", BETTER_HIGHER, true},
	{"exact_match", BETTER_HIGHER, true},
	{"em", BETTER_HIGHER, true},
	{"qem", BETTER_HIGHER, true},
	{"pass@1", BETTER_HIGHER, false},
	{"prompt_level_strict_acc", BETTER_HIGHER, true},
	{"f1", BETTER_HIGHER, false},
	{"mcc", BETTER_HIGHER, false},
	{"bleu", BETTER_HIGHER, false},
	{"chrf", BETTER_HIGHER, false},
	{"rouge1", BETTER_HIGHER, false},
	{"rouge2", BETTER_HIGHER, false},
	{"rougeL", BETTER_HIGHER, false},
	{"r2", BETTER_HIGHER, false},
	{"perplexity", BETTER_LOWER, false},
	{"ppl", BETTER_LOWER, false},
	{"word_perplexity", BETTER_LOWER, false},
	{"byte_perplexity", BETTER_LOWER, false},
	{"bits_per_byte", BETTER_LOWER, false},
	{"brier_score", BETTER_LOWER, false},
	{"ter", BETTER_LOWER, false},
	{"wer", BETTER_LOWER, false},
	{"mse", BETTER_LOWER, false},
	{"rmse", BETTER_LOWER, false},
	{"mae", BETTER_LOWER, false},
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
