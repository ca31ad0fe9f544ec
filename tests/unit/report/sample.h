/* SPDX-License-Identifier: Apache-2.0
 *
 * Results made by hand for the tests of the report formats. A test fills what it is about and leaves the
 * rest as sample_fill set it.
 */
#ifndef SEAMGATE_TESTS_REPORT_SAMPLE_H
#define SEAMGATE_TESTS_REPORT_SAMPLE_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gate/report/report.h"
#include "gate/rule.h"

#define SECRET      "tok_hunter22hunter22"
#define FINGERPRINT "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

/* Stand in for the rules that are built into the binary. */
static const struct rule sample_rules[] = {
	{.id = "latency/regressed",
		.title = "Slower flow",
		.severity = SEVERITY_ERROR,
		.confidence = CONFIDENCE_HIGH,
		.why = "Users wait longer.",
		.remedy = "Look at the phase."},
	{.id = "secrets/example-token",
		.title = "Example token",
		.severity = SEVERITY_ERROR,
		.confidence = CONFIDENCE_HIGH,
		.why = "Whoever has it can log in.",
		.remedy = "Revoke it."},
	{.id = "secrets/weak",
		.title = "Weak password",
		.severity = SEVERITY_WARNING,
		.confidence = CONFIDENCE_LOW,
		.why = "It is easy to guess.",
		.remedy = "Choose another one."},
};
const struct rules builtin_rules = {sample_rules, sizeof(sample_rules) / sizeof(sample_rules[0])};

enum { SAMPLE_FINDINGS = 8 };

struct sample {
	struct arena *arena;
	struct masks *masks;
	struct commit commits[2];
	struct blob commit_blob, path_blob, ref_blob, tag_blob;
	struct change change;
	struct counter counters[4];
	struct outcome outcomes[3];
	struct incomplete incomplete[2];
	struct finding findings[SAMPLE_FINDINGS];
	struct finding *pointers[SAMPLE_FINDINGS];
	struct hop hops[3];
	struct measurement measurements[3];
	struct component components[3];
	struct result result;
};

/* What a test cannot go on without. Not an assertion of CUnit, so that report_dump can use these too. */
static void sample_need(bool holds)
{
	if (!holds) {
		fputs("sample.h: a sample could not be made or written\n", stderr);
		abort();
	}
}

static void sample_oid(struct oid *oid, unsigned char first)
{
	for (unsigned i = 0; i < sizeof(oid->bytes); i++)
		oid->bytes[i] = (unsigned char)(first + i);
}

static void sample_change(struct sample *sample)
{
	sample_oid(&sample->commits[0].oid, 0xc0);
	sample_oid(&sample->commits[1].oid, 0xd0);
	sample->commit_blob = (struct blob){.kind = BLOB_COMMIT};
	sample->path_blob = (struct blob){.kind = BLOB_PATH};
	sample->ref_blob = (struct blob){.kind = BLOB_REF};
	sample->tag_blob = (struct blob){.kind = BLOB_TAG};
	sample_oid(&sample->tag_blob.oid, 0xe0);
	sample->change = (struct change){.has_base = true,
		.base_name = TEXT("main"),
		.head_name = TEXT("feature"),
		.label = TEXT("pull request 12 of GitHub"),
		.commits = sample->commits,
		.commit_count = 2,
		.blob_count = 9,
		.file_count = 7,
		.bytes = 12600};
	sample_oid(&sample->change.base, 0x1a);
	sample_oid(&sample->change.head, 0x9f);
	sample_oid(&sample->change.merge_base, 0x1a);
}

static void sample_outcomes(struct sample *sample)
{
	sample->counters[0] = (struct counter){"blobs", 9};
	sample->counters[1] = (struct counter){"bytes", 12600};
	sample->counters[2] = (struct counter){"files", 1};
	sample->counters[3] = (struct counter){"rules", 260};
	sample->outcomes[0] = (struct outcome){.check = "secrets",
		.status = STATUS_CLEAN,
		.reason = "",
		.counters = sample->counters,
		.counter_count = 4,
		.duration_ms = 3.14159};
	sample->outcomes[1] = (struct outcome){.check = "latency",
		.status = STATUS_CLEAN,
		.reason = "nothing of its kind changed",
		.duration_ms = 0.01};
	sample->outcomes[2] = (struct outcome){
		.check = "model", .status = STATUS_SKIPPED, .reason = "not configured"};
	sample->incomplete[0] = (struct incomplete){TEXT("data/a.zip"),
		TEXT("member 3 is over 64 MiB"), TEXT("raise limits: {blob: …}"), NULL};
	sample->incomplete[1] =
		(struct incomplete){TEXT(""), TEXT("no report at the base"), TEXT(""), NULL};
}

