/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/drift/column.h"

#include "gate/base/number.h"

bool column_is_missing(struct text cell)
{
	static const struct text words[] = {
		TEXT("na"), TEXT("n/a"), TEXT("nan"), TEXT("null"), TEXT("none"), TEXT("<na>")};

	if (cell.len == 0)
		return true;
	if ((cell.ptr[0] >= '0' && cell.ptr[0] <= '9') || cell.ptr[0] == '-')
		return false;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (text_equal_nocase(cell, words[i]))
			return true;
	return false;
}

void column_add_missing(struct column *column)
{
	column->rows++;
	column->missing++;
}

int column_add_number(struct column *column, double value, struct err *err)
{
	column->rows++;
	return sorted_runs_add(&column->values, value, err);
}

void column_read_past(const struct column *column, struct text past)
{
	if (column->job)
		job_read_past(column->job, past);
}

static int new_category(struct column *column, struct text name, uint32_t *number, struct err *err)
{
	struct text copy = arena_text(column->arena, name);

	if (column->category_count == MOST_CATEGORIES)
		return err_set(err, ERR_LOOK,
			"%.200s: there are more than %d categories; a feature of names or ids "
			"has no distribution to compare",
			column->file, MOST_CATEGORIES);
	if (!copy.ptr || arena_reserve(column->arena, (void **)&column->categories,
				 &column->category_capacity, column->category_count + 1,
				 sizeof(*column->categories)) < 0)
		return err_nomem(err);
	column->categories[column->category_count++] = (struct category){copy, 0};
	*number = (uint32_t)column->category_count;
	return 0;
}

int column_add_category(struct column *column, struct text name, double count, struct err *err)
{
	const uint32_t *found = keys_find(&column->names, name);
	uint32_t number = found ? *found : 0, *place;

	if (!found) {
		if (new_category(column, name, &number, err) < 0)
			return -1;
		if (keys_add(&column->names, column->categories[number - 1].name, &place, err) < 0)
			return -1;
		*place = number;
	}
	column->categories[number - 1].count += count;
	column->rows += (uint64_t)count;
	return 0;
}

int column_add(struct column *column, struct text cell, uint32_t line, struct err *err)
{
	double value;

	if (column_is_missing(cell)) {
		column_add_missing(column);
		return 0;
	}
	if (column->type == FEATURE_CATEGORICAL)
		return column_add_category(column, cell, 1, err);
	if (number_parse(cell, &value))
		return column_add_number(column, value, err);
	column->is_text = true;
	return err_set(err, ERR_LOOK, "%.200s:%u: \"%.*s\" is no number", column->file, line,
		text_quote(cell), cell.ptr);
}
