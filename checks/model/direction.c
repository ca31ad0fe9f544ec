/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/model/direction.h"

static const struct known {
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

/* MLflow has the version behind a metric's name, "exact_match/v1", and how it was added up, "rougeL/v1/mean". */
static const struct known *find(struct text metric)
{
	struct text name = text_slice(metric, 0, text_find(metric, text_of("/")));

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (text_is(name, known[i].name))
			return &known[i];
	return NULL;
}

enum better direction_of(struct text metric)
{
	const struct known *row = find(metric);

	return row ? row->better : BETTER_UNKNOWN;
}

bool is_share_of_right(struct text metric)
{
	const struct known *row = find(metric);

	return row && row->share;
}

enum pair pair_of(struct text metric)
{
	const struct known *row = find(metric);

	return row ? row->pair : PAIR_NONE;
}
