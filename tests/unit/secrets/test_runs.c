/* SPDX-License-Identifier: Apache-2.0
 *
 * Random blobs of text, NULs and other bytes: the runs of wider characters that are found by passing over many bytes at once are those that are found
 * by looking at each byte before a NUL, in the same order, wherever they begin and end.
 */
#include "checks/secrets/view.c" // NOLINT(bugprone-suspicious-include)
#include "unit.h"

#define OF(array) (sizeof(array) / sizeof((array)[0]))

enum { ROUNDS = 200000, MOST_LEN = 330, MOST_PIECE = 44 };

static uint64_t state;

static unsigned draw(unsigned below)
{
	state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)(state >> 33) % below;
}

/* ---- blobs ---- */

/* Of a kind that is drawn for each stretch: text; what is next to text; anything. */
static char draw_byte(unsigned kind)
{
	static const char letters[] = "abcXYZ019 ~\t\n\r\x1b",
			  others[] = "\x08\x0b\x1a\x1f\x7f\x80\xff\x01";

	if (kind == 0)
		return letters[draw(sizeof(letters) - 1)];
	if (kind == 1)
		return others[draw(sizeof(others) - 1)];
	return kind == 2 ? '\0' : (char)draw(256);
}

static void add_mixture(struct buffer *out)
{
	unsigned kinds[] = {draw(4), draw(4), draw(4)};

	for (unsigned count = draw(MOST_PIECE); count; count--)
		buffer_byte(out, draw_byte(kinds[draw(OF(kinds))]));
}

/* Wider characters, now and then one of them not, as many as are nearly too few, or many. */
static void add_wide(struct buffer *out)
{
	unsigned width = draw(2) ? 2 : 4, low = draw(2) ? 0 : width - 1,
		 count = draw(2) ? SHORTEST_RUN - 2 + draw(4) : draw(MOST_PIECE),
		 purity = draw(2) ? 1000 : 20;

	for (unsigned i = 0; i < count * width; i++) {
		unsigned kind = i % width == low ? 0 : 2;

		buffer_byte(out, draw_byte(draw(purity) ? kind : draw(4)));
	}
}

static void make(struct buffer *out)
{
	size_t wanted = draw(4) ? draw(MOST_LEN) + 1 : SEEN - 4 + draw(8);

	buffer_reuse(out);
	if (draw(8) == 0)
		buffer_add(out, encodings[draw(ENCODINGS)].mark);
	while (out->len < wanted)
		if (draw(2))
			add_wide(out);
		else
			add_mixture(out);
	if (draw(2))
		out->len = wanted;
}

/* ---- one byte before a NUL after the other ---- */

static size_t next_before_nul(struct text blob, size_t at)
{
	while (at + 1 < blob.len && (blob.ptr[at] == '\0' || blob.ptr[at + 1] != '\0'))
		at++;
	return at + 1 < blob.len ? at : blob.len;
}

/* How many regions begin with the last character of another. */
static size_t collect_slowly(struct views *views, const struct encoding *whole, size_t from)
{
	struct text blob = views->raw;
	size_t at = next_before_nul(blob, 0), last = SIZE_MAX, shared = 0;

	while (at < blob.len) {
		struct region region = longest_region(blob, at);

		shared += region.count && at == last;
		if (region.count && !is_part_of(&region, whole, from))
			add_region(views, &region);
		if (region.count)
			last = at + (region.count - 1) * region.width;
		at = next_before_nul(blob, region.count ? last : at + 1);
	}
	return shared;
}

/* ---- both ---- */

static bool is_same_run(const struct run *a, const struct run *b)
{
	return a->at == b->at && a->raw == b->raw && a->width == b->width;
}

static bool are_same(const struct views *a, const struct views *b)
{
	if (a->run_count != b->run_count ||
		!text_equal(buffer_text(&a->joined), buffer_text(&b->joined)))
		return false;
	for (size_t i = 0; i < a->run_count; i++)
		if (!is_same_run(&a->runs[i], &b->runs[i]))
			return false;
	return true;
}

static void test_random(void)
{
	struct buffer made = {0};
	struct views fast = {0}, slow = {0};
	size_t runs = 0, shared = 0;

	for (int round = 0; round < ROUNDS; round++) {
		const struct encoding *whole;
		char *bytes;
		size_t from;

		make(&made);
		/* Of just that length: what is read beyond its end, a sanitizer sees. */
		bytes = malloc(made.len);
		CU_ASSERT_FATAL(bytes != NULL);
		memcpy(bytes, made.ptr, made.len);
		fast.raw = slow.raw = (struct text){bytes, made.len};
		fast.run_count = slow.run_count = 0;
		buffer_reuse(&fast.joined);
		buffer_reuse(&slow.joined);
		whole = encoding_of(fast.raw, &from);
		collect_runs(&fast, whole, from);
		shared += collect_slowly(&slow, whole, from);
		CU_ASSERT_FATAL(are_same(&fast, &slow));
		runs += slow.run_count;
		free(bytes);
	}
	CU_ASSERT(runs > ROUNDS && shared > ROUNDS / 100);
	buffer_free(&made);
	views_free(&fast);
	views_free(&slow);
}

static const struct unit_test tests[] = {
	{"random blobs", test_random},
};

UNIT_MAIN(tests)
