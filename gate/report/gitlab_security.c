/* SPDX-License-Identifier: Apache-2.0
 *
 * GitLab's security reports of schema 15.0.7 (security-report-schemas), which every GitLab with 15.0 takes: one of
 * secrets, one of dependencies. The first identifier is what GitLab recognises a finding by: it is the rule's and the
 * fingerprint's, and survives moves. Both are findings of one check; what could not be looked at makes the scan a
 * failure with a message.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "gate/base/escape.h"
#include "gate/base/json_write.h"
#include "gate/report/code_span.h"
#include "gate/report/formats.h"
#include "gate/rule.h"

enum { MOST_FINDINGS = 20000, MOST_MESSAGES = 100, LONGEST_NAME = 255, LONGEST_TEXT = 7000 };

struct security {
	struct json_writer json;
	const struct result *result;
	struct buffer masked, visible;
};

static struct text show(struct security *security, struct text text)
{
	buffer_clear(&security->masked);
	buffer_clear(&security->visible);
	mask_apply(security->result->masks, text, &security->masked);
	escape_human(&security->visible, buffer_text(&security->masked));
	if (security->masked.failed || security->visible.failed)
		security->json.out->failed = true;
	return buffer_text(&security->visible);
}

/* The sink: masked, made visible as for people, cut at a character; then as JSON. GitLab refuses a whole report for one
 * text that is empty. */
static void text_write(struct security *security, const char *key, struct text text, size_t most)
{
	struct text shown = show(security, text);

	if (shown.len > most) {
		while (most > 0 && ((unsigned char)shown.ptr[most] & 0xc0) == 0x80)
			most--;
		shown = text_slice(shown, 0, most);
	}
	json_text(&security->json, key, shown.len ? shown : text_of("-"));
}

/* The same for what GitLab shows as Markdown. */
static void markdown_write(struct security *security, const char *key, struct text text)
{
	struct buffer span = {0};

	code_span(&span, show(security, text), LONGEST_TEXT - 1000);
	json_text(&security->json, key, span.len ? buffer_text(&span) : text_of("-"));
	security->json.out->failed = security->json.out->failed || span.failed;
	buffer_free(&span);
}

/* --- the scan --- */

static void time_write(struct security *security, const char *key, time_t at)
{
	char words[32] = "1970-01-01T00:00:00";
	struct tm parts;

	if (gmtime_r(&at, &parts))
		strftime(words, sizeof(words), "%Y-%m-%dT%H:%M:%S", &parts);
	json_word(&security->json, key, words);
}

static void tool_write(struct json_writer *json, const char *key)
{
	json_begin(json, key, '{');
	json_word(json, "id", "seamgate");
	json_word(json, "name", "seamgate");
	json_word(json, "version", SEAMGATE_VERSION);
	json_begin(json, "vendor", '{');
	json_word(json, "name", "seamgate");
	json_close(json, '}');
	json_close(json, '}');
}

static void message_write(struct security *security, const char *level, struct buffer *words)
{
	json_begin(&security->json, NULL, '{');
	json_word(&security->json, "level", level);
	text_write(security, "value", buffer_text(words), LONGEST_TEXT);
	json_close(&security->json, '}');
	security->json.out->failed = security->json.out->failed || words->failed;
	buffer_clear(words);
}

/* What was looked at, how much of it could be proved, and what could not be looked at. */
static void outcome_write(
	struct security *security, const struct outcome *outcome, struct buffer *words)
{
	print_counters(words, outcome);
	if (words->len)
		message_write(security, "info", words);
	for (size_t i = 0; i < outcome->incomplete_count && i < MOST_MESSAGES; i++) {
		buffer_add(words, outcome->incomplete[i].path);
		buffer_string(words, outcome->incomplete[i].path.len ? ": " : "");
		buffer_add(words, outcome->incomplete[i].reason);
		message_write(security, "fatal", words);
	}
}

static void messages_write(
	struct security *security, const struct outcome *outcome, size_t left_out)
{
	struct buffer words = {0};

