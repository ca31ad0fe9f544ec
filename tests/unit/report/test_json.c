/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "sample.h"
#include "unit.h"

#define FRONT(verdict, code)                          \
	"{\n"                                         \
	"  \"schema\": \"seamgate.result/1\",\n"      \
	"  \"tool\": {\n"                             \
	"    \"name\": \"seamgate\",\n"               \
	"    \"version\": \"" SEAMGATE_VERSION "\"\n" \
	"  },\n"                                      \
	"  \"verdict\": \"" verdict "\",\n"           \
	"  \"exit_code\": " code ",\n"

#define CHANGE                                                                                   \
	"  \"change\": {\n"                                                                      \
	"    \"base\": \"1a1b1c1d1e1f202122232425262728292a2b2c2d\",\n"                          \
	"    \"head\": \"9fa0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2\",\n"                          \
	"    \"merge_base\": \"1a1b1c1d1e1f202122232425262728292a2b2c2d\",\n"                    \
	"    \"commits\": 2,\n"                                                                  \
	"    \"files\": 7,\n"                                                                    \
	"    \"blobs\": 9,\n"                                                                    \
	"    \"bytes\": 12600\n"                                                                 \
	"  },\n"                                                                                 \
	"  \"policy\": {\n"                                                                      \
	"    \"source\": \"base+head\",\n"                                                       \
	"    \"path\": \".seamgate.yml\",\n"                                                     \
	"    \"sha256\": \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"\n" \
	"  },\n"                                                                                 \
	"  \"shard\": {\n"                                                                       \
	"    \"index\": 1,\n"                                                                    \
	"    \"count\": 1\n"                                                                     \
	"  },\n"

#define CHECK(name, status, reason, examined, incomplete, duration) \
	"    {\n"                                                   \
	"      \"name\": \"" name "\",\n"                           \
	"      \"status\": \"" status "\",\n"                       \
	"      \"reason\": \"" reason "\",\n"                       \
	"      \"examined\": " examined ",\n"                       \
	"      \"incomplete\": " incomplete ",\n"                   \
	"      \"measurements\": [],\n"                             \
	"      \"duration_ms\": " duration "\n"                     \
	"    }"

#define COUNTERS                      \
	"{\n"                         \
	"        \"blobs\": 9,\n"     \
	"        \"bytes\": 12600,\n" \
	"        \"files\": 1,\n"     \
	"        \"rules\": 260\n"    \
	"      }"

#define OTHER_CHECKS                                                                 \
	CHECK("latency", "clean", "nothing of its kind changed", "{}", "[]", "0.01") \
	",\n" CHECK("model", "skipped", "not configured", "{}", "[]", "0") "\n"      \
									   "  ],\n"

static void test_pass(void)
{
	static const char wanted[] = FRONT("pass", "0") CHANGE "  \"checks\": [\n" CHECK("secrets",
		"clean", "", COUNTERS, "[]", "3.142") ",\n" OTHER_CHECKS "  \"findings\": [],\n"
						      "  \"hops\": []\n"
						      "}\n";
	struct report_style style = {0};
	struct sample sample;
	struct buffer out;

	sample_fill(&sample);
	out = sample_write(&sample, "json", &style);
	CU_ASSERT(text_is(buffer_text(&out), wanted));
	buffer_free(&out);
	sample_free(&sample);
}

static void test_everything(void)
{
	static const char *const parts[] = {
		FRONT("incomplete", "3"),
		"        {\n          \"path\": \"data/a.zip\",\n"
		"          \"reason\": \"member 3 is over 64 MiB\",\n"
		"          \"remedy\": \"raise limits: {blob: …}\"\n        },\n",
		"    {\n      \"check\": \"secrets\",\n      \"rule\": \"secrets/example-token\",\n"
		"      \"severity\": \"error\",\n      \"blocking\": true,\n      \"state\": "
		"\"new\",\n"
		"      \"path\": \"src/a.env\",\n      \"line\": 12,\n      \"column\": 5,\n"
		"      \"end_line\": 12,\n      \"end_column\": 25,\n"
		"      \"commit\": \"d0d1d2d3d4d5d6d7d8d9dadbdcdddedfe0e1e2e3\",\n"
		"      \"hop\": \"\",\n      \"message\": \"an example token\",\n"
		"      \"remedy\": \"Revoke it.\",\n      \"detail\": {},\n"
		"      \"fingerprint\": \"" FINGERPRINT "\"\n    },\n",
		"      \"detail\": {\n        \"inner\": \"dir/b \\\"tok_****\\\".txt\",\n"
		"        \"waiver\": \"published example\",\n        \"p_value\": 0.0125,\n"
		"        \"significant\": true\n      },\n",
		"      \"state\": \"known\",\n      \"path\": \"\\\\xff\\n::error::xtok_****\",\n",
		"      \"commit\": \"\",\n      \"hop\": \"infer\",\n",
		"          \"limit\": null,\n          \"higher_is_better\": true,\n"
		"          \"base_samples\": 1319,\n          \"head_samples\": 1319,\n"
		"          \"needed_samples\": 2410,\n          \"verdict\": \"inconclusive\",\n",
		"          \"note\": \"mostly resourceLoadDelay tok_****\"\n",
		"  \"hops\": [\n    {\n      \"name\": \"ingest\",\n      \"status\": \"clean\",\n"
		"      \"findings\": 0\n    },\n    {\n      \"name\": \"infer\",\n"
		"      \"status\": \"origin\",\n      \"findings\": 2\n    },\n",
	};
	struct report_style style = {0};
	struct sample sample;
	struct buffer out;

	sample_fill(&sample);
	sample_everything(&sample);
	out = sample_write(&sample, "json", &style);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		CHECK_ROW(parts[i], sample_contains(&out, parts[i]));
	buffer_free(&out);
	sample_free(&sample);
}

