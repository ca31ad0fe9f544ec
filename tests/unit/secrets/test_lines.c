/* SPDX-License-Identifier: Apache-2.0
 *
 * Lines of bulk data are passed over many bytes at once: none that a block begins with.
 */
#include "unit.h"

#include "checks/secrets/decode/lines.h"

#include "checks/secrets/decode/coding.h"

enum { BYTES = 48, LINE = 64, ABOVE = 70, LEN = ABOVE + 1 + LINE + 1 + LINE, ROUNDS = 200000 };

static const char standard[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char url_safe[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static uint64_t next(uint64_t *state)
{
	*state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return *state >> 33;
}

/* Of several kinds, mixed: so that most of what tells them apart is met. */
static unsigned char made_byte(uint64_t *state, unsigned kinds)
{
	static const unsigned char odd[] = {0, 0, 0x1f, 0x8b, 8, 0x78, 0x9c, 0xfe, 0xff, 0xfd, 'P',
		'K', 'B', 'Z', 'h', '7', 'z', 0x28, 0xb5, 0x2f, '!', '<', 0x7f, 0xc2, 0xe2, 0x82,
		0xac, 0xf0, 0x9f, '\n', 0x1b};
	unsigned kind = (unsigned)next(state) % kinds;

	if (kind == 0)
		return (unsigned char)(' ' + next(state) % 95);
	if (kind == 1)
		return odd[next(state) % sizeof(odd)];
	return (unsigned char)next(state);
}

static void encode(char *out, const unsigned char bytes[BYTES], const char *alphabet)
{
	for (size_t i = 0; i < BYTES; i += 3) {
		uint32_t bits =
			(uint32_t)bytes[i] << 16 | (uint32_t)bytes[i + 1] << 8 | bytes[i + 2];

		for (int digit = 0; digit < 4; digit++)
			*out++ = alphabet[bits >> (18 - 6 * digit) & 63];
	}
}

/* Whether the line was passed over; one that must not be makes the test fail. */
static bool passes(const unsigned char bytes[BYTES], const char *alphabet)
{
	char text[LEN];
	struct text all = {text, LEN};
	struct text sample = {(const char *)bytes, CONTENT_SAMPLE};

	memset(text, 'A', LEN);
	text[ABOVE] = text[ABOVE + 1 + LINE] = '\n';
	encode(text + ABOVE + 1, bytes, alphabet);
	if (lines_pass(all, ABOVE) == ABOVE)
		return false;
	if (content_may_begin(sample.ptr) && content_promise(sample) != CONTENT_NOTHING)
		CU_FAIL("a block is passed over");
	return true;
}

static void test_begins_something(void)
{
	uint64_t state = 1;
	unsigned char bytes[BYTES];

	for (size_t i = 0; i < ROUNDS; i++) {
		for (size_t b = 0; b < BYTES; b++)
			bytes[b] = made_byte(&state, 1 + (unsigned)(i % 4));
		passes(bytes, i % 8 < 4 ? standard : url_safe);
	}
	CU_PASS("none that begins a block was passed over");
}

/* At this speed hardly a line of bulk data is looked at. */
static void test_bulk(void)
{
	uint64_t state = 2;
	unsigned char bytes[BYTES];
	size_t passed = 0, rounds = 1000;

	for (size_t i = 0; i < rounds; i++) {
		for (size_t b = 0; b < BYTES; b++)
			bytes[b] = (unsigned char)next(&state);
		passed += passes(bytes, standard);
	}
	CU_ASSERT(passed == 0 || passed > rounds * 8 / 10);
}

#define HEX  "00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff"
#define REST "\n/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+"

static void test_no_line(void)
{
	static const struct {
		const char *name, *below;
	} rows[] = {
		{"nothing is below", ""},
		{"no end of a line", "AAAA"},
		{"indented", "\n  /+/+/+/+/+/+/+/+/+/+/+/+" REST},
		{"too short", "\n/+/+/+/+" REST},
		{"hexadecimal", "\n" HEX REST},
		{"a number", "\n0x" HEX REST},
		{"at the end of the text", "\n/+/+/+/+/+/+/+/+/+/+/+/+"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK_ROW(rows[i].name, lines_pass(text_of(rows[i].below), 0) == 0);
}

static const struct unit_test tests[] = {
	{"what begins something", test_begins_something},
	{"bulk", test_bulk},
	{"no line", test_no_line},
};

UNIT_MAIN(tests)
