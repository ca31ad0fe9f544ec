/* SPDX-License-Identifier: Apache-2.0
 *
 * Of a text that has stretches of another what is decoded in parts, and what was decoded of the other, is all that is encoded in it, with the same
 * text around it: encodings of all kinds at any distance from what differs.
 */
#include "checks/secrets/parts.h"

#include "checks/secrets/decode/join.h"
#include "checks/secrets/view.h"
#include "unit.h"

#define OF(array) (sizeof(array) / sizeof((array)[0]))

enum { ROUNDS = 4000, LINES = 600, EDITS = 4, SEEN = CONTEXT - 40 };

static const char *const plain[] = {"static int clusterManagerCommand(void)", "a = b - c * d;",
	"return value == 3;", "", "\tpath to some other file, and more of it"};

#define DIGITS "0123456789abcdef0123456789abcdef"
#define LINE   DIGITS DIGITS "\n"
#define BELOW  "\n                                                              " DIGITS DIGITS

static const char *const encoded[] = {"k = \"abc\" + \"def\";", "x = \"abc\"\n\t\"def\";",
	"word&#65;word", "word%41%42%43 word", "\\x41\\x42", "dGhlIHNlY3JldCBpcyBoaWRkZW4gaGVyZQ",
	"7468652073656372657420697320686964",
	"dGhlIHNlY3JldCBpcyBoaWRkZW4gaGVyZSBhbmQgb24g\ndGhlIG5leHQgbGluZSB0aGUgcmVzdCBvZiBpdCBpcwAA"
	"\nc29tZSBtb3Jl",
	"dGhlIHNlY3JldCBpcyBoaWRkZW4gaGVyZSBhbmQgb24gdGhlIG5leHQgbGluZXMg\n" LINE LINE LINE LINE
		LINE LINE LINE LINE LINE LINE LINE LINE LINE LINE LINE LINE LINE LINE LINE LINE LINE
			LINE LINE LINE,
	"path/to/something/that/is/long/and/no/block/of/base64", "some_name_that_is_long_but_short",
	"\"abc\"                                                                                   "
	"                                                                                          "
	"                                                             \"def\""};

/* Long runs, as lock files have them: one that begins a line may be a part of a block, one behind an escape or before a word below as well. */
static const char *const runs[] = {"  checksum: 10/" DIGITS DIGITS DIGITS DIGITS,
	"\"integrity\": \"sha512-" DIGITS DIGITS DIGITS "==\",", "#" DIGITS DIGITS "\"",
	"  " DIGITS DIGITS, DIGITS DIGITS "\n  " DIGITS DIGITS "\n  " DIGITS, "&#65;" DIGITS DIGITS,
	"&#65;\\n" DIGITS DIGITS,
	"\"abc\"                          \"" DIGITS DIGITS DIGITS DIGITS DIGITS "\"\n  word",
	"&#65;" DIGITS DIGITS BELOW BELOW BELOW BELOW BELOW BELOW BELOW BELOW,
	"n = 0x" DIGITS DIGITS ";", DIGITS DIGITS DIGITS DIGITS DIGITS DIGITS DIGITS DIGITS};

static uint64_t state;
static unsigned share; /* of such runs */

static unsigned draw(unsigned below)
{
	state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)(state >> 33) % below;
}

/* What is encoded comes now and then, so that stretches without anything are of any length. */
static void add_line(struct buffer *out)
{
	if (draw(24) == 0)
		buffer_string(out, encoded[draw(OF(encoded))]);
	else if (draw(24) < share)
		buffer_string(out, runs[draw(OF(runs))]);
	else
		buffer_string(out, plain[draw(OF(plain))]);
	buffer_printf(out, "%.*s\n", (int)draw(4), "zzz");
}

static size_t line_behind(struct text text, size_t at)
{
	while (at < text.len && text.ptr[at] != '\n')
		at++;
	return at < text.len ? at + 1 : at;
}

