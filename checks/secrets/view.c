/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/view.h"

#include <stdlib.h>
#include <string.h>

#include "gate/base/stride.h"

/* A shorter run is chance. */
enum { SHORTEST_RUN = 8, ESCAPE = 0x1b, BLOCK = 4 * STRIDE };

/* Bytes that are looked at at once, and those of them of which it is known then whether a run may begin there. */
enum { SEEN = 4 * STRIDE, PASSED = SEEN - 12 };

struct encoding {
	const char *name;
	unsigned width; /* bytes of a unit */
	unsigned low;   /* which of them is the lowest */
	struct text mark;
};

/* UTF-32 first: its mark begins with that of UTF-16, and its text has runs of UTF-16 units. */
static const struct encoding encodings[] = {
	{"UTF-32LE", 4, 0, TEXT("\xff\xfe\0\0")},
	{"UTF-32BE", 4, 3, TEXT("\0\0\xfe\xff")},
	{"UTF-16LE", 2, 0, TEXT("\xff\xfe")},
	{"UTF-16BE", 2, 1, TEXT("\xfe\xff")},
};
enum { ENCODINGS = sizeof(encodings) / sizeof(encodings[0]) };

static const struct text separator = TEXT("\n\0\n");

/* ---- what is plain ---- */

static bool is_odd(char byte)
{
	return byte == '\0' || byte == ESCAPE;
}

static bool has_odd_byte(struct text text)
{
	size_t at = 0;

	for (; text.len - at >= BLOCK; at += BLOCK)
		if (stride_any_of_four(text.ptr + at, ESCAPE))
			return true;
	for (; at < text.len; at++)
		if (is_odd(text.ptr[at]))
			return true;
	return false;
}

static bool has_mark(struct text blob, const struct encoding *encoding)
{
	return text_equal(text_slice(blob, 0, encoding->mark.len), encoding->mark);
}

/* All other views begin with an escape, a NUL or a mark. */
static bool is_plain(struct text blob, struct copies plain)
{
	size_t done = 0;

	for (size_t i = 0; i < ENCODINGS; i++)
		if (has_mark(blob, &encodings[i]))
			return false;
	for (size_t i = 0; i < plain.count; i++) {
		if (has_odd_byte(text_slice(blob, done, plain.items[i].at)))
			return false;
		done = plain.items[i].at + plain.items[i].len;
	}
	return !has_odd_byte(text_slice(blob, done, blob.len));
}

/* ---- colours ---- */

/* Length of the colour sequence that an escape character begins, or 0. */
static size_t colour_length(struct text rest)
{
	size_t len = 2;

	if (rest.len < 3 || rest.ptr[1] != '[')
		return 0;
	while (len < rest.len && rest.ptr[len] && strchr("0123456789;:", rest.ptr[len]))
		len++;
	return len < rest.len && rest.ptr[len] == 'm' ? len + 1 : 0;
}

void blank_colours(struct buffer *bytes)
{
	struct text rest = {bytes->ptr, bytes->len};
	char *escape;

	while (rest.len && (escape = memchr(rest.ptr, ESCAPE, rest.len))) {
		size_t len;

		rest = text_slice(rest, (size_t)(escape - rest.ptr), rest.len);
		len = colour_length(rest);
		memset(escape, ' ', len);
		rest = text_slice(rest, len ? len : 1, rest.len);
	}
}

bool colours_are_plain(struct text bytes)
{
	size_t at = 0;
	const char *escape;

	while ((escape = memchr(bytes.ptr + at, ESCAPE, bytes.len - at))) {
		size_t from = (size_t)(escape - bytes.ptr);
		size_t len = colour_length(text_slice(bytes, from, bytes.len));

		at = from + (len ? len : 1);
		if (len &&
			((from > 0 && !bytes.ptr[from - 1]) || (at < bytes.len && !bytes.ptr[at])))
			return false;
	}
	return true;
}

