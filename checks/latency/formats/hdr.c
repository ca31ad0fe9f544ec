/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/latency/formats/hdr.h"

#include <math.h>
#include <string.h>

#include "gate/base/digest.h"
#include "gate/base/inflate.h"

enum {
	COMPRESSED_V2 = 0x1c849304,
	ENCODED_V2 = 0x1c849303,
	WORD_SIZE = 0xf0, /* bits of the cookie that say nothing in V2 */
	OUTER = 8,        /* cookie, length */
	HEADER = 40,      /* cookie, length, offset, digits, lowest, highest, ratio */
	MOST_DIGITS = 5,
	MOST_WORD = 9,
	MOST_BYTES = 8 << 20
};

static uint64_t big_endian(struct text bytes, size_t at, size_t size)
{
	uint64_t value = 0;

	for (size_t i = 0; i < size; i++)
		value = value << 8 | (unsigned char)bytes.ptr[at + i];
	return value;
}

static bool has_cookie(struct text bytes, size_t at, uint32_t cookie)
{
	return (big_endian(bytes, at, 4) & ~(uint64_t)WORD_SIZE) == cookie;
}

/* How the settings cut values: HdrHistogram_c hdr_calculate_bucket_config. */
static bool take_settings(struct hdr *hdr, struct text payload)
{
	uint64_t digits = big_endian(payload, 12, 4), lowest = big_endian(payload, 16, 8),
		 largest = 2, half = 0, unit = 0;

	if (digits > MOST_DIGITS || lowest == 0 || lowest > INT64_MAX / 2)
		return false;
	for (uint64_t i = 0; i < digits; i++)
		largest *= 10;
	while (((uint64_t)2 << half) < largest)
		half++;
	while (lowest >> (unit + 1))
		unit++;
	if (hdr->count && (hdr->unit_magnitude != unit || hdr->half_magnitude != half))
		return false;
	hdr->unit_magnitude = (unsigned)unit;
	hdr->half_magnitude = (unsigned)half;
	return unit + half < 61;
}

/* The next ZigZag LEB128 number; the ninth byte has eight bits. False at a number that is cut off. */
static bool next_number(struct text payload, size_t *at, int64_t *out)
{
	uint64_t value = 0;
	unsigned shift = 0, size = 0;
	unsigned char byte;

	do {
		if (*at == payload.len)
			return false;
		byte = (unsigned char)payload.ptr[(*at)++];
		size++;
		value |= (uint64_t)(size == MOST_WORD ? byte : byte & 0x7f) << shift;
		shift += 7;
	} while (byte & 0x80 && size < MOST_WORD);
	*out = (int64_t)(value >> 1) ^ -(int64_t)(value & 1);
	return true;
}

/* The buckets that values of 63 bits reach. */
static size_t most_counts(const struct hdr *hdr)
{
	size_t most = (size_t)(65 - hdr->unit_magnitude - hdr->half_magnitude)
		      << hdr->half_magnitude;

	return most < HDR_MOST_COUNTS ? most : HDR_MOST_COUNTS;
}

/* Each number in turn is a count of the next bucket or so many empty ones; `counts` NULL: they are only counted. */
static bool walk_counts(struct text payload, size_t most, uint64_t *counts, size_t *buckets)
{
	size_t at = HEADER, bucket = 0;
	int64_t number;

	while (at < payload.len) {
		if (!next_number(payload, &at, &number) || bucket == most)
			return false;
		if (number < 0) {
			if ((uint64_t) - (number + 1) >= most - bucket)
				return false;
			bucket += (size_t)-number;
			continue;
		}
		if (counts && counts[bucket] + (uint64_t)number > INT64_MAX)
			return false;
		if (counts)
			counts[bucket] += (uint64_t)number;
		bucket++;
	}
	*buckets = bucket;
	return true;
}

