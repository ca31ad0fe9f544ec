/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/model/evidence.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "gate/base/digest.h"

void evidence_start(struct evidence *evidence, struct arena *arena)
{
	*evidence = (struct evidence){.arena = arena, .date = NAN};
}

int evidence_score(struct evidence *evidence, const struct score *score, struct err *err)
{
	struct scores *scores = &evidence->scores;

	if (arena_reserve(evidence->arena, (void **)&scores->items, &scores->capacity,
		    scores->count + 1, sizeof(*scores->items)) < 0)
		return err_nomem(err);
	scores->items[scores->count++] = *score;
	return 0;
}

int evidence_fact(struct evidence *evidence, enum fact_kind kind, struct text task,
	struct text name, struct text value, uint32_t line, struct err *err)
{
	struct facts *facts = &evidence->facts;

	if (arena_reserve(evidence->arena, (void **)&facts->items, &facts->capacity,
		    facts->count + 1, sizeof(*facts->items)) < 0)
		return err_nomem(err);
	facts->items[facts->count++] = (struct fact){kind, task, name, value, line};
	return 0;
}

int evidence_model(struct evidence *evidence, const struct named_model *model, struct err *err)
{
	struct named_models *models = &evidence->models;

	if (arena_reserve(evidence->arena, (void **)&models->items, &models->capacity,
		    models->count + 1, sizeof(*models->items)) < 0)
		return err_nomem(err);
	models->items[models->count++] = *model;
	return 0;
}

bool score_key_equal(const struct score_key *a, const struct score_key *b)
{
	return text_equal(a->metric, b->metric) && text_equal(a->filter, b->filter) &&
	       text_equal(a->task, b->task);
}

const struct score *evidence_find(const struct evidence *evidence, const struct score_key *key)
{
	for (size_t i = 0; i < evidence->scores.count; i++)
		if (score_key_equal(&evidence->scores.items[i].key, key))
			return &evidence->scores.items[i];
	return NULL;
}

/* Open addressing; at most half full. */
const struct score *evidence_doubled(const struct evidence *evidence, bool *failed)
{
	size_t count = evidence->scores.count, size = 16, at;
	const struct score **slots;

	while (size < 2 * count)
		size *= 2;
	slots = arena_array(evidence->arena, size, sizeof(*slots));
	*failed = !slots;
	for (size_t i = 0; slots && i < count; i++) {
		const struct score *one = &evidence->scores.items[i];

		at = (text_hash(one->key.task) * 31 + text_hash(one->key.metric) * 7 +
			     text_hash(one->key.filter)) &
		     (size - 1);
		while (slots[at] && !score_key_equal(&slots[at]->key, &one->key))
			at = (at + 1) & (size - 1);
		if (slots[at])
			return one;
		slots[at] = one;
	}
	return NULL;
}

static struct sample_set *find_set(const struct sample_sets *sets, const struct score_key *key)
{
	/* The one that was asked for last is mostly the one that is asked for next. */
	for (size_t i = sets->count; i-- > 0;)
		if (score_key_equal(&sets->items[i].key, key))
			return &sets->items[i];
	return NULL;
}

const struct sample_set *evidence_find_samples(
	const struct evidence *evidence, const struct score_key *key)
{
	return find_set(&evidence->samples, key);
}

int evidence_samples(struct sample_set **out, struct evidence *evidence,
	const struct score_key *key, struct text path, struct err *err)
{
	enum { MOST_SETS = 4096 };
	struct sample_sets *sets = &evidence->samples;

	*out = find_set(sets, key);
	if (*out)
		return 0;
	if (sets->count >= MOST_SETS)
		return err_set(err, ERR_LOOK, "%.*s: more than %d metrics of single samples",
			text_quote(path), path.ptr, (int)MOST_SETS);
	if (arena_reserve(evidence->arena, (void **)&sets->items, &sets->capacity, sets->count + 1,
		    sizeof(*sets->items)) < 0)
		return err_nomem(err);
	*out = &sets->items[sets->count++];
	**out = (struct sample_set){.path = path};
	(*out)->key.task = arena_text(evidence->arena, key->task);
	(*out)->key.metric = arena_text(evidence->arena, key->metric);
	(*out)->key.filter = arena_text(evidence->arena, key->filter);
	if (!(*out)->key.task.ptr || !(*out)->key.metric.ptr || !(*out)->key.filter.ptr)
		return err_nomem(err);
	return 0;
}

int sample_set_add(
	struct sample_set *set, const struct sampled *sample, struct arena *arena, struct err *err)
{
	if (arena_reserve(arena, (void **)&set->items, &set->capacity, set->count + 1,
		    sizeof(*set->items)) < 0)
		return err_nomem(err);
	if (!isfinite(sample->value) && set->flawed_line == 0)
		set->flawed_line = sample->line;
	set->items[set->count++] = *sample;
	return 0;
}

static int by_id(const void *left, const void *right)
{
	const struct sampled *a = left, *b = right;

	if (a->id != b->id)
		return a->id < b->id ? -1 : 1;
	return (a->line > b->line) - (a->line < b->line);
}

/* The same document with the same prompt twice: a file that was appended to. */
static void number_turns(struct sample_set *set)
{
	for (size_t i = 1; i < set->count; i++) {
		struct sampled *before = &set->items[i - 1], *one = &set->items[i];

		if (one->id != before->id)
			continue;
		one->turn = before->turn + 1;
		if (!set->doubled)
			set->doubled_line = one->line;
		set->doubled = true;
	}
}

int evidence_seal(struct evidence *evidence, struct err *err)
{
	(void)err;
	for (size_t i = 0; i < evidence->samples.count; i++) {
		struct sample_set *set = &evidence->samples.items[i];

		if (set->count > 1)
			qsort(set->items, set->count, sizeof(*set->items), by_id);
		number_turns(set);
	}
	return 0;
}

static const char *named_flaw(struct text text)
{
	static const struct {
		const char *word, *flaw;
	} words[] = {{".nan", "NaN"}, {".inf", "inf"}, {"-.inf", "inf"}, {"+.inf", "inf"},
		{"+inf", "inf"}, {"nan", "NaN"}, {"-nan", "NaN"}, {"inf", "inf"}, {"-inf", "inf"},
		{"infinity", "inf"}, {"-infinity", "inf"}};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (text_is_nocase(text, words[i].word))
			return words[i].flaw;
	return "no number";
}

const char *evidence_number(double *out, struct text text)
{
	char digits[64], *end;

	text = text_trim(text);
	*out = NAN;
	if (text.len == 0 || text.len >= sizeof(digits))
		return "no number";
	for (size_t i = 0; i < text.len; i++)
		if (!memchr("0123456789+-.eE", text.ptr[i], 15))
			return named_flaw(text);
	memcpy(digits, text.ptr, text.len);
	digits[text.len] = '\0';
	*out = strtod(digits, &end);
	if (*end || end == digits)
		*out = NAN;
	return isnan(*out) ? "no number" : isinf(*out) ? "inf" : NULL;
}

uint64_t evidence_hash(struct text text)
{
	uint64_t hash = 0;
	uint32_t digit;

	if (text.len < 32)
		return text_hash(text) | 1;
	/* A digest of the harness: its first 16 digits. */
	for (size_t i = 0; i < text.len; i++) {
		if (!hex_digit(text.ptr[i], &digit))
			return text_hash(text) | 1;
		if (i < 16)
			hash = hash << 4 | digit;
	}
	return hash | 1;
}
