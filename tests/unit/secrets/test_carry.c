/* SPDX-License-Identifier: Apache-2.0
 *
 * Versions of a text, one after the other: a scanner that proposes only where a version differs from the one before finds, at the same
 * offsets, what one finds that has seen nothing before. Bounded rules, gated ones, rules whose matches are wider than any margin, rules without
 * any, ends that look at what stands behind them, keywords that come, go and move.
 */
#include "scanning.h"

#include "gate/base/buffer.h"

enum { LINES = 700, VERSIONS = 30, SEEDS = 2 };

static const char *const far_keywords[] = {"farther", NULL};
static const char *const tail_keywords[] = {"tail_", NULL};
static const char *const near_keywords[] = {"acme", "umbrella", NULL};
static const char *const bounded_keywords[] = {"bnd_", NULL};
static const char *const open_keywords[] = {"open_", NULL};
static const char *const wide_keywords[] = {"wide<", NULL};
static const char *const whole_keywords[] = {"whole", NULL};

static const struct rule rules[] = {
	{.id = "secrets/bounded",
		.pattern = "\\bbnd_[a-z0-9]{20,40}",
		.keywords = bounded_keywords},
	{.id = "secrets/end", .pattern = "end_[a-z]{12}\\n?$", .keywords = near_keywords},
	{.id = "secrets/far",
		.pattern = "farther[\\s\\S]{1,5900}?nearer_([a-z0-9]{16})",
		.keywords = far_keywords,
		.secret_group = 1},
	{.id = "secrets/first", .pattern = "^first_[a-z]{12}"},
	{.id = "secrets/near", .pattern = "\\bN[0-9a-f]{32}\\b", .keywords = near_keywords},
	{.id = "secrets/open", .pattern = "open_[a-z]{9,1400}", .keywords = open_keywords},
	{.id = "secrets/tail", .pattern = "tail_[a-z0-9]{20,}", .keywords = tail_keywords},
	{.id = "secrets/whole", .pattern = "whl_(?=[a-z])[a-z]{20}", .keywords = whole_keywords},
	{.id = "secrets/wide",
		.pattern = "wide<[^>]{1,1200}>([a-z]{16})",
		.keywords = wide_keywords,
		.secret_group = 1},
};

static const char *const lines[] = {"static int clusterManagerCommandOfTheServer(void)",
	"a = b & c % d;", "return value == 3;", "", "path/to/some/other/file.c",
	"bnd_0123456789abcdefghij", "xbnd_0123456789abcdefghij",
	"N0123456789abcdef0123456789abcdef", "acme", "UMBRELLA", "farther",
	"nearer_0123456789abcdef", "tail_0123456789abcdefghijklmnopqrstuvwxyz",
	"whl_abcdefghijklmnopqrst", "whole", "wide<", ">abcdefghijklmnop", "end_abcdefghijkl",
	"first_abcdefghijkl", "open_abcdefghijklmnopqrstuvwxyz", "open_abcdefghijkl"};

enum { PLAIN = 5 };

static uint32_t state;
static size_t found;

static uint32_t draw(uint32_t below)
{
	state = state * 1664525 + 1013904223;
	return (state >> 8) % below;
}

static bool same(const struct scan *a, const struct scan *b)
{
	if (a->hit_count != b->hit_count || a->gap_count != b->gap_count)
		return false;
	for (size_t i = 0; i < a->hit_count; i++)
		if (a->hits[i].rule != b->hits[i].rule ||
			a->hits[i].match_from != b->hits[i].match_from ||
			a->hits[i].match_to != b->hits[i].match_to ||
			a->hits[i].secret_from != b->hits[i].secret_from ||
			a->hits[i].allowed != b->hits[i].allowed)
			return false;
	return true;
}

static void compare(
	const struct ruleset *compiled, struct scanner *scanner, struct text text, const char *name)
{
	const struct scan *scan, *alone_scan;
	struct scanner *alone;
	struct err err = {0};

	CU_ASSERT_FATAL(scanner_open(&alone, compiled, &err) == 0);
	CU_ASSERT_FATAL(scan_text(scanner, text, &scan, &err) == 0);
	CU_ASSERT_FATAL(scan_text(alone, text, &alone_scan, &err) == 0);
	CHECK_ROW(name, same(scan, alone_scan));
	found += scan->hit_count;
	scanner_close(alone);
}

