/* SPDX-License-Identifier: Apache-2.0 */
#include "scanning.h"

#include "checks/secrets/report.h"
#include "gate/job.h"

static const char *const tok_keywords[] = {"tok_", NULL};
static const char *const pem_keywords[] = {"-----BEGIN", NULL};

static const struct rule_allow allow_tests[] = {
	{.target = ALLOW_PATH, .pattern = "^tests/", .stopwords = NULL},
};
static const struct rule_allow allow_line[] = {
	{.target = ALLOW_LINE, .pattern = "sample", .stopwords = NULL},
};

static const struct rule rules[] = {
	{.id = "secrets/file",
		.title = "Key store",
		.severity = SEVERITY_NOTE,
		.path = "\\.p12$",
		.remedy = "remove it"},
	{.id = "secrets/generic-secret",
		.title = "Secret",
		.severity = SEVERITY_WARNING,
		.confidence = CONFIDENCE_LOW,
		.pattern = "secret = \"?([\\w-]{8,})",
		.remedy = "change it"},
	{.id = "secrets/only-env",
		.title = "Env token",
		.severity = SEVERITY_ERROR,
		.confidence = CONFIDENCE_HIGH,
		.pattern = "env-[0-9]{8}",
		.path = "\\.env$",
		.remedy = "revoke it"},
	{.id = "secrets/pem",
		.title = "Private key",
		.severity = SEVERITY_ERROR,
		.pattern = "-----BEGIN KEY-----[\\s\\S]{8,}?-----END KEY-----",
		.keywords = pem_keywords,
		.remedy = "replace it"},
	{.id = "secrets/same-high",
		.title = "Same, surer",
		.severity = SEVERITY_ERROR,
		.confidence = CONFIDENCE_HIGH,
		.pattern = "sam-[0-9]{8}",
		.remedy = "revoke it"},
	{.id = "secrets/same-low",
		.title = "Same",
		.severity = SEVERITY_ERROR,
		.confidence = CONFIDENCE_LOW,
		.pattern = "sam-\\w{8}",
		.remedy = "revoke it"},
	{.id = "secrets/tested",
		.title = "Tested",
		.severity = SEVERITY_ERROR,
		.pattern = "tst-[0-9]{8}",
		.allow = allow_tests,
		.allow_count = 1,
		.remedy = "revoke it"},
	{.id = "secrets/tok",
		.title = "Token",
		.severity = SEVERITY_ERROR,
		.confidence = CONFIDENCE_HIGH,
		.pattern = "\\btok_[a-z0-9]{12}\\b",
		.keywords = tok_keywords,
		.allow = allow_line,
		.allow_count = 1,
		.remedy = "revoke it"},
};

static struct scanning scanning;

/* What one report came to. */
struct outcome_of {
	struct findings findings;
	struct examined examined;
	int done;
};

static struct outcome_of report(const struct blob *blob, struct text content)
{
	struct outcome_of out = {.done = -1};
	struct check_job job = {
		.arena = scanning.arena, .findings = &out.findings, .examined = &out.examined};
	struct reporter reporter = {.job = &job,
		.rules = scanning.rules,
		.scanner = scanning.scanner,
		.err = &scanning.err};

	out.done = report_blob(&reporter, blob, content);
	reporter_close(&reporter);
	return out;
}

static struct outcome_of report_at(enum blob_kind kind, const char *path, struct text content)
{
	static struct path paths[64];
	static struct text texts[64];
	static struct place places[64];
	static struct blob blobs[64];
	static size_t used;
	struct place *place = &places[used % 64];
	struct blob *blob = &blobs[used % 64];

	paths[used % 64] = (struct path){.text = text_of(path)};
	texts[used % 64] = content;
	*place = (struct place){.path = &paths[used % 64], .commit = 0};
	*blob = (struct blob){.kind = kind & BLOB_KIND,
		.places = place,
		.place_count = 1,
		.has_text = 1,
		.text = &texts[used++ % 64]};
	return report(blob, content);
}

