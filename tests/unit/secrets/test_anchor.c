/* SPDX-License-Identifier: Apache-2.0
 *
 * Words that stand for rules (anchor.h), and that looking for rules by them finds what compiled rules find: the same reports, at paths and without,
 * of rules that require others and of rules that know paths.
 */
#include "scanning.h"

#include <time.h>

#include "checks/secrets/anchor.h"
#include "checks/secrets/ration.h"
#include "checks/secrets/report.h"
#include "gate/base/buffer.h"
#include "gate/job.h"

/* ---- what is read off a pattern ---- */

static const char *told(const struct anchors *anchors, struct arena *arena)
{
	struct buffer out = {0};
	const char *copy;

	for (size_t i = 0; i < anchors->count; i++)
		buffer_printf(&out, "%s%s=%u", i ? " " : "", anchors->words[i].pattern,
			anchors->words[i].length);
	copy = arena_copy(arena, buffer_text(&out));
	buffer_free(&out);
	return copy;
}

static void test_words(void)
{
	static const struct {
		const char *pattern, *words; /* NULL: none */
		uint32_t back;
		const char *check; /* of the first word */
	} rows[] = {
		{"abcd[0-9]{5}", "\\x61\\x62\\x63\\x64=4", 4, "\\G(?-ims:abcd[0-9]{5})"},
		{"\\bABCD[0-9]{5}\\b", "\\x61\\x62\\x63\\x64=4", 4, "\\G(?-ims:ABCD[0-9]{5}\\b)"},
		{"(?i)[\\w.-]{0,50}?(?:key|token)[a-z]{9}",
			"\\x6b\\x65\\x79[a-z]{8}=11 \\x74\\x6f\\x6b\\x65\\x6e=5", 61,
			"\\G(?i-ms:(?:key|token)[a-z]{9})"},
		{"x{3}(y(?s:abcd.)[0-9]{9})z", "\\x61\\x62\\x63\\x64=4", 8,
			"\\G(?-ims:(?-ims:(?s:abcd.)[0-9]{9})z)"},
		{"ab[0-9]{4}cd[0-9]{4}", "\\x61\\x62[0-9]{4}\\x63\\x64[0-9]{2}=10", 10,
			"\\G(?-ims:ab[0-9]{4}cd[0-9]{4})"},
		{"s\\.(?i:[a-z0-9]{24})", "\\x73\\x2e[a-z0-9]{8}=10", 10,
			"\\G(?-ims:s\\.(?i:[a-z0-9]{24}))"},
		{"[Kk]ey=[0-9]{8}|pin\\x3a[0-9]{8}",
			"\\x6b\\x65\\x79\\x3d=4 \\x70\\x69\\x6e\\x3a=4", 4,
			"\\G(?-ims:[Kk]ey=[0-9]{8})"},
		{"(?:abcd|ef)+[0-9]{4}", NULL, 0, NULL}, /* ef, and what follows once more */
		{"(?:abcd|efgh)+[0-9]{4}", "\\x61\\x62\\x63\\x64=4 \\x65\\x66\\x67\\x68=4", 4,
			"\\G(?-ims:(?:abcd|efgh)+[0-9]{4})"},
		{"[0-9](?:key|[Pp]in)=:[^0-9]{8}",
			"\\x6b\\x65\\x79\\x3d\\x3a=5 \\x70\\x69\\x6e\\x3d\\x3a=5", 6,
			"\\G(?-ims:(?:key|[Pp]in)=:[^0-9]{8})"},
		{"acme_[0-9]aaaaaaaaaa[0-9]{8}", "\\x61\\x63\\x6d\\x65\\x5f=5", 5,
			"\\G(?-ims:acme_[0-9]aaaaaaaaaa[0-9]{8})"},
		/* bytes tell more than sets, one word more than several */
		{"(?:[Aa]bcd|ABCD)[\\w.-]{0,20}=00[a-z0-9]{40}", "\\x61\\x62\\x63\\x64=4", 4,
			"\\G(?-ims:(?:[Aa]bcd|ABCD)[\\w.-]{0,20}=00[a-z0-9]{40})"},
		{"(?:ab_c|cd_e|ef_g)[0-9]{0,9}wxyz[0-9]{8}", "\\x77\\x78\\x79\\x7a=4", 17,
			"\\G(?-ims:wxyz[0-9]{8})"},
		{"https://[^ ]+\\.hooks\\.example/[a-f0-9]{8}",
			"\\x68\\x74\\x74\\x70\\x73\\x3a\\x2f\\x2f=8", 8,
			"\\G(?-ims:https://[^ ]+\\.hooks\\.example/[a-f0-9]{8})"},
		{"(?:abcd|efgh)?[0-9]{40}", NULL, 0, NULL},
		{"[a-f0-9]{40}", NULL, 0, NULL},
		{"abcd|[0-9]{4}", NULL, 0, NULL},
		{"abcdefgh.*x", "\\x61\\x62\\x63\\x64\\x65\\x66\\x67\\x68=8", 8,
			"\\G(?-ims:abcdefgh.*x)"},
		{"abc[^d]{9}", "\\x61\\x62\\x63=3", 3, "\\G(?-ims:abc[^d]{9})"},
		{"[[:a]efgh[0:]token[0-9]{9}", "\\x74\\x6f\\x6b\\x65\\x6e=5", 11,
			"\\G(?-ims:token[0-9]{9})"},
		{"[[:^space:]]token[0-9]{9}", "\\x74\\x6f\\x6b\\x65\\x6e=5", 6,
			"\\G(?-ims:token[0-9]{9})"},
		{"[[:<:]]abcd", NULL, 0, NULL},
		{"[\\c]a]bcde", NULL, 0, NULL}, /* \c] is one byte */
		{"abcd{ 3}", NULL, 0, NULL},
		{"abc(?=d)", NULL, 0, NULL},
		{"abc(?<!d)", NULL, 0, NULL},
		{"(abcd)\\1", NULL, 0, NULL},
		{"abcd++", NULL, 0, NULL},
		{"(?x)ab cd", NULL, 0, NULL},
		{"\\Qabcd\\E", NULL, 0, NULL},
		{"abcd{,3}", NULL, 0, NULL},
		{"(abcd", NULL, 0, NULL},
		{"abcd)", NULL, 0, NULL},
		{"[abcd", NULL, 0, NULL},
		{"abcd\\", NULL, 0, NULL},
		{"abcd{70000}", NULL, 0, NULL},
		{"", NULL, 0, NULL},
	};

	for (size_t i = 0; i < OF(rows); i++) {
		struct arena *arena = arena_new();
		struct anchors anchors;
		bool has = anchors_find(&anchors, rows[i].pattern, arena);

		CHECK_ROW(rows[i].pattern, has == (rows[i].words != NULL));
		if (has && rows[i].words) {
			CHECK_ROW(
				rows[i].pattern, strcmp(told(&anchors, arena), rows[i].words) == 0);
			CHECK_ROW(rows[i].pattern, anchors.back == rows[i].back);
			CHECK_ROW(rows[i].pattern,
				strcmp(anchors.words[0].check, rows[i].check) == 0);
		}
		arena_free(arena);
	}
}

