/* SPDX-License-Identifier: Apache-2.0
 *
 * SARIF 2.1.0 (OASIS, errata 01), within what GitHub code scanning asks for and takes: one run, at
 * most 25 000 results, a first location with a whole region for each, columns counted in code
 * points.
 *
 * A finding without a path (in a commit's message, a tag, the name of a branch) still needs a file
 * that GitHub can show. It is put on line 1 of the policy file: that place is the same from push
 * to push, so that the alert stays one alert, and no file of the change is blamed for it. The
 * message says where it really is. Its line hash is made of the fingerprint, or all such findings
 * would be one alert.
 */
#include "gate/report/sarif.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gate/base/escape.h"
#include "gate/report/json_component.h"

enum {
	MOST_RESULTS = 25000,
	MOST_NOTIFICATIONS = 1000,
	LINE_HASH_DIGITS = 16, /* of the fingerprint, where it stands in for a line hash */
};

#define NO_PATH_URI ".seamgate.yml"

static bool is_any(const struct finding *finding)
{
	(void)finding;
	return true;
}

static void uri_write(struct sarif *sarif, struct text path)
{
	struct buffer uri = {0};

	buffer_clear(&sarif->masked);
	mask_apply(sarif->result->masks, path, &sarif->masked);
	path = buffer_text(&sarif->masked);
	/* An absolute path is no URI reference within the repository. */
	if (text_starts(path, "/")) {
		buffer_string(&uri, "%2F");
		path = text_slice(path, 1, path.len);
	}
	escape_uri_path(&uri, path);
	if (uri.failed || sarif->masked.failed)
		sarif->json.out->failed = true;
	json_begin(&sarif->json, "artifactLocation", '{');
	json_word(&sarif->json, "uri", buffer_text(&uri).ptr);
	json_close(&sarif->json, '}');
	buffer_free(&uri);
}

static uint32_t at_least(uint32_t value, uint32_t least)
{
	return value > least ? value : least;
}

/* GitHub wants all four. Where a finding has no line or no column, it gets the first. */
static void region_write(struct sarif *sarif, const struct finding *finding)
{
	uint32_t line = at_least(finding->path.len ? finding->line : 0, 1);
	uint32_t column = at_least(finding->path.len ? finding->column : 0, 1);
	uint32_t end_line = at_least(finding->path.len ? finding->end_line : 0, line);
	uint32_t end_column = finding->path.len ? finding->end_column : 0;

	if (end_column == 0)
		end_column = end_line == line ? column + 1 : 1;
	else if (end_line == line)
		end_column = at_least(end_column, column);
	json_begin(&sarif->json, "region", '{');
	json_uint(&sarif->json, "startLine", line);
	json_uint(&sarif->json, "startColumn", column);
	json_uint(&sarif->json, "endLine", end_line);
	json_uint(&sarif->json, "endColumn", end_column);
	json_close(&sarif->json, '}');
}

static void location_write(struct sarif *sarif, const struct finding *finding)
{
	json_begin(&sarif->json, "locations", '[');
	json_begin(&sarif->json, NULL, '{');
	json_begin(&sarif->json, "physicalLocation", '{');
	uri_write(sarif, finding->path.len ? finding->path : text_of(NO_PATH_URI));
	region_write(sarif, finding);
	json_close(&sarif->json, '}');
	json_close(&sarif->json, '}');
	json_close(&sarif->json, ']');
}

static void fingerprints_write(struct sarif *sarif, const struct finding *finding)
{
	char stand_in[LINE_HASH_DIGITS + 3] = "";

	if (finding->path.len == 0 && finding->fingerprint[0]) {
		memcpy(stand_in, finding->fingerprint, LINE_HASH_DIGITS);
		memcpy(stand_in + LINE_HASH_DIGITS, ":1", 3);
	}
	json_begin(&sarif->json, "partialFingerprints", '{');
	if (finding->line_hash[0] && !stand_in[0])
		json_word(&sarif->json, "primaryLocationLineHash", finding->line_hash);
	if (stand_in[0])
		json_word(&sarif->json, "primaryLocationLineHash", stand_in);
	if (finding->fingerprint[0])
		json_word(&sarif->json, "seamgate/v1", finding->fingerprint);
	json_close(&sarif->json, '}');
}

