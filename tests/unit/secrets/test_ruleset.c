/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/engine.h"
#include "scanning.h"

static const char *const keywords[] = {"abc_", NULL};

/* ---- what is refused ---- */

static void test_refused(void)
{
	static const struct rule_allow bad_allow[] = {{.pattern = "(", .stopwords = NULL}};
	static const struct {
		const char *name;
		struct rule rule;
		bool strict;
		const char *message; /* NULL: taken */
	} rows[] = {
		{"plain", {.pattern = "abc_[0-9]{5}", .keywords = keywords}, true, NULL},
		{"no pattern", {.path = "\\.p12$"}, true, NULL},
		{"no keywords", {.pattern = "abc_[0-9]{5}"}, true, "wants keywords"},
		{"no keywords, own", {.pattern = "abc_[0-9]{5}"}, false, NULL},
		{"syntax", {.pattern = "abc_[0-9", .keywords = keywords}, true, "refused at byte"},
		{"syntax of the path", {.path = "("}, true, "refused at byte"},
		{"syntax of an allowance",
			{.pattern = "abc_",
				.keywords = keywords,
				.allow = bad_allow,
				.allow_count = 1},
			true, "refused at byte"},
		{"ends", {.pattern = "abc_[0-9]{5}", .ends = "_[0-9]{5}", .keywords = keywords},
			true, NULL},
		{"ends that are wider",
			{.pattern = "abc_[0-9]{5}", .ends = "_[0-9]{9}", .keywords = keywords},
			true, "no part of what"},
		{"ends over more lines",
			{.pattern = "abc_[0-9]{5}", .ends = "[^0-9][0-9]{5}", .keywords = keywords},
			true, "no part of what"},
		{"ends of one's own, not read",
			{.pattern = "abc_[0-9]{5}", .ends = "_[0-9]{9}", .keywords = keywords},
			false, NULL},
		{"look-ahead", {.pattern = "abc_(?!x)[0-9]{5}", .keywords = keywords}, true,
			"Hyperscan refuses"},
		{"look-ahead, own", {.pattern = "abc_(?!x)[0-9]{5}", .keywords = keywords}, false,
			NULL},
		{"look-ahead, own, no keywords", {.pattern = "abc_(?!x)[0-9]{5}"}, false,
			"Hyperscan refuses"},
		{"empty match", {.pattern = "(?:abc_)?", .keywords = keywords}, true,
			"Hyperscan refuses"},
		{"group that is not there",
			{.pattern = "abc_(.)", .keywords = keywords, .secret_group = 2}, true,
			"secret_group is 2"},
		{"group that is there",
			{.pattern = "abc_(.)", .keywords = keywords, .secret_group = 1}, true,
			NULL},
		{"UTF mode", {.pattern = "(*UTF)abc_", .keywords = keywords}, true, "refused"},
	};

	for (size_t i = 0; i < OF(rows); i++) {
		struct arena *arena = arena_new();
		struct err err = {0};
		struct rule rule = rows[i].rule;
		struct rules rules = {&rule, 1};
		struct plans plans;
		int made_plans;

		rule.id = "secrets/row";
		made_plans = plans_make(&plans, &rules, rows[i].strict, NULL, arena, &err);
		CHECK_ROW(rows[i].name, (made_plans == 0) == (rows[i].message == NULL));
		if (rows[i].message) {
			CHECK_ROW(rows[i].name, err.kind == ERR_USAGE);
			CHECK_ROW(rows[i].name, strstr(err.message, rows[i].message) != NULL);
			CHECK_ROW(rows[i].name, strstr(err.message, "secrets/row") != NULL);
		}
		arena_free(arena);
	}
}

/* ---- windows and gates ---- */