/* What has no limit in bytes may have one in lines. */
static void test_lines(void)
{
	static const char *const abcd = "\\x61\\x62\\x63\\x64=4";
	static const struct {
		const char *pattern, *words; /* NULL: none */
		uint32_t lines;
		const char *check; /* of the first word */
	} rows[] = {
		{".*abcd", abcd, 0, "\\G(?-ims:abcd)"},
		{"[\\w.-]{0,9999}abcd", abcd, 0, "\\G(?-ims:abcd)"},
		{"(?s).*abcd", NULL, 0, NULL},
		{"(?s)(?-s:.*)abcd", abcd, 0, "\\G(?s-im:abcd)"},
		{"[\\s\\S]{0,16}.*abcd", abcd, 16, "\\G(?-ims:abcd)"},
		{"[\\s\\S]{0,17}.*abcd", NULL, 0, NULL},
		{"(?:.*|.*(?:[\\r\\n]{1,2}.*){1,5})\n?[ \\x0a]--ab",
			"[ \\x0a]\\x2d\\x2d\\x61\\x62=5", 12, "\\G(?-ims:[ \\x0a]--ab)"},
		{".*[ \\t](?:-u|--user)",
			"[ \\t]\\x2d\\x75=3 [ \\t]\\x2d\\x2d\\x75\\x73\\x65\\x72=7", 0,
			"\\G(?-ims:[ \\t](?:-u|--user))"},
		{".*[ \\t]--", NULL, 0, NULL}, /* tells nothing */
		{".*-u", NULL, 0, NULL},
		/* little is certain before what may be anything */
		{"abcd.*efgh", "\\x65\\x66\\x67\\x68=4", 0, "\\G(?-ims:efgh)"},
		{"abcd.*[0-9]{9}", NULL, 0, NULL},
		/* what tells more in the same line */
		{"https://[a-z0-9]+\\.hooks\\.example/[a-f0-9]{8}",
			"\\x2e\\x68\\x6f\\x6f\\x6b\\x73\\x2e\\x65\\x78\\x61\\x6d\\x70\\x6c\\x65\\x2"
			"f=15",
			0, "\\G(?-ims:\\.hooks\\.example/[a-f0-9]{8})"},
		{"[^x]*abcd", NULL, 0, NULL},
		{"[^\\x0Ax]*abcd", abcd, 0, "\\G(?-ims:abcd)"},
		{"[^\\s]*abcd", abcd, 0, "\\G(?-ims:abcd)"},
		{"[^\\S]*abcd", NULL, 0, NULL},
		{"[[:alpha:]]*abcd", NULL, 0, NULL}, /* not looked into */
		{"[\\x00-z]*abcd", NULL, 0, NULL},
		{"[\\t-z]*abcd", NULL, 0, NULL},
		{"[\t-z]*abcd", NULL, 0, NULL},
		{"[\\012]*abcd", NULL, 0, NULL},
		{"[\\x{a}]*abcd", NULL, 0, NULL},
		{"[\\xa]*abcd", NULL, 0, NULL},
		{"[ -z\\w\\t\\x0b]*abcd", abcd, 0, "\\G(?-ims:abcd)"},
		{"\\W*abcd", NULL, 0, NULL},
		{"\\v*abcd", NULL, 0, NULL},
		{"\\S*abcd", abcd, 0, "\\G(?-ims:abcd)"},
		{"\\N*abcd", abcd, 0, "\\G(?-ims:abcd)"},
	};

	for (size_t i = 0; i < OF(rows); i++) {
		struct arena *arena = arena_new();
		struct anchors anchors;
		bool has = anchors_find(&anchors, rows[i].pattern, arena);

		CHECK_ROW(rows[i].pattern, has == (rows[i].words != NULL));
		if (has && rows[i].words) {
			CHECK_ROW(
				rows[i].pattern, strcmp(told(&anchors, arena), rows[i].words) == 0);
			CHECK_ROW(rows[i].pattern,
				anchors.by_lines && anchors.lines == rows[i].lines);
			CHECK_ROW(rows[i].pattern,
				strcmp(anchors.words[0].check, rows[i].check) == 0);
		}
		arena_free(arena);
	}
}