static void state_write(struct sarif *sarif, const struct finding *finding)
{
	struct text reason = finding_detail(finding, "waiver");
	struct text mark = finding_detail(finding, "mark");

	json_word(&sarif->json, "baselineState",
		finding->state == FINDING_KNOWN ? "unchanged" : "new");
	if (finding->state != FINDING_WAIVED)
		return;
	json_begin(&sarif->json, "suppressions", '[');
	json_begin(&sarif->json, NULL, '{');
	json_word(&sarif->json, "kind", mark.len ? "inSource" : "external");
	json_word(&sarif->json, "status", "accepted");
	if (reason.len == 0)
		reason = mark.len ? mark : text_of("waived by the policy");
	sarif_text(sarif, "justification", reason, SIZE_MAX);
	json_close(&sarif->json, '}');
	json_close(&sarif->json, ']');
}

static void properties_write(struct sarif *sarif, const struct finding *finding)
{
	const struct oid *commit = finding_commit(sarif->result, finding);
	char hex[OID_HEX];

	json_begin(&sarif->json, "properties", '{');
	json_bool(&sarif->json, "blocking", finding->blocking);
	if (commit) {
		oid_hex(commit, hex);
		json_word(&sarif->json, "commit", hex);
	}
	if (finding->hop)
		sarif_text(sarif, "hop", text_of(finding->hop), SIZE_MAX);
	json_close(&sarif->json, '}');
}

/* "What is there (in commit 1a2b3c4). What to do." */
static void message_write(struct sarif *sarif, const struct finding *finding)
{
	struct buffer text = {0}, where = {0};
	struct text message = finding->message;

	if (text_ends(message, "."))
		message.len--;
	buffer_add(&text, message);
	print_where(&where, sarif->result, finding);
	if (where.len)
		buffer_printf(&text, " (%s)", where.ptr);
	if (finding->remedy.len) {
		buffer_string(&text, ". ");
		buffer_add(&text, finding->remedy);
	}
	if (text.failed || where.failed)
		sarif->json.out->failed = true;
	sarif_message(
		sarif, "message", text.len ? buffer_text(&text) : text_of(finding->rule), SIZE_MAX);
	buffer_free(&text);
	buffer_free(&where);
}

static void result_write(struct sarif *sarif, const struct finding *finding)
{
	json_begin(&sarif->json, NULL, '{');
	json_word(&sarif->json, "ruleId", finding->rule);
	json_uint(&sarif->json, "ruleIndex", sarif_rule_index(sarif, finding->rule));
	json_word(&sarif->json, "level", sarif_level(finding->severity));
	message_write(sarif, finding);
	location_write(sarif, finding);
	fingerprints_write(sarif, finding);
	state_write(sarif, finding);
	properties_write(sarif, finding);
	json_close(&sarif->json, '}');
}

static void results_write(struct sarif *sarif)
{
	json_begin(&sarif->json, "results", '[');
	for (size_t i = 0; i < sarif->shown.count; i++)
		result_write(sarif, sarif->shown.items[i]);
	json_close(&sarif->json, ']');
}

static void notification_write(
	struct sarif *sarif, struct text path, struct text message, const char *level)
{
	json_begin(&sarif->json, NULL, '{');
	if (path.len) {
		json_begin(&sarif->json, "locations", '[');
		json_begin(&sarif->json, NULL, '{');
		json_begin(&sarif->json, "physicalLocation", '{');
		uri_write(sarif, path);
		json_close(&sarif->json, '}');
		json_close(&sarif->json, '}');
		json_close(&sarif->json, ']');
	}
	sarif_message(sarif, "message", message, SIZE_MAX);
	json_word(&sarif->json, "level", level);
	json_close(&sarif->json, '}');
}

static void incomplete_write(struct sarif *sarif, const char *check, const struct incomplete *item)
{
	struct buffer text = {0};

	buffer_printf(&text, "%s could not look at ", check);
	buffer_add(&text, item->path.len ? item->path : text_of("the change"));
	buffer_string(&text, ": ");
	buffer_add(&text, item->reason);
	if (item->remedy.len) {
		buffer_string(&text, ". ");
		buffer_add(&text, item->remedy);
	}
	if (text.failed)
		sarif->json.out->failed = true;
	notification_write(sarif, item->path, buffer_text(&text), "error");
	buffer_free(&text);
}