/* Which lines a history may have beside the plain ones: a rule that is far makes all others be looked at as a whole. */
struct history {
	const char *name;
	uint32_t allowed; /* a bit for each of `lines` */
	uint32_t share;   /* one of so many lines is none of the plain ones */
};

#define BIT(n) (UINT32_C(1) << (n))
#define ALL    (BIT(OF(lines)) - 1)

static uint32_t draw_line(const struct history *history)
{
	uint32_t line = PLAIN;

	if (draw(history->share))
		return draw(PLAIN);
	while (!(history->allowed & BIT(line)) || draw(4))
		line = line + 1 < OF(lines) ? line + 1 : PLAIN;
	return line;
}

/* Inserts, removes and replaces at a few places close together or anywhere. */
static void change(const struct history *history, struct buffer *text)
{
	struct buffer out = {0};
	size_t at = text->len ? draw((uint32_t)text->len) : 0, cut = draw(3) ? 0 : draw(200);

	if (draw(6) == 0)
		at = draw(2) ? 0 : text->len;
	buffer_add(&out, text_slice(buffer_text(text), 0, at));
	for (uint32_t i = draw(4); i > 0; i--)
		buffer_printf(&out, "%s%s", lines[draw_line(history)], draw(5) ? "\n" : "");
	buffer_add(&out, text_slice(buffer_text(text), at + cut < text->len ? at + cut : text->len,
				 text->len));
	buffer_free(text);
	*text = out;
}

/* Two neighbouring stretches change places. */
static void move(struct buffer *text)
{
	size_t a = draw((uint32_t)text->len), b = draw((uint32_t)text->len),
	       c = draw((uint32_t)text->len), least = a < b ? a : b, most = a < b ? b : a;
	size_t from = c < least ? c : least, to = c > most ? c : most,
	       middle = a + b + c - from - to;
	struct text whole = buffer_text(text);
	struct buffer out = {0};

	buffer_add(&out, text_slice(whole, 0, from));
	buffer_add(&out, text_slice(whole, middle, to));
	buffer_add(&out, text_slice(whole, from, middle));
	buffer_add(&out, text_slice(whole, to, whole.len));
	buffer_free(text);
	*text = out;
}

/* Of the set that remembers, and the compiled one that it is held to. */
static void follow(const struct ruleset *set, const struct ruleset *compiled,
	const struct history *history, uint32_t seed)
{
	bool numbered = seed % 2 ==
			0; /* some lines are one of their kind, so that what moved is found again */
	struct scanner *scanner;
	struct buffer text = {0};
	struct err err = {0};

	state = seed;
	CU_ASSERT_FATAL(scanner_open(&scanner, set, &err) == 0);
	for (int i = 0; i < LINES; i++) {
		buffer_printf(&text, "%s\n", lines[draw_line(history)]);
		if (numbered && i % 4 == 0)
			buffer_printf(&text, "row %d is followed by other rows\n", i);
	}
	for (int version = 0; version < VERSIONS; version++) {
		compare(compiled, scanner, buffer_text(&text), history->name);
		for (uint32_t i = draw(2) ? 1 : draw(4); i > 0; i--)
			change(history, &text);
		if (numbered && draw(4) == 0)
			move(&text);
	}
	buffer_free(&text);
	scanner_close(scanner);
}