/* ---- the same reports ---- */

static const char *const assigned_words[] = {"key", "token", NULL};
static const char *const open_words[] = {"open_", NULL};
static const char *const path_words[] = {"env-", NULL};
static const char *const gate_words[] = {"acme", NULL};
static const char *const hex_words[] = {"digest", NULL};
static const char *const pair_words[] = {"id=", NULL};
static const char *const far_words[] = {"begin", NULL};
static const char *const end_words[] = {"last_", NULL};
static const char *const run_words[] = {"run", NULL};
static const char *const ways_words[] = {"way_", "road_", NULL};

static const struct rule_require near_part[] = {{"secrets/part", 2, UINT32_MAX}};
static const struct rule_require any_part[] = {
	{"secrets/part", UINT32_MAX, UINT32_MAX}, {"secrets/open", UINT32_MAX, UINT32_MAX}};

#define RULE(name, regex, words)                                                         \
	.id = "secrets/" name, .severity = SEVERITY_ERROR, .title = name, .remedy = "r", \
	.pattern = regex, .keywords = words

static const struct rule rules[] = {
	{RULE("assigned",
		"(?i)[\\w.-]{0,20}?(?:key|(?-i:[Tt]oken|TOKEN))(?:[ "
		"\\w.-]{0,10})[\\s'\"]{0,3}(?:=|:)[\\s'\"]{0,3}([a-z0-9]{12,})(?:['\"\\s;]|$)",
		assigned_words)},
	{RULE("end", "last_[a-z]{8}\\z", end_words)},
	{RULE("end-bare", "(?m)[A-Z]{2,900}[;:]{3}$", hex_words)},
	{RULE("end-line", "(?m)line_[A-Z]{2,900};;$", end_words)},
	{RULE("end-text", "text_[A-Z]{2,900};;$", end_words)},
	{RULE("far", "begin>[^<]{1,4000}<([a-z]{8})", far_words)},
	{RULE("far-lines",
		"\\brun\\b(?:.*|.*(?:[\\r\\n]{1,2}.*){1,3})[ \\n](?:-u|--user)[ "
		"=]?(\"[^\"]{3,}\"|[\\w.-]+:[\\w.-]+)(?:\\s|\\z)",
		run_words)},
	{.id = "secrets/file",
		.severity = SEVERITY_NOTE,
		.title = "file",
		.remedy = "r",
		.path = "\\.p12$"},
	{RULE("gated", "\\bgat[_-][0-9a-f]{16}\\b", gate_words)},
	{RULE("hex", "(?i)\\b([a-f0-9]{40})\\b", hex_words)},
	{RULE("open", "open_[a-z0-9]{10,}", open_words)},
	{RULE("part", "id=([0-9]{6})", pair_words), .hidden = true},
	{RULE("path", "env-[0-9]{8}", path_words), .path = "\\.env$"},
	{RULE("requires", "way_[a-z]{4}|road_[a-z]{4}x?", ways_words), .require = near_part,
		.require_count = 1},
	{RULE("requires-two", "(?i)WAY_(ab|cd)[a-z]+", ways_words), .require = any_part,
		.require_count = 2, .captures = CAPTURES_MATCH},
};

