/* SPDX-License-Identifier: Apache-2.0 */
#include "scanning.h"

#include "checks/secrets/confirm.h"

static const char *const jwt_keywords[] = {".ey", NULL};
static const char *const pem_keywords[] = {"-----BEGIN", NULL};
static const char *const near_keywords[] = {"acme", "zenith", NULL};
static const char *const key_keywords[] = {"key", NULL};
static const char *const twice_keywords[] = {"twice", NULL};
static const char *const slow_keywords[] = {"slow", NULL};
static const char *const tail_keywords[] = {"tail_", NULL};
static const char *const end_keywords[] = {"last_", NULL};
static const char *const stopwords[] = {"example", "ZeBra", "_", NULL};

static const struct rule_allow allow_example[] = {
	{.target = ALLOW_SECRET, .pattern = NULL, .stopwords = stopwords},
	{.target = ALLOW_LINE, .pattern = "# not real$", .stopwords = NULL},
	{.target = ALLOW_MATCH, .pattern = "^dummy", .stopwords = NULL},
};

static const struct rule rules[] = {
	{.id = "secrets/bounded", .pattern = "\\b(bnd_[a-z0-9]{20,300})\\b"},
	{.id = "secrets/end", .pattern = "last_[a-z]{8}\\z", .keywords = end_keywords},
	{.id = "secrets/entropy", .pattern = "ent_([a-z]{16})", .entropy = 2.0},
	{.id = "secrets/group",
		.pattern = "(dummy)?(?:grp)=(\\w*)-(\\w+)",
		.secret_group = 3,
		.allow = allow_example,
		.allow_count = OF(allow_example)},
	{.id = "secrets/jwt",
		.pattern = "\\b(ey[A-Za-z0-9]{17,}\\.ey[A-Za-z0-9/_-]{17,}\\.[A-Za-z0-9/"
			   "_-]{10,}={0,2})"
			   "(?:['\"`\\s;]|\\\\[nr]|$)",
		.keywords = jwt_keywords},
	{.id = "secrets/key",
		.pattern = "(?i)key\\s*=\\s*([a-z0-9]{8,})",
		.keywords = key_keywords},
	{.id = "secrets/near", .pattern = "\\bN[0-9a-f]{32}\\b", .keywords = near_keywords},
	{.id = "secrets/pem",
		.pattern = "-----BEGIN[ A-Z0-9_-]{0,100}PRIVATE KEY-----[\\s\\S]{64,}?"
			   "-----END[ A-Z0-9_-]{0,100}PRIVATE KEY-----",
		.keywords = pem_keywords},
	{.id = "secrets/slow", .pattern = "slow(?!x)(a+)+b", .keywords = slow_keywords},
	{.id = "secrets/steep",
		.pattern = "first='([^'\\n]{5,})';(?:\\s*.*\\s*){0,3}then='([^'\\n]{5,})';"
			   "(?:\\s*.*\\s*){0,3}last='([^'\\n]{5,})'"},
	{.id = "secrets/tail", .pattern = "tail_[0-9]{4}[a-z0-9-]*", .keywords = tail_keywords},
	{.id = "secrets/twice", .pattern = "twice=(\\w{4,})\\1", .keywords = twice_keywords},
	{.id = "secrets/wild", .pattern = "wild:.*;pin:[0-9]{6}"},
};

static struct scanning scanning;

/* ---- what is found ---- */

