/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/latency/formats/plain.h"

#include <math.h>

static int add(struct plain *plain, const struct plain_column *column, struct err *err)
{
	if (plain->count == PLAIN_MOST)
		return err_set(err, ERR_LOOK, "%.200s: more than %d columns are wanted",
			plain->file->name, PLAIN_MOST);
	plain->columns[plain->count++] = *column;
	return 0;
}

/* "name" or "phase=column". */
static int add_phase(struct plain *plain, struct text item, struct err *err)
{
	size_t at = text_find(item, (struct text)TEXT("="));
	struct plain_column column = {
		.name = text_slice(item, at < item.len ? at + 1 : 0, item.len),
		.phase = text_slice(item, 0, at)};

	return add(plain, &column, err);
}

static int add_phases(struct plain *plain, struct err *err)
{
	const struct text_list *list = &plain->file->columns->phases;

	if (list->count == 0)
		list = &plain->file->phases;
	for (size_t i = 0; i < list->count; i++)
		if (add_phase(plain, list->items[i], err) < 0)
			return -1;
	return 0;
}

int plain_start(
	struct plain *plain, struct samples *out, const struct measured_file *file, struct err *err)
{
	const struct columns *columns = file->columns;

	*plain = (struct plain){.out = out,
		.file = file,
		.unit_ms = columns->unit.len ? samples_unit_ms(columns->unit) : 1};
	if (isnan(plain->unit_ms))
		return err_set(err, ERR_USAGE, "columns: unit \"%.*s\" is no unit of time",
			text_quote(columns->unit), columns->unit.ptr);
	if (add_phases(plain, err) < 0)
		return -1;
	if (columns->total.len &&
		add(plain, &(struct plain_column){.name = columns->total, .is_total = true}, err) <
			0)
		return -1;
	if (plain->count == 0)
		return err_set(err, ERR_USAGE,
			"%.200s: the policy names neither a total nor phases to read (columns:)",
			file->name);
	if (columns->flow.len &&
		add(plain, &(struct plain_column){.name = columns->flow, .is_flow = true}, err) < 0)
		return -1;
	return 0;
}

int plain_number(
	struct plain *plain, size_t column, struct text number, uint32_t line, struct err *err)
{
	double value;

	if (!number_parse(number, &value)) {
		struct text name = plain->columns[column].name;

		return measured_error(plain->file, line, 0, err, "\"%.*s\" in %.*s is not a number",
			text_quote(number), number.ptr, text_quote(name), name.ptr);
	}
	plain->values[column] = value * plain->unit_ms;
	return 0;
}

static int take_series(struct plain *plain, struct err *err)
{
	if (plain->series && text_equal(plain->series->name, plain->flow))
		return 0;
	if (samples_series(plain->out, plain->flow, &plain->series, err) < 0)
		return -1;
	for (size_t i = 0; i < plain->count; i++)
		if (!plain->columns[i].is_total && !plain->columns[i].is_flow &&
			samples_phase(plain->out, plain->series, plain->columns[i].phase,
				&plain->index[i], err) < 0)
			return -1;
	return 0;
}

int plain_row(struct plain *plain, uint32_t line, struct err *err)
{
	if (plain->file->select.len && plain->file->columns->flow.len &&
		!text_equal(plain->flow, plain->file->select))
		return 0;
	if (take_series(plain, err) < 0 || samples_row(plain->out, plain->series, err) < 0)
		return -1;
	for (size_t i = 0; i < plain->count; i++) {
		if (plain->columns[i].is_total)
			plain->series->total = plain->values[i];
		else if (!plain->columns[i].is_flow)
			plain->series->row[plain->index[i]] = plain->values[i];
	}
	return samples_row_end(plain->out, plain->series, line, err);
}
