/* SPDX-License-Identifier: Apache-2.0 */
#include <ctype.h>
#include <math.h>
#include <string.h>

#include "checks/model/recipe/recipe_walking.h"

/* A name of an enumeration, "nncf.CompressWeightsMode.INT8", is what stands behind its last point: what is before that begins
 * with a capital, as classes do. */
static struct text word_of(const struct setting *value)
{
	struct text rest = value->text, part, before = {"", 0}, last = {"", 0};

	if (value->kind != SETTING_NAME)
		return value->text;
	while (text_next_part(&rest, '.', &part)) {
		before = last;
		last = part;
	}
	return before.len && isupper((unsigned char)before.ptr[0]) ? last : (struct text){"", 0};
}

double recipe_bits(const struct setting *value)
{
	struct text word = value->kind == SETTING_TEXT || value->kind == SETTING_NAME
				   ? word_of(value)
				   : (struct text){0};
	size_t from = 0, to;
	double bits = NAN;

	if (value->kind == SETTING_NUMBER)
		return value->number;
	while (from < word.len && !isdigit((unsigned char)word.ptr[from]))
		from++;
	for (to = from; to < word.len && to < from + 2 && isdigit((unsigned char)word.ptr[to]);)
		to++;
	return setting_number(text_slice(word, from, to), &bits) ? bits : NAN;
}

static bool is_asked_for(enum recipe_kind kind)
{
	return kind == RECIPE_SAMPLES || kind == RECIPE_LENGTH || kind == RECIPE_BITS ||
	       kind == RECIPE_GROUP_SIZE;
}

int recipe_say(const struct recipe_walking *walking, const struct recipe_key *row,
	const struct setting *value, double number, struct text word)
{
	struct stated stated = {.kind = row->kind,
		.part = row->part ? row->part : walking->part,
		.number = number,
		.value = word,
		.path = walking->path,
		.line = value->line};

	if (row->part == NULL || row->part[0])
		stated.target = walking->target;
	return recipe_state(walking->recipe, &stated, walking->err);
}

/* A number that is asked for and that only a run would know. */
static int say_computed(const struct recipe_walking *walking, const struct recipe_key *row,
	const struct setting *value)
{
	const struct stated computed = {.kind = row->kind,
		.part = row->part ? row->part : walking->part,
		.target = walking->target,
		.value = value->text,
		.number = NAN,
		.is_computed = true,
		.path = walking->path,
		.line = value->line};

	return value->kind == SETTING_TEXT ? 0
					   : recipe_state(walking->recipe, &computed, walking->err);
}

static int state_plain(const struct recipe_walking *walking, const struct recipe_key *row,
	const struct setting *value)
{
	bool counts = value->kind == SETTING_NUMBER || value->kind == SETTING_BOOL;
	struct text word = word_of(value);
	bool is_word = value->kind == SETTING_TEXT || (value->kind == SETTING_NAME && word.len);

	if (value->kind == SETTING_NULL)
		return 0;
	if (counts)
		return recipe_say(walking, row, value, value->number, word);
	if (is_asked_for(row->kind))
		return say_computed(walking, row, value);
	return is_word ? recipe_say(walking, row, value, NAN, word) : 0;
}

static int state_bits(const struct recipe_walking *walking, const struct recipe_key *row,
	const struct setting *value)
{
	double bits = recipe_bits(value);

	if (isnan(bits))
		return value->kind == SETTING_TEXT || strcmp(row->key, "mode") == 0
			       ? 0
			       : state_plain(walking, row, value);
	return recipe_say(walking, row, value, bits, word_of(value));
}

/* Of a list, or of the lists in a map, each text by itself. */
static int state_list(const struct recipe_walking *walking, const struct recipe_key *row,
	const struct setting *value, unsigned depth)
{
	const struct setting *item;

	if (value->kind == SETTING_TEXT)
		return recipe_say(walking, row, value, NAN, value->text);
	if (depth > 3 || (value->kind != SETTING_LIST && value->kind != SETTING_MAP &&
				 value->kind != SETTING_CALL))
		return 0;
	for (const struct setting *child = value->child; child; child = child->next)
		if (python_resolve(&item, walking->module, child, walking->err) < 0 ||
			state_list(walking, row, item, depth + 1) < 0)
			return -1;
	return 0;
}

int recipe_take(const struct recipe_walking *walking, const struct recipe_key *row,
	const struct setting *value)
{
	struct setting word = *value;

	switch (row->take) {
	case TAKE_BITS:
		return state_bits(walking, row, value);
	case TAKE_PER_CHANNEL:
		word.text = text_of(value->number != 0 ? "channel" : "tensor");
		return value->kind == SETTING_BOOL ? recipe_say(walking, row, value, NAN, word.text)
						   : 0;
	case TAKE_NEGATED:
		return value->kind == SETTING_BOOL
			       ? recipe_say(walking, row, value, value->number == 0, value->text)
			       : 0;
	case TAKE_4_BITS:
	case TAKE_8_BITS:
		if (value->kind != SETTING_BOOL || value->number == 0)
			return 0;
		return recipe_say(
			walking, row, value, row->take == TAKE_4_BITS ? 4 : 8, value->text);
	case TAKE_LIST:
		return state_list(walking, row, value, 0);
	case TAKE_IN_PART:
		return walking->in_part ? state_plain(walking, row, value) : 0;
	case TAKE_PLAIN:
		break;
	}
	return state_plain(walking, row, value);
}
