/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/model/sameness.h"

#include <math.h>

enum { ENOUGH_NUMBERS = 3 };

static bool same_time(const struct evidence *a, const struct evidence *b)
{
	/* Rounded to seconds two runs may take as long. */
	return a->run.len >= 8 && text_equal(a->run, b->run);
}

static const struct sample_file *find_samples(
	const struct side_evidence *side, size_t owner, struct text content)
{
	for (size_t i = 0; i < side->sample_count; i++)
		if (side->samples[i].owner == owner &&
			text_equal(side->samples[i].content, content))
			return &side->samples[i];
	return NULL;
}

/* Words may be the same in two models; log-probabilities of every document are not. */
static bool same_samples(
	const struct side_evidence *a, size_t a_at, const struct side_evidence *b, size_t b_at)
{
	bool any = false;

	if (!a->items[a_at].has_measured_answers)
		return false;
	for (size_t i = 0; i < a->sample_count; i++) {
		if (a->samples[i].owner != a_at)
			continue;
		any = true;
		if (!find_samples(b, b_at, a->samples[i].content))
			return false;
	}
	return any;
}

/* A share of a few hundred documents may be the same by chance; several measured numbers are not. */
static bool same_numbers(const struct evidence *a, const struct evidence *b)
{
	size_t same = 0;

	if (a->scores.count != b->scores.count)
		return false;
	for (size_t i = 0; i < a->scores.count; i++) {
		const struct score *one = &a->scores.items[i], *other = &b->scores.items[i];

		if (!score_key_equal(&one->key, &other->key) || one->flaw || other->flaw ||
			one->value != other->value ||
			(!isnan(one->error) && one->error != other->error))
			return false;
		same += !one->is_proportion && one->value != floor(one->value);
	}
	return same >= ENOUGH_NUMBERS;
}

const char *same_run(
	const struct side_evidence *a, size_t a_at, const struct side_evidence *b, size_t b_at)
{
	if (text_equal(a->contents[a_at], b->contents[b_at]))
		return "byte for byte";
	if (same_time(&a->items[a_at], &b->items[b_at]))
		return "as the time that it took says";
	if (same_samples(a, a_at, b, b_at))
		return "sample for sample";
	return same_numbers(&a->items[a_at], &b->items[b_at]) ? "number for number" : NULL;
}

const char *same_run_as_any(
	const struct side_evidence *a, size_t a_at, const struct side_evidence *b, size_t *b_at)
{
	const char *how = NULL;

	for (*b_at = 0; *b_at < b->count; ++*b_at) {
		how = same_run(a, a_at, b, *b_at);
		if (how)
			return how;
	}
	return NULL;
}
