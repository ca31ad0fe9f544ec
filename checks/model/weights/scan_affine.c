/* SPDX-License-Identifier: Apache-2.0
 *
 * Codes with scales and zero points beside them.
 */
#include <math.h>

#include "checks/model/weights/scan_blocks.h"

static int64_t lowest_code(const struct affine *affine)
{
	if (affine->offset)
		return -(int64_t)affine->offset;
	return affine->is_signed ? -((int64_t)1 << (affine->bits - 1)) : 0;
}

static int64_t highest_code(const struct affine *affine)
{
	return lowest_code(affine) + ((int64_t)1 << affine->bits) - 1;
}

static void scan_scale(struct scan *out, const struct affine *affine, uint64_t at)
{
	float scale = affine_scale(affine, at);

	if (!isfinite(scale))
		seen_add(&out->nonfinite, at);
	else if (scale < 0 && !affine->is_signed_scale)
		seen_add(&out->negative, at);
	else if (scale > 0 && scale < 0x1p-126F)
		seen_add(&out->subnormal, at);
}

/* A row under the scan. */
struct affine_row {
	int64_t first; /* its first code */
	bool is_constant, is_dead;
	uint64_t first_lost; /* scale + 1; 0 */
};

/* Whether a code says nothing but zero; of whole numbers that is the zero point. */
static bool is_nothing(const struct affine *affine, int64_t code, const struct affine_place *place)
{
	return affine->code_values ? affine->code_values[code] == 0
				   : code == affine_zero(affine, place);
}

static bool is_at_end(const struct affine *affine, int64_t code)
{
	if (affine->code_values)
		return fabsf(affine->code_values[code]) == affine->code_most;
	return code == highest_code(affine) || code <= lowest_code(affine) + 1;
}

static void scan_value(struct scan *out, const struct tensor *tensor, struct affine_row *row,
	uint64_t at_row, uint64_t column)
{
	const struct affine *affine = tensor->affine;
	struct affine_place place = affine_place(affine, at_row, column);
	int64_t code = affine_code(affine, at_row, column, tensor->columns);
	bool is_zero = affine_scale(affine, place.scale) == 0,
	     nothing = is_nothing(affine, code, &place);

	if (column == 0)
		row->first = code;
	row->is_constant = row->is_constant && code == row->first;
	row->is_dead = row->is_dead && (nothing || is_zero);
	out->ends += is_at_end(affine, code);
	if (is_zero && !nothing && row->first_lost == 0)
		row->first_lost = place.scale + 1;
	if (affine->code_values && !isfinite(affine->code_values[code]))
		seen_add(&out->nonfinite, place.scale);
}

static void scan_scales(struct scan *out, const struct affine *affine)
{
	out->units = affine->scale_count;
	for (uint64_t i = 0; i < affine->scale_count; i++)
		scan_scale(out, affine, i);
}

static void scan_zeros(struct scan *out, const struct tensor *tensor)
{
	const struct affine *affine = tensor->affine;

	if (affine->zero_layout != ZEROS_PLAIN)
		return;
	for (uint64_t i = 0; i < affine->scale_count; i++) {
		struct affine_place place = {.scale = i};
		int64_t zero = affine_zero(affine, &place);

		if (zero < lowest_code(affine) || zero > highest_code(affine))
			seen_add(&out->bad_zeros, i);
	}
}

static void end_row(struct scan *out, const struct affine_row *row, uint64_t at)
{
	if (row->is_dead)
		seen_add(&out->dead_rows, at);
	if (row->first_lost && !row->is_constant)
		seen_add(&out->lost, row->first_lost - 1);
}

void scan_affine(struct scan *out, const struct tensor *tensor, struct channels *channels,
	struct scan_past past)
{
	const struct affine *affine = tensor->affine;

	scan_scales(out, affine);
	scan_zeros(out, tensor);
	out->rows = tensor->count / tensor->columns;
	out->ends_of = tensor->count;
	for (uint64_t at = 0; at < out->rows; at++) {
		struct affine_row row = {.is_constant = true, .is_dead = true};

		for (uint64_t column = 0; column < tensor->columns; column++)
			scan_value(out, tensor, &row, at, column);
		end_row(out, &row, at);
	}
	if (channels)
		channels_add(channels, tensor->count);
	/* One scale of many rows is one. */
	if (out->lost.count > out->units)
		out->lost.count = out->units;
	if (past.past) {
		past.past(past.context, affine->codes);
		past.past(past.context, affine->scales);
	}
}