static bool has_colours(struct text rest)
{
	const char *escape;

	while (rest.len && (escape = memchr(rest.ptr, ESCAPE, rest.len))) {
		rest = text_slice(rest, (size_t)(escape - rest.ptr), rest.len);
		if (colour_length(rest))
			return true;
		rest = text_slice(rest, 1, rest.len);
	}
	return false;
}

/* The bytes as they are looked at: a copy only where there are colours. */
static struct text without_colours(struct views *views)
{
	struct text blob = views->raw;

	if (!has_colours(blob))
		return blob;
	buffer_add(&views->plain, blob);
	if (views->plain.failed)
		return blob;
	blank_colours(&views->plain);
	return buffer_text(&views->plain);
}

/* ---- recognising ---- */

static bool is_ascii_text(unsigned char byte)
{
	return (byte >= ' ' && byte <= '~') || byte == '\t' || byte == '\n' || byte == '\r' ||
	       byte == ESCAPE;
}

/* An ASCII character as one unit at `at`. */
static bool is_unit(struct text blob, size_t at, const struct encoding *encoding)
{
	if (blob.len - at < encoding->width ||
		!is_ascii_text((unsigned char)blob.ptr[at + encoding->low]))
		return false;
	for (unsigned i = 0; i < encoding->width; i++)
		if (i != encoding->low && blob.ptr[at + i] != '\0')
			return false;
	return true;
}

/* Bytes of the blob that the run at `at` takes; 0 for none. */
static size_t run_length(struct text blob, size_t at, const struct encoding *encoding)
{
	size_t end = at;

	while (end < blob.len && is_unit(blob, end, encoding))
		end += encoding->width;
	return end - at;
}

/* The encoding of the whole blob, or NULL. *from is where its text begins. */
static const struct encoding *encoding_of(struct text blob, size_t *from)
{
	*from = 0;
	for (size_t i = 0; i < ENCODINGS; i++) {
		const struct encoding *encoding = &encodings[i];

		if (!has_mark(blob, encoding))
			continue;
		*from = encoding->mark.len;
		return encoding;
	}
	for (size_t i = 0; i < ENCODINGS; i++) {
		size_t run = run_length(blob, 0, &encodings[i]);

		if (run && blob.len - run < encodings[i].width)
			return &encodings[i];
	}
	return NULL;
}

/* ---- decoding ---- */

static uint32_t unit_at(struct text blob, size_t at, const struct encoding *encoding)
{
	uint32_t unit = 0;

	for (unsigned i = 0; i < encoding->width; i++) {
		unsigned place = encoding->low == 0 ? encoding->width - 1 - i : i;

		unit = unit << 8 | (unsigned char)blob.ptr[at + place];
	}
	return unit;
}

/* Writes a code point and gives its length. */
static size_t put_utf8(char out[4], uint32_t code)
{
	static const unsigned char first[] = {0, 0, 0xc0, 0xe0, 0xf0};
	size_t len = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;

	for (size_t i = len; i-- > 1; code >>= 6)
		out[i] = (char)(0x80 | (code & 0x3f));
	out[0] = (char)(first[len] | code);
	return len;
}

/* The low half of a surrogate pair at `at`, or 0. */
static uint32_t low_surrogate(struct text blob, size_t at, const struct encoding *encoding)
{
	uint32_t unit = blob.len - at >= encoding->width ? unit_at(blob, at, encoding) : 0;

	return unit >= 0xdc00 && unit < 0xe000 ? unit : 0;
}

/* The code point at *at, and *at behind it. What is none becomes U+FFFD. */
static uint32_t next_code(struct text blob, size_t *at, const struct encoding *encoding)
{
	uint32_t code = unit_at(blob, *at, encoding), low = 0;

	*at += encoding->width;
	if (encoding->width == 2 && code >= 0xd800 && code < 0xdc00)
		low = low_surrogate(blob, *at, encoding);
	if (low) {
		*at += encoding->width;
		return 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
	}
	return code > 0x10ffff || (code >= 0xd800 && code < 0xe000) ? 0xfffd : code;
}