/* "rule line:column-end_line:end_column evidence" for each finding. */
static const char *described(const struct outcome_of *outcome)
{
	struct buffer out = {0};
	char *copy;

	for (size_t i = 0; i < outcome->findings.count; i++) {
		const struct finding *finding = &outcome->findings.items[i];

		buffer_printf(&out, "%s%s %u:%u-%u:%u %.*s", i ? "; " : "",
			strchr(finding->rule, '/') + 1, finding->line, finding->column,
			finding->end_line, finding->end_column, (int)finding->evidence.len,
			finding->evidence.ptr);
	}
	copy = arena_copy(scanning.arena, buffer_text(&out));
	buffer_free(&out);
	return copy;
}

static void check_described(const char *row, const struct outcome_of *outcome, const char *expected)
{
	const char *have = described(outcome);

	if (strcmp(have, expected) != 0)
		fprintf(stderr, "%s:\n  have \"%s\"\n  want \"%s\"\n", row, have, expected);
	CHECK_ROW(row, outcome->done == 0);
	CHECK_ROW(row, strcmp(have, expected) == 0);
}

#define TOK  "tok_{{literal:abcd}}efgh1234"
#define TOK2 "tok_{{literal:wxyz}}efgh1234"
#define PLAIN      \
	"tok_abcd" \
	"efgh1234"
#define PLAIN2     \
	"tok_wxyz" \
	"efgh1234"

/* ---- positions and evidence ---- */

static void test_positions(void)
{
	static const struct {
		const char *name, *content, *expected;
	} rows[] = {
		{"first line", TOK, "tok 1:1-1:17 " PLAIN},
		{"second line", "a\nb " TOK "\n", "tok 2:3-2:19 " PLAIN},
		{"CRLF", "a\r\n" TOK "\r\n", "tok 2:1-2:17 " PLAIN},
		{"two- and four-byte characters",
			"{{byte:c3}}{{byte:bc}}{{byte:f0}}{{byte:9f}}{{byte:98}}{{byte:80}} " TOK,
			"tok 1:4-1:20 " PLAIN},
		{"invalid bytes", "{{byte:c3}}{{byte:ff}} " TOK, "tok 1:4-1:20 " PLAIN},
		{"a UTF-8 mark", "{{byte:ef}}{{byte:bb}}{{byte:bf}}" TOK, "tok 1:1-1:17 " PLAIN},
		{"NUL before", "{{byte:00}}\n{{byte:00}} " TOK, "tok 2:3-2:19 " PLAIN},
		{"two on a line", TOK " " TOK2, "tok 1:1-1:17 " PLAIN "; tok 1:18-1:34 " PLAIN2},
		{"the same twice", TOK "\n" TOK, "tok 1:1-1:17 " PLAIN},
		{"the same around another", TOK "\n" TOK2 "\n" TOK,
			"tok 1:1-1:17 " PLAIN "; tok 2:1-2:17 " PLAIN2},
		{"a PEM block", "x\n  -----BEGIN KEY-----\n  abcd\n  efgh\n  -----END KEY-----\n",
			"pem 2:3-5:20 -----BEGINKEY-----abcdefgh-----ENDKEY-----"},
		{"the same in a string",
			"k = \"-----BEGIN KEY-----\\nabcd\\nefgh\\n-----END KEY-----\"",
			"pem 1:6-1:56 -----BEGINKEY-----abcdefgh-----ENDKEY-----"},
		{"nothing", "nothing", ""},
		{"empty", "", ""},
	};

	for (size_t i = 0; i < OF(rows); i++) {
		struct outcome_of outcome =
			report_at(BLOB_FILE, "a.c", made(&scanning, rows[i].content));

		check_described(rows[i].name, &outcome, rows[i].expected);
	}
}

