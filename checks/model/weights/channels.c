/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/model/weights/channels.h"

#include <math.h>

enum {
	CHANNELS_LEAST = 32, /* of fewer no median says much */
	CHANNELS_MOST_ROWS = 1 << 18,
	CHANNELS_MOST_COLUMNS = 1 << 16,
	SAMPLE = BLOCK_MOST_VALUES, /* a multiple of every block */
	SAMPLES_OF_COLUMN = 32,     /* at least, where there are so many rows */
	LEVEL_SHIFT = 17,           /* 14 bits are left: 2^18 of them fit a sum */
	FEWEST_FILLED =
		4, /* one in so many values of a channel must not be zero, or nothing is known of it */
};

/* A kernel's last dimension is small: all that one output is made from is its row then. */
static void shape(struct channels *out, const struct tensor *tensor)
{
	bool splits = !tensor->block || tensor->block->values == 1;

	out->columns = tensor->columns;
	if (tensor->columns < CHANNELS_LEAST && tensor->dimension_count > 2 && splits &&
		tensor->dimensions[0] > 0)
		out->columns = tensor->count / tensor->dimensions[0];
	out->rows = out->columns ? tensor->count / out->columns : 0;
}

static bool has_channels(const struct channels *channels, const struct tensor *tensor)
{
	return (tensor->block || tensor->affine) && tensor->dimension_count > 1 &&
	       channels->columns >= CHANNELS_LEAST && channels->rows >= CHANNELS_LEAST &&
	       channels->columns <= CHANNELS_MOST_COLUMNS && channels->rows <= CHANNELS_MOST_ROWS;
}

int channels_start(struct channels *out, const struct tensor *tensor, struct arena *arena)
{
	*out = (struct channels){0};
	shape(out, tensor);
	if (!has_channels(out, tensor))
		return 0;
	out->tensor = tensor;
	out->width = (SAMPLES_OF_COLUMN * out->columns / out->rows / SAMPLE + 1) * SAMPLE;
	out->row_levels = arena_array(arena, out->rows, sizeof(*out->row_levels));
	out->column_levels = arena_array(arena, out->columns, sizeof(*out->column_levels));
	out->sums = arena_array(arena, out->columns, sizeof(*out->sums));
	out->counts = arena_array(arena, out->columns, sizeof(*out->counts));
	return out->row_levels && out->column_levels && out->sums && out->counts ? 0 : -1;
}

/* --- levels --- */

/* The bits of a float, read as a number, are its logarithm but for a scale: between powers of two the line that is at most 0.09
 * away. Zeros, NaN and infinities count for nothing. */
struct level {
	uint64_t sum, count, seen;
};

static float level_of(struct level level)
{
	if (level.count == 0 || level.count < level.seen / FEWEST_FILLED)
		return NAN;
	return (float)((double)level.sum / (double)level.count / (1 << (23 - LEVEL_SHIFT)) - 127);
}

static struct level add_values(
	struct channels *channels, uint64_t column, const float *values, uint64_t count)
{
	uint32_t *sums = channels->sums + column, *counts = channels->counts + column;
	uint32_t sum = 0, known = 0;

	for (uint64_t i = 0; i < count; i++) {
		int32_t bits;
		uint32_t filled;

		memcpy(&bits, &values[i], sizeof(bits));
		bits &= 0x7fffffff;
		filled = (bits > 0) & (bits < 0x7f800000);
		bits = bits >> LEVEL_SHIFT & -(int32_t)filled;
		sums[i] += (uint32_t)bits;
		counts[i] += filled;
		sum += (uint32_t)bits;
		known += filled;
	}
	return (struct level){sum, known, count};
}

struct stretch {
	uint64_t column, count;
};

static uint64_t stretches_of(const struct channels *channels)
{
	return (channels->columns + channels->width - 1) / channels->width;
}

/* What of a row is taken. */
static struct stretch stretch_of(const struct channels *channels, uint64_t row)
{
	struct stretch out = {row % stretches_of(channels) * channels->width, channels->width};

	if (out.count > channels->columns - out.column)
		out.count = channels->columns - out.column;
	return out;
}

static void take_row(struct channels *channels, uint64_t row, struct stretch stretch)
{
	uint64_t first = row * channels->columns + stretch.column;
	struct level level = {0}, part;
	float values[SAMPLE];

	for (uint64_t done = 0; done < stretch.count; done += SAMPLE) {
		uint64_t count = stretch.count - done < SAMPLE ? stretch.count - done : SAMPLE;

		tensor_values(channels->tensor, first + done, count, values);
		part = add_values(channels, stretch.column + done, values, count);
		level.sum += part.sum;
		level.count += part.count;
		level.seen += part.seen;
	}
	channels->row_levels[row] = level_of(level);
}