static const char *const pieces[] = {"\n", " ", "key", "key = ", "Token: ", "token='",
	"abcdef0123456789", "';", "last_", "abcdefgh", "begin>", "<", "gat_0123456789abcdef",
	"acme", "digest", "0123456789abcdef0123456789abcdef01234567", "open_", "0123456789abcdef",
	"id=123456", "env-12345678", "way_abcd", "road_abcdx", "WAY_cdefgh", "k", "\n\n\n", "x\n",
	"\"", "=", ".", "run", "run", " -u", " --user=\"", "ab:cd\"", "ab:cd\n", "line_ABC;;\n",
	"ABC;;;\n", "a5V5PWFiY2RlZjAxMjM0NTY3ODk="};

static uint32_t state;

static uint32_t draw(uint32_t below)
{
	state = state * 1664525 + 1013904223;
	return (state >> 8) % below;
}

static void make_text(struct buffer *out, uint32_t seed)
{
	state = seed;
	buffer_clear(out);
	for (uint32_t i = 3 + draw(60); i > 0; i--)
		buffer_string(out, pieces[draw(OF(pieces))]);
	if (draw(8) == 0)
		buffer_string(out, draw(2) ? "last_abcdefgh" : "text_ABC;;");
}

/* A scanner for each way to look for them; the first is the compiled one. */
static struct scanning ways[3];