	json_begin(&security->json, "messages", '[');
	if (outcome)
		outcome_write(security, outcome, &words);
	if (left_out) {
		buffer_printf(
			&words, "%zu more findings, none worse than these, are left out", left_out);
		message_write(security, "warn", &words);
	}
	json_close(&security->json, ']');
	buffer_free(&words);
}

static void scan_write(
	struct security *security, const char *type, const struct outcome *outcome, size_t left_out)
{
	bool looked = outcome && outcome->status != STATUS_INCOMPLETE;
	time_t now = time(NULL);

	json_begin(&security->json, "scan", '{');
	json_word(&security->json, "type", type);
	json_word(&security->json, "status", looked ? "success" : "failure");
	time_write(security, "start_time", now - (time_t)(security->result->duration_ms / 1000));
	time_write(security, "end_time", now);
	tool_write(&security->json, "analyzer");
	tool_write(&security->json, "scanner");
	messages_write(security, outcome, left_out);
	json_close(&security->json, '}');
}

/* --- findings --- */

static const char *severity_of(const struct finding *finding)
{
	if (finding->blocking)
		return "Critical";
	if (finding->severity == SEVERITY_ERROR)
		return "High";
	return finding->severity == SEVERITY_WARNING ? "Medium" : "Info";
}

/* A name of the form of a UUID out of what tells one finding from another, as it is printed: masked. */
static void id_write(struct security *security, const struct finding *finding)
{
	char place[32] = "", hex[SHA256_HEX] = "", id[40];
	struct buffer path = {0};
	struct err err = {0};
	int length = snprintf(
		place, sizeof(place), "%u:%u", (unsigned)finding->line, (unsigned)finding->column);
	struct text parts[] = {text_of(finding->rule), text_of(finding->fingerprint), {0},
		{place, (size_t)length}};

	mask_apply(security->result->masks, finding->path, &path);
	parts[2] = buffer_text(&path);
	if (path.failed || hash_hmac_hex(text_of("seamgate.gitlab/1"), parts, 4, hex, &err) < 0)
		security->json.out->failed = true;
	buffer_free(&path);
	snprintf(id, sizeof(id), "%.8s-%.4s-4%.3s-8%.3s-%.12s", hex, hex + 8, hex + 12, hex + 16,
		hex + 20);
	json_word(&security->json, "id", id);
}

static void identifiers_write(struct security *security, const struct finding *finding)
{
	struct json_writer *json = &security->json;

	json_begin(json, "identifiers", '[');
	json_begin(json, NULL, '{');
	json_word(json, "type", "seamgate_fingerprint");
	text_write(security, "name", text_of(finding->rule), LONGEST_NAME);
	json_word(json, "value", finding->fingerprint[0] ? finding->fingerprint : "-");
	json_close(json, '}');
	json_begin(json, NULL, '{');
	json_word(json, "type", "seamgate_rule_id");
	text_write(security, "name", text_of(finding->rule), LONGEST_NAME);
	text_write(security, "value", text_of(finding->rule), LONGEST_NAME);
	json_close(json, '}');
	json_close(json, ']');
}

static void commit_write(struct security *security, const struct finding *finding)
{
	const struct oid *commit = finding_commit(security->result, finding);
	char hex[OID_HEX];

	oid_hex(commit ? commit : &security->result->change->head, hex);
	json_begin(&security->json, "commit", '{');
	json_word(&security->json, "sha", hex);
	json_close(&security->json, '}');
}

static void secret_place_write(struct security *security, const struct finding *finding)
{
	struct json_writer *json = &security->json;

	if (finding->path.len) {
		text_write(security, "file", finding->path, LONGEST_TEXT);
		json_uint(json, "start_line", finding->line ? finding->line : 1);
		json_uint(json, "end_line", finding->end_line ? finding->end_line : 1);
	}
	commit_write(security, finding);
}