static void histories(void)
{
	static const struct history all[] = {
		{"everything", ALL, 30},
		{"nothing far", ALL & ~(BIT(10) | BIT(12)), 30},
		{"keywords that come and go", BIT(7) | BIT(8) | BIT(9) | BIT(17), 250},
		{"a rule for whole texts", BIT(13) | BIT(14), 250},
		{"wide ones", BIT(15) | BIT(16), 25},
		{"open tails", BIT(5) | BIT(19) | BIT(20), 20},
		{"seldom far", BIT(10) | BIT(11) | BIT(12), 400},
		{"the ends of the text", BIT(8) | BIT(17) | BIT(18), 100},
	};
	struct rules own = {rules, OF(rules)};
	struct arena *arena = arena_new();
	struct err err = {0};
	struct ruleset *sets[2]; /* compiled, anchored */

	CU_ASSERT_FATAL(ruleset_open(&sets[0], false, &own, NULL, arena, &err) == 0);
	CU_ASSERT_FATAL(ruleset_open_anchored(&sets[1], false, &own, NULL, arena, &err) == 0);
	CU_ASSERT(sets[1]->packs[0].plans.anchor_count >= 4);
	sets[1]->light = false; /* no ration: a slow machine is none of this */
	for (unsigned depth = 0; depth <= 2; depth += 2) {
		sets[0]->decode_depth = sets[1]->decode_depth = depth;
		for (size_t i = 0; i < 2 * OF(all); i++)
			for (uint32_t seed = 1; seed <= SEEDS; seed++)
				follow(sets[i % 2], sets[0], &all[i / 2],
					seed + (uint32_t)(i / 2) * 100);
	}
	CHECK_ROW("something was found", found > 300);
	ruleset_close(sets[0]);
	ruleset_close(sets[1]);
	arena_free(arena);
}

/* ---- two versions ---- */

#define HASH "N0123456789abcdef0123456789abcdef"

/* "acme corporation of the west, with limits" in base64. */
#define ENCODED "YWNtZSBjb3Jwb3JhdGlvbiBvZiB0aGUgd2VzdCwgd2l0aCBsaW1pdHM"

/* A star stands for many plain lines. */
static void spell(struct buffer *out, const char *source)
{
	for (; *source; source++) {
		if (*source != '*')
			buffer_byte(out, *source);
		for (int i = 0; *source == '*' && i < 300; i++)
			buffer_string(out, "return value == 3;\n");
	}
}

static size_t hits_in(struct scanner *scanner, const char *source, const char *name)
{
	const struct scan *scan;
	struct buffer text = {0};
	struct err err = {0};
	size_t hits = 0;

	spell(&text, source);
	CHECK_ROW(name, scan_text(scanner, buffer_text(&text), &scan, &err) == 0);
	hits = scan->hit_count;
	buffer_free(&text);
	return hits;
}

