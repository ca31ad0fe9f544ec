/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/model/comparable.h"

#include <math.h>

#include "checks/model/statistic.h"

static const struct {
	const char *name;
	bool refuses, by_reference;
	bool must_stay; /* a head that says no more what the base said is refused too */
} kinds[FACT_KINDS] = {
	[FACT_TASK_VERSION] = {"task version", true, true, true},
	[FACT_FEW_SHOT] = {"few-shot", true, true, true},
	[FACT_LIMIT] = {"limit", true, true, true},
	[FACT_SAMPLES] = {"number of samples", true, true, true},
	[FACT_TASK_HASH] = {"task hash (documents, prompts and targets)", true, true, true},
	[FACT_TASK_CONFIG] = {"task configuration", true, true, false},
	[FACT_CHAT_TEMPLATE] = {"chat template hash", true, true, true},
	[FACT_SYSTEM_INSTRUCTION] = {"system instruction hash", true, true, true},
	[FACT_MULTITURN] = {"few-shot as multi-turn", true, true, true},
	[FACT_SEED] = {"seed", true, true, false},
	[FACT_GENERATION] = {"generation settings", true, true, true},
	[FACT_CONTEXT] = {"context length", true, true, false},
	[FACT_DATASET] = {"data set", true, true, false},
	[FACT_TOKENIZER] = {"tokenizer", true, true, false},
	[FACT_DTYPE] = {"data type", true, false, false},
	[FACT_BATCH] = {"batch size", false, false, false},
	[FACT_HARNESS] = {"version of the harness", false, false, false},
};

const char *fact_kind_name(enum fact_kind kind)
{
	return kinds[kind].name;
}

/* The facts of a task stand together: [*from, *to). */
static void range_of(const struct facts *facts, struct text task, size_t *from, size_t *to)
{
	for (*from = 0; *from < facts->count && !text_equal(facts->items[*from].task, task);)
		++*from;
	for (*to = *from; *to < facts->count && text_equal(facts->items[*to].task, task);)
		++*to;
}

static const struct fact *same_fact(
	const struct facts *facts, size_t from, size_t to, const struct fact *wanted)
{
	for (size_t i = from; i < to; i++)
		if (facts->items[i].kind == wanted->kind &&
			text_equal(facts->items[i].name, wanted->name))
			return &facts->items[i];
	return NULL;
}

/* What the base said of the task and the head leaves out. */
static struct difference unsaid_in(const struct evidence *base, const struct evidence *head,
	size_t base_from, size_t base_to, size_t from, size_t to)
{
	for (size_t i = base_from; i < base_to; i++) {
		const struct fact *one = &base->facts.items[i];

		if (kinds[one->kind].must_stay && !same_fact(&head->facts, from, to, one))
			return (struct difference){one, one, true};
	}
	return (struct difference){NULL, NULL, false};
}

static struct difference difference_in(const struct evidence *base, const struct evidence *head,
	struct text task, bool against_reference)
{
	size_t from, to, base_from, base_to;

	range_of(&head->facts, task, &from, &to);
	range_of(&base->facts, task, &base_from, &base_to);
	for (size_t i = from; i < to; i++) {
		const struct fact *one = &head->facts.items[i];
		const struct fact *other = same_fact(&base->facts, base_from, base_to, one);

		if (!kinds[one->kind].refuses ||
			(against_reference && !kinds[one->kind].by_reference))
			continue;
		if (other && !text_equal(other->value, one->value))
			return (struct difference){other, one, false};
	}
	return unsaid_in(base, head, base_from, base_to, from, to);
}

struct difference evidence_difference(const struct evidence *base, const struct evidence *head,
	struct text task, bool against_reference)
{
	struct difference found = difference_in(base, head, (struct text){0}, against_reference);

	return found.head || task.len == 0 ? found
					   : difference_in(base, head, task, against_reference);
}

/* A base that has no hash says nothing; a head that leaves it out hides what the base said. */
static bool unequal(uint64_t base, uint64_t head)
{
	return base != 0 && base != head;
}

const char *samples_differ(
	const struct sample_set *base, const struct sample_set *head, const struct sampled **at)
{
	*at = NULL;
	if (base->count != head->count)
		return "another number of samples";
	if (base->pair != head->pair)
		return "another kind of values";
	for (size_t i = 0; i < head->count; i++) {
		const struct sampled *a = &base->items[i], *b = &head->items[i];

		*at = b;
		if (a->id != b->id)
			return "another document";
		if (unequal(a->document, b->document))
			return "another content of a document";
		if (unequal(a->prompt, b->prompt))
			return "another prompt";
		if (unequal(a->target, b->target))
			return "another target";
	}
	*at = NULL;
	return NULL;
}

/* Results print a perplexity to so many digits, whatever its size. */
static bool is_value_of(const struct sample_set *set, double value)
{
	double own = statistic_of_samples(set), scale = set->pair == PAIR_LIKELIHOOD ? value : 1;

	return fabs(own - value) <= 1e-4 * scale;
}

static const char *value_flaw(const struct sample_set *set, const struct score *score)
{
	if ((!score->is_mean && !set->pair) || is_value_of(set, score->value))
		return NULL;
	return set->pair ? "samples that do not come to the value of the results"
			 : "samples whose mean is not the value of the results";
}

const char *samples_flaw(const struct sample_set *set, const struct score *score, uint32_t *line)
{
	*line = set->doubled ? set->doubled_line : set->flawed_line;
	if (set->doubled)
		return "the same document twice: the file was appended to";
	if (set->flawed_line)
		return "a row without a finite number";
	if (set->count == 0 || (score->samples > 0 && score->samples != set->count))
		return "another number of samples than the results declare";
	return value_flaw(set, score);
}

/* By their full names: the logarithm of a perplexity may be anything. */
static bool is_perplexity(struct text metric)
{
	return text_is(metric, "perplexity") || text_is(metric, "ppl") ||
	       text_is(metric, "word_perplexity") || text_is(metric, "byte_perplexity");
}

const char *score_flaw(const struct score *score)
{
	if (score->flaw)
		return score->flaw;
	if (score->error < 0)
		return "a negative standard error";
	if (is_perplexity(score->key.metric) && score->value < 1)
		return "a perplexity below 1, which no model has";
	/* Without a number of samples it may be in percent, which only limits are held against. */
	if (score->is_proportion && score->samples > 0 && (score->value < 0 || score->value > 1))
		return "a share that is not between 0 and 1";
	return NULL;
}
