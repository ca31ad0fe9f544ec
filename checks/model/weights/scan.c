/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/model/weights/scan.h"

#include <math.h>

#include "checks/model/weights/scan_blocks.h"

enum { SCAN_STEP = 1 << 20 }; /* bytes between two words of what is past */

static void say_past(struct scan_past past, struct text data)
{
	if (past.past)
		past.past(past.context, data);
}

/* --- rows, by their bytes --- */

static bool is_zero(struct text row)
{
	return row.len > 0 && row.ptr[0] == 0 && memcmp(row.ptr, row.ptr + 1, row.len - 1) == 0;
}

struct row_scan {
	struct scan *out;
	struct text last;
	uint64_t at;
};

/* Rows of one value (a bias) say nothing. */
static void scan_row(struct row_scan *rows, struct text row)
{
	if (is_zero(row))
		seen_add(&rows->out->dead_rows, rows->at);
	else if (rows->last.ptr && text_equal(row, rows->last))
		seen_add(&rows->out->equal_rows, rows->at);
	rows->last = row;
	rows->at++;
}

static uint64_t row_bytes(const struct tensor *tensor)
{
	return tensor->columns / tensor->block->values * tensor->block->bytes;
}

/* --- blocks --- */

static void scan_span(struct scan *out, const struct tensor *tensor, uint64_t first, uint64_t count)
{
	if (tensor->block->scale == SCALE_NONE)
		scan_plain(out, tensor, first, count);
	else
		scan_blocks(out, tensor, first, count);
}

static void scan_rows(struct row_scan *rows, const struct tensor *tensor, uint64_t until)
{
	uint64_t len = row_bytes(tensor);

	while (tensor->dimension_count > 1 && len > 0 && (rows->at + 1) * len <= until)
		scan_row(rows, text_slice(tensor->data, (size_t)(rows->at * len),
				       (size_t)((rows->at + 1) * len)));
}

/* The last row that was compared is kept: the next one is compared with it. */
static size_t let_go(const struct tensor *tensor, const struct row_scan *rows, size_t from,
	struct scan_past past)
{
	size_t keep = rows->last.ptr ? (size_t)(rows->last.ptr - tensor->data.ptr) : from;

	if (tensor->dimension_count < 2 || keep < from)
		keep = from;
	say_past(past, text_slice(tensor->data, from, keep));
	return keep;
}

static void scan_of_blocks(struct scan *out, const struct tensor *tensor, struct scan_past past)
{
	const struct block_type *type = tensor->block;
	uint64_t blocks = tensor->count / type->values, step = SCAN_STEP / type->bytes;
	struct row_scan rows = {.out = out};
	size_t from = 0;

	out->unit = type->scale == SCALE_NONE ? "value" : "block";
	for (uint64_t at = 0; at < blocks; at += step) {
		uint64_t count = blocks - at < step ? blocks - at : step;

		scan_span(out, tensor, at, count);
		scan_rows(&rows, tensor, (at + count) * type->bytes);
		from = let_go(tensor, &rows, from, past);
	}
	out->rows = rows.at;
	say_past(past, text_slice(tensor->data, from, tensor->data.len));
}

void scan_tensor(struct scan *out, const struct tensor *tensor, struct scan_past past)
{
	*out = (struct scan){.unit = "scale"};
	if (tensor->count == 0)
		return;
	if (tensor->block)
		scan_of_blocks(out, tensor, past);
	else if (tensor->affine)
		scan_affine(out, tensor, past);
}

/* --- two tensors --- */

enum { SPAN = 32 };

/* What a half can still hold as the scale of 8 bits; below that a zero is no loss. */
static const float least_kept = 0x1p-17F;

struct pair_scan {
	struct distance *out;
	const struct tensor *tensor;
	float threshold; /* of the chunk: what lies below is rounded to zero by sound tools too */
	bool row_zero, row_lost;
};

static void add_value(struct pair_scan *pair, float value, float reference, uint64_t at)
{
	struct distance *out = pair->out;
	double error = (double)value - (double)reference;

	if (!isfinite(reference))
		return;
	if (!isfinite(value)) {
		seen_add(&out->nonfinite, at);
		return;
	}
	out->count++;
	out->signal += (double)reference * (double)reference;
	out->noise += error * error;
	if (fabs(error) > out->largest) {
		out->largest = fabs(error);
		out->largest_at = at;
	}
}

/* A value below its own scale may be rounded to zero. */
static bool is_rounded(const struct tensor *tensor, float reference, uint64_t at)
{
	struct affine_place place;

	if (tensor->block)
		return false;
	place = affine_place(tensor->affine, at / tensor->columns, at % tensor->columns);
	return fabsf(reference) <= affine_scale(tensor->affine, place.scale);
}

static float threshold_of(const float *references, uint64_t count)
{
	float largest = 0;

	for (uint64_t i = 0; i < count; i++)
		if (isfinite(references[i]) && fabsf(references[i]) > largest)
			largest = fabsf(references[i]);
	return largest / 16 > least_kept ? largest / 16 : least_kept;
}

/* A part of one row, of at most SPAN values. */
struct span_values {
	const float *values, *references;
	uint64_t at, count;
};