static void two_versions(void)
{
	static const struct {
		const char *name, *before, *after;
		size_t hits_before, hits_after;
		bool decodes;
	} rows[] = {
		{"a keyword comes behind", "*" HASH "\n**", "*" HASH "\n**acme\n", 0, 1, false},
		{"a keyword comes before", "**" HASH "\n*", "acme\n**" HASH "\n*", 0, 1, false},
		{"the only keyword goes", "*acme\n**" HASH "\n*", "***" HASH "\n*", 1, 0, false},
		{"one keyword of two goes", "*acme\n**acme\n" HASH "\n*", "***acme\n" HASH "\n*", 1,
			1, false},
		{"one of two, the token too", "*acme\n**acme\n*", "*" HASH "\n**acme\n*", 0, 1,
			false},
		{"a keyword becomes another", "*acme\n**" HASH "\n*", "*umbrella\n**" HASH "\n*", 1,
			1, false},
		{"a token comes before its keyword", "***acme\n*", "*" HASH "\n**acme\n*", 0, 1,
			false},
		{"a token comes behind its keyword", "*acme\n***", "*acme\n**" HASH "\n*", 0, 1,
			false},
		{"a word no longer goes on", "**" HASH "x acme\n**", "**" HASH " acme\n**", 0, 1,
			false},
		{"a word goes on", "**" HASH " acme\n**", "**" HASH "x acme\n**", 1, 0, false},
		{"a word begins", "**x" HASH " acme\n**", "** " HASH " acme\n**", 0, 1, false},
		{"the text ends there", "acme**end_abcdefghijkl\n**", "acme**end_abcdefghijkl\n", 0,
			1, false},
		{"the text ends there, almost", "acme**end_abcdefghijkl\n.",
			"acme**end_abcdefghijkl\n", 0, 1, false},
		{"the text does not end there", "acme**end_abcdefghijkl",
			"acme**end_abcdefghijkl**", 1, 0, false},
		{"the text begins there", "x\nfirst_abcdefghijkl**", "first_abcdefghijkl**", 0, 1,
			false},
		{"the text does not begin there", "first_abcdefghijkl**", "x\nfirst_abcdefghijkl**",
			1, 0, false},
		{"the head of a far one comes", "**nearer_0123456789abcdef\n*",
			"*farther*nearer_0123456789abcdef\n*", 0, 1, false},
		{"its end comes", "*farther**", "*farther*nearer_0123456789abcdef\n*", 0, 1, false},
		{"its end comes far away", "*farther***", "*farther***nearer_0123456789abcdef\n", 0,
			0, false},
		{"what parts it goes", "*farther**nearer_0123456789abcdef\n*",
			"*farther*nearer_0123456789abcdef\n*", 0, 1, false},
		{"one head of two", "*farther***farther*nearer_0123456789abcdef",
			"****farther*nearer_0123456789abcdef", 1, 1, false},
		{"a whole one's keyword comes", "*whl_abcdefghijklmnopqrst**",
			"*whl_abcdefghijklmnopqrst**whole", 0, 1, false},
		{"one whole one's keyword of two", "*whole**whole*whl_abcdefghijklmnopqrst",
			"***whole*whl_abcdefghijklmnopqrst", 1, 1, false},
		{"it comes between them", "*whole****whole",
			"*wholf**whl_abcdefghijklmnopqrst**whole", 0, 1, false},
		{"a tail goes on", "**tail_0123456789abcdefghi\n**",
			"**tail_0123456789abcdefghij\n**", 0, 1, false},
		{"a token comes, its keyword is encoded", "*" ENCODED "\n***",
			"*" ENCODED "\n**" HASH "\n*", 0, 1, true},
		{"a token and what parts it", "*" ENCODED "\n**x" HASH "\n*",
			"*" ENCODED "\n**" HASH "\n*", 0, 1, true},
		{"a keyword is encoded no more", "*" ENCODED "\n**" HASH "\n*", "***" HASH "\n*", 1,
			0, true},
		{"twice", "**bnd_0123456789abcdefghij\n*",
			"**bnd_0123456789abcdefghij\n*bnd_0123456789abcdefghij\n*", 1, 2, false},
		{"moved", "*bnd_0123456789abcdefghij\n***", "***bnd_0123456789abcdefghij\n*", 1, 1,
			false},
	};
	struct rules own = {rules, OF(rules)};
	struct arena *arena = arena_new();
	struct err err = {0};
	struct ruleset *set;

	CU_ASSERT_FATAL(ruleset_open(&set, false, &own, NULL, arena, &err) == 0);
	for (size_t i = 0; i < OF(rows); i++)
		for (unsigned depth = rows[i].decodes ? 1 : 0; depth < 3; depth += 2) {
			struct scanner *scanner;

			set->decode_depth = depth;
			CU_ASSERT_FATAL(scanner_open(&scanner, set, &err) == 0);
			for (int round = 0; round < 2; round++) {
				CHECK_ROW(rows[i].name,
					hits_in(scanner, rows[i].before, rows[i].name) ==
						rows[i].hits_before);
				CHECK_ROW(rows[i].name,
					hits_in(scanner, rows[i].after, rows[i].name) ==
						rows[i].hits_after);
			}
			scanner_close(scanner);
		}
	ruleset_close(set);
	arena_free(arena);
}

/* A rule that is far and has no keyword leaves nothing to carry over. */
static void far_without_keywords(void)
{
	static const struct rule far[] = {{.id = "secrets/far",
		.pattern = "begin[\\s\\S]{1,6000}?over_([a-z0-9]{16})",
		.secret_group = 1}};
	static const char start[] = "begin\n", end[] = "over_0123456789abcdef\n";
	struct scanning scanning;
	struct buffer text = {0};

	CU_ASSERT_FATAL(scanning_open(&scanning, far, OF(far)));
	CU_ASSERT(scanning.rules->packs[0].plans.reach.bytes == TO_THE_END);
	for (int i = 0; i < LINES; i++)
		buffer_string(&text, i == LINES - 100 ? start : "return value == 3;\n");
	CHECK_ROW("before", count_rule(scanned(&scanning, buffer_text(&text)), "secrets/far") == 0);
	buffer_string(&text, end);
	CHECK_ROW("after", count_rule(scanned(&scanning, buffer_text(&text)), "secrets/far") == 1);
	buffer_free(&text);
	scanning_close(&scanning);
}

static const struct unit_test tests[] = {
	{"histories", histories},
	{"two versions", two_versions},
	{"far without keywords", far_without_keywords},
};

UNIT_MAIN(tests)
