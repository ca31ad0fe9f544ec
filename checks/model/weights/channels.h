/* SPDX-License-Identifier: Apache-2.0
 *
 * Outlier channels: rows or columns of a matrix that are far above the others. A scale that many channels share is as large as the
 * largest of them, and one that is r times as large takes log2 r bits from all others (Xiao et al., SmoothQuant, arXiv 2211.10438,
 * section 3; Dettmers et al., LLM.int8(), arXiv 2208.07339, section 4, who found that they are few, whole and the same in every layer).
 *
 * The level of a channel is the mean of log2 |w| over its values that are not zero: of whole channels, and moved by no single value,
 * so that an outlier among the rows is none among the columns. A sample is enough for it, and keeps the scan as fast as memory: of each row
 * 256 values, of the next row the next 256. Outliers are those above the median level by log2 of the ratio asked for and by six
 * standard deviations, told by the median absolute deviation (1.4826 MAD; Hampel's identifier, Davies and Gather 1993).
 *
 * Memory: four bytes for a row, twelve for a column. Pure but for the arena.
 */
#ifndef SEAMGATE_MODEL_WEIGHTS_CHANNELS_H
#define SEAMGATE_MODEL_WEIGHTS_CHANNELS_H

#include "checks/model/weights/weights.h"

struct channels {
	const struct tensor *tensor; /* NULL: no matrix of 32 by 32 or more, or a huge one */
	uint64_t rows, columns;
	uint64_t width, next;              /* how many values of a row are taken; the next row */
	float *row_levels, *column_levels; /* once finished; NAN: hardly anything but zeros */
	uint32_t *sums, *counts;           /* of columns */
};

/* -1: out of memory. */
MUST_CHECK int channels_start(
	struct channels *out, const struct tensor *tensor, struct arena *arena);

/* Takes what lies before value `until` and was not taken yet. */
void channels_add(struct channels *channels, uint64_t until);

/* After all were added. */
void channels_finish(struct channels *channels);

/* Of one direction. */
struct outliers {
	uint64_t count, of; /* channels */
	uint64_t worst;     /* which */
	double ratio;       /* of its magnitude to the median channel's */
};

/* What is above `ratio`, and was not more than half as far above the others in `before` (NULL, or of another shape: nothing is known). */
struct outliers channels_rows(
	const struct channels *channels, const struct channels *before, double ratio);
struct outliers channels_columns(
	const struct channels *channels, const struct channels *before, double ratio);

#endif