static int make_room(struct hdr *hdr, size_t buckets, struct arena *arena, struct err *err)
{
	size_t room = buckets > hdr->capacity * 2 ? buckets : hdr->capacity * 2;
	uint64_t *counts;

	if (buckets <= hdr->capacity)
		return 0;
	counts = arena_array(arena, room, sizeof(*counts));
	if (!counts)
		return err_nomem(err);
	if (hdr->count)
		memcpy(counts, hdr->counts, hdr->count * sizeof(*counts));
	hdr->counts = counts;
	hdr->capacity = room;
	return 0;
}

static bool sum_up(struct hdr *hdr)
{
	hdr->total = 0;
	for (size_t i = 0; i < hdr->count; i++) {
		hdr->total += hdr->counts[i];
		if (hdr->total > INT64_MAX)
			return false;
	}
	return true;
}

static int add_counts(struct hdr *hdr, struct text payload, const char **what, struct arena *arena,
	struct err *err)
{
	size_t buckets;

	*what = "the histogram's counts are damaged";
	if (!walk_counts(payload, most_counts(hdr), NULL, &buckets))
		return 0;
	if (make_room(hdr, buckets, arena, err) < 0)
		return -1;
	hdr->count = buckets > hdr->count ? buckets : hdr->count;
	if (walk_counts(payload, most_counts(hdr), hdr->counts, &buckets) && sum_up(hdr))
		*what = NULL;
	return 0;
}

static int add_payload(struct hdr *hdr, struct text payload, const char **what, struct arena *arena,
	struct err *err)
{
	*what = "the histogram is not of the V2 encoding";
	if (payload.len < HEADER || !has_cookie(payload, 0, ENCODED_V2))
		return 0;
	*what = "the histogram has settings that are none, or others than those before";
	if (big_endian(payload, 4, 4) != payload.len - HEADER || !take_settings(hdr, payload))
		return 0;
	return add_counts(hdr, payload, what, arena, err);
}

int hdr_add(struct hdr *hdr, struct text base64, const char **what, struct arena *arena,
	struct arena *scratch, struct err *err)
{
	struct text bytes, payload;

	*what = "the histogram is not base64 of HdrHistogram's compressed V2 encoding";
	if (base64_decode(&bytes, base64, scratch, err) < 0)
		return -1;
	if (!bytes.ptr || bytes.len < OUTER || !has_cookie(bytes, 0, COMPRESSED_V2) ||
		big_endian(bytes, 4, 4) != bytes.len - OUTER)
		return 0;
	bytes = text_slice(bytes, OUTER, bytes.len);
	if (inflate_zlib(&payload, bytes, MOST_BYTES, scratch, err) < 0)
		return -1;
	*what = "the histogram's zlib stream is damaged or too large";
	return payload.ptr ? add_payload(hdr, payload, what, arena, err) : 0;
}

/* The least value of a bucket and how many values are one: HdrHistogram_c hdr_value_at_index. */
static double value_at(const struct hdr *hdr, size_t bucket, double *width)
{
	size_t half = (size_t)1 << hdr->half_magnitude, order = bucket >> hdr->half_magnitude,
	       sub = bucket & (half - 1);

	if (order > 0) {
		sub += half;
		order--;
	}
	*width = ldexp(1, (int)(order + hdr->unit_magnitude));
	return (double)sub * *width;
}

static double highest_at(const struct hdr *hdr, size_t bucket)
{
	double width, value = value_at(hdr, bucket, &width);

	return value + width - 1;
}

double hdr_quantile(const struct hdr *hdr, double q)
{
	double rank = fmax(1, floor(q * (double)hdr->total + 0.5)), seen = 0;

	for (size_t i = 0; i < hdr->count; i++) {
		seen += (double)hdr->counts[i];
		if (seen >= rank)
			return highest_at(hdr, i);
	}
	return NAN;
}

double hdr_max(const struct hdr *hdr)
{
	for (size_t i = hdr->count; i > 0; i--)
		if (hdr->counts[i - 1])
			return highest_at(hdr, i - 1);
	return NAN;
}

double hdr_mean(const struct hdr *hdr)
{
	double sum = 0, width;

	for (size_t i = 0; i < hdr->count; i++) {
		double value = value_at(hdr, i, &width);

		sum += (double)hdr->counts[i] * (value + floor(width / 2));
	}
	return sum / (double)hdr->total;
}
