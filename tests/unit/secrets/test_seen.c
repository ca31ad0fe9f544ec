/* SPDX-License-Identifier: Apache-2.0
 *
 * Versions of a text, one after the other: a scanner that decodes only what differs from the version before finds what one finds that has
 * seen nothing before.
 */
#include "scanning.h"

#include "checks/secrets/scan_parts.h"
#include "gate/base/buffer.h"

enum { LINES = 1200, VERSIONS = 80, SEEDS = 8, NUMBERED_FROM = 5, MOST_MOVED = 400 };

static const char *const near_keywords[] = {"acme", NULL};

static const struct rule rules[] = {
	{.id = "secrets/bounded", .pattern = "\\bbnd_[a-z0-9]{20,40}"},
	{.id = "secrets/near", .pattern = "\\bN[0-9a-f]{32}\\b", .keywords = near_keywords},
};

/* Plain lines. */
static const char *const words[] = {"static int clusterManagerCommandOfTheServer(void)",
	"a = b & c % d;", "return value == 3;", "/* ------------------------------------- */",
	"path/to/some/other/file.c", "printf(\"%d\\n\", x);", "", "acme"};
enum { ACME = 7 };

static const char secret[] = "bnd_0123456789abcdefghij and more words behind it";
static const char gated[] = "N0123456789abcdef0123456789abcdef and more words behind it";

static uint32_t state;

static uint32_t draw(uint32_t below)
{
	state = state * 1664525 + 1013904223;
	return (state >> 8) % below;
}