/* Some lines go, some others come. */
static void edit(struct buffer *out, struct text before)
{
	size_t done = 0;

	for (unsigned left = draw(EDITS) + 1; left; left--) {
		size_t at =
			line_behind(before, done + draw((unsigned)(before.len - done) / left + 1));

		buffer_add(out, text_slice(before, done, at));
		for (unsigned lines = draw(4); lines; lines--)
			add_line(out);
		done = at;
		for (unsigned lines = draw(4); lines; lines--)
			done = line_behind(before, done);
	}
	buffer_add(out, text_slice(before, done, before.len));
}

static void decode(struct views *views, struct text text, const struct parts *parts)
{
	views_make(views, text);
	decoded_make(views, 2, parts);
	CU_ASSERT_FATAL(!views->failed);
}

/* ---- what was decoded ---- */

/* The piece, and what is seen around it: as much as is certain, or all of the region. */
static struct text seen_of(
	const struct views *views, const struct piece *piece, size_t view, size_t most)
{
	struct text bytes = views->items[view].bytes;
	size_t from = piece->at, to = piece->at + piece->len;

	while (from > 0 && piece->at - from < most && bytes.ptr[from - 1] != '\0')
		from--;
	/* The line feed of a separator. */
	if (from > 0 && bytes.ptr[from - 1] == '\0')
		from++;
	while (to < bytes.len && to - piece->at - piece->len < most && bytes.ptr[to] != '\0')
		to++;
	return text_slice(bytes, from, to);
}

/* A piece of the first view decoded the same, as seen in a view of the same number, `shift` bytes further on. */
static bool has(const struct views *views, const struct piece *wanted, struct text seen,
	size_t shift, size_t most)
{
	for (size_t v = 1; v < views->count; v++)
		for (size_t i = 0; i < views->items[v].piece_count; i++) {
			const struct piece *piece =
				&views->decoded.pieces[views->items[v].piece + i];

			if (piece->source == 0 && piece->block.coding == wanted->block.coding &&
				piece->block.from == wanted->block.from + shift &&
				piece->block.to == wanted->block.to + shift &&
				text_equal(seen_of(views, piece, v, most), seen))
				return true;
		}
	return false;
}

/* Whether the other text has it too, in a stretch that both have. */
static bool had(const struct views *before, const struct copies *copies, const struct piece *wanted,
	struct text seen)
{
	for (size_t i = 0; i < copies->count; i++) {
		const struct copied *copied = &copies->items[i];

		if (wanted->block.from >= copied->at &&
			wanted->block.to <= copied->at + copied->len &&
			has(before, wanted, seen, copied->from - copied->at, SEEN))
			return true;
	}
	return false;
}

/* How many pieces were not decoded again; SIZE_MAX: one is missing. */
static size_t count_left(const struct views *whole, const struct views *some,
	const struct views *before, const struct copies *copies)
{
	size_t left = 0;

	for (size_t v = 1; v < whole->count; v++)
		for (size_t i = 0; i < whole->items[v].piece_count; i++) {
			const struct piece *piece =
				&whole->decoded.pieces[whole->items[v].piece + i];
			struct text seen = seen_of(whole, piece, v, SEEN);

			if (piece->source > 0 || piece->block.coding == CODING_NONE)
				continue;
			if (has(some, piece, seen, 0, SEEN)) {
				if (!has(some, piece, seen_of(whole, piece, v, SIZE_MAX), 0,
					    SIZE_MAX))
					return SIZE_MAX;
				continue;
			}
			if (!had(before, copies, piece, seen))
				return SIZE_MAX;
			left++;
		}
	return left;
}