static void test_found(void)
{
	static const struct {
		const char *name, *source, *rule;
		size_t expected;
	} rows[] = {
		{"alone", "bnd_{{alnum_lower:20}}", "secrets/bounded", 1},
		{"word boundary before", "xbnd_{{alnum_lower:20}}", "secrets/bounded", 0},
		{"longer than it may be", "bnd_{{alnum_lower:301}}", "secrets/bounded", 0},
		{"longest", "bnd_{{alnum_lower:300}}", "secrets/bounded", 1},
		{"two", "bnd_{{alnum_lower:20}} bnd_{{alnum_lower:20}}", "secrets/bounded", 2},
		{"NUL elsewhere", "{{byte:00}}bnd_{{alnum_lower:20}}{{byte:00}}", "secrets/bounded",
			1},
		{"end of text", "last_{{lower:8}}", "secrets/end", 1},
		{"not the end", "last_{{lower:8}}\n", "secrets/end", 0},
		{"far from the end", "last_{{lower:8}}{{repeat:1000:.}}", "secrets/end", 0},
		{"entropy enough", "ent_abcdefghijklmnop", "secrets/entropy", 1},
		{"entropy too small", "ent_aaaaaaaaaaaaaaab", "secrets/entropy", 0},
		{"entropy just the limit", "ent_aaaabbbbccccdddd", "secrets/entropy", 0},
		{"a group of its own", "grp=a-abcd", "secrets/group", 1},
		{"stopword", "grp=a-anEXAMPLE1", "secrets/group", 0},
		{"stopword outside the secret", "grp=example-abcd", "secrets/group", 1},
		{"keyword before", "acme {{repeat:9000:.}} N{{hex:32}}", "secrets/near", 1},
		{"keyword behind", "N{{hex:32}} {{repeat:9000:.}} ZENITH", "secrets/near", 1},
		{"no keyword", "N{{hex:32}}", "secrets/near", 0},
		{"part of a keyword", "acm N{{hex:32}}", "secrets/near", 0},
		{"back-reference", "twice=abcdabcd", "secrets/twice", 1},
		{"back-reference fails", "twice=abcdabce", "secrets/twice", 0},
		{"wide, and one that begins behind it",
			"wild:{{repeat:2000:.}};pin:123456\nwild:;pin:654321", "secrets/wild", 2},
		{"keyword in any case", "KEY = {{alnum_lower:8}}", "secrets/key", 1},
	};

	for (size_t i = 0; i < OF(rows); i++) {
		const struct scan *scan = scanned(&scanning, made(&scanning, rows[i].source));

		CHECK_ROW(rows[i].name, scan && count_rule(scan, rows[i].rule) == rows[i].expected);
		CHECK_ROW(rows[i].name, scan && scan->gap_count == 0);
	}
}

static void test_allowed(void)
{
	static const struct {
		const char *name, *source;
		size_t hits;
		bool allowed;
	} rows[] = {
		{"reported", "grp=a-abcd", 1, false},
		{"by its line", "grp=a-abcd # not real", 1, true},
		{"another line", "grp=a-abcd\n# not real", 1, false},
		{"by its match", "dummygrp=a-abcd", 1, true},
		{"by its secret", "grp=a-example", 0, false},
		{"in another case", "grp=a-xEXAMPLE9", 0, false},
		{"by the end of its secret, in another case", "grp=a-1zEbRA", 0, false},
		{"by one byte", "grp=a-abc_", 0, false},
		{"by some of a word: no", "grp=a-exampl1zebr", 1, false},
		{"by the pairs of a word: no", "grp=a-exaxampmpl1ple", 1, false},
	};

	for (size_t i = 0; i < OF(rows); i++) {
		const struct scan *scan = scanned(&scanning, made(&scanning, rows[i].source));

		CHECK_ROW(rows[i].name, scan && scan->hit_count == rows[i].hits);
		if (scan && scan->hit_count)
			CHECK_ROW(rows[i].name, scan->hits[0].allowed == rows[i].allowed);
	}
}

static void test_secret(void)
{
	static const struct {
		const char *name, *source, *secret;
	} rows[] = {
		{"numbered group", "grp=first-second", "second"},
		{"first group that is not empty", "KEY = abcd1234", "abcd1234"},
		{"whole match", "tail_1234abc", "tail_1234abc"},
		{"whole, quotes are no part", "wild:\"a;pin:123456", "wild:\"a;pin:123456"},
	};

	for (size_t i = 0; i < OF(rows); i++) {
		struct text text = made(&scanning, rows[i].source);
		const struct scan *scan = scanned(&scanning, text);

		CHECK_ROW(rows[i].name, scan && scan->hit_count == 1);
		if (scan && scan->hit_count)
			CHECK_ROW(rows[i].name, text_is(text_slice(text, scan->hits[0].secret_from,
								scan->hits[0].secret_to),
							rows[i].secret));
	}
}

/* ---- windows against the whole text ---- */

