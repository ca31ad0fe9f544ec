/* SPDX-License-Identifier: Apache-2.0
 *
 * What the bytes of a tensor say by themselves, and beside those of another one. Pure, one pass, each byte touched once;
 * memory does not depend on the size.
 *
 * A block is "lost" where its scale is zero and its codes are not all alike: something was there. Blocks that are
 * zero throughout are those of every real model, and are not counted.
 */
#ifndef SEAMGATE_MODEL_WEIGHTS_SCAN_H
#define SEAMGATE_MODEL_WEIGHTS_SCAN_H

#include "checks/model/weights/channels.h"

/* How many there are, and which block, scale or row is the first. */
struct seen {
	uint64_t count, first;
};

struct scan {
	uint64_t units;         /* blocks, scales or plain values that were looked at */
	const char *unit;       /* "block", "scale", "value" */
	struct seen nonfinite;  /* NaN or infinite values or scales */
	struct seen lost;       /* zero scales, see above */
	struct seen negative;   /* scales, of a type that has none */
	struct seen subnormal;  /* scales below what a half or float holds exactly */
	struct seen bad_zeros;  /* zero points out of the range of the codes */
	struct seen dead_rows;  /* zero throughout */
	struct seen equal_rows; /* byte for byte as the one before, and not dead */
	uint64_t rows;
	uint64_t ends,
		ends_of; /* codes at the ends of their range, of how many; 0 where the type says nothing by that */
};

/* Told what was read and is not needed again, as it goes. NULL: nobody wants to know. */
struct scan_past {
	void (*past)(const void *context, struct text past);
	const void *context;
};

/* `channels` were started with the tensor; NULL: nobody asks for them. */
void scan_tensor(struct scan *out, const struct tensor *tensor, struct channels *channels,
	struct scan_past past);

struct distance {
	double signal, noise;  /* sums of squares: of the reference, of the difference */
	double largest;        /* absolute error */
	uint64_t largest_at;   /* value */
	uint64_t count;        /* of values that were compared: finite in both */
	struct seen nonfinite; /* values that are finite in the reference only */
	struct seen lost;      /* spans of 32 values: zero here, and not in the reference */
	struct seen
		flat; /* of types with a minimum: spans of one value for each 16, where the reference's differ much */
	struct seen dead_rows; /* likewise, rows */
	double shift;          /* affine: the mean error in scales, else 0 */
};

/* Both have the same shape. */
void scan_distance(struct distance *out, const struct tensor *tensor,
	const struct tensor *reference, struct scan_past past);

/* 10 log10(signal / noise); INFINITY where they are the same, NAN where the reference is zero throughout. */
double distance_sqnr_db(const struct distance *distance);
double distance_rmse(const struct distance *distance);

/* What a healthy quantization of so many bits does not fall below: 6.02 b - 9 dB, about 11 dB under a full-scale
 * sine (the table of reference vectors; MXFP4 lies 4.4 dB below its bits). Never above 60. */
double sqnr_floor_db(double bits);

#endif