static void test_edits(void)
{
	const struct part all = {.to = SIZE_MAX};
	struct views before = {0}, whole = {0}, some = {0};
	struct buffer old = {0}, new = {0};
	struct copies_found found = {0};
	struct part_list list = {0};
	struct err err = {0};
	size_t left = 0;

	for (int round = 0; round < ROUNDS; round++) {
		struct kept kept = {.clean = true};
		struct basis basis = {.kept = &kept};
		size_t count;

		share = (unsigned)round % 3 * 4;
		buffer_clear(&old);
		buffer_clear(&new);
		for (int line = 0; line < LINES; line++)
			add_line(&old);
		edit(&new, buffer_text(&old));
		CU_ASSERT_FATAL(
			copies_find(&found, buffer_text(&old), buffer_text(&new), &err) == 0);
		kept.len = old.len;
		basis.copies = (struct copies){found.items, found.count};
		basis.text = buffer_text(&new);
		CU_ASSERT_FATAL(parts_find(&list, &basis, &err) == 0);
		decode(&before, buffer_text(&old), &(struct parts){&all, 1});
		decode(&whole, buffer_text(&new), &(struct parts){&all, 1});
		decode(&some, buffer_text(&new), &(struct parts){list.items, list.count});
		count = count_left(&whole, &some, &before, &basis.copies);
		CU_ASSERT_FATAL(count != SIZE_MAX);
		left += count;
	}
	CU_ASSERT(left > ROUNDS);
	views_free(&before);
	views_free(&whole);
	views_free(&some);
	buffer_free(&old);
	buffer_free(&new);
	copies_free(&found);
	part_list_free(&list);
}

/* The one part that is decoded of a text in which `len` bytes are new. */
static struct part only_part(struct text text, size_t at, size_t len)
{
	struct kept kept = {.clean = true, .len = text.len};
	struct copied copies[] = {{0, 0, at}, {at + len, at + len, text.len - at - len}};
	struct basis basis = {&kept, {copies, 2}, text};
	struct part_list list = {0};
	struct part part = {0};
	struct err err = {0};

	CU_ASSERT(parts_find(&list, &basis, &err) == 0);
	CU_ASSERT_EQUAL(list.count, 1);
	if (list.count == 1)
		part = list.items[0];
	part_list_free(&list);
	return part;
}

/* Of a lock file with a digest at every entry a few entries are decoded, not all. */
static void test_lock_files(void)
{
	struct buffer text = {0};
	struct part part;
	size_t at;

	for (int entry = 0; entry < 2000; entry++)
		buffer_printf(&text,
			"\"some-package-%d@npm:^1.2.3\":\n  version: 1.2.%d\n  resolution: "
			"\"some-package-%d@npm:1.2.%d\"\n"
			"  dependencies:\n    tslib: \"npm:^2.0.0\"\n  checksum: 10/" DIGITS DIGITS
				DIGITS DIGITS "\n  languageName: node\n  linkType: hard\n\n",
			entry, entry % 9, entry, entry % 9);
	at = text.len / 2;
	part = only_part(buffer_text(&text), at, 8);
	CU_ASSERT(part.to - part.from < 16 * 1024);
	CU_ASSERT(part.from < at && part.to > at + 8);
	buffer_free(&text);
}

/* A joint that is new, of a literal with one that goes on with indented lines below: they are a block only with what is before the joint. */
static void test_lines_below(void)
{
	struct buffer text = {0};
	struct part part;
	size_t quote, end;

	for (int line = 0; line < LINES; line++)
		buffer_printf(&text, "%s\n", plain[line % 3]);
	buffer_string(&text, "x = \"abc");
	quote = text.len;
	buffer_printf(&text, "\"%100s\"%s", "", DIGITS "0123456789abcdef0123456789abc");
	for (int line = 0; line < 20; line++)
		buffer_printf(&text, "\n%62s%s", "", DIGITS DIGITS);
	end = text.len;
	for (int line = 0; line < LINES; line++)
		buffer_printf(&text, "\n%s", plain[line % 3]);
	part = only_part(buffer_text(&text), quote, 1);
	CU_ASSERT(part.from < quote && part.to > end);
	buffer_free(&text);
}

static const struct unit_test tests[] = {
	{"lines below", test_lines_below},
	{"lock files", test_lock_files},
	{"edits", test_edits},
};

UNIT_MAIN(tests)