static void decode(
	struct buffer *out, struct text blob, size_t from, const struct encoding *encoding)
{
	char chunk[1024];
	size_t used = 0, at = from;

	while (blob.len - at >= encoding->width && !out->failed) {
		used += put_utf8(chunk + used, next_code(blob, &at, encoding));
		if (used > sizeof(chunk) - 4) {
			buffer_add(out, (struct text){chunk, used});
			used = 0;
		}
	}
	buffer_add(out, (struct text){chunk, used});
}

/* ---- runs ---- */

static bool reserve_run(struct views *views)
{
	size_t wanted = views->run_capacity ? views->run_capacity * 2 : 64;
	struct run *grown;

	if (views->run_count < views->run_capacity)
		return true;
	grown = realloc(views->runs, wanted * sizeof(*grown));
	if (!grown) {
		views->failed = true;
		return false;
	}
	views->runs = grown;
	views->run_capacity = wanted;
	return true;
}

/* Characters with width - 1 NUL bytes between each two of them: as many as can be. In a big-endian
 * encoding NUL bytes stand before the first as well, in a little-endian one behind the last. Where
 * they do not, that character may belong to other text which the run touches. */
struct region {
	size_t from, count; /* the first character's offset */
	unsigned width;
};

static bool is_nul(struct text blob, size_t at, size_t len)
{
	if (at > blob.len || len > blob.len - at)
		return false;
	for (size_t i = 0; i < len; i++)
		if (blob.ptr[at + i] != '\0')
			return false;
	return true;
}

static bool is_text_at(struct text blob, size_t at)
{
	return at < blob.len && is_ascii_text((unsigned char)blob.ptr[at]);
}

static struct region region_at(struct text blob, size_t at, unsigned width)
{
	struct region region = {at, 0, width};
	size_t end = at;

	while (is_text_at(blob, end)) {
		region.count++;
		if (!is_nul(blob, end + 1, width - 1))
			break;
		end += width;
	}
	return region;
}

static void add_run(struct views *views, const struct region *region, size_t skip, size_t count)
{
	size_t from = region->from + skip * region->width;

	if (!reserve_run(views))
		return;
	views->runs[views->run_count++] = (struct run){views->joined.len, from, region->width};
	for (size_t i = 0; i < count; i++)
		buffer_byte(&views->joined, views->raw.ptr[from + i * region->width]);
	buffer_add(&views->joined, separator);
}

/* The run in each way that it may be meant, as a character too many or too few hides a secret. */
static void add_region(struct views *views, const struct region *region)
{
	struct text blob = views->raw;
	size_t gap = region->width - 1,
	       behind = region->from + (region->count - 1) * region->width + 1;
	bool big = region->from >= gap && is_nul(blob, region->from - gap, gap);
	bool little = is_nul(blob, behind, gap);
	bool text_before = region->from > 0 && is_text_at(blob, region->from - 1);
	bool text_behind = is_text_at(blob, behind);

	if (big || little)
		add_run(views, region, 0, region->count);
	if (little ? text_before : !big)
		add_run(views, region, 1, region->count - 1);
	if (big ? text_behind : !little)
		add_run(views, region, 0, region->count - 1);
}

/* The longest region that begins at `at`; count is 0 where none is long enough. */
static struct region longest_region(struct text blob, size_t at)
{
	static const unsigned widths[] = {4, 2};

	for (size_t i = 0; i < sizeof(widths) / sizeof(widths[0]); i++) {
		struct region region = region_at(blob, at, widths[i]);

		if (region.count >= SHORTEST_RUN)
			return region;
	}
	return (struct region){at, 0, 1};
}

