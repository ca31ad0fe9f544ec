/* SPDX-License-Identifier: Apache-2.0
 *
 * What SARIF's schema cannot say; the schema itself is schemas.py's. Indentation is taken out of
 * the reports here, so that a row says in one line what it wants.
 */
#include "sample.h"
#include "unit.h"

/* The report of a sample without line ends and the blanks behind them. */
static struct buffer write_flat(const struct sample *sample)
{
	struct report_style style = {0};
	struct buffer out = sample_write(sample, "sarif", &style), flat = {0};
	struct text rest = buffer_text(&out), line;

	while (text_next_line(&rest, &line))
		buffer_add(&flat, text_trim(line));
	CU_ASSERT(!flat.failed);
	buffer_free(&out);
	return flat;
}

static void set_pass(struct sample *sample)
{
	(void)sample;
}

static void set_secret(struct sample *sample)
{
	sample_secret(sample);
}

static void set_own_rule(struct sample *sample)
{
	struct finding *finding = sample_secret(sample);

	finding->rule = "licences/no-2nd_licence";
	finding->check = "licences";
	finding->severity = SEVERITY_NOTE;
	finding->remedy = (struct text)TEXT("");
}

static void set_latency(struct sample *sample)
{
	struct finding *finding = sample_secret(sample);

	finding->rule = "latency/regressed";
	finding->check = "latency";
	finding->hop = "infer";
	finding->line = finding->column = finding->end_line = finding->end_column = 0;
	finding->commit = NO_COMMIT;
	finding->line_hash[0] = '\0';
}

static void set_warning(struct sample *sample)
{
	struct finding *finding = sample_secret(sample);

	finding->rule = "secrets/weak";
	finding->severity = SEVERITY_WARNING;
	finding->end_line = 14;
	finding->end_column = 3;
	finding->at_head = false;
	finding->message = (struct text)TEXT("a weak password.");
}

static void set_message(struct sample *sample)
{
	struct finding *finding = sample_secret(sample);

	finding->path = (struct text)TEXT("");
	finding->blob = &sample->commit_blob;
	finding->line = 3;
}

static void set_known(struct sample *sample)
{
	sample_secret(sample)->state = FINDING_KNOWN;
}

static void set_waived(struct sample *sample)
{
	sample_secret(sample)->state = FINDING_WAIVED;
}

static void set_waived_for_reason(struct sample *sample)
{
	static const struct detail reason = {
		.key = "waiver", .type = DETAIL_TEXT, .text = TEXT("published example")};
	struct finding *finding = sample_secret(sample);

	finding->state = FINDING_WAIVED;
	finding->details = &reason;
	finding->detail_count = 1;
}

static void set_incomplete(struct sample *sample)
{
	sample_incomplete(sample, 2);
	sample->result.reason = (struct text)TEXT("out of time");
}

static void set_path(struct sample *sample)
{
	sample_secret(sample)->path = (struct text)TEXT("a b/#?%:\n\xff\xc3\xbc" SECRET ".c");
}

static void set_absolute_path(struct sample *sample)
{
	sample_secret(sample)->path = (struct text)TEXT("/etc/x");
}

static void set_link(struct sample *sample)
{
	sample_secret(sample)->message = (struct text)TEXT("[click](https://x.example) [a](b)");
}

static void set_hostile(struct sample *sample)
{
	struct finding *finding = sample_secret(sample);

	finding->message = (struct text)TEXT("\x1b[31m\xe2\x80\xae\xff\n::error::x ##[y] " SECRET);
	sample_incomplete(sample, 1);
	sample->incomplete[0] =
		(struct incomplete){TEXT("\n" SECRET), TEXT("\x1b" SECRET), TEXT("##[x]"), NULL};
}

