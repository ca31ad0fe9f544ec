/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/metrics/numbers.h"

#include <math.h>

void numbers_start(struct numbers *numbers, const char *file, struct arena *arena)
{
	*numbers = (struct numbers){.arena = arena, .file = file};
	keys_start(&numbers->by_series, arena);
}

int numbers_refuse(
	const char *file, uint32_t line, struct err *err, const char *what, const char *remedy)
{
	err_set(err, ERR_LOOK, "%.200s:%u: %s", file, line, what);
	return err_remedy(err, "%s", remedy);
}

static int find_series(struct numbers *numbers, struct text name, uint32_t *out, struct err *err)
{
	const uint32_t *found = keys_find(&numbers->by_series, name);
	struct text copy = found ? name : arena_text(numbers->arena, name);
	uint32_t *number;

	if (!copy.ptr)
		return err_nomem(err);
	if (keys_add(&numbers->by_series, copy, &number, err) < 0)
		return -1;
	if (*number == 0)
		*number = (uint32_t)numbers->by_series.count;
	*out = *number - 1;
	return 0;
}

int numbers_add(
	struct numbers *numbers, double value, struct text series, uint32_t line, struct err *err)
{
	uint32_t index = 0;

	if (!isfinite(value))
		return numbers_refuse(numbers->file, line, err, "the value is no number",
			"measure again; NaN stands for a measurement that is not there");
	if (numbers->count == MOST_NUMBERS)
		return numbers_refuse(numbers->file, line, err, "more than 4194304 numbers",
			"name fewer with select:");
	if (find_series(numbers, series, &index, err) < 0)
		return -1;
	if (arena_reserve(numbers->arena, (void **)&numbers->items, &numbers->capacity,
		    numbers->count + 1, sizeof(struct number)) < 0)
		return err_nomem(err);
	numbers->items[numbers->count++] = (struct number){value, index, line};
	return 0;
}

static double largest(const struct numbers *numbers, double sign)
{
	double most = sign * numbers->items[0].value;

	for (size_t i = 1; i < numbers->count; i++)
		most = fmax(most, sign * numbers->items[i].value);
	return sign * most;
}

static double mean(const struct numbers *numbers)
{
	double sum = 0;

	for (size_t i = 0; i < numbers->count; i++)
		sum += numbers->items[i].value / (double)numbers->count;
	return sum;
}

static void find_ends(
	const struct numbers *numbers, const struct number **first, const struct number **last)
{
	for (size_t i = 0; i < numbers->count; i++) {
		const struct number *number = &numbers->items[i];

		if (!first[number->series])
			first[number->series] = number;
		last[number->series] = number;
	}
}

/* The last one of each series added up, less the first ones where `growth`. */
static int add_up(double *out, const struct numbers *numbers, bool growth, struct err *err)
{
	size_t count = numbers->by_series.count;
	const struct number **first = arena_array(numbers->arena, count, sizeof(*first)),
			    **last = arena_array(numbers->arena, count, sizeof(*last));

	if (!first || !last)
		return err_nomem(err);
	find_ends(numbers, first, last);
	*out = 0;
	for (size_t i = 0; i < count; i++) {
		if (growth && last[i]->value < first[i]->value)
			return numbers_refuse(numbers->file, last[i]->line, err,
				"a counter that became smaller",
				"scrape again; what counts began anew between the scrapes");
		*out += last[i]->value - (growth ? first[i]->value : 0);
	}
	if (growth && numbers->count < 2 * count)
		return numbers_refuse(numbers->file, numbers->items[0].line, err,
			"a series has one number only, and growth takes two",
			"put two scrapes into the file: one before and one behind the load");
	return 0;
}

int numbers_statistic(double *out, const struct numbers *numbers, enum number_statistic statistic,
	struct err *err)
{
	switch (statistic) {
	case NUMBER_LAST:
		*out = numbers->items[numbers->count - 1].value;
		return 0;
	case NUMBER_MAX:
		*out = largest(numbers, 1);
		return 0;
	case NUMBER_MIN:
		*out = largest(numbers, -1);
		return 0;
	case NUMBER_MEAN:
		*out = mean(numbers);
		return 0;
	case NUMBER_SUM:
	case NUMBER_GROWTH:
		return add_up(out, numbers, statistic == NUMBER_GROWTH, err);
	default:
		*out = numbers->items[0].value;
		if (numbers->count == 1)
			return 0;
		return numbers_refuse(numbers->file, numbers->items[1].line, err,
			"select: names more than one number here",
			"name one, or say with statistic: what is to be made of them");
	}
}
