/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <string.h>

#include "checks/model/weights/scan.h"
#include "checks/model/weights/scan_blocks.h"

static void say_past(struct scan_past past, struct text data)
{
	if (past.past)
		past.past(past.context, data);
}

enum { SPAN = 32 };

/* What a half can still hold as the scale of 8 bits; below that a zero is no loss. */
static const float least_kept = 0x1p-17F;

struct pair_scan {
	struct distance *out;
	const struct tensor *tensor;
	const float *references; /* of the chunk, so many */
	uint64_t count;
	float threshold; /* of the chunk, once it is needed: what lies below is rounded to zero by sound tools too */
	double worst;    /* the largest error, squared */
	uint64_t column; /* of the next value */
	bool row_zero, row_lost;
	bool has_minimum;
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
		pair->worst = error * error;
	}
}

/* A value below its own scale may be rounded to zero. */
static bool is_rounded(const struct tensor *tensor, float reference, uint64_t at)
{
	struct affine_place place;

	if (tensor->block)
		return false;
	place = affine_place(tensor->affine, at / tensor->columns, at % tensor->columns);
	return fabsf(reference) <= fabsf(affine_scale(tensor->affine, place.scale));
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

/* Four values side by side, which do not wait for each other. Vector types of GCC and Clang, for any processor. */
enum { LANES = 4 };
typedef float float_lanes __attribute__((vector_size(16)));
typedef uint32_t bit_lanes __attribute__((vector_size(16)));
typedef double double_lanes __attribute__((vector_size(32)));
typedef long long mask_lanes __attribute__((vector_size(32)));

/* Of one span. */
struct sums {
	double_lanes signal, noise; /* squares */
	mask_lanes worse;           /* not 0 where an error is above the limit */
	bit_lanes bits; /* of all values together, without their signs: 0 where all are zero */
};

static inline void sum_lanes(
	struct sums *sums, const float *values, const float *references, double limit)
{
	float_lanes value, reference;
	double_lanes wanted, square;

	memcpy(&value, values, sizeof(value));
	memcpy(&reference, references, sizeof(reference));
	wanted = __builtin_convertvector(reference, double_lanes);
	square = __builtin_convertvector(value, double_lanes) - wanted;
	square *= square;
	sums->signal += wanted * wanted;
	sums->noise += square;
	sums->worse |= square > limit;
	sums->bits |= (bit_lanes)value & 0x7fffffffU;
}

static inline struct sums sum_span(const struct span_values *span, double limit)
{
	struct sums sums = {0};
	float values[LANES] = {0}, references[LANES] = {0};
	uint64_t whole = span->count - span->count % LANES;

	for (uint64_t i = 0; i < whole; i += LANES)
		sum_lanes(&sums, span->values + i, span->references + i, limit);
	if (whole == span->count)
		return sums;
	memcpy(values, span->values + whole, (span->count - whole) * sizeof(*values));
	memcpy(references, span->references + whole, (span->count - whole) * sizeof(*references));
	sum_lanes(&sums, values, references, limit);
	return sums;
}

/* Value by value where something is not finite, or worse than all before. True where all values are zero. */
static bool add_sums(struct pair_scan *pair, const struct span_values *span)
{
	struct distance *out = pair->out;
	const struct sums sums = sum_span(span, pair->worst);
	double signal = 0, noise = 0;
	bool worse = false, zero = true;

	for (unsigned k = 0; k < LANES; k++) {
		signal += sums.signal[k];
		noise += sums.noise[k];
		worse = worse || sums.worse[k];
		zero = zero && sums.bits[k] == 0;
	}
	if (!isfinite(signal + noise) || worse) {
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
static bool is_lost(struct pair_scan *pair, const struct span_values *span)
{
	if (pair->threshold < 0)
		pair->threshold = threshold_of(pair->references, pair->count);
	for (uint64_t i = 0; i < span->count; i++)
		if (fabsf(span->references[i]) >= pair->threshold &&
			!is_rounded(pair->tensor, span->references[i], span->at + i))
			return true;
	return false;
}

/* A type with a minimum says that minimum where its scale is zero. A group of which the scale is rounded to zero beside a larger
 * one has a range of at most a thirtieth of that one's. */
enum { GROUP = 16 };

static bool has_minimum(const struct tensor *tensor)
{
	return tensor->block && tensor->block->scale == SCALE_F16 &&
	       tensor->block->scale_count == 2;
}

static bool is_flat(const float *values)
{
	for (unsigned i = 1; i < GROUP; i++)
		if (values[i] != values[0])
			return false;
	return true;
}

static float range_of(const float *values)
{
	float least = values[0], most = values[0];

	for (unsigned i = 1; i < GROUP; i++) {
		least = values[i] < least ? values[i] : least;
		most = values[i] > most ? values[i] : most;
	}
	return most - least;
}

static bool is_flattened(struct pair_scan *pair, const struct span_values *span)
{
	if (span->count != SPAN || !is_flat(span->values) || !is_flat(span->values + GROUP))
		return false;
	if (pair->threshold < 0)
		pair->threshold = threshold_of(pair->references, pair->count);
	return range_of(span->references) > 4 * pair->threshold &&
	       range_of(span->references + GROUP) > 4 * pair->threshold;
}

static void add_span(struct pair_scan *pair, const struct span_values *span)
{
	uint64_t end = span->at + span->count;
	bool zero = add_sums(pair, span), lost = zero && is_lost(pair, span);

	if (lost)
		seen_add(&pair->out->lost, span->at / SPAN);
	else if (pair->has_minimum && is_flattened(pair, span))
		seen_add(&pair->out->flat, span->at / SPAN);
	pair->row_zero = pair->row_zero && zero;
	pair->row_lost = pair->row_lost || lost;
	pair->column += span->count;
	if (pair->column < pair->tensor->columns)
		return;
	pair->column = 0;
	if (pair->row_zero && pair->row_lost)
		seen_add(&pair->out->dead_rows, (end - 1) / pair->tensor->columns);
	pair->row_zero = true;
	pair->row_lost = false;
}

static void add_chunk(struct pair_scan *pair, const float *values, uint64_t first)
{
	pair->threshold = -1;
	for (uint64_t done = 0; done < pair->count;) {
		uint64_t at = first + done, left = SPAN - at % SPAN;
		uint64_t row = pair->tensor->columns - pair->column;

		if (left > row)
			left = row;
		if (left > pair->count - done)
			left = pair->count - done;
		add_span(pair,
			&(struct span_values){values + done, pair->references + done, at, left});
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

	if (!type || tensor->heads.count)
		return (struct text){0};
	return text_slice(tensor->data, (size_t)(from / type->values * type->bytes),
		(size_t)(to / type->values * type->bytes));
}

void scan_distance(struct distance *out, const struct tensor *tensor,
	const struct tensor *reference, struct scan_past past)
{
	float values[WEIGHTS_CHUNK], references[WEIGHTS_CHUNK];
	struct pair_scan pair = {
		.out = out, .tensor = tensor, .row_zero = true, .has_minimum = has_minimum(tensor)};

	*out = (struct distance){0};
	for (uint64_t at = 0; at < tensor->count; at += WEIGHTS_CHUNK) {
		uint64_t count =
			tensor->count - at < WEIGHTS_CHUNK ? tensor->count - at : WEIGHTS_CHUNK;

		tensor_values(tensor, at, count, values);
		tensor_values(reference, at, count, references);
		pair.references = references;
		pair.count = count;
		add_chunk(&pair, values, at);
		say_past(past, bytes_until(tensor, at, at + count));
		say_past(past, bytes_until(reference, at, at + count));
	}
	if (!tensor->block && !tensor->affine->code_values && tensor->count > 0)
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