static void open_ways(void)
{
	static int (*const open[])(struct ruleset **, bool, const struct rules *,
		const struct deadline *, struct arena *,
		struct err *) = {ruleset_open, ruleset_open_anchored, ruleset_open_light};
	static const struct rules own = {rules, OF(rules)};

	for (size_t i = 0; i < OF(ways); i++) {
		struct scanning *way = &ways[i];

		*way = (struct scanning){.arena = arena_new()};
		CU_ASSERT_FATAL(
			open[i](&way->rules, false, &own, NULL, way->arena, &way->err) == 0);
		way->rules->decode_depth = 2;
		CU_ASSERT_FATAL(scanner_open(&way->scanner, way->rules, &way->err) == 0);
	}
}

static void close_ways(void)
{
	for (size_t i = 0; i < OF(ways); i++)
		scanning_close(&ways[i]);
}

static void report_with(struct findings *findings, struct reporter *reporter, struct scanning *way,
	const char *path, struct text content)
{
	struct examined examined = {0};
	struct check_job job = {.arena = way->arena, .findings = findings, .examined = &examined};
	struct path *named = arena_alloc(way->arena, sizeof(*named));
	struct text *kept = arena_alloc(way->arena, sizeof(*kept));
	struct place *place = arena_alloc(way->arena, sizeof(*place));
	struct blob *blob = arena_alloc(way->arena, sizeof(*blob));

	*findings = (struct findings){0};
	named->text = text_of(path);
	*kept = content;
	*place = (struct place){.path = named};
	*blob = (struct blob){
		.kind = BLOB_FILE, .places = place, .place_count = 1, .has_text = 1, .text = kept};
	reporter->job = &job;
	CU_ASSERT(report_blob(reporter, blob, content) == 0);
	reporter_close(reporter);
}

static void report(
	struct findings *findings, struct scanning *way, const char *path, struct text content)
{
	struct reporter reporter = {.rules = way->rules, .scanner = way->scanner, .err = &way->err};

	report_with(findings, &reporter, way, path, content);
}

static bool same(const struct findings *a, const struct findings *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (strcmp(a->items[i].rule, b->items[i].rule) != 0 ||
			a->items[i].line != b->items[i].line ||
			a->items[i].column != b->items[i].column ||
			!text_equal(a->items[i].evidence, b->items[i].evidence))
			return false;
	return true;
}

static void test_reports(void)
{
	static const char *const paths[] = {"a.c", "config.env", "b.p12"};
	struct buffer text = {0};
	size_t found[OF(rules)] = {0};
	char name[64];

	open_ways();
	CU_ASSERT(ways[1].rules->packs[0].plans.anchor_count > 8);
	for (uint32_t seed = 1; seed <= 3000; seed++) {
		const char *path = paths[seed % OF(paths)];
		struct findings findings[OF(ways)];

		make_text(&text, seed);
		snprintf(name, sizeof(name), "seed %u, %s", seed, path);
		for (size_t i = 0; i < OF(ways); i++)
			report(&findings[i], &ways[i], path, buffer_text(&text));
		CHECK_ROW(
			name, same(&findings[0], &findings[1]) && same(&findings[0], &findings[2]));
		for (size_t i = 0; i < findings[0].count; i++)
			for (size_t r = 0; r < OF(rules); r++)
				found[r] += strcmp(findings[0].items[i].rule, rules[r].id) == 0;
	}
	for (size_t r = 0; r < OF(rules); r++)
		CHECK_ROW(rules[r].id, found[r] > 5 || rules[r].hidden);
	buffer_free(&text);
	close_ways();
}

/* What Hyperscan refuses goes by its words too, where it is understood. */
static void test_refused(void)
{
	static const char *const words[] = {"key_", NULL};
	static const struct {
		const char *pattern;
		enum plan_way compiled, anchored;
	} rows[] = {
		{"key_[0-9]{0,40000}x", PLAN_WHOLE, PLAN_ANCHORED},
		{"key_(?=[0-9])[0-9]{4}", PLAN_WHOLE, PLAN_WHOLE},
		{"key_[0-9]{4}", PLAN_WINDOW, PLAN_ANCHORED},
	};

	for (size_t i = 0; i < OF(rows); i++) {
		struct arena *arena = arena_new();
		struct rule rule = {RULE("row", rows[i].pattern, words)};
		struct rules own = {&rule, 1};
		struct plans plans[2];
		struct err err = {0};

		CU_ASSERT_FATAL(
			plans_sketch(&plans[0], &own, MANNER_COMPILED, NULL, arena, &err) == 0);
		CU_ASSERT_FATAL(
			plans_sketch(&plans[1], &own, MANNER_ANCHORED, NULL, arena, &err) == 0);
		CHECK_ROW(rows[i].pattern, plans[0].items[0].way == rows[i].compiled);
		CHECK_ROW(rows[i].pattern, plans[1].items[0].way == rows[i].anchored);
		arena_free(arena);
	}
}