static void test_overlaps(void)
{
	static const struct {
		const char *name, *path, *content, *expected;
		size_t masks;
	} rows[] = {
		{"generic alone", "a", "secret = \"abcdefgh1\"",
			"generic-secret 1:11-1:20 abcdefgh1", 0},
		{"generic yields", "a", "secret = \"" TOK "\"", "tok 1:11-1:27 " PLAIN, 1},
		{"generic beside", "a", "secret = \"abcdefgh1\" " TOK,
			"generic-secret 1:11-1:20 abcdefgh1; tok 1:22-1:38 " PLAIN, 0},
		{"surer wins", "a", "sam-12345678", "same-high 1:1-1:13 sam-12345678", 1},
		{"less sure alone", "a", "sam-abcdefgh", "same-low 1:1-1:13 sam-abcdefgh", 0},
		{"path does not match", "a.c", "env-12345678", "", 0},
		{"path matches", "a.env", "env-12345678", "only-env 1:1-1:13 env-12345678", 0},
		{"generic does not yield to a rule of another path", "a.c", "secret = env-12345678",
			"generic-secret 1:10-1:22 env-12345678", 0},
		{"but yields at that path", "a.env", "secret = env-12345678",
			"only-env 1:10-1:22 env-12345678", 1},
		{"allowed path", "tests/a", "tst-12345678", "", 1},
		{"not there", "src/tests/a", "tst-12345678", "tested 1:1-1:13 tst-12345678", 0},
		{"allowed line", "a", TOK " sample", "", 1},
	};

	for (size_t i = 0; i < OF(rows); i++) {
		struct outcome_of outcome =
			report_at(BLOB_FILE, rows[i].path, made(&scanning, rows[i].content));

		check_described(rows[i].name, &outcome, rows[i].expected);
		CHECK_ROW(rows[i].name, outcome.findings.mask_count == rows[i].masks);
	}
}

/* ---- what else a change brings along ---- */

static void test_kinds(void)
{
	static const struct {
		const char *name;
		enum blob_kind kind;
		const char *path, *content, *expected, *message;
	} rows[] = {
		{"file", BLOB_FILE, "a", TOK, "tok 1:1-1:17 " PLAIN, "Token"},
		{"symbolic link", BLOB_SYMLINK, "a", "/x/" TOK, "tok 1:4-1:20 " PLAIN,
			"Token in the target of a symbolic link"},
		{"path", BLOB_PATH, "d/" PLAIN, "d/" TOK, "tok 1:3-1:19 " PLAIN,
			"Token in a file name"},
		{"ref", BLOB_REF, "", "refs/heads/" TOK, "tok 0:0-0:0 " PLAIN,
			"Token in the name of a branch or tag"},
		{"commit message", BLOB_COMMIT, "",
			"tree 1\nauthor a\ncommitter c\n\nfirst\n x " TOK "\n",
			"tok 2:4-2:20 " PLAIN, "Token in a commit message"},
		{"author", BLOB_COMMIT, "", "tree 1\nauthor " TOK " <a>\ncommitter c\n\nfirst\n",
			"tok 0:0-0:0 " PLAIN, "Token in the author line of a commit"},
		{"tag message", BLOB_TAG, "", "object 1\ntagger t\n\n" TOK "\n",
			"tok 1:1-1:17 " PLAIN, "Token in a tag message"},
		{"tagger", BLOB_TAG, "", "object 1\ntagger " TOK "\n\nx\n", "tok 0:0-0:0 " PLAIN,
			"Token in the tagger line of a tag"},
		{"an id's name proves nothing", BLOB_COMMIT, "", "tree " TOK "\n\nfirst\n",
			"tok 0:0-0:0 " PLAIN, "Token in the tree line of a commit"},
		{"key store", BLOB_FILE, "a/b.p12", "",
			"file 0:0-0:0 "
			"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
			"Key store"},
		{"a path is no key store", BLOB_PATH, "a/b.p12", "a/b.p12", "", NULL},
	};

	for (size_t i = 0; i < OF(rows); i++) {
		struct outcome_of outcome =
			report_at(rows[i].kind, rows[i].path, made(&scanning, rows[i].content));

		check_described(rows[i].name, &outcome, rows[i].expected);
		if (rows[i].message && outcome.findings.count)
			CHECK_ROW(rows[i].name,
				text_is(outcome.findings.items[0].message, rows[i].message));
	}
}

/* ---- encodings ---- */

static void test_encodings(void)
{
	static const struct {
		const char *name;
		struct text lead;
		unsigned width, low;
		const char *content, *expected;
	} rows[] = {
		{"UTF-16LE with mark", TEXT("\xff\xfe"), 2, 0, "a\r\nb " TOK,
			"tok 2:3-2:19 " PLAIN},
		{"UTF-16BE with mark", TEXT("\xfe\xff"), 2, 1, "a\nb " TOK, "tok 2:3-2:19 " PLAIN},
		{"UTF-16LE", TEXT(""), 2, 0, "a\nb " TOK, "tok 2:3-2:19 " PLAIN},
		{"UTF-32BE", TEXT(""), 4, 3, "a\nb " TOK, "tok 2:3-2:19 " PLAIN},
		{"a run in a program",
			TEXT("\x7f"
			     "ELF\x02\n\x01"),
			2, 0, TOK, "tok 2:2-2:34 " PLAIN},
		{"the same run, odd",
			TEXT("\x7f"
			     "ELF\x02\n\x01\x02"),
			2, 0, TOK, "tok 2:3-2:35 " PLAIN},
	};

	for (size_t i = 0; i < OF(rows); i++) {
		struct text content = widened(&scanning, rows[i].lead,
			made(&scanning, rows[i].content), rows[i].width, rows[i].low);
		struct outcome_of outcome = report_at(BLOB_FILE, "a.bin", content);

		check_described(rows[i].name, &outcome, rows[i].expected);
	}
}

