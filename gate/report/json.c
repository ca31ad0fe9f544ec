/* SPDX-License-Identifier: Apache-2.0
 *
 * The result file, seamgate.result/1: all that a result holds but excerpts and evidence, and what
 * `merge` reads. Its schema is docs/schemas/seamgate.result-1.json. Our own names (verdict, rule,
 * fingerprint) are written as they are; all else passes the masks.
 */
#include <math.h>

#include "gate/base/json_write.h"
#include "gate/report/formats.h"
#include "gate/report/json_component.h"
#include "gate/report/json_shard.h"

static void oid_write(struct json_writer *json, const char *key, const struct oid *oid)
{
	char hex[OID_HEX] = "";

	if (oid && !oid_is_zero(oid))
		oid_hex(oid, hex);
	json_word(json, key, hex);
}

/* Three digits are more than a clock is good for. */
static void duration_write(struct json_writer *json, double duration_ms)
{
	json_real(json, "duration_ms", round(duration_ms * 1000) / 1000);
}

static void tool_write(struct json_writer *json)
{
	json_begin(json, "tool", '{');
	json_word(json, "name", "seamgate");
	json_word(json, "version", SEAMGATE_VERSION);
	json_close(json, '}');
}

static void change_write(struct json_writer *json, const struct change *change)
{
	json_begin(json, "change", '{');
	oid_write(json, "base", &change->base);
	oid_write(json, "head", &change->head);
	oid_write(json, "merge_base", &change->merge_base);
	json_uint(json, "commits", change->commit_count);
	json_uint(json, "files", change->file_count);
	json_uint(json, "blobs", change->blob_count);
	json_uint(json, "bytes", change->bytes);
	json_close(json, '}');
}

static void policy_write(struct json_writer *json, const struct result *result)
{
	json_begin(json, "policy", '{');
	json_word(json, "source", result->policy.source);
	json_text(json, "path", result->policy.path);
	json_word(json, "sha256", result->policy.sha256);
	json_close(json, '}');
}

static void incomplete_write(struct json_writer *json, const struct incomplete *item)
{
	json_begin(json, NULL, '{');
	json_text(json, "path", item->path);
	json_text(json, "reason", item->reason);
	json_text(json, "remedy", item->remedy);
	json_close(json, '}');
}

static void measurement_write(struct json_writer *json, const struct measurement *row)
{
	json_begin(json, NULL, '{');
	json_text(json, "subject", row->subject);
	json_text(json, "name", row->name);
	json_string(json, "unit", row->unit);
	json_string(json, "hop", row->hop);
	json_real(json, "base", row->base);
	json_real(json, "head", row->head);
	json_real(json, "difference", row->difference);
	json_real(json, "low", row->low);
	json_real(json, "high", row->high);
	json_real(json, "tolerance", row->tolerance);
	json_real(json, "limit", row->limit);
	json_bool(json, "higher_is_better", row->higher_is_better);
	json_uint(json, "base_samples", row->base_samples);
	json_uint(json, "head_samples", row->head_samples);
	json_uint(json, "needed_samples", row->needed_samples);
	json_word(json, "verdict", measured_name(row->verdict));
	json_text(json, "note", row->note);
	json_close(json, '}');
}

/* Begins what is a line by itself in ndjson, which says of what type it is, and an item of a list in json. */
static void item_begin(struct json_writer *json, const char *type)
{
	json_begin(json, NULL, '{');
	if (json->indent == 0)
		json_word(json, "type", type);
}

static void outcome_write(struct json_writer *json, const struct outcome *outcome, bool is_shard)
{
	item_begin(json, "check");
	json_word(json, "name", outcome->check);
	json_word(json, "status", status_name(outcome->status));
	json_string(json, "reason", outcome->reason);
	json_counters(json, "examined", outcome);
	json_begin(json, "incomplete", '[');
	for (size_t i = 0; i < outcome->incomplete_count; i++)
		incomplete_write(json, &outcome->incomplete[i]);
	json_close(json, ']');
	json_begin(json, "measurements", '[');
	for (size_t i = 0; i < outcome->measurement_count; i++)
		measurement_write(json, &outcome->measurements[i]);
	json_close(json, ']');
	if (outcome->has_components)
		json_components(json, outcome);
	duration_write(json, outcome->duration_ms);
	if (is_shard)
		json_shard_outcome(json, outcome);
	json_close(json, '}');
}

/* A key may come from a plug-in, and so from the change. */
static void detail_write(struct json_writer *json, const struct detail *detail)
{
	struct buffer key = {0};

	mask_apply(json->masks, text_of(detail->key), &key);
	if (key.failed)
		json->out->failed = true;
	else if (detail->type == DETAIL_TEXT)
		json_text(json, buffer_text(&key).ptr, detail->text);
	else if (detail->type == DETAIL_NUMBER)
		json_real(json, buffer_text(&key).ptr, detail->number);
	else
		json_bool(json, buffer_text(&key).ptr, detail->number != 0);
	buffer_free(&key);
}

