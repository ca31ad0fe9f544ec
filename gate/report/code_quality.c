/* SPDX-License-Identifier: Apache-2.0
 *
 * GitLab's Code Quality report: docs.gitlab.com, "Code Quality report format". One array; entries of one fingerprint
 * are taken for one, so a fingerprint here is that of the finding and its place. New findings only: GitLab
 * compares with the target branch's report itself, and what the base had already is not this change's.
 */
#include <stdio.h>
#include <stdlib.h>

#include "gate/base/escape.h"
#include "gate/base/json_write.h"
#include "gate/report/formats.h"

enum { MOST_ENTRIES = 25000 };

struct quality {
	struct json_writer json;
	const struct result *result;
	struct buffer masked, visible;
};

/* What GitLab keeps of an entry. */
struct entry {
	const char *rule, *severity;
	struct text message, remedy, path;
	const char *where; /* our own words, or "" */
	uint32_t line;
	const char *identity;
	bool is_of_run; /* its message is another in each run, and it is the same entry all the same */
};

/* The sink: masked, made visible as for people, since GitLab prints texts as they are; then as JSON. */
static void text_write(struct quality *quality, const char *key, struct text text)
{
	buffer_clear(&quality->masked);
	buffer_clear(&quality->visible);
	mask_apply(quality->result->masks, text, &quality->masked);
	escape_human(&quality->visible, buffer_text(&quality->masked));
	if (quality->masked.failed || quality->visible.failed)
		quality->json.out->failed = true;
	json_text(&quality->json, key, buffer_text(&quality->visible));
}

/* What is masked is hashed masked: a path that holds a key is the same to `merge`, which never sees the key. */
static void fingerprint_write(struct quality *quality, const struct entry *entry)
{
	struct buffer path = {0}, message = {0};
	char line[16] = "", hex[SHA256_HEX];
	struct err err = {0};
	int digits = snprintf(line, sizeof(line), "%u", (unsigned)entry->line);
	struct text parts[] = {text_of(entry->identity), text_of(entry->rule), {0},
		(struct text){line, (size_t)digits}, text_of(entry->where), {0}};

	mask_apply(quality->result->masks, entry->path, &path);
	if (!entry->is_of_run)
		mask_apply(quality->result->masks, entry->message, &message);
	parts[2] = buffer_text(&path);
	parts[5] = buffer_text(&message);
	if (path.failed || message.failed ||
		hash_hmac_hex(text_of("seamgate.code-quality/1"), parts,
			sizeof(parts) / sizeof(parts[0]), hex, &err) < 0)
		quality->json.out->failed = true;
	else
		json_word(&quality->json, "fingerprint", hex);
	buffer_free(&path);
	buffer_free(&message);
}

static void description_write(struct quality *quality, const struct entry *entry)
{
	struct buffer text = {0};

	buffer_add(&text, entry->message);
	if (entry->where[0])
		buffer_printf(&text, " (%s)", entry->where);
	if (entry->remedy.len) {
		buffer_string(&text, text_ends(buffer_text(&text), ".") ? " " : ". ");
		buffer_add(&text, entry->remedy);
	}
	if (text.failed)
		quality->json.out->failed = true;
	text_write(quality, "description", buffer_text(&text));
	buffer_free(&text);
}

/* A path is wanted, without "./" before it; what has none stands at the policy. */
static void entry_write(struct quality *quality, const struct entry *entry)
{
	struct json_writer *json = &quality->json;

	json_begin(json, NULL, '{');
	description_write(quality, entry);
	text_write(quality, "check_name", text_of(entry->rule));
	fingerprint_write(quality, entry);
	json_word(json, "severity", entry->severity);
	json_begin(json, "location", '{');
	text_write(quality, "path", entry->path.len ? entry->path : text_of(".seamgate.yml"));
	json_begin(json, "lines", '{');
	json_uint(json, "begin", entry->path.len && entry->line ? entry->line : 1);
	json_close(json, '}');
	json_close(json, '}');
	json_close(json, '}');
}