/* ---- the next version of a text ---- */

static void surround(struct buffer *out, const char *middle)
{
	buffer_clear(out);
	for (int i = 0; i < 600; i++)
		buffer_string(out, i == 300 ? middle : "return value == 3;\n");
}

/* A word that did not stand its check does where what is behind it becomes another, and the other way round. */
static void test_behind(void)
{
	static const char *const versions[] = {"open_abcde fghijklmnop\n",
		"open_abcdefghijklmnop\n", "open_abcdefghi jklmnop\n", "open_abcdefghij\n"};
	static const size_t hits[] = {0, 1, 0, 1};
	struct buffer text = {0};

	open_ways();
	for (size_t i = 0; i < OF(versions); i++) {
		const struct scan *scan;

		surround(&text, versions[i]);
		scan = scanned(&ways[1], buffer_text(&text));
		CHECK_ROW(versions[i], scan && scan->hit_count == hits[i]);
	}
	buffer_free(&text);
	close_ways();
}

/* ---- what ends a line ---- */

/* A text of so many letters between `head` and `tail`, behind a keyword. */
static void letters(struct buffer *out, const char *head, size_t count, const char *tail)
{
	buffer_clear(out);
	buffer_string(out, "digest last_\n");
	buffer_string(out, head);
	for (size_t i = 0; i < count; i++)
		buffer_byte(out, 'G'); /* no digit of any kind */
	buffer_string(out, tail);
}

/* Wherever a text is cut off to be looked at in parts, "$" asks for what is behind the cut. */
static void test_ends(void)
{
	static const struct {
		const char *name, *head, *tail;
		size_t hits;
	} rows[] = {
		{"a line", "line_", ";;\nmore text\n", 1},
		{"a line before empty ones", "line_", ";;\n\n\nmore text\n", 1},
		{"the text", "text_", ";;", 1},
		{"the text, with its last line", "text_", ";;\n", 0},
		{"a line, without a word", "", ";;;\nmore text\n", 1},
	};
	struct buffer text = {0};

	open_ways();
	for (size_t i = 0; i < OF(rows); i++)
		for (size_t count = 2; count < 800; count++) {
			letters(&text, rows[i].head, count, rows[i].tail);
			for (size_t way = 0; way < OF(ways); way++) {
				const struct scan *scan = scanned(&ways[way], buffer_text(&text));

				CHECK_ROW(rows[i].name, scan && scan->hit_count == rows[i].hits);
			}
		}
	buffer_free(&text);
	close_ways();
}

/* ---- texts that are made to take long ---- */