static void place_write(
	struct json_writer *json, const struct result *result, const struct finding *finding)
{
	const struct oid *commit = finding_commit(result, finding);

	json_text(json, "path", finding->path);
	json_uint(json, "line", finding->line);
	json_uint(json, "column", finding->column);
	json_uint(json, "end_line", finding->end_line);
	json_uint(json, "end_column", finding->end_column);
	oid_write(json, "commit", commit ? commit : NULL);
}

static void finding_write(
	struct json_writer *json, const struct result *result, const struct finding *finding)
{
	item_begin(json, "finding");
	json_word(json, "check", finding->check);
	json_word(json, "rule", finding->rule);
	json_word(json, "severity", severity_name(finding->severity));
	json_bool(json, "blocking", finding->blocking);
	json_word(json, "state", state_name(finding->state));
	place_write(json, result, finding);
	json_string(json, "hop", finding->hop);
	json_text(json, "message", finding->message);
	json_text(json, "remedy", finding->remedy);
	json_begin(json, "detail", '{');
	for (size_t i = 0; i < finding->detail_count; i++)
		detail_write(json, &finding->details[i]);
	json_close(json, '}');
	json_word(json, "fingerprint", finding->fingerprint);
	if (result->shard.is_asked)
		json_shard_finding(json, finding);
	json_close(json, '}');
}

static void hop_write(struct json_writer *json, const struct hop *hop)
{
	item_begin(json, "hop");
	json_text(json, "name", hop->name);
	json_word(json, "status", hop_status_name(hop->status));
	json_uint(json, "findings", hop->findings);
	json_close(json, '}');
}

static void lists_write(struct json_writer *json, const struct result *result)
{
	json_begin(json, "checks", '[');
	for (size_t i = 0; i < result->outcome_count; i++)
		outcome_write(json, &result->outcomes[i], result->shard.is_asked);
	json_close(json, ']');
	json_begin(json, "findings", '[');
	for (size_t i = 0; i < result->finding_count; i++)
		finding_write(json, result, result->findings[i]);
	json_close(json, ']');
	json_begin(json, "hops", '[');
	for (size_t i = 0; i < result->hop_count; i++)
		hop_write(json, &result->hops[i]);
	json_close(json, ']');
}

static void json_report_write(
	struct buffer *out, const struct result *result, const struct report_style *style)
{
	struct json_writer json = {.out = out, .masks = result->masks, .indent = 2};

	(void)style;
	json_begin(&json, NULL, '{');
	json_word(&json, "schema", "seamgate.result/1");
	tool_write(&json);
	json_word(&json, "verdict", verdict_name(result->verdict));
	json_uint(&json, "exit_code", (uint64_t)result->exit_code);
	change_write(&json, result->change);
	policy_write(&json, result);
	json_shard_write(&json, result);
	lists_write(&json, result);
	if (result->shard.is_asked)
		json_shard_seal(&json, &result->shard);
	json_close(&json, '}');
	json_finish(&json);
	buffer_byte(out, '\n');
}

const struct report report_json = {
	.name = "json",
	.summary = "everything, for programs: seamgate.result/1",
	.write = json_report_write,
};

/* ---- a line for each thing ---- */

static void line_end(struct json_writer *json)
{
	json->has_item = false;
	buffer_byte(json->out, '\n');
}

static void run_line(struct json_writer *json, const struct result *result)
{
	item_begin(json, "run");
	json_word(json, "schema", "seamgate.result/1");
	tool_write(json);
	change_write(json, result->change);
	policy_write(json, result);
	json_close(json, '}');
	line_end(json);
}

static void verdict_line(struct json_writer *json, const struct result *result)
{
	item_begin(json, "verdict");
	json_word(json, "verdict", verdict_name(result->verdict));
	json_uint(json, "exit_code", (uint64_t)result->exit_code);
	json_uint(json, "findings", result->finding_count);
	json_close(json, '}');
	line_end(json);
}

/* The members are those of the result file's; the verdict stands last, so that a file that was cut off has none. */
static void ndjson_report_write(
	struct buffer *out, const struct result *result, const struct report_style *style)
{
	struct json_writer json = {.out = out, .masks = result->masks};

	(void)style;
	run_line(&json, result);
	for (size_t i = 0; i < result->outcome_count; i++) {
		outcome_write(&json, &result->outcomes[i], false);
		line_end(&json);
	}
	for (size_t i = 0; i < result->finding_count; i++) {
		finding_write(&json, result, result->findings[i]);
		line_end(&json);
	}
	for (size_t i = 0; i < result->hop_count; i++) {
		hop_write(&json, &result->hops[i]);
		line_end(&json);
	}
	verdict_line(&json, result);
	json_finish(&json);
}

const struct report report_ndjson = {
	.name = "ndjson",
	.summary = "the same, a line of JSON for each check, finding and hop, for logs and jq",
	.write = ndjson_report_write,
};
