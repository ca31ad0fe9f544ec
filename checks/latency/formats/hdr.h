/* SPDX-License-Identifier: Apache-2.0
 *
 * HdrHistogram's histograms as their logs carry them: base64 of the compressed V2 encoding (HdrHistogram/HdrHistogram
 * EncodableHistogram, HdrHistogram_c src/hdr_histogram_log.c): a cookie, a length and a zlib stream of a header of 40 bytes, big endian, and the
 * counts as ZigZag LEB128 numbers of at most 9 bytes, of which a negative one stands for so many zeros.
 */
#ifndef SEAMGATE_LATENCY_FORMATS_HDR_H
#define SEAMGATE_LATENCY_FORMATS_HDR_H

#include "gate/base/arena.h"
#include "gate/base/err.h"

enum { HDR_MOST_COUNTS = 1 << 20 };

/* Counts of values; all zero is an empty one. Histograms of other settings cannot be added. */
struct hdr {
	unsigned unit_magnitude,
		half_magnitude; /* of the settings: how values are cut into buckets */
	uint64_t *counts;
	size_t count, capacity; /* of buckets in use, and there is room for */
	uint64_t total;         /* of values */
};

/* Adds the histogram. *what NULL, or why the text is refused (0 returned). -1: out of memory. The scratch arena may be reset
 * behind it; counts lie in `arena`. */
MUST_CHECK int hdr_add(struct hdr *hdr, struct text base64, const char **what, struct arena *arena,
	struct arena *scratch, struct err *err);

/* The highest value that counts as equal to the one at the quantile, as the libraries print it. NAN of an empty histogram. */
double hdr_quantile(const struct hdr *hdr, double q);
double hdr_max(const struct hdr *hdr);

/* By the middles of the buckets, as the libraries print it. */
double hdr_mean(const struct hdr *hdr);

#endif