/* A change that passes. */
static void sample_fill(struct sample *sample)
{
	memset(sample, 0, sizeof(*sample));
	sample->arena = arena_new();
	sample->masks = masks_new(sample->arena);
	sample_need(sample->masks && masks_add(sample->masks, text_of(SECRET), 4) == 0);
	sample_change(sample);
	sample_outcomes(sample);
	for (size_t i = 0; i < SAMPLE_FINDINGS; i++)
		sample->pointers[i] = &sample->findings[i];
	sample->result = (struct result){.verdict = VERDICT_PASS,
		.change = &sample->change,
		.outcomes = sample->outcomes,
		.outcome_count = 3,
		.findings = sample->pointers,
		.hops = sample->hops,
		.masks = sample->masks,
		.duration_ms = 6.14};
	sample->result.policy.source = "base+head";
	sample->result.policy.path = (struct text)TEXT(".seamgate.yml");
	memset(sample->result.policy.sha256, 'a', 64);
}

static void sample_free(struct sample *sample)
{
	arena_free(sample->arena);
}

/* Adds a blocking secret at src/a.env:12:5 and returns it. */
static inline struct finding *sample_secret(struct sample *sample)
{
	struct finding *finding = &sample->findings[sample->result.finding_count++];

	*finding = (struct finding){.rule = "secrets/example-token",
		.severity = SEVERITY_ERROR,
		.path = TEXT("src/a.env"),
		.line = 12,
		.column = 5,
		.end_line = 12,
		.end_column = 25,
		.message = TEXT("an example token"),
		.remedy = TEXT("Revoke it."),
		.excerpt = TEXT("KEY=" SECRET " # " SECRET),
		.evidence = TEXT(SECRET),
		.evidence_shown = 4,
		.is_secret = true,
		.check = "secrets",
		.commit = 1,
		.at_head = true,
		.state = FINDING_NEW,
		.blocking = true,
		.fingerprint = FINGERPRINT,
		.line_hash = "1a2b3c4d5e6f:1"};
	sample->result.verdict = VERDICT_BLOCK;
	sample->result.exit_code = 1;
	sample->outcomes[0].status = STATUS_FINDINGS;
	return finding;
}

static inline void sample_incomplete(struct sample *sample, size_t count)
{
	sample->outcomes[0].incomplete = sample->incomplete;
	sample->outcomes[0].incomplete_count = count;
	sample->outcomes[0].status = STATUS_INCOMPLETE;
	sample->result.verdict = VERDICT_INCOMPLETE;
	sample->result.exit_code = 3;
}

static inline void sample_hops(struct sample *sample)
{
	sample->hops[0] = (struct hop){TEXT("ingest"), HOP_CLEAN, 0};
	sample->hops[1] = (struct hop){TEXT("infer"), HOP_ORIGIN, 2};
	sample->hops[2] = (struct hop){TEXT("serve"), HOP_UNMEASURED, 0};
	sample->result.hop_count = 3;
}

static inline void sample_measurements(struct sample *sample)
{
	sample->measurements[0] = (struct measurement){.subject = TEXT("product-page"),
		.name = TEXT("total"),
		.unit = "ms",
		.base = 2210.4,
		.head = 2489.9,
		.difference = 279.5,
		.low = 190,
		.high = 371,
		.tolerance = 110,
		.limit = 2500,
		.base_samples = 12,
		.head_samples = 11,
		.verdict = MEASURED_REGRESSED,
		.note = TEXT("mostly resourceLoadDelay " SECRET)};
	sample->measurements[1] = (struct measurement){.subject = TEXT("intent-int8"),
		.name = TEXT("gsm8k acc"),
		.unit = "points",
		.hop = "infer",
		.base = 0.7123,
		.head = 0.7101,
		.difference = -0.0022,
		.low = -0.011,
		.high = 0.0066,
		.tolerance = 0.01,
		.limit = NAN,
		.higher_is_better = true,
		.base_samples = 1319,
		.head_samples = 1319,
		.needed_samples = 2410,
		.verdict = MEASURED_INCONCLUSIVE};
	sample->measurements[2] = (struct measurement){.subject = TEXT("product-page"),
		.name = TEXT("unaccounted"),
		.unit = "ms",
		.base = NAN,
		.head = 12.25,
		.difference = NAN,
		.low = NAN,
		.high = NAN,
		.tolerance = NAN,
		.limit = NAN,
		.verdict = MEASURED_ONLY};
	sample->outcomes[1].measurements = sample->measurements;
	sample->outcomes[1].measurement_count = 3;
}