/* All matches of a rule as PCRE2 finds them in the whole text, against the scan's. */
static bool same_as_whole(const struct rule *rule, struct text text, const struct scan *scan)
{
	struct matcher *matcher = scanner_matcher(scanning.scanner);
	size_t from = 0, hit = 0;

	for (;;) {
		struct query query = {
			.pattern = rule->pattern, .whose = rule->id, .subject = text, .from = from};
		struct match match;

		if (matcher_run(matcher, &query, &match, &scanning.err) < 0)
			return false;
		while (hit < scan->hit_count && scan->hits[hit].rule != rule)
			hit++;
		if (match.result != MATCH_FOUND)
			return match.result == MATCH_NONE && hit == scan->hit_count;
		if (hit == scan->hit_count || scan->hits[hit].match_from != match.groups[0] ||
			scan->hits[hit].match_to != match.groups[1])
			return false;
		from = match.groups[1];
		hit++;
	}
}

static const char *const around[] = {
	"%s",
	"%s\n",
	"\n%s",
	"x = '%s';\n",
	"{{repeat:1023:x}} %s {{repeat:159:y}}",
	"{{repeat:1024:x}} %s {{repeat:160:y}}",
	"{{repeat:1025:x}} %s {{repeat:161:y}}",
	"{{repeat:70000:x}} %s {{repeat:70000:y}}",
	"%s\n%s\n%s",
	"%s %s %s",
};

static const char *const tokens[] = {
	"ey{{base62:30}}.ey{{base62:100}}.{{base62:150}}",
	"ey{{base62:30}}.ey{{base62:700}}.{{base62:150}}",
	"ey{{base62:30}}.ey{{base62:950}}.{{base62:43}}",
	"ey{{base62:30}}.ey{{base62:1400}}.{{base62:43}}",
	"ey{{base62:30}}.ey{{base62:8000}}.{{base62:500}}",
	"ey{{base62:30}}.ey{{base62:300000}}.{{base62:500}}",
	"tail_1234",
	"tail_1234{{alnum_lower:151}}",
	"tail_1234{{alnum_lower:400}}",
	"tail_1234{{alnum_lower:9000}}",
	"bnd_{{alnum_lower:20}}",
	"bnd_{{alnum_lower:160}}",
	"bnd_{{alnum_lower:300}}",
	"-----BEGIN PRIVATE {{literal:KEY}}-----\n{{base64:64}}\n-----END PRIVATE KEY-----",
	"-----BEGIN PRIVATE {{literal:KEY}}-----\n{{base64:70000}}\n-----END PRIVATE KEY-----",
	"-----BEGIN PRIVATE {{literal:KEY}}-----\n{{base64:600000}}\n-----END PRIVATE KEY-----",
	"key={{alnum_lower:8}}",
	"key={{alnum_lower:3000}}",
	"key={{repeat:3000: }}{{alnum_lower:9}}",
	"wild:{{printable:20}};pin:123456",
	"wild:{{repeat:5000:x}};pin:123456",
	"wild:{{repeat:5000:x}};pin:123456;pin:123456",
	"wild:a wild:b;pin:123456 wild:c;pin:654321",
};

static void test_windows(void)
{
	for (size_t t = 0; t < OF(tokens); t++) {
		for (size_t a = 0; a < OF(around); a++) {
			struct buffer source = {0};
			const struct scan *scan;
			struct text text;

			for (const char *c = around[a]; *c; c++) {
				if (c[0] == '%' && c[1] == 's') {
					buffer_string(&source, tokens[t]);
					c++;
				} else {
					buffer_byte(&source, *c);
				}
			}
			text = made(&scanning, source.ptr);
			scan = scanned(&scanning, text);
			CHECK_ROW(source.ptr, scan && scan->gap_count == 0 && scan->hit_count > 0);
			for (size_t r = 0; scan && r < OF(rules); r++)
				if (scanning.rules->packs[0].plans.items[r].way == PLAN_WINDOW &&
					rules[r].entropy == 0 && rules[r].allow_count == 0 &&
					count_rule(scan, rules[r].id))
					CHECK_ROW(source.ptr, same_as_whole(&rules[r], text, scan));
			buffer_free(&source);
		}
	}
}

/* ---- texts made to hurt ---- */