static const struct {
	const char *name;
	void (*set)(struct sample *sample);
	const char *wanted;
} rows[] = {
	{"head of the log", set_pass,
		"{\"$schema\": \"https://json.schemastore.org/sarif-2.1.0.json\",\"version\": "
		"\"2.1.0\",\"runs\": [{\"tool\": {\"driver\": {\"name\": \"seamgate\","
		"\"semanticVersion\": \"" SEAMGATE_VERSION "\",\"rules\": []}},"
		"\"automationDetails\": {\"id\": \"seamgate/\"},\"columnKind\": "
		"\"unicodeCodePoints\","
		"\"invocations\": [{\"executionSuccessful\": true,\"exitCode\": 0,"
		"\"toolExecutionNotifications\": []}],\"results\": [],"
		"\"properties\": {\"verdict\": \"pass\",\"examined\": {\"secrets\": "
		"{\"blobs\": 9,\"bytes\": 12600,\"files\": 1,\"rules\": 260}}}}]}"},
	{"built-in rule", set_secret,
		"\"rules\": [{\"id\": \"secrets/example-token\",\"name\": \"ExampleToken\","
		"\"shortDescription\": {\"text\": \"Example token\"},"
		"\"fullDescription\": {\"text\": \"Whoever has it can log in.\"},"
		"\"help\": {\"text\": \"Revoke it.\"},\"defaultConfiguration\": {\"level\": "
		"\"error\"},\"properties\": {\"tags\": [\"security\",\"secrets\"],\"precision\": "
		"\"high\",\"security-severity\": \"8.0\"}}]"},
	{"rule that is not built in", set_own_rule,
		"\"rules\": [{\"id\": \"licences/no-2nd_licence\",\"name\": \"No2ndLicence\","
		"\"shortDescription\": {\"text\": \"an example token\"},"
		"\"fullDescription\": {\"text\": \"an example token\"},"
		"\"help\": {\"text\": \"see seamgate explain\"},\"defaultConfiguration\": "
		"{\"level\": "
		"\"note\"},\"properties\": {\"tags\": [\"security\",\"licences\"],\"precision\": "
		"\"medium\",\"security-severity\": \"3.0\"}}]"},
	{"rule of a measuring check", set_latency,
		"\"properties\": {\"tags\": [\"quality\",\"latency\"],\"precision\": \"high\","
		"\"problem.severity\": \"error\"}"},
	{"warning", set_warning, "\"precision\": \"low\",\"security-severity\": \"5.5\""},
	{"result", set_secret,
		"\"results\": [{\"ruleId\": \"secrets/example-token\",\"ruleIndex\": 0,\"level\": "
		"\"error\",\"message\": {\"text\": \"an example token. Revoke it.\"},"
		"\"locations\": [{\"physicalLocation\": {\"artifactLocation\": {\"uri\": "
		"\"src/a.env\"},\"region\": {\"startLine\": 12,\"startColumn\": 5,\"endLine\": 12,"
		"\"endColumn\": 25}}}],\"partialFingerprints\": {\"primaryLocationLineHash\": "
		"\"1a2b3c4d5e6f:1\",\"seamgate/v1\": \"" FINGERPRINT
		"\"},\"baselineState\": \"new\","
		"\"properties\": {\"blocking\": true,\"commit\": "
		"\"d0d1d2d3d4d5d6d7d8d9dadbdcdddedfe0e1e2e3\"}}]"},
	{"blocked is a success of the tool", set_secret,
		"{\"executionSuccessful\": true,\"exitCode\": 1,"},
	{"in a commit", set_warning,
		"\"level\": \"warning\",\"message\": {\"text\": "
		"\"a weak password (in commit d0d1d2d). Revoke it.\"}"},
	{"over several lines", set_warning,
		"\"region\": {\"startLine\": 12,\"startColumn\": 5,\"endLine\": 14,\"endColumn\": "
		"3}"},
	{"no line, no commit", set_latency,
		"\"region\": {\"startLine\": 1,\"startColumn\": 1,\"endLine\": 1,\"endColumn\": "
		"2}}}],"
		"\"partialFingerprints\": {\"seamgate/v1\": \"" FINGERPRINT
		"\"},\"baselineState\": "
		"\"new\",\"properties\": {\"blocking\": true,\"hop\": \"infer\"}}"},
	{"no path", set_message,
		"{\"text\": \"an example token (line 3 of the message of commit d0d1d2d). Revoke "
		"it.\"},"
		"\"locations\": [{\"physicalLocation\": {\"artifactLocation\": {\"uri\": "
		"\".seamgate.yml\"},\"region\": {\"startLine\": 1,\"startColumn\": 1,\"endLine\": "
		"1,"
		"\"endColumn\": 2}}}],\"partialFingerprints\": {\"primaryLocationLineHash\": "
		"\"0123456789abcdef:1\","},
	{"known", set_known, "\"baselineState\": \"unchanged\",\"properties\""},
	{"waived", set_waived,
		"\"baselineState\": \"new\",\"suppressions\": [{\"kind\": \"external\",\"status\": "
		"\"accepted\",\"justification\": \"waived by the policy\"}]"},
	{"waived for a reason", set_waived_for_reason, "\"justification\": \"published example\""},
	{"could not look", set_incomplete,
		"\"invocations\": [{\"executionSuccessful\": false,\"exitCode\": 3,"
		"\"toolExecutionNotifications\": [{\"locations\": [{\"physicalLocation\": "
		"{\"artifactLocation\": {\"uri\": \"data/a.zip\"}}}],\"message\": {\"text\": "
		"\"secrets could not look at data/a.zip: member 3 is over 64 MiB. raise limits: "
		"{blob: …}\"},\"level\": \"error\"},{\"message\": {\"text\": \"secrets could not "
		"look "
		"at the change: no report at the base\"},\"level\": \"error\"},{\"message\": "
		"{\"text\": \"out of time\"},\"level\": \"error\"}]}]"},
	{"hostile path", set_path,
		"{\"uri\": \"a%20b/%23%3F%25%3A%0A%FF%C3%BCtok_%2A%2A%2A%2A.c\"}"},
	{"absolute path", set_absolute_path, "{\"uri\": \"%2Fetc/x\"}"},
	{"links", set_link, "[click]\\\\(https://x.example) [a]\\\\(b)"},
	{"hostile words", set_hostile,
		"\"\\\\x1b[31m\\\\u{202e}\\\\xff\\\\n::error::x ##\\\\[y] tok_****. Revoke it.\""},
	{"hostile item", set_hostile,
		"{\"uri\": \"%0Atok_%2A%2A%2A%2A\"}}}],\"message\": {\"text\": \"secrets could not "
		"look at \\\\ntok_****: \\\\x1btok_****. ##\\\\[x]\"}"},
};