/* All that a report can hold: every state, every kind of place, every type of detail. */
/* An inventory: two artifacts of one name, and something with a secret in it. */
static inline void sample_components(struct sample *sample)
{
	static const struct component_hash hashes[] = {
		{"sha256", TEXT("0123456789abcdef0123456789abcdef")},
		{"h1", TEXT("0123456789abcdef0123456789abcdef")}};
	const struct component one = {.path = TEXT("uv.lock"),
		.line = 3,
		.format = "uv-lock",
		.ecosystem = "pypi",
		.name = TEXT("six"),
		.version = TEXT("1.16.0"),
		.artifact = TEXT("six-1.16.0.tar.gz"),
		.source = TEXT("https://registry.example.org/six-1.16.0.tar.gz"),
		.purl = TEXT("pkg:pypi/six@1.16.0"),
		.hashes = hashes,
		.hash_count = 2,
		.is_plain = true,
		.proof = COMPONENT_PROVED};

	for (size_t i = 0; i < 3; i++)
		sample->components[i] = one;
	sample->components[1].artifact = (struct text)TEXT("six-1.16.0-py3-none-any.whl");
	sample->components[1].proof = COMPONENT_OPEN;
	sample->components[1].note = (struct text)TEXT("artifact not here");
	sample->components[2].name = sample->components[2].source = (struct text)TEXT("a" SECRET);
	sample->components[2].held = HELD_BY_NOTHING;
	sample->outcomes[0].components = sample->components;
	sample->outcomes[0].component_count = 3;
	sample->outcomes[0].has_components = true;
}

static inline void sample_everything(struct sample *sample)
{
	static const struct detail details[] = {
		{.key = "inner", .type = DETAIL_TEXT, .text = TEXT("dir/b \"" SECRET "\".txt")},
		{.key = "waiver", .type = DETAIL_TEXT, .text = TEXT("published example")},
		{.key = "p_value", .type = DETAIL_NUMBER, .number = 0.0125},
		{.key = "significant", .type = DETAIL_BOOL, .number = 1},
	};
	struct finding *finding;

	sample_components(sample);
	sample_secret(sample);
	finding = sample_secret(sample);
	finding->at_head = false;
	finding->details = details;
	finding->detail_count = sizeof(details) / sizeof(details[0]);
	finding->state = FINDING_WAIVED;
	finding->blocking = false;
	finding = sample_secret(sample);
	finding->path = (struct text)TEXT("");
	finding->blob = &sample->commit_blob;
	finding->line = 3;
	finding->line_hash[0] = '\0';
	finding = sample_secret(sample);
	finding->state = FINDING_KNOWN;
	finding->blocking = false;
	finding->path = (struct text)TEXT("\xff\n::error::x" SECRET);
	finding = sample_secret(sample);
	finding->rule = "latency/regressed";
	finding->check = "latency";
	finding->hop = "infer";
	finding->line = finding->column = finding->end_line = finding->end_column = 0;
	finding->commit = NO_COMMIT;
	finding->is_secret = false;
	finding->excerpt = (struct text)TEXT("");
	finding = sample_secret(sample);
	finding->rule = "licences/unknown";
	finding->check = "licences";
	finding->severity = SEVERITY_NOTE;
	finding->blocking = false;
	sample_incomplete(sample, 2);
	sample_hops(sample);
	sample_measurements(sample);
	sample->result.reason = (struct text)TEXT("stopped early");
}

/* The bytes of a report; freed with buffer_free. */
static inline struct buffer sample_write(
	const struct sample *sample, const char *format, const struct report_style *style)
{
	struct buffer out = {0};
	const struct report *report = report_find(text_of(format));

	sample_need(report != NULL);
	report->write(&out, &sample->result, style);
	sample_need(!out.failed);
	return out;
}

static inline bool sample_contains(const struct buffer *out, const char *part)
{
	return text_find(buffer_text(out), text_of(part)) < out->len || part[0] == '\0';
}

#endif