static void test_plans(void)
{
	static const struct {
		const char *name, *pattern;
		struct plan plan;
		size_t gates;
	} rows[] = {
		{"narrow", "abc_[0-9]{5}",
			{PLAN_WINDOW, 17, 160, 0, false, false, false, false, 0, 0, 0, NULL}, 0},
		{"short", "abc_[0-9]{500}",
			{PLAN_WINDOW, 512, 504, 0, false, false, false, false, 0, 0, 0, NULL}, 0},
		{"long", "abc_[0-9]{600}",
			{PLAN_WINDOW, 612, 604, 0, false, false, false, false, 0, 0, 0, NULL}, 0},
		{"far", "abc_[0-9]{1,9000}",
			{PLAN_WINDOW, 9012, 4096, 0, false, true, false, false, 0, 1, 0, NULL}, 1},
		{"unbounded", "abc_[0-9]+",
			{PLAN_WINDOW, 1024, 160, 0, true, true, false, false, 0, 1, 0, NULL}, 1},
		{"PEM", "abc_-----BEGIN.*",
			{PLAN_WINDOW, 65536, 160, 0, true, true, false, true, 0, 1, 0, NULL}, 1},
		{"to the end", "abc_[0-9]{5}\\z",
			{PLAN_WINDOW, 17, 160, 0, false, false, false, false, 0, 0, 0, NULL}, 0},
		{"to the very end", "abc_[0-9]{5}\\Z",
			{PLAN_WINDOW, 17, TO_THE_END, 0, false, false, false, false, 0, 0, 0, NULL},
			0},
		{"gate", "abc[_-][0-9]{5}",
			{PLAN_WINDOW, 17, 160, 0, false, false, false, false, 0, 1, 0, NULL}, 1},
		{"in bulk", "abc[0-9]{5}",
			{PLAN_WINDOW, 16, 160, 0, false, false, true, false, 0, 1, 0, NULL}, 1},
		{"in bulk, with a break", "abc[0-9/]{5}",
			{PLAN_WINDOW, 16, 160, 0, false, false, true, true, 0, 1, 0, NULL}, 1},
		{"over lines", "abc_\\s{1,9}x\\s=[^;]{5}",
			{PLAN_WINDOW, 29, 160, 5, false, false, false, true, 0, 0, 0, NULL}, 0},
		{"whole", "abc_(?=[0-9])",
			{PLAN_WHOLE, 0, 0, 0, false, false, false, false, 0, 1, 0, NULL}, 1},
	};

	for (size_t i = 0; i < OF(rows); i++) {
		struct arena *arena = arena_new();
		struct err err = {0};
		struct rule rule = {
			.id = "secrets/row", .pattern = rows[i].pattern, .keywords = keywords};
		struct rules rules = {&rule, 1};
		struct plans plans = {0};
		const struct plan *plan = &rows[i].plan;

		CHECK_ROW(rows[i].name, plans_make(&plans, &rules, false, NULL, arena, &err) == 0);
		CHECK_ROW(rows[i].name, plans.items && plans.items[0].way == plan->way);
		CHECK_ROW(rows[i].name, plans.items && plans.items[0].look_back == plan->look_back);
		CHECK_ROW(
			rows[i].name, plans.items && plans.items[0].look_ahead == plan->look_ahead);
		CHECK_ROW(rows[i].name, plans.items && plans.items[0].breaks == plan->breaks);
		CHECK_ROW(rows[i].name, plans.items && plans.items[0].widens == plan->widens);
		CHECK_ROW(rows[i].name, plans.items && plans.items[0].far == plan->far);
		CHECK_ROW(rows[i].name, plans.items && plans.items[0].inside == plan->inside);
		CHECK_ROW(rows[i].name, plans.items && plans.items[0].through == plan->through);
		CHECK_ROW(
			rows[i].name, plans.items && plans.items[0].gate_count == plan->gate_count);
		CHECK_ROW(rows[i].name, plans.gate_count == rows[i].gates);
		arena_free(arena);
	}
}

/* ---- databases ---- */