static void test_limits(void)
{
	static const struct {
		const char *name, *source;
		size_t least_hits, most_hits;
		bool gap;
	} rows[] = {
		{"assignments", "{{repeat:100000:key = }}", 0, 0, false},
		{"secrets", "{{repeat:50000:key = abcdefgh1\n}}", 50000, 50000, false},
		{"one line of them", "{{repeat:50000:key = abcdefgh1;}}", 50000, 50000, false},
		{"headers", "{{repeat:90000:-----BEGIN }}", 0, 0, false},
		{"whole headers", "{{repeat:30000:-----BEGIN PRIVATE {{literal:KEY}}-----}}", 0, 0,
			false},
		{"footers", "{{repeat:30000:-----END PRIVATE KEY-----}}", 0, 0, false},
		{"an open tail of 2 MB", "tail_1234{{repeat:2000000:a}}", 1, 1, false},
		{"catastrophic pattern", "slow{{repeat:5000:a}}-b", 0, 0, true},
		{"one that can be decided", "slow{{repeat:100:a}}-b", 0, 0, false},
		{"one that can be decided, and matches",
			"first='steep';{{repeat:60: }}//{{repeat:60:.}}\n{{repeat:60: }}x\n"
			"then='enough'; //{{repeat:60:.}}\nlast='{{alnum_lower:9}}'; "
			"//{{repeat:60:.}}\n{{repeat:60: }}y\n{{repeat:60: }}z\n",
			1, 1, false},
		{"match larger than any window", "wild:{{repeat:6000000:x}};pin:123456", 0, 0,
			true},
	};

	for (size_t i = 0; i < OF(rows); i++) {
		const struct scan *scan = scanned(&scanning, made(&scanning, rows[i].source));

		CHECK_ROW(rows[i].name, scan != NULL);
		if (!scan)
			continue;
		CHECK_ROW(rows[i].name, scan->hit_count >= rows[i].least_hits);
		CHECK_ROW(rows[i].name, scan->hit_count <= rows[i].most_hits);
		CHECK_ROW(rows[i].name, (scan->gap_count > 0) == rows[i].gap);
	}
}

/* A scanner keeps nothing of the text before. */
static void test_again(void)
{
	struct text with = made(&scanning, "acme N{{hex:32}}"),
		    without = made(&scanning, "N{{hex:32}}");
	const struct scan *scan = scanned(&scanning, with);

	CU_ASSERT(scan && scan->hit_count == 1);
	scan = scanned(&scanning, without);
	CU_ASSERT(scan && scan->hit_count == 0);
	scan = scanned(&scanning, made(&scanning, "slow{{repeat:5000:a}}-b"));
	CU_ASSERT(scan && scan->gap_count == 1);
	scan = scanned(&scanning, (struct text){"", 0});
	CU_ASSERT(scan && scan->hit_count == 0 && scan->gap_count == 0);
}

static void check_in_vain(const char *line, int lines)
{
	static const struct rules none = {NULL, 0};
	struct scanning builtin = {.arena = arena_new()};
	struct buffer text = {0};
	const struct scan *scan;

	CU_ASSERT_FATAL(
		ruleset_open(&builtin.rules, true, &none, NULL, builtin.arena, &builtin.err) == 0);
	CU_ASSERT_FATAL(scanner_open(&builtin.scanner, builtin.rules, &builtin.err) == 0);
	for (int i = 0; i < lines; i++)
		buffer_string(&text, line);
	scan = scanned(&builtin, buffer_text(&text));
	CU_ASSERT(scan && scan->gap_count == 0);
	buffer_free(&text);
	scanning_close(&builtin);
}

/* What is looked for by its end is mostly not there, and a text that is full of it is examined all the same. */
static void test_in_vain(void)
{
	struct buffer line = {0};

	check_in_vain(" password=xxxxxxxx\n", 600000);
	/* Values that may end at each of a hundred places before what is looked for. */
	buffer_string(&line, "[info] ");
	for (int i = 0; i < 160; i++)
		buffer_string(&line, "abc=1 ");
	buffer_string(&line, "password=xxxxxxxx\n");
	buffer_byte(&line, '\0');
	check_in_vain(buffer_text(&line).ptr, 100);
	buffer_free(&line);
}

static const struct unit_test tests[] = {
	{"found", test_found},
	{"allowed", test_allowed},
	{"secret", test_secret},
	{"windows", test_windows},
	{"limits", test_limits},
	{"again", test_again},
	{"in vain", test_in_vain},
};

int main(void)
{
	int failed;

	if (!scanning_open(&scanning, rules, OF(rules))) {
		fprintf(stderr, "%s\n", scanning.err.message);
		scanning_close(&scanning);
		return 1;
	}
	failed = unit_run(tests, OF(tests), __FILE__);
	scanning_close(&scanning);
	return failed;
}