static void test_rows(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct sample sample;
		struct buffer flat;

		sample_fill(&sample);
		rows[i].set(&sample);
		flat = write_flat(&sample);
		CHECK_ROW(rows[i].name, sample_contains(&flat, rows[i].wanted));
		if (!sample_contains(&flat, rows[i].wanted))
			fprintf(stderr, "got:\n%s\n", flat.ptr);
		buffer_free(&flat);
		sample_free(&sample);
	}
}

static size_t count_of(const struct buffer *out, const char *part)
{
	struct text rest = buffer_text(out);
	size_t count = 0;

	for (size_t at; (at = text_find(rest, text_of(part))) < rest.len; count++)
		rest = text_slice(rest, at + 1, rest.len);
	return count;
}

/* One more than GitHub takes: the mildest is left out, and that is said. */
static void test_limit(void)
{
	enum { COUNT = 25003 };
	struct sample sample;
	struct finding *findings = calloc(COUNT, sizeof(*findings));
	struct finding **pointers = calloc(COUNT, sizeof(struct finding *));
	struct buffer flat;

	CU_ASSERT_FATAL(findings && pointers);
	sample_fill(&sample);
	sample_secret(&sample);
	for (size_t i = 0; i < COUNT; i++) {
		pointers[i] = &findings[i];
		findings[i] = sample.findings[0];
	}
	findings[0].severity = findings[7].severity = SEVERITY_NOTE;
	findings[9].severity = SEVERITY_WARNING;
	findings[9].rule = findings[0].rule = "secrets/weak";
	sample.result.findings = pointers;
	sample.result.finding_count = COUNT;
	flat = write_flat(&sample);
	CU_ASSERT(count_of(&flat, "\"ruleId\"") == 25000);
	CU_ASSERT(count_of(&flat, "\"level\": \"note\"") == 0);
	CU_ASSERT(count_of(&flat, "\"id\": \"secrets/weak\"") == 0);
	CU_ASSERT(sample_contains(&flat,
		"\"3 findings, none worse than those below, are left out: GitHub "
		"takes at most 25000\"},\"level\": \"warning\""));
	buffer_free(&flat);
	sample_free(&sample);
	free(findings);
	free(pointers);
}

/* Texts of rules end within GitHub's limit, and not within a character. */
static void test_long_text(void)
{
	struct sample sample;
	struct finding *finding;
	struct buffer text = {0}, flat;

	for (unsigned i = 0; i < 600; i++)
		buffer_string(&text, "a\xc3\xbc");
	sample_fill(&sample);
	finding = sample_secret(&sample);
	finding->rule = "licences/x";
	finding->message = buffer_text(&text);
	flat = write_flat(&sample);
	/* 341 times three bytes, and an "a": the next character would not fit. */
	CU_ASSERT(sample_contains(&flat, "a\xc3\xbc"
					 "a\"},\"fullDescription\""));
	CU_ASSERT(count_of(&flat, "\xc3\xbc") == 600 + 2 * 341);
	buffer_free(&flat);
	buffer_free(&text);
	sample_free(&sample);
}

static void test_rule_indexes(void)
{
	static const char *const ids[] = {
		"secrets/weak", "latency/regressed", "secrets/example-token", "secrets/weak"};
	static const char *const wanted[] = {
		"\"ruleId\": \"secrets/weak\",\"ruleIndex\": 2",
		"\"ruleId\": \"latency/regressed\",\"ruleIndex\": 0",
		"\"ruleId\": \"secrets/example-token\",\"ruleIndex\": 1",
	};
	struct sample sample;
	struct buffer flat;

	sample_fill(&sample);
	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
		sample_secret(&sample)->rule = ids[i];
	flat = write_flat(&sample);
	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++)
		CHECK_ROW(wanted[i], sample_contains(&flat, wanted[i]));
	CU_ASSERT(count_of(&flat, "\"id\": \"secrets/weak\"") == 1);
	buffer_free(&flat);
	sample_free(&sample);
}

static const struct unit_test tests[] = {
	{"rows", test_rows},
	{"limit", test_limit},
	{"long text", test_long_text},
	{"rule indexes", test_rule_indexes},
};
UNIT_MAIN(tests)