static struct text image_of(const struct plans *plans, const hs_platform_info_t *platform)
{
	hs_database_t *database;
	struct err err = {0};
	struct text image;

	CU_ASSERT_FATAL(plans_compile(&database, plans, SCOPE_ALL, platform, NULL, &err) == 0);
	CU_ASSERT_FATAL(database_image(&image, database, &err) == 0);
	hs_free_database(database);
	return image;
}

static bool finds(struct pack *pack)
{
	struct ruleset rules = {.pack_count = 1, .rule_count = 1};
	static const struct text text = TEXT("x abc_12345 y");
	struct scanner *scanner;
	const struct scan *scan;
	struct err err = {0};
	bool found;

	rules.packs[0] = *pack;
	if (scanner_open(&scanner, &rules, &err) < 0)
		return false;
	found = scan_text(scanner, text, &scan, &err) == 0 && scan->hit_count == 1;
	scanner_close(scanner);
	pack_free(pack);
	return found;
}

/* Whatever becomes of the embedded database, the rules are the same. */
static void test_load(void)
{
	static const hs_platform_info_t generic = {.tune = HS_TUNE_FAMILY_GENERIC};
	static const struct rule rule = {
		.id = "secrets/row", .pattern = "abc_[0-9]{5}", .keywords = keywords};
	static const struct rules rules = {&rule, 1};
	struct arena *arena = arena_new();
	struct err err = {0};
	struct plans plans;
	struct text good, flipped, version;

	CU_ASSERT_FATAL(plans_make(&plans, &rules, true, NULL, arena, &err) == 0);
	good = image_of(&plans, &generic);
	flipped = image_of(&plans, &generic);
	((char *)(uintptr_t)flipped.ptr)[flipped.len / 2] ^= 0x10;
	version = image_of(&plans, &generic);
	((char *)(uintptr_t)version.ptr)[7] ^= 0x10;
	{
		const struct {
			const char *name;
			struct text images[2];
			bool late;
		} rows[] = {
			{"first", {good, {"", 0}}, false},
			{"second, the first is empty", {{"", 0}, good}, false},
			{"second, the first is damaged", {flipped, good}, false},
			{"second, the first is another version's", {version, good}, false},
			{"second, the first is cut off", {{good.ptr, good.len / 2}, good}, false},
			{"second, the first is out of place", {{good.ptr + 8, good.len - 8}, good},
				false},
			{"none", {{"", 0}, {"", 0}}, true},
			{"both damaged", {flipped, version}, true},
			{"garbage", {{"garbage", 7}, {"", 0}}, true},
		};

		for (size_t i = 0; i < OF(rows); i++) {
			const struct images images = {rows[i].images, rows[i].images, 2};
			struct pack pack;
			bool late = false;

			CHECK_ROW(rows[i].name,
				pack_load(&pack, &plans, &images, &late, arena, &err) == 0);
			CHECK_ROW(rows[i].name, late == rows[i].late);
			CHECK_ROW(rows[i].name, finds(&pack));
		}
	}
	free((char *)(uintptr_t)good.ptr);
	free((char *)(uintptr_t)flipped.ptr);
	free((char *)(uintptr_t)version.ptr);
	arena_free(arena);
}

static void test_builtin(void)
{
	struct arena *arena = arena_new();
	struct err err = {0};
	struct rules none = {NULL, 0};
	struct ruleset *rules;

	CU_ASSERT_FATAL(ruleset_open(&rules, true, &none, NULL, arena, &err) == 0);
	CU_ASSERT(!rules->compiled_late);
	CU_ASSERT(rules->pack_count == 1 && rules->rule_count == builtin_plans.count);
	CU_ASSERT(rules->packs[0].database && !rules->packs[0].compiled);
	ruleset_close(rules);
	for (size_t i = 0; i < builtin_plans.count; i++)
		CHECK_ROW(builtin_plans.rules[i].id,
			text_starts(text_of(builtin_plans.rules[i].id), "secrets/"));
	arena_free(arena);
}