/* Sums in a plain loop; where something is not finite, or larger than any error so far, value by value. */
static bool add_sums(struct pair_scan *pair, const struct span_values *span)
{
	struct distance *out = pair->out;
	double signal = 0, noise = 0;
	bool zero = true;

	for (uint64_t i = 0; i < span->count; i++) {
		double reference = (double)span->references[i];
		double error = (double)span->values[i] - reference;

		signal += reference * reference;
		noise += error * error;
		zero = zero && span->values[i] == 0;
	}
	if (!isfinite(signal + noise) || noise > out->largest * out->largest) {
		for (uint64_t i = 0; i < span->count; i++)
			add_value(pair, span->values[i], span->references[i], span->at + i);
		return zero;
	}
	out->count += span->count;
	out->signal += signal;
	out->noise += noise;
	return zero;
}

/* Whether a span of zeros has lost something. */
static bool is_lost(const struct pair_scan *pair, const struct span_values *span)
{
	for (uint64_t i = 0; i < span->count; i++)
		if (fabsf(span->references[i]) >= pair->threshold &&
			!is_rounded(pair->tensor, span->references[i], span->at + i))
			return true;
	return false;
}

static void add_span(struct pair_scan *pair, const struct span_values *span)
{
	uint64_t end = span->at + span->count;
	bool zero = add_sums(pair, span), lost = zero && is_lost(pair, span);

	if (lost)
		seen_add(&pair->out->lost, span->at / SPAN);
	pair->row_zero = pair->row_zero && zero;
	pair->row_lost = pair->row_lost || lost;
	if (end % pair->tensor->columns)
		return;
	if (pair->row_zero && pair->row_lost)
		seen_add(&pair->out->dead_rows, (end - 1) / pair->tensor->columns);
	pair->row_zero = true;
	pair->row_lost = false;
}

static void add_chunk(struct pair_scan *pair, const float *values, const float *references,
	uint64_t first, uint64_t count)
{
	uint64_t columns = pair->tensor->columns;

	pair->threshold = threshold_of(references, count);
	for (uint64_t done = 0; done < count;) {
		uint64_t at = first + done, left = SPAN - at % SPAN, row = columns - at % columns;

		if (left > row)
			left = row;
		if (left > count - done)
			left = count - done;
		add_span(pair, &(struct span_values){values + done, references + done, at, left});
		done += left;
	}
}

/* The mean of the error of each value in its own scale, over at most so many values: a zero point that is off by one
 * makes it one. */
static double shift_of(const struct tensor *tensor, const struct tensor *reference)
{
	uint64_t step = tensor->count / WEIGHTS_CHUNK + 1, taken = 0;
	double sum = 0;

	for (uint64_t at = 0; at < tensor->count; at += step) {
		struct affine_place place =
			affine_place(tensor->affine, at / tensor->columns, at % tensor->columns);
		float scale = affine_scale(tensor->affine, place.scale), value, wanted[256];
		uint64_t in_block = reference->block ? at % reference->block->values : 0;

		tensor_values(tensor, at, 1, &value);
		tensor_values(reference, at - in_block,
			reference->block ? reference->block->values : 1, wanted);
		if (!(scale > 0) || !isfinite(value) || !isfinite(wanted[in_block]))
			continue;
		sum += ((double)value - (double)wanted[in_block]) / (double)scale;
		taken++;
	}
	return taken ? sum / (double)taken : 0;
}

/* Bytes of the values up to `count`, where they lie in a row. */
static struct text bytes_until(const struct tensor *tensor, uint64_t from, uint64_t to)
{
	const struct block_type *type = tensor->block;

	if (!type)
		return (struct text){0};
	return text_slice(tensor->data, (size_t)(from / type->values * type->bytes),
		(size_t)(to / type->values * type->bytes));
}

void scan_distance(struct distance *out, const struct tensor *tensor,
	const struct tensor *reference, struct scan_past past)
{
	float values[WEIGHTS_CHUNK], references[WEIGHTS_CHUNK];
	struct pair_scan pair = {.out = out, .tensor = tensor, .row_zero = true};

	*out = (struct distance){0};
	for (uint64_t at = 0; at < tensor->count; at += WEIGHTS_CHUNK) {
		uint64_t count =
			tensor->count - at < WEIGHTS_CHUNK ? tensor->count - at : WEIGHTS_CHUNK;

		tensor_values(tensor, at, count, values);
		tensor_values(reference, at, count, references);
		add_chunk(&pair, values, references, at, count);
		say_past(past, bytes_until(tensor, at, at + count));
		say_past(past, bytes_until(reference, at, at + count));
	}
	if (!tensor->block && tensor->count > 0)
		out->shift = shift_of(tensor, reference);
}

double distance_sqnr_db(const struct distance *distance)
{
	if (distance->count == 0 || !(distance->signal > 0))
		return NAN;
	return distance->noise > 0 ? 10 * log10(distance->signal / distance->noise) : INFINITY;
}

double distance_rmse(const struct distance *distance)
{
	return distance->count ? sqrt(distance->noise / (double)distance->count) : NAN;
}

double sqnr_floor_db(double bits)
{
	double floor = 6.02 * bits - 9;

	return floor < 60 ? floor : 60;
}