/* Where a region that is long enough may begin, a bit for each of PASSED bytes: whether its characters have two bytes or four, there is one with a NUL
 * behind there, and 4, 8 and 12 bytes further on. */
static uint64_t starts(struct text blob, size_t at)
{
	uint64_t letters = 0;

	_Static_assert(2 * (SHORTEST_RUN - 1) > SEEN - PASSED, "the last one may have none");
	if (blob.len - at <= SEEN)
		return ~UINT64_C(0);
	for (unsigned i = 0; i < SEEN; i += STRIDE)
		letters |= (uint64_t)stride_before_nul(blob.ptr + at + i) << i;
	letters &= letters >> 4;
	return letters & letters >> 8 & ((UINT64_C(1) << PASSED) - 1);
}

/* The first region from `at` on that is long enough; count is 0 where there is none. */
static struct region next_region(struct text blob, size_t at)
{
	for (; at < blob.len; at += PASSED)
		for (uint64_t left = starts(blob, at); left; left &= left - 1) {
			struct region region =
				longest_region(blob, at + (unsigned)__builtin_ctzll(left));

			if (region.count)
				return region;
		}
	return (struct region){blob.len, 0, 1};
}

/* Text that is decoded as a whole is not looked at again as runs. */
static bool is_part_of(const struct region *region, const struct encoding *whole, size_t from)
{
	return whole && whole->width == region->width &&
	       (region->from - whole->low - from) % region->width == 0;
}

static void collect_runs(struct views *views, const struct encoding *whole, size_t from)
{
	struct region region = next_region(views->raw, 0);

	while (region.count && !views->failed) {
		if (!is_part_of(&region, whole, from))
			add_region(views, &region);
		/* Its last character may begin another one, of another width. */
		region = next_region(views->raw, region.from + (region.count - 1) * region.width);
	}
}

static void add_view(
	struct views *views, enum view_kind kind, struct text bytes, const char *encoding)
{
	views->items[views->count++] =
		(struct view){.kind = kind, .bytes = bytes, .encoding = encoding};
}

static void make_others(struct views *views, struct text blob)
{
	size_t from;
	const struct encoding *whole = encoding_of(blob, &from);

	if (whole) {
		decode(&views->whole, blob, from, whole);
		blank_colours(&views->whole);
		add_view(views, VIEW_WHOLE, buffer_text(&views->whole), whole->name);
	}
	collect_runs(views, whole, from);
	blank_colours(&views->joined);
	if (views->run_count)
		add_view(views, VIEW_RUNS, buffer_text(&views->joined), "");
	views->failed =
		views->failed || views->plain.failed || views->whole.failed || views->joined.failed;
}

void views_make(struct views *views, struct text blob)
{
	views_make_knowing(views, blob, (struct copies){NULL, 0});
}

void views_make_knowing(struct views *views, struct text blob, struct copies plain)
{
	views->count = 0;
	views->run_count = 0;
	views->decoded.count = 0;
	views->decoded.gap = NULL;
	views->raw = blob;
	buffer_reuse(&views->plain);
	buffer_reuse(&views->whole);
	buffer_reuse(&views->joined);
	views->is_plain = is_plain(blob, plain);
	add_view(views, VIEW_RAW, views->is_plain ? blob : without_colours(views), "");
	if (!views->is_plain)
		make_others(views, blob);
}

void views_free(struct views *views)
{
	free(views->runs);
	decoded_free(&views->decoded);
	buffer_free(&views->plain);
	buffer_free(&views->whole);
	buffer_free(&views->joined);
	*views = (struct views){0};
}

size_t views_raw_offset(const struct views *views, size_t offset)
{
	size_t low = 0, high = views->run_count;

	/* The last run that begins at or before the offset. */
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (views->runs[middle].at <= offset)
			low = middle;
		else
			high = middle;
	}
	offset = views->runs[low].raw + (offset - views->runs[low].at) * views->runs[low].width;
	return offset < views->raw.len ? offset : views->raw.len;
}