static void add_base64(struct buffer *out, const char *text, size_t wrapped)
{
	static const char alphabet[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	size_t column = 0;

	for (size_t i = 0; i + 2 < strlen(text); i += 3) {
		uint32_t bits = (uint32_t)(unsigned char)text[i] << 16 |
				(uint32_t)(unsigned char)text[i + 1] << 8 |
				(unsigned char)text[i + 2];

		for (int shift = 18; shift >= 0; shift -= 6, column++) {
			if (wrapped && column && column % wrapped == 0)
				buffer_byte(out, '\n');
			buffer_byte(out, alphabet[bits >> shift & 63]);
		}
	}
}

static void add_encoded(struct buffer *out, const char *text, uint32_t how)
{
	static const char *const forms[] = {"%%%02x", "\\x%02x", "&#%d;", "%02x"};

	if (how >= OF(forms)) {
		add_base64(out, text, how == OF(forms) ? 0 : 48);
		return;
	}
	for (size_t i = 0; text[i]; i++)
		buffer_printf(out, forms[how], (unsigned char)text[i]);
}

/* Kinds of lines behind the plain ones. */
enum {
	FORMS = 6,
	BOUNDED = OF(words),
	GATED = BOUNDED + FORMS,
	LONG = GATED + FORMS,
	LONG_SECRET,
	BROKEN
};

/* A long block; what is hidden stands at its end. `shift` moves it against the groups of base64. */
static void add_long(struct buffer *out, const char *end, int shift)
{
	struct buffer text = {0};

	buffer_printf(&text, "%.*s", shift, "xxx");
	for (int i = 0; i < 90; i++)
		buffer_printf(&text, "row %d of a long text that nobody reads to its end\n", i);
	buffer_string(&text, end);
	add_base64(out, text.ptr, 0);
	buffer_free(&text);
}

static void add_line(struct buffer *out, uint32_t line, int shift)
{
	if (line < BOUNDED)
		buffer_string(out, words[line]);
	else if (line < LONG)
		add_encoded(out, line < GATED ? secret : gated, (line - BOUNDED) % FORMS);
	else if (line == BROKEN)
		buffer_byte(out, 'A');
	if (line >= LONG)
		add_long(out, line == LONG ? "bnd_ and nothing behind it, that is to say" : secret,
			shift);
	buffer_byte(out, '\n');
}

/* Where the gate is shut, what it is for stays hidden; now and then it opens, and shuts again. */
static void change_one(uint32_t *line, bool shut)
{
	bool stays = shut && *line >= GATED && *line < LONG;

	if (*line == LONG_SECRET || (*line == LONG && draw(3) == 0))
		*line = *line == LONG ? LONG_SECRET : LONG;
	else if (*line == ACME && shut)
		*line = 0;
	else if (*line >= BOUNDED && *line < LONG && !stays && draw(3) == 0)
		*line = draw(ACME);
}

static void change(uint32_t lines[LINES], bool shut)
{
	for (uint32_t i = 0; i < LINES; i++)
		change_one(&lines[i], shut);
	for (uint32_t i = draw(3); i > 0; i--)
		lines[draw(LINES)] = draw(ACME);
	if (draw(4) == 0)
		lines[draw(LINES)] = ACME;
	if (draw(2))
		lines[draw(LINES)] = (shut && draw(2) ? GATED : BOUNDED) + draw(FORMS);
}

static bool same(const struct scan *a, const struct scan *b)
{
	if (a->hit_count != b->hit_count || a->gap_count != b->gap_count)
		return false;
	for (size_t i = 0; i < a->hit_count; i++)
		if (a->hits[i].rule != b->hits[i].rule)
			return false;
	return true;
}

/* Where each hit comes from, in the bytes. */
static bool same_places(const struct scanner *a, const struct scan *scan_a, const struct scanner *b,
	const struct scan *scan_b)
{
	for (size_t i = 0; i < scan_a->hit_count; i++) {
		const struct hit *x = &scan_a->hits[i], *y = &scan_b->hits[i];
		struct extent from = decoded_origin(
			scanner_views(a), (struct extent){x->view, x->secret_from, x->secret_to});
		struct extent there = decoded_origin(
			scanner_views(b), (struct extent){y->view, y->secret_from, y->secret_to});

		if (from.from != there.from || from.to != there.to)
			return false;
	}
	return true;
}

static size_t found;

static void compare(const struct ruleset *set, struct scanner *scanner, struct text text)
{
	const struct scan *scan, *alone_scan;
	struct scanner *alone;
	struct err err = {0};

	CU_ASSERT_FATAL(scanner_open(&alone, set, &err) == 0);
	CU_ASSERT_FATAL(scan_text(scanner, text, &scan, &err) == 0);
	CU_ASSERT_FATAL(scan_text(alone, text, &alone_scan, &err) == 0);
	CU_ASSERT(same(scan, alone_scan) && same_places(scanner, scan, alone, alone_scan));
	found += scan->hit_count;
	scanner_close(alone);
}

static void turn(uint32_t *items, size_t from, size_t to)
{
	for (; from + 1 < to; from++, to--) {
		uint32_t held = items[from];

		items[from] = items[to - 1];
		items[to - 1] = held;
	}
}

/* Two neighbouring stretches change places. */
static void move(uint32_t *items, size_t from, size_t middle, size_t to)
{
	turn(items, from, middle);
	turn(items, middle, to);
	turn(items, from, to);
}

static void move_both(uint32_t lines[LINES], uint32_t numbers[LINES])
{
	size_t from = draw(LINES - 2 * MOST_MOVED), middle = from + draw(MOST_MOVED),
	       to = middle + draw(MOST_MOVED);

	move(lines, from, middle, to);
	move(numbers, from, middle, to);
}

/* With numbers each line is one of its kind, so that what moved is found again. */
static void write_version(struct buffer *text, const uint32_t lines[LINES], const uint32_t *numbers)
{
	buffer_clear(text);
	for (uint32_t i = 0; i < LINES; i++) {
		add_line(text, lines[i], 0);
		if (numbers)
			buffer_printf(text, "line %u of those\n", numbers[i]);
	}
}

static void follow(const struct ruleset *set, uint32_t seed)
{
	uint32_t lines[LINES], numbers[LINES];
	struct scanner *scanner;
	struct err err = {0};
	struct buffer text = {0};
	bool shut = seed % 2;

	state = seed;
	CU_ASSERT_FATAL(scanner_open(&scanner, set, &err) == 0);
	for (uint32_t i = 0; i < LINES; i++) {
		lines[i] = draw(shut ? ACME : ACME + 1);
		numbers[i] = i;
	}
	lines[LINES / 2] = LONG;
	for (int version = 0; version < VERSIONS; version++) {
		write_version(&text, lines, seed >= NUMBERED_FROM ? numbers : NULL);
		compare(set, scanner, buffer_text(&text));
		change(lines, shut);
		if (seed >= NUMBERED_FROM && draw(3) == 0)
			move_both(lines, numbers);
	}
	buffer_free(&text);
	scanner_close(scanner);
}

/* A clean text, and then what a long block hides at its very end: that is new, or the block's beginning is. */
static void end_of_block(const struct ruleset *set, uint32_t first, int shift)
{
	const uint32_t kinds[] = {first, LONG_SECRET};
	uint32_t lines[LINES];
	struct scanner *scanner;
	struct err err = {0};
	struct buffer text = {0};
	size_t before = found;

	CU_ASSERT_FATAL(scanner_open(&scanner, set, &err) == 0);
	for (uint32_t i = 0; i < LINES; i++)
		lines[i] = draw(ACME);
	for (size_t k = 0; k < OF(kinds); k++) {
		lines[LINES / 2] = kinds[k];
		buffer_clear(&text);
		for (uint32_t i = 0; i < LINES; i++)
			add_line(&text, lines[i], shift);
		compare(set, scanner, buffer_text(&text));
		CHECK_ROW("hidden at the end", found == before + k);
	}
	buffer_free(&text);
	scanner_close(scanner);
}

static void versions(void)
{
	struct rules own = {rules, OF(rules)};
	struct arena *arena = arena_new();
	struct err err = {0};
	struct ruleset *set;

	CU_ASSERT_FATAL(ruleset_open(&set, false, &own, NULL, arena, &err) == 0);
	set->decode_depth = 3;
	for (uint32_t seed = 1; seed <= SEEDS; seed++)
		follow(set, seed);
	for (int shift = 0; shift < 3; shift++) {
		end_of_block(set, LONG, shift);
		end_of_block(set, BROKEN, shift);
	}
	CHECK_ROW("something was hidden", found > 100);
	ruleset_close(set);
	arena_free(arena);
}

/* ---- a keyword that is longer than any match ---- */

static size_t hits_in(struct scanning *scanning, const char *line)
{
	struct buffer text = {0};
	size_t hits;

	for (int i = 0; i < 600; i++)
		buffer_printf(&text, "return value == 3;\n%s", i == 300 ? line : "");
	buffer_string(&text, "K01234567\n");
	hits = count_rule(scanned(scanning, buffer_text(&text)), "secrets/rule");
	buffer_free(&text);
	return hits;
}

/* It becomes whole where a copy begins. */
static void long_keyword(void)
{
	static const char *const keywords[] = {"averylongkeywordofthecompany", NULL};
	static const struct rule rule[] = {
		{.id = "secrets/rule", .pattern = "\\bK[0-9]{8}\\b", .keywords = keywords}};
	struct scanning scanning;

	CU_ASSERT_FATAL(scanning_open(&scanning, rule, OF(rule)));
	CHECK_ROW("its end alone", hits_in(&scanning, "longkeywordofthecompany\n") == 0);
	CHECK_ROW("all of it", hits_in(&scanning, "averylongkeywordofthecompany\n") == 1);
	scanning_close(&scanning);
}

/* ---- what is kept ---- */

static size_t kept_of(struct scanning *scanning, const char *beginning, size_t len)
{
	struct buffer text = {0};
	size_t kept;

	buffer_string(&text, beginning);
	while (text.len < len)
		buffer_string(&text, "return value == 3;\n");
	scanned(scanning, buffer_text(&text));
	kept = scanning->scanner->seen.text.len;
	CHECK_ROW(beginning, kept == 0 || kept == text.len);
	buffer_free(&text);
	return kept;
}

/* A large archive is not: its next version has nothing in common with it. */
static void large_archive(void)
{
	struct scanning scanning;

	CU_ASSERT_FATAL(scanning_open(&scanning, rules, OF(rules)));
	CHECK_ROW("a large text", kept_of(&scanning, "plain", 300 * 1024) > 0);
	CHECK_ROW("a large archive", kept_of(&scanning, "\x1f\x8b\x08", 300 * 1024) == 0);
	CHECK_ROW("a small archive", kept_of(&scanning, "\x1f\x8b\x08", 100 * 1024) > 0);
	scanning_close(&scanning);
}

static const struct unit_test tests[] = {
	{"a large archive", large_archive},
	{"versions", versions},
	{"a long keyword", long_keyword},
};

UNIT_MAIN(tests)