/* ---- excerpts and masks ---- */

static bool contains(struct text text, const char *needle)
{
	return text_find(text, text_of(needle)) < text.len;
}

static void test_excerpts(void)
{
	static const struct {
		const char *name, *content, *expected; /* NULL: any of at most 200 bytes */
	} rows[] = {
		{"a line", "x\na " TOK " b\ny", "a " PLAIN " b"},
		{"CRLF", "a " TOK "\r\n", "a " PLAIN},
		{"a long line", "{{repeat:5000:x}} " TOK " {{repeat:5000:y}}", NULL},
		{"a long line, at its start", TOK " {{repeat:5000:y}}", NULL},
		{"a long line, at its end", "{{repeat:5000:x}} " TOK, NULL},
		{"characters are not cut",
			"{{repeat:200:{{byte:c3}}}}{{repeat:300:\xc3\xbc}} " TOK
			" {{repeat:300:\xc3\xbc}}",
			NULL},
	};

	for (size_t i = 0; i < OF(rows); i++) {
		struct outcome_of outcome =
			report_at(BLOB_FILE, "a", made(&scanning, rows[i].content));
		struct text have;

		CHECK_ROW(rows[i].name, outcome.findings.count == 1);
		if (outcome.findings.count != 1)
			continue;
		have = outcome.findings.items[0].excerpt;
		CHECK_ROW(rows[i].name, have.len <= 200 && contains(have, PLAIN));
		CHECK_ROW(rows[i].name, !rows[i].expected || text_is(have, rows[i].expected));
		CHECK_ROW(rows[i].name, ((unsigned char)have.ptr[0] & 0xc0) != 0x80);
	}
}

/* No cut leaves a part of a neighbour's secret, which masking would not know. */
static void test_neighbours(void)
{
	for (size_t gap = 60; gap < 130; gap++) {
		char source[400];
		struct outcome_of outcome;

		snprintf(source, sizeof(source),
			TOK2 "{{repeat:%zu: }}" TOK "{{repeat:%zu: }}tok_{{literal:zzzz}}efgh1234",
			gap, gap);
		outcome = report_at(BLOB_FILE, "a", made(&scanning, source));
		CHECK_ROW(source, outcome.findings.count == 3);
		for (size_t i = 0; i < outcome.findings.count; i++) {
			struct text have = outcome.findings.items[i].excerpt;

			CHECK_ROW(source, contains(have, PLAIN2) == contains(have, "tok_wx"));
			CHECK_ROW(source, contains(have, "efgh1234 ") || have.len < 20 ||
						  !contains(have, "gh1234 "));
			CHECK_ROW(source,
				contains(have, "tok_zz") == contains(have, "tok_zzzzefgh1234"));
		}
	}
}

static void test_masks(void)
{
	struct outcome_of outcome = report_at(BLOB_FILE, "d/" PLAIN2 "/x", made(&scanning, TOK));

	/* The secret in the path is nobody's finding here, and is printed with the finding. */
	CU_ASSERT(outcome.findings.count == 1 && outcome.findings.mask_count == 1);
	CU_ASSERT(text_is(outcome.findings.masks[0].secret, PLAIN2));
	CU_ASSERT(outcome.findings.masks[0].shown == 4);
	CU_ASSERT(outcome.findings.items[0].evidence_shown == 4);
	outcome = report_at(BLOB_FILE, "a",
		made(&scanning, "-----BEGIN KEY-----\nabcdefgh\n-----END KEY-----"));
	/* The evidence has no line ends; what is printed has. */
	CU_ASSERT(outcome.findings.count == 1 && outcome.findings.mask_count == 1);
}