/* What is zero or not finite is written as nothing, not as something that looks like a value. */
static void test_absent(void)
{
	static const struct detail detail = {
		.key = "shift", .type = DETAIL_NUMBER, .number = INFINITY};
	static const char *const parts[] = {"    \"base\": \"\",\n", "    \"merge_base\": \"\",\n",
		"    \"sha256\": \"\"\n", "        \"shift\": null\n", "      \"commit\": \"\",\n"};
	struct report_style style = {0};
	struct sample sample;
	struct finding *finding;
	struct buffer out;

	sample_fill(&sample);
	memset(&sample.change.base, 0, sizeof(sample.change.base));
	memset(&sample.change.merge_base, 0, sizeof(sample.change.merge_base));
	sample.result.policy.sha256[0] = '\0';
	finding = sample_secret(&sample);
	finding->details = &detail;
	finding->detail_count = 1;
	finding->commit = 99;
	out = sample_write(&sample, "json", &style);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		CHECK_ROW(parts[i], sample_contains(&out, parts[i]));
	buffer_free(&out);
	sample_free(&sample);
}

/* Hostile words stay what they are, as JSON escapes. */
static const struct {
	const char *name;
	struct text word;
	const char *wanted;
} hostile_rows[] = {
	{"line end", TEXT("a\nb"), "\"a\\nb\""},
	{"escape sequence", TEXT("\x1b[31m"), "\"\\u001b[31m\""},
	{"command", TEXT("::error::x"), "\"::error::x\""},
	{"legacy command", TEXT("##[error]x"), "\"##\\u005berror]x\""},
	{"right to left",
		TEXT("a\xe2\x80\xae"
		     "b"),
		"\"a\\u202eb\""},
	{"not UTF-8",
		TEXT("a\xff"
		     "b"),
		"\"a\\\\xffb\""},
	{"quote", TEXT("a\"},{\"b"), "\"a\\\"},{\\\"b\""},
	{"secret", TEXT("a" SECRET "b"), "\"atok_****b\""},
	{"secret over two lines of JSON", TEXT("\n" SECRET "\n"), "\"\\ntok_****\\n\""},
};

enum { HOSTILE_FIELDS = 9 };

static void set_hostile(struct sample *sample, struct text word, struct detail *detail)
{
	struct finding *finding = sample_secret(sample);

	*detail = (struct detail){.key = "d", .type = DETAIL_TEXT, .text = word};
	finding->path = finding->message = finding->remedy = finding->excerpt = word;
	finding->details = detail;
	finding->detail_count = 1;
	sample_incomplete(sample, 1);
	sample->incomplete[0] = (struct incomplete){word, word, word, NULL};
	sample->result.policy.path = word;
	sample_hops(sample);
	sample->hops[0].name = word;
}

static void test_hostile(void)
{
	for (size_t i = 0; i < sizeof(hostile_rows) / sizeof(hostile_rows[0]); i++) {
		struct report_style style = {0};
		struct sample sample;
		struct detail detail;
		struct buffer out;
		struct text rest;
		size_t count = 0;

		sample_fill(&sample);
		set_hostile(&sample, hostile_rows[i].word, &detail);
		out = sample_write(&sample, "json", &style);
		rest = buffer_text(&out);
		for (size_t at; (at = text_find(rest, text_of(hostile_rows[i].wanted))) < rest.len;
			count++)
			rest = text_slice(rest, at + 1, rest.len);
		CHECK_ROW(hostile_rows[i].name, count == HOSTILE_FIELDS);
		buffer_free(&out);
		sample_free(&sample);
	}
}

/* A change cannot turn the verdict or a rule into stars with a "secret" that is a word of ours. */
static void test_words_of_ours(void)
{
	static const char *const words[] = {
		"block", "secrets/example-token", "seamgate", "error", "findings", FINGERPRINT};
	struct report_style style = {0};
	struct sample sample;
	struct buffer before, after;

	sample_fill(&sample);
	sample_secret(&sample);
	sample.result.policy.path = (struct text)TEXT("p");
	before = sample_write(&sample, "json", &style);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		CU_ASSERT(masks_add(sample.masks, text_of(words[i]), 0) == 0);
	after = sample_write(&sample, "json", &style);
	CU_ASSERT(text_equal(buffer_text(&before), buffer_text(&after)));
	buffer_free(&before);
	buffer_free(&after);
	sample_free(&sample);
}

static const struct unit_test tests[] = {
	{"pass", test_pass},
	{"everything", test_everything},
	{"what is absent", test_absent},
	{"hostile words", test_hostile},
	{"words of ours", test_words_of_ours},
};
UNIT_MAIN(tests)