static void dependency_place_write(struct security *security, const struct finding *finding)
{
	struct json_writer *json = &security->json;

	text_write(security, "file", finding->path.len ? finding->path : text_of(".seamgate.yml"),
		LONGEST_TEXT);
	json_begin(json, "dependency", '{');
	json_begin(json, "package", '{');
	text_write(security, "name", finding_detail(finding, "name"), LONGEST_NAME);
	json_close(json, '}');
	text_write(security, "version", finding_detail(finding, "version"), LONGEST_NAME);
	json_close(json, '}');
}

/* One of the two reports. */
struct kind {
	const char *check, *type;
	void (*place)(struct security *security, const struct finding *finding);
	bool (*wanted)(const struct finding *finding);
	bool lists_files; /* GitLab refuses a report of dependencies without this list */
};

static void finding_write(
	struct security *security, const struct kind *kind, const struct finding *finding)
{
	const struct rule *rule = rule_find(&builtin_rules, text_of(finding->rule));
	struct json_writer *json = &security->json;

	json_begin(json, NULL, '{');
	id_write(security, finding);
	text_write(security, "name", text_of(rule ? rule->title : finding->rule), LONGEST_NAME);
	markdown_write(security, "description", finding->message);
	if (finding->remedy.len)
		markdown_write(security, "solution", finding->remedy);
	json_word(json, "severity", severity_of(finding));
	identifiers_write(security, finding);
	json_begin(json, "location", '{');
	kind->place(security, finding);
	json_close(json, '}');
	json_close(json, '}');
}

static const struct outcome *find_outcome(const struct result *result, const char *check)
{
	for (size_t i = 0; i < result->outcome_count; i++)
		if (text_is(text_of(result->outcomes[i].check), check))
			return &result->outcomes[i];
	return NULL;
}

static void document_write(struct security *security, const struct kind *kind)
{
	struct json_writer *json = &security->json;
	struct selection shown;

	if (!selection_make(&shown, security->result, kind->wanted, MOST_FINDINGS)) {
		json->out->failed = true;
		return;
	}
	json_begin(json, NULL, '{');
	json_word(json, "version", "15.0.7");
	scan_write(
		security, kind->type, find_outcome(security->result, kind->check), shown.left_out);
	json_begin(json, "vulnerabilities", '[');
	for (size_t i = 0; i < shown.count; i++)
		finding_write(security, kind, shown.items[i]);
	json_close(json, ']');
	if (kind->lists_files) {
		json_begin(json, "dependency_files", '[');
		json_close(json, ']');
	}
	json_close(json, '}');
	buffer_byte(json->out, '\n');
	free(shown.items);
}

static void security_write(struct buffer *out, const struct result *result, const struct kind *kind)
{
	struct security security = {
		.json = {.out = out, .masks = result->masks, .indent = 1}, .result = result};

	document_write(&security, kind);
	json_finish(&security.json);
	buffer_free(&security.masked);
	buffer_free(&security.visible);
}

static bool is_new_of(const struct finding *finding, const char *check)
{
	return finding->state == FINDING_NEW && text_is(text_of(finding->check), check);
}

static bool is_secret(const struct finding *finding)
{
	return is_new_of(finding, "secrets");
}

static bool is_dependency(const struct finding *finding)
{
	return is_new_of(finding, "dependencies");
}

static void secrets_write(
	struct buffer *out, const struct result *result, const struct report_style *style)
{
	static const struct kind kind = {
		"secrets", "secret_detection", secret_place_write, is_secret, false};

	(void)style;
	security_write(out, result, &kind);
}

static void dependencies_write(
	struct buffer *out, const struct result *result, const struct report_style *style)
{
	static const struct kind kind = {
		"dependencies", "dependency_scanning", dependency_place_write, is_dependency, true};

	(void)style;
	security_write(out, result, &kind);
}

const struct report report_secret_detection = {
	.name = "gitlab-secret-detection",
	.summary = "GitLab's secret detection report, schema 15.0.7",
	.write = secrets_write,
};

const struct report report_dependency_scanning = {
	.name = "gitlab-dependency-scanning",
	.summary = "GitLab's dependency scanning report, schema 15.0.7",
	.write = dependencies_write,
};