static const char *severity_of(const struct finding *finding)
{
	if (finding->blocking)
		return "blocker";
	if (finding->severity == SEVERITY_ERROR)
		return "critical";
	return finding->severity == SEVERITY_WARNING ? "major" : "info";
}

static void finding_write(struct quality *quality, const struct finding *finding)
{
	struct buffer where = {0};
	struct entry entry = {.rule = finding->rule,
		.severity = severity_of(finding),
		.message = finding->message,
		.remedy = finding->remedy,
		.path = finding->path,
		.line = finding->line,
		.identity = finding->fingerprint};

	print_where(&where, quality->result, finding);
	entry.where = where.len ? where.ptr : "";
	entry_write(quality, &entry);
	quality->json.out->failed = quality->json.out->failed || where.failed;
	buffer_free(&where);
}

static void incomplete_write(
	struct quality *quality, const char *check, const struct incomplete *item)
{
	struct entry entry = {.rule = "seamgate/could-not-look",
		.severity = "blocker",
		.message = item->reason,
		.remedy = item->remedy,
		.path = item->path,
		.where = check,
		.identity = check};

	entry_write(quality, &entry);
}

static void left_out_write(struct quality *quality, size_t left_out)
{
	char message[96];

	snprintf(message, sizeof(message), "%zu more findings, none worse than these, are left out",
		left_out);
	entry_write(quality, &(struct entry){.rule = "seamgate/left-out",
				     .severity = "info",
				     .message = text_of(message),
				     .where = "",
				     .identity = "left-out"});
}

/* What a check looked at, how much of it could be proved, and why not: the format has nothing but entries. The target branch has the same entry, so that
 * GitLab takes none for new. */
static void examined_write(struct quality *quality, const struct outcome *outcome)
{
	struct buffer words = {0};

	buffer_string(&words, "examined: ");
	print_counters(&words, outcome);
	entry_write(quality, &(struct entry){.rule = "seamgate/examined",
				     .severity = "info",
				     .message = buffer_text(&words),
				     .where = outcome->check,
				     .identity = outcome->check,
				     .is_of_run = true});
	quality->json.out->failed = quality->json.out->failed || words.failed;
	buffer_free(&words);
}

static bool is_new(const struct finding *finding)
{
	return finding->state == FINDING_NEW;
}

static void list_write(struct quality *quality)
{
	const struct result *result = quality->result;
	struct selection shown;

	for (size_t i = 0; i < result->outcome_count; i++)
		for (size_t j = 0; j < result->outcomes[i].incomplete_count; j++)
			incomplete_write(quality, result->outcomes[i].check,
				&result->outcomes[i].incomplete[j]);
	if (!selection_make(&shown, result, is_new, MOST_ENTRIES)) {
		quality->json.out->failed = true;
		return;
	}
	for (size_t i = 0; i < shown.count; i++)
		finding_write(quality, shown.items[i]);
	if (shown.left_out)
		left_out_write(quality, shown.left_out);
	for (size_t i = 0; i < result->outcome_count; i++)
		if (result->outcomes[i].counter_count)
			examined_write(quality, &result->outcomes[i]);
	free(shown.items);
}

static void code_quality_write(
	struct buffer *out, const struct result *result, const struct report_style *style)
{
	struct quality quality = {
		.json = {.out = out, .masks = result->masks, .indent = 1}, .result = result};

	(void)style;
	json_begin(&quality.json, NULL, '[');
	list_write(&quality);
	json_close(&quality.json, ']');
	json_finish(&quality.json);
	buffer_free(&quality.masked);
	buffer_free(&quality.visible);
	buffer_byte(out, '\n');
}

const struct report report_code_quality = {
	.name = "gitlab-code-quality",
	.summary = "GitLab's Code Quality report, for merge requests",
	.write = code_quality_write,
};