static void incompletes_write(struct sarif *sarif)
{
	const struct result *result = sarif->result;
	size_t written = 0, left_out = 0;
	char message[96];

	for (size_t i = 0; i < result->outcome_count; i++)
		for (size_t j = 0; j < result->outcomes[i].incomplete_count; j++) {
			if (written++ < MOST_NOTIFICATIONS)
				incomplete_write(sarif, result->outcomes[i].check,
					&result->outcomes[i].incomplete[j]);
			else
				left_out++;
		}
	if (left_out == 0)
		return;
	snprintf(message, sizeof(message), "%zu more items could not be looked at", left_out);
	notification_write(sarif, text_of(""), text_of(message), "error");
}

static void invocation_write(struct sarif *sarif)
{
	const struct result *result = sarif->result;
	char message[160];

	json_begin(&sarif->json, "invocations", '[');
	json_begin(&sarif->json, NULL, '{');
	json_bool(&sarif->json, "executionSuccessful", result->verdict != VERDICT_INCOMPLETE);
	json_uint(&sarif->json, "exitCode", (uint64_t)result->exit_code);
	json_begin(&sarif->json, "toolExecutionNotifications", '[');
	incompletes_write(sarif);
	if (result->reason.len)
		notification_write(sarif, text_of(""), result->reason,
			result->verdict == VERDICT_INCOMPLETE ? "error" : "note");
	if (sarif->shown.left_out) {
		snprintf(message, sizeof(message),
			"%zu findings, none worse than those below, are left out: "
			"GitHub takes at most %d",
			sarif->shown.left_out, MOST_RESULTS);
		notification_write(sarif, text_of(""), text_of(message), "warning");
	}
	json_close(&sarif->json, ']');
	json_close(&sarif->json, '}');
	json_close(&sarif->json, ']');
}

static void tool_write(struct sarif *sarif)
{
	json_begin(&sarif->json, "tool", '{');
	json_begin(&sarif->json, "driver", '{');
	json_word(&sarif->json, "name", "seamgate");
	json_word(&sarif->json, "semanticVersion", SEAMGATE_VERSION);
	sarif_rules_write(sarif);
	json_close(&sarif->json, '}');
	json_close(&sarif->json, '}');
}

static void run_write(struct sarif *sarif)
{
	json_begin(&sarif->json, NULL, '{');
	tool_write(sarif);
	json_begin(&sarif->json, "automationDetails", '{');
	/* The category is what stands before the last slash. */
	json_word(&sarif->json, "id", "seamgate/");
	json_close(&sarif->json, '}');
	json_word(&sarif->json, "columnKind", "unicodeCodePoints");
	invocation_write(sarif);
	results_write(sarif);
	json_begin(&sarif->json, "properties", '{');
	json_word(&sarif->json, "verdict", verdict_name(sarif->result->verdict));
	json_examined(&sarif->json, sarif->result);
	json_close(&sarif->json, '}');
	json_close(&sarif->json, '}');
}

static void log_write(struct sarif *sarif)
{
	json_begin(&sarif->json, NULL, '{');
	json_word(&sarif->json, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
	json_word(&sarif->json, "version", "2.1.0");
	json_begin(&sarif->json, "runs", '[');
	run_write(sarif);
	json_close(&sarif->json, ']');
	json_close(&sarif->json, '}');
}

static void sarif_report_write(
	struct buffer *out, const struct result *result, const struct report_style *style)
{
	struct sarif sarif = {
		.json = {.out = out, .masks = result->masks, .indent = 1}, .result = result};

	(void)style;
	if (selection_make(&sarif.shown, result, is_any, MOST_RESULTS) && sarif_rules_find(&sarif))
		log_write(&sarif);
	else
		out->failed = true;
	buffer_byte(out, '\n');
	json_finish(&sarif.json);
	buffer_free(&sarif.masked);
	buffer_free(&sarif.visible);
	free(sarif.rules);
	free(sarif.shown.items);
}

const struct report report_sarif = {
	.name = "sarif",
	.summary = "SARIF 2.1.0, for GitHub code scanning and editors",
	.write = sarif_report_write,
	.line_hashes = true,
};