static double processor_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* What would take minutes, or hours, ends at once or in a gap, for which the text is looked at with compiled rules. */
static void test_ration(void)
{
	static const char *const words[] = {"key_", NULL};
	static const struct {
		const char *name, *pattern, *unit;
		bool leaves_out; /* for one reason or two, as the machine is quick */
	} rows[] = {
		{"an anchor", "key_[a-z_]+\"?[a-z_]*=", "key_", true},
		{"a window that grows", "key_[\\s\\S]{64,}?(?:x[\\s\\S]{0,999}?y){3}", "key_x",
			true},
		{"no anchor", "(?:[k-]ey_?)[a-z_]+\"?[a-z_]*=", "key_", false},
	};
	struct buffer text = {0};

	for (size_t i = 0; i < OF(rows); i++) {
		struct rule rule = {RULE("row", rows[i].pattern, words)};
		struct rules own = {&rule, 1};
		struct scanning way = {.arena = arena_new()};
		const struct scan *scan;
		double began;

		buffer_clear(&text);
		while (text.len < 2 << 20)
			buffer_string(&text, rows[i].unit);
		CU_ASSERT_FATAL(ruleset_open_light(
					&way.rules, false, &own, NULL, way.arena, &way.err) == 0);
		CU_ASSERT_FATAL(scanner_open(&way.scanner, way.rules, &way.err) == 0);
		began = processor_s();
		scan = scanned(&way, buffer_text(&text));
		CHECK_ROW(rows[i].name, processor_s() - began < 20 * SLOWER);
		CHECK_ROW(rows[i].name, scan && (scan->gap_count > 0) == rows[i].leaves_out);
		scanning_close(&way);
	}
	buffer_free(&text);
}

/* Whoever comes to a text for which they take too long: after so many no job tries them any more. */
static void test_left_out(void)
{
	static const char *const words[] = {"key_", NULL};
	struct rule rule = {RULE("row", "key_[a-z_]+\"?[a-z_]*=", words)};
	struct rules own = {&rule, 1};
	struct scanning way = {.arena = arena_new()};
	struct scanners *scanners = NULL;
	struct reporter reporter = {.err = &way.err};
	struct buffer text = {0};

	while (text.len < 20 << 10)
		buffer_string(&text, "key_");
	CU_ASSERT_FATAL(
		ruleset_open_light(&way.rules, false, &own, NULL, way.arena, &way.err) == 0);
	CU_ASSERT_FATAL(scanners_open(&scanners, way.rules, NULL, &way.err) == 0);
	reporter.rules = way.rules;
	reporter.scanners = scanners;
	for (size_t i = 0; i <= MOST_LEFT_OUT; i++) {
		struct findings findings;

		CU_ASSERT(scanners_try_light(scanners) == (i < MOST_LEFT_OUT));
		report_with(&findings, &reporter, &way, "a.c", buffer_text(&text));
		CU_ASSERT(findings.count == 0 && reporter.kinds[SCANNER_FULL]);
	}
	for (size_t kind = 0; kind < SCANNER_KINDS; kind++)
		if (reporter.kinds[kind])
			scanner_put(scanners, kind, reporter.kinds[kind]);
	scanners_close(scanners);
	arena_free(way.arena);
	buffer_free(&text);
}

/* Between two looks at the clock there is at most one search that took as many steps as it may, and at a word only few are taken. */
static void test_steps(void)
{
	struct matcher *matcher;
	struct err err = {0};
	struct query query = {
		.pattern = "(?:a|a)*[bd]", .whose = "row", .subject = TEXT("aaaaaaaaaaaaaaaaaaac")};
	struct match match = {0};
	struct ration ration = ration_of(0);

	CU_ASSERT_FATAL(matcher_open(&matcher, &err) == 0);
	CU_ASSERT(matcher_run(matcher, &query, &match, &err) == 0);
	CU_ASSERT(match.result == MATCH_NONE);
	query.brief = true;
	CU_ASSERT(matcher_run(matcher, &query, &match, &err) == 0);
	CU_ASSERT(match.result == MATCH_LIMIT);
	query.brief = false;
	CU_ASSERT(matcher_run(matcher, &query, &match, &err) == 0);
	CU_ASSERT(match.result == MATCH_NONE);
	matcher_close(matcher);
	ration.until = 1e-9;
	CU_ASSERT(!ration_is_used_up(&ration));
	ration_hurry(&ration);
	CU_ASSERT(ration_is_used_up(&ration));
	CU_ASSERT(!ration_is_used_up(&ration));
}

static const struct unit_test tests[] = {
	{"steps", test_steps},
	{"words", test_words},
	{"lines", test_lines},
	{"reports", test_reports},
	{"ends", test_ends},
	{"refused", test_refused},
	{"behind", test_behind},
	{"ration", test_ration},
	{"left out", test_left_out},
};

UNIT_MAIN(tests)