/* ---- a team's own rules ---- */

static const char *const key_words[] = {"key=", NULL};

/* One that is far, one whose keyword is somewhere else, one that Hyperscan refuses, one without keywords, and one that PCRE2 gives up on. */
static const struct rule own_items[] = {
	{.id = "secrets/a-far", .pattern = "abc_[0-9]+", .keywords = keywords},
	{.id = "secrets/b-gate", .pattern = "\\bde[0-9]{4}", .keywords = key_words},
	{.id = "secrets/c-ahead", .pattern = "abc_(?!x)[a-z]{4}", .keywords = keywords},
	{.id = "secrets/d-bare", .pattern = "\\bfg[0-9]{4}"},
	{.id = "secrets/e-steps", .pattern = "key=(?:[a-z]{1,9}){1,12}9z", .keywords = key_words},
};
static const struct rules own_rules = {own_items, OF(own_items)};

typedef int (*opener)(struct ruleset **, bool, const struct rules *, const struct deadline *,
	struct arena *, struct err *);

static bool open_with(struct scanning *scanning, opener open, const struct rules *own)
{
	*scanning = (struct scanning){.arena = arena_new()};
	return open(&scanning->rules, false, own, NULL, scanning->arena, &scanning->err) == 0 &&
	       scanner_open(&scanning->scanner, scanning->rules, &scanning->err) == 0;
}

static void test_light(void)
{
	static const struct {
		const char *name, *text;
		size_t hits, gaps; /* of the light ones; compiled ones have no gap */
	} rows[] = {
		{"nothing", "some words", 0, 0},
		{"far", "x abc_12345 y", 1, 0},
		{"keyword behind the secret", "de1234 and key=", 1, 0},
		{"no keyword", "de1234", 0, 0},
		{"refused by Hyperscan", "abc_yyyy", 1, 0},
		{"no keywords", "fg1234", 1, 0},
		{"two of one rule", "abc_1 abc_2 key= de1111 de2222", 4, 0},
		{"too many steps", NULL, 1, 0},
		{"not too many", "key=aaaa9z", 1, 0},
	};
	static char wide[6000]; /* more than is looked at without steps back */
	struct scanning light, full;

	memset(wide, ' ', sizeof(wide) - 1);
	memcpy(wide, "fg1234 key=", 11);
	memset(wide + 11, 'a', 64);
	memcpy(wide + 100, "9 9z", 4);
	CU_ASSERT_FATAL(open_with(&light, ruleset_open_light, &own_rules));
	CU_ASSERT_FATAL(open_with(&full, ruleset_open, &own_rules));
	CU_ASSERT(light.rules->light && !full.rules->light);
	CU_ASSERT(light.rules->rule_count == OF(own_items));
	for (size_t i = 0; i < OF(rows); i++) {
		struct text text = text_of(rows[i].text ? rows[i].text : wide);
		const struct scan *a = scanned(&light, text), *b = scanned(&full, text);

		CHECK_ROW(rows[i].name, a && b && a->hit_count == rows[i].hits);
		CHECK_ROW(rows[i].name, a && a->gap_count == rows[i].gaps);
		CHECK_ROW(rows[i].name, b && b->hit_count == rows[i].hits && b->gap_count == 0);
		for (size_t h = 0; a && b && h < a->hit_count && h < b->hit_count; h++)
			CHECK_ROW(rows[i].name,
				a->hits[h].rule == b->hits[h].rule &&
					a->hits[h].secret_from == b->hits[h].secret_from &&
					a->hits[h].secret_to == b->hits[h].secret_to);
	}
	scanning_close(&light);
	scanning_close(&full);
}

