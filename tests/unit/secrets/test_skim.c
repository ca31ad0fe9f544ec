/* SPDX-License-Identifier: Apache-2.0
 *
 * Random texts full of what is nearly encoded or joined: what is found many bytes at once is what is found one byte after the other, wherever the text,
 * or the part of it that is looked at, begins and ends.
 */
#include "unit.h"

#include "checks/secrets/decode/hint.h"
#include "checks/secrets/decode/join.h"

#define OF(array) (sizeof(array) / sizeof((array)[0]))

enum { ROUNDS = 200000, MOST_LEN = 330, LONGEST_RUN = 90 };

static const char *const pieces[] = {"\\x41", "\\x4", "\\u0041", "\\u004", "\\u{41}", "\\U00000041",
	"\\101", "\\10", "\\e[", "\\n", "%41", "%4", "%zz", "&#65;", "&#x41;", "&#", "&amp;",
	"&amp", "&equals;", "=3D", "=3", "=\n", "=\r\n", "\"ab\" \"cd\"", "\"ab\" + 'cd'",
	"'ab'\n\t'cd'", "\"ab\" && \"cd\"", "\"ab\" & \"cd\"", "\"ab\" || \"cd\"",
	"\"ab\" | \"cd\"", "\"ab\" <> \"cd\"", "\"ab\" < \"cd\"", "\"ab\" -- x\n\"cd\"",
	"\"ab\" - \"cd\"", "\"ab\" // x\n\"cd\"", "\"ab\" /* x */ \"cd\"", "\"ab\" / \"cd\"",
	"\"ab\" # x\n\"cd\"", "\"ab\" \" cd\"", "\"ab\" u8\"cd\"", "\"ab\" f\\\"cd",
	"\"ab\" if \"cd\"", "\"ab\" _\n\"cd\"", "`ab` `cd`", "\\\"ab\\\" \\\"cd\\\"", "ab\\\n   cd",
	"don't", "return(\"ab\");", "abcdefgh1234\"5678\"ijkl", "abcdefgh''1234ijklmnop",
	"x=\"ab\"", "\"\"\"", "\n", "    ", "(", "\xc3\xa9"};

/* Text in base64, and what only begins like such; hexadecimal; a name. */
static const char *const begun[] = {"dGhlIHNlY3JldCBpcyBoaWRkZW4gaGVyZQ", "H4sIAAAAAAAA",
	"UEsDBBQAAAAI", "7468652073656372657420697320686964", "0x74686520736563726574",
	"some_name_of_a_function"};

static uint64_t state;

static unsigned draw(unsigned below)
{
	state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)(state >> 33) % below;
}

static size_t add(char *out, size_t len, const char *string)
{
	for (; *string && len < MOST_LEN; string++)
		out[len++] = *string;
	return len;
}

static size_t add_run(char *out, size_t len)
{
	static const char digits[] =
		"0123456789abcdefABCDEFghijklmnopqrstuvwxyzGHIJKLMNOPQRSTUVWXYZ+/-_";
	unsigned count = draw(2) ? 20 + draw(8) : draw(LONGEST_RUN),
		 kinds = draw(2) ? 16 : sizeof(digits) - 1;

	if (draw(2))
		len = add(out, len, begun[draw(OF(begun))]);
	for (unsigned i = 0; i < count && len < MOST_LEN; i++)
		out[len++] = digits[draw(kinds)];
	return len;
}

static size_t make(char out[MOST_LEN])
{
	size_t len = 0, wanted = draw(MOST_LEN);

	while (len < wanted)
		switch (draw(6)) {
		case 0:
			len = add_run(out, len);
			break;
		case 1:
			out[len++] = (char)draw(256);
			break;
		case 2:
			out[len++] = "\"'`\\&%=#-/ \n"[draw(12)];
			break;
		default:
			len = add(out, len, pieces[draw(OF(pieces))]);
		}
	return len;
}

/* ---- one byte after the other ---- */