static void test_shown(void)
{
	static const char *const keywords[] = {"tok", "tok_live_", NULL};
	static const struct {
		const char *secret, *id;
		size_t expected;
	} rows[] = {
		{"tok_live_0123456789abcdefghij", "secrets/tok", 9},
		{"TOK_live_0123456789abcdefghij", "secrets/tok", 9},
		{"tok_live_0123456789", "secrets/tok", 3},
		{"tok_live", "secrets/tok", 0},
		{"other_0123456789abcdefghijkl", "secrets/tok", 0},
		{"tok_live_0123456789abcdefghij", "secrets/generic-tok", 0},
		{"", "secrets/tok", 0},
	};

	for (size_t i = 0; i < OF(rows); i++) {
		struct rule rule = {.id = rows[i].id, .keywords = keywords};

		CHECK_ROW(rows[i].secret,
			shown_prefix(&rule, text_of(rows[i].secret)) == rows[i].expected);
	}
}

/* ---- several places, many findings ---- */

static void test_places(void)
{
	static const struct path paths[] = {
		{.text = TEXT("a.c")}, {.text = TEXT("b.env")}, {.text = TEXT("tests/c.env")}};
	static const struct place places[] = {
		{.path = &paths[0]}, {.path = &paths[1]}, {.path = &paths[2]}};
	const struct blob blob = {.kind = BLOB_FILE, .places = places, .place_count = OF(places)};
	struct outcome_of outcome =
		report(&blob, made(&scanning, "env-12345678 tst-12345678 " TOK));
	static const struct {
		const char *path, *rule;
	} expected[] = {
		{"a.c", "secrets/tested"},
		{"a.c", "secrets/tok"},
		{"b.env", "secrets/only-env"},
		{"b.env", "secrets/tested"},
		{"b.env", "secrets/tok"},
		{"tests/c.env", "secrets/only-env"},
		{"tests/c.env", "secrets/tok"},
	};

	CU_ASSERT_FATAL(outcome.findings.count == OF(expected));
	for (size_t i = 0; i < OF(expected); i++) {
		CHECK_ROW(expected[i].rule,
			strcmp(outcome.findings.items[i].rule, expected[i].rule) == 0);
		CHECK_ROW(expected[i].rule,
			text_is(outcome.findings.items[i].path, expected[i].path));
	}
}

static void test_many(void)
{
	struct buffer content = {0};
	struct outcome_of outcome;

	for (size_t i = 0; i < 12000; i++)
		buffer_printf(&content, "tok_%012zu,%.*s", i, i % 3 ? 300 : 3,
			"                                                                          "
			"                                                                          "
			"                                                                          "
			"                                                                         "
			" ");
	outcome = report_at(BLOB_FILE, "one-line.js", buffer_text(&content));
	CU_ASSERT(outcome.done == 0 && outcome.findings.count == 10000);
	CU_ASSERT(outcome.findings.incomplete_count == 1);
	buffer_free(&content);
}

static void test_details(void)
{
	static const char *const keys[] = {"confidence", "field"};
	struct outcome_of outcome = report_at(
		BLOB_COMMIT, "", made(&scanning, "tree 1\nauthor " TOK "\n\n" TOK "\n" TOK "\n"));
	const struct finding *finding = outcome.findings.items;

	CU_ASSERT_FATAL(outcome.findings.count == 1 && finding->detail_count == 3);
	for (size_t i = 0; i < OF(keys); i++)
		CHECK_ROW(keys[i], strcmp(finding->details[i].key, keys[i]) == 0);
	CU_ASSERT(text_is(finding->details[0].text, "high"));
	CU_ASSERT(text_is(finding->details[1].text, "author"));
	CU_ASSERT(strcmp(finding->details[2].key, "occurrences") == 0);
	CU_ASSERT(finding->details[2].type == DETAIL_NUMBER && finding->details[2].number > 2.5);
}

static const struct unit_test tests[] = {
	{"positions", test_positions},
	{"overlaps", test_overlaps},
	{"kinds", test_kinds},
	{"encodings", test_encodings},
	{"excerpts", test_excerpts},
	{"neighbours", test_neighbours},
	{"masks", test_masks},
	{"shown", test_shown},
	{"places", test_places},
	{"many", test_many},
	{"details", test_details},
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