/* What a light one was told is what the full one does. */
static void test_full(void)
{
	struct scanning light;
	struct ruleset *full;

	CU_ASSERT_FATAL(open_with(&light, ruleset_open_light, &own_rules));
	light.rules->decode_depth = 3;
	light.rules->archive_depth = 2;
	light.rules->marks.added = true;
	CU_ASSERT_FATAL(ruleset_open_full(&full, light.rules, NULL, &light.err) == 0);
	CU_ASSERT(!full->light && full->rule_count == light.rules->rule_count);
	CU_ASSERT(full->decode_depth == 3 && full->archive_depth == 2 && full->marks.added);
	CU_ASSERT(full->packs[0].plans.items[0].way == PLAN_WINDOW);
	CU_ASSERT(full->packs[0].plans.items[1].way == PLAN_WINDOW);
	CU_ASSERT(light.rules->packs[0].plans.items[0].way == PLAN_ANCHORED);
	CU_ASSERT(light.rules->packs[0].plans.items[1].way == PLAN_ANCHORED);
	CU_ASSERT(light.rules->packs[0].plans.items[2].way == PLAN_WHOLE);
	CU_ASSERT(light.rules->packs[0].plans.items[3].way == PLAN_WINDOW);
	ruleset_close(full);
	scanning_close(&light);
}

/* That Hyperscan does not take a pattern is found out when all are compiled together: the others are taken all the same. */
static void test_too_large(void)
{
	static const struct rule items[] = {
		{.id = "secrets/large", .pattern = "abc_(?:\\w|\\d\\w){400}", .keywords = keywords},
		{.id = "secrets/plain", .pattern = "abc_[0-9]{5}", .keywords = keywords},
	};
	static const struct rule no_keywords = {
		.id = "secrets/large", .pattern = "abc_(?:\\w|\\d\\w){400}"};
	static const struct rules own = {items, OF(items)}, refused = {&no_keywords, 1};
	struct scanning scanning, refusing;
	const struct scan *scan;

	CU_ASSERT_FATAL(open_with(&scanning, ruleset_open, &own));
	CU_ASSERT(scanning.rules->packs[0].plans.items[0].way == PLAN_WHOLE);
	scan = scanned(&scanning, text_of("x abc_12345 y"));
	CU_ASSERT(scan && scan->hit_count == 1);
	scanning_close(&scanning);
	CU_ASSERT(!open_with(&refusing, ruleset_open_light, &refused));
	CU_ASSERT(refusing.err.kind == ERR_USAGE);
	CU_ASSERT(strstr(refusing.err.message, "rule secrets/large: Hyperscan refuses") != NULL);
	scanning_close(&refusing);
}

/* A limit that may not suffice has each pattern tried, and what is over it ends there. */
static void test_no_time(void)
{
	struct deadline passed = deadline_after(clock_now() - 2, 1);
	struct scanning scanning = {.arena = arena_new()};

	CU_ASSERT(ruleset_open(&scanning.rules, false, &own_rules, &passed, scanning.arena,
			  &scanning.err) < 0);
	CU_ASSERT(scanning.err.kind == ERR_LOOK);
	scanning_close(&scanning);
}

static void test_engine(void)
{
	struct err err = {0};

	CU_ASSERT(engine_probe(&err) == 0);
	CU_ASSERT_STRING_EQUAL(builtin_engine, hs_version());
}

/* ---- what is looked for instead ---- */

enum { LONGEST_LINE = 1000 };

static int note_end(
	unsigned id, unsigned long long from, unsigned long long to, unsigned flags, void *context)
{
	bool *ends = context;

	(void)id;
	(void)from;
	(void)flags;
	ends[to] = true;
	return 0;
}

static hs_database_t *compiled(const char *pattern)
{
	hs_database_t *database = NULL;
	hs_compile_error_t *error = NULL;

	CU_ASSERT_FATAL(hs_compile(pattern, 0, HS_MODE_BLOCK, NULL, &database, &error) == 0);
	return database;
}