static bool slow_hint(struct hint *out, const struct hint_search *search, size_t from)
{
	struct text text = search->text;

	for (size_t at = from; at < search->to; at++) {
		enum coding coding = coding_of_lead(text.ptr[at]);
		size_t end = at + (block_class(text.ptr[at]) != 0);

		*out = (struct hint){.at = at, .coding = coding};
		if (coding != CODING_NONE && unit_read(text, at, coding).tells)
			return true;
		if (end == at || end - base64_start(text, end, 0) < SHORTEST_BASE64)
			continue;
		out->coding = CODING_NONE;
		end = block_find(&out->block, text, at, search->floor);
		if (out->block.coding != CODING_NONE ||
			out->block.to - out->block.from >= search->longest)
			return true;
		at = end - 1;
	}
	return false;
}

static bool slow_joint(struct joint *out, struct text text, size_t from, size_t to)
{
	for (out->at = from; out->at < to; out->at++) {
		out->len = joint_length(text, out->at);
		if (out->len)
			return true;
	}
	return false;
}

/* ---- both ---- */

static bool is_same(const struct hint *a, const struct hint *b)
{
	if (a->coding != b->coding)
		return false;
	if (a->coding != CODING_NONE)
		return a->at == b->at;
	return a->block.from == b->block.from && a->block.to == b->block.to &&
	       a->block.coding == b->block.coding && a->block.content == b->block.content;
}

/* How many hints there are; SIZE_MAX: not the same ones. */
static size_t compare_hints(const struct hint_search *search, size_t from)
{
	struct hint fast, slow;
	size_t count = 0;

	for (;; count++) {
		bool found = hint_next(&fast, search, from);

		if (found != slow_hint(&slow, search, from))
			return SIZE_MAX;
		if (!found)
			return count;
		if (!is_same(&fast, &slow))
			return SIZE_MAX;
		from = slow.coding == CODING_NONE && slow.block.to > slow.at ? slow.block.to
									     : slow.at + 1;
	}
}

static size_t compare_joints(struct text text, size_t from, size_t to)
{
	struct joint fast, slow;
	size_t count = 0;

	for (;; count++) {
		bool found = joint_next(&fast, text, from, to);

		if (found != slow_joint(&slow, text, from, to))
			return SIZE_MAX;
		if (!found)
			return count;
		if (fast.at != slow.at || fast.len != slow.len)
			return SIZE_MAX;
		from = slow.at + 1;
	}
}

static void show(struct text text, size_t from, size_t to)
{
	fprintf(stderr, "from %zu to %zu of:\n", from, to);
	fwrite(text.ptr, 1, text.len, stderr);
	fputc('\n', stderr);
}

static void test_random(void)
{
	char made[MOST_LEN];
	size_t hints = 0, joints = 0;

	for (int round = 0; round < ROUNDS; round++) {
		size_t len = make(made), from = draw(2) ? draw((unsigned)len + 1) : 0;
		size_t to = draw(2) ? from + draw((unsigned)(len - from) + 1) : len;
		/* Of just that length: what is read beyond its end, a sanitizer sees. */
		char *bytes = malloc(len + 1);
		struct text text = {bytes, len};
		struct hint_search search = {.text = text,
			.to = to,
			.floor = draw((unsigned)from + 1),
			.longest = draw(2) ? 38 : SIZE_MAX};
		size_t found, joined;

		CU_ASSERT_FATAL(bytes != NULL);
		memcpy(bytes, made, len);
		found = compare_hints(&search, from);
		joined = compare_joints(text, from, to);
		if (found == SIZE_MAX || joined == SIZE_MAX) {
			show(text, from, to);
			CU_FAIL_FATAL("not the same");
		}
		hints += found;
		joints += joined;
		free(bytes);
	}
	CU_ASSERT(hints > ROUNDS && joints > ROUNDS);
}

static const struct unit_test tests[] = {
	{"random texts", test_random},
};

UNIT_MAIN(tests)