void channels_add(struct channels *channels, uint64_t until)
{
	while (channels->tensor && channels->next < channels->rows) {
		struct stretch stretch = stretch_of(channels, channels->next);

		if (channels->next * channels->columns + stretch.column + stretch.count > until)
			return;
		take_row(channels, channels->next++, stretch);
	}
}

/* Of the columns of a stretch; 0 where nothing is known of any. */
static float mean_level(const float *levels, uint64_t count)
{
	double sum = 0;
	uint64_t known = 0;

	for (uint64_t i = 0; i < count; i++) {
		sum += isnan(levels[i]) ? 0 : (double)levels[i];
		known += isnan(levels[i]) ? 0 : 1;
	}
	return known ? (float)(sum / (double)known) : 0;
}

/* Rows are known by different columns: by how much these are above others is not theirs. */
static void finish_stretch(struct channels *channels, uint64_t stretch)
{
	uint64_t stretches = stretches_of(channels);
	const struct stretch taken = stretch_of(channels, stretch);
	uint64_t rows = (channels->rows + stretches - 1 - stretch) / stretches;
	float *levels = channels->column_levels + taken.column, mean;

	for (uint64_t i = taken.column; i < taken.column + taken.count; i++)
		channels->column_levels[i] =
			level_of((struct level){channels->sums[i], channels->counts[i], rows});
	mean = mean_level(levels, taken.count);
	for (uint64_t row = stretch; row < channels->rows; row += stretches)
		channels->row_levels[row] -= mean;
}

void channels_finish(struct channels *channels)
{
	for (uint64_t i = 0; channels->tensor && i < stretches_of(channels); i++)
		finish_stretch(channels, i);
}

/* --- outliers --- */

/* Levels, and differences of two, lie between -256 and 256; medians are told to a sixteenth, by counting. */
enum { BINS_OF_ONE = 16, BINS = 512 * BINS_OF_ONE, LOWEST = -256 };

/* Of |level - centre| where centre is not NAN, else of the levels themselves; NAN where there are none. */
static double median(const float *levels, uint64_t count, double centre)
{
	uint32_t bins[BINS] = {0};
	uint64_t filled = 0, below = 0;
	int at = 0;

	for (uint64_t i = 0; i < count; i++) {
		double value = isnan(centre) ? (double)levels[i] - LOWEST
					     : fabs((double)levels[i] - centre);

		if (!(value >= 0 && value * BINS_OF_ONE < BINS))
			continue;
		bins[(int)(value * BINS_OF_ONE)]++;
		filled++;
	}
	if (filled == 0)
		return NAN;
	while ((below + bins[at]) * 2 < filled)
		below += bins[at++];
	return (at + 0.5) / BINS_OF_ONE + (isnan(centre) ? LOWEST : 0);
}

static float highest(const float *levels, uint64_t count)
{
	float most = -INFINITY;

	for (uint64_t i = 0; i < count; i++)
		most = levels[i] > most ? levels[i] : most;
	return most;
}

/* How far above the middle a channel must be, in powers of two. */
static double least_of(const float *levels, uint64_t count, double middle, double ratio)
{
	double spread = 6 * 1.4826 * median(levels, count, middle);

	return spread > log2(ratio) ? spread : log2(ratio);
}

static struct outliers outliers_of(
	const float *levels, const float *before, uint64_t count, double ratio)
{
	double middle = median(levels, count, NAN), was, least;
	struct outliers out = {.of = count};

	/* Nearly always. */
	if (!(highest(levels, count) - middle > log2(ratio)))
		return out;
	least = least_of(levels, count, middle, ratio);
	was = before ? median(before, count, NAN) : 0;
	for (uint64_t i = 0; i < count; i++) {
		double above = levels[i] - middle;

		if (!(above > least) || (before && above - (before[i] - was) <= 1))
			continue;
		if (out.count++ == 0 || levels[i] > levels[out.worst])
			out.worst = i;
	}
	out.ratio = out.count ? exp2(levels[out.worst] - middle) : 0;
	return out;
}

static bool are_alike(const struct channels *a, const struct channels *b)
{
	return b && b->tensor && a->rows == b->rows && a->columns == b->columns;
}

struct outliers channels_rows(
	const struct channels *channels, const struct channels *before, double ratio)
{
	if (!channels->tensor || !(ratio > 0))
		return (struct outliers){0};
	return outliers_of(channels->row_levels,
		are_alike(channels, before) ? before->row_levels : NULL, channels->rows, ratio);
}

struct outliers channels_columns(
	const struct channels *channels, const struct channels *before, double ratio)
{
	if (!channels->tensor || !(ratio > 0))
		return (struct outliers){0};
	return outliers_of(channels->column_levels,
		are_alike(channels, before) ? before->column_levels : NULL, channels->columns,
		ratio);
}