static void find_ends(const hs_database_t *database, struct text text, bool ends[LONGEST_LINE + 1])
{
	hs_scratch_t *scratch = NULL;

	memset(ends, 0, LONGEST_LINE + 1);
	CU_ASSERT_FATAL(hs_alloc_scratch(database, &scratch) == 0);
	CU_ASSERT(hs_scan(database, text.ptr, (unsigned)text.len, 0, scratch, note_end, ends) == 0);
	hs_free_scratch(scratch);
}

static size_t make_line(char line[LONGEST_LINE])
{
	static const char *const pieces[] = {"curl", "wget", "-u", "--user", "--proxy-user",
		"--password", "--http-password", "name", "secret99", ":", " ", " ", " ", "=", "\"",
		"'", "\n", "$", "<", "X", "lib"};
	static uint32_t state = 7;
	size_t len = 0;

	for (int i = 0; i < 24; i++) {
		const char *piece;

		state = state * 1664525 + 1013904223;
		piece = pieces[(state >> 8) % OF(pieces)];
		memcpy(line + len, piece, strlen(piece));
		len += strlen(piece);
	}
	return len;
}

/* Whether all ends of the one are ends of the other; counts them. */
static bool are_among(
	const hs_database_t *some, const hs_database_t *all, struct text text, size_t *count)
{
	bool wanted[LONGEST_LINE + 1], found[LONGEST_LINE + 1], held = true;

	find_ends(some, text, wanted);
	find_ends(all, text, found);
	for (size_t at = 0; at <= text.len; at++) {
		held = held && (found[at] || !wanted[at]);
		*count += wanted[at];
	}
	return held;
}

/* An example, edited here and there. */
static size_t make_edited(char out[LONGEST_LINE], struct text example)
{
	static uint32_t state = 9;
	size_t len = 0;

	for (size_t i = 0; i < example.len && len + 2 < LONGEST_LINE; i++) {
		state = state * 1664525 + 1013904223;
		if (state >> 24)
			out[len++] = example.ptr[i];
		if ((state >> 16) % 256 == 0)
			out[len++] = " \n\"=a"[(state >> 8) % 5];
	}
	return len;
}

static void try_examples(const struct rule *rule, const hs_database_t *some,
	const hs_database_t *all, struct scanning *templates)
{
	size_t ends = 0;

	for (size_t i = 0; rule->hit[i]; i++) {
		struct text example = made(templates, rule->hit[i]);

		for (int round = 0; round < 400; round++) {
			char line[LONGEST_LINE];
			struct text text = {line, make_edited(line, example)};

			CHECK_ROW(rule->id, are_among(some, all, text, &ends));
		}
	}
	CHECK_ROW(rule->id, ends > 50);
}

/* Wherever the pattern may end, so may what is in the database. */
static void test_ends(void)
{
	struct scanning templates = {.arena = arena_new()};
	size_t rules = 0, ends = 0;

	for (size_t i = 0; i < builtin_plans.count; i++) {
		const struct rule *rule = &builtin_plans.rules[i];
		hs_database_t *some, *all;

		if (!builtin_plans.items[i].ends)
			continue;
		rules++;
		some = compiled(rule->pattern);
		all = compiled(builtin_plans.items[i].ends);
		for (int round = 0; round < 4000; round++) {
			char line[LONGEST_LINE];
			struct text text = {line, make_line(line)};

			CHECK_ROW(rule->id, are_among(some, all, text, &ends));
		}
		try_examples(rule, some, all, &templates);
		hs_free_database(some);
		hs_free_database(all);
	}
	CU_ASSERT(rules > 0 && ends > 50);
	arena_free(templates.arena);
}

static const struct unit_test tests[] = {
	{"engine", test_engine},
	{"refused", test_refused},
	{"plans", test_plans},
	{"load", test_load},
	{"builtin", test_builtin},
	{"light", test_light},
	{"full", test_full},
	{"too large", test_too_large},
	{"no time", test_no_time},
	{"ends", test_ends},
};

UNIT_MAIN(tests)
