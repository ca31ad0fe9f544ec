/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "gate/report/human.h"

static void ends_write(struct human *human, const struct change *change)
{
	buffer_string(human->out, change->has_base ? "checked " : "checked all of ");
	if (change->has_base) {
		print_short_id(human->out, &change->base);
		buffer_string(human->out, "..");
	}
	if (change->is_directory)
		human_text(
			human, change->head_name.len ? change->head_name : text_of("the folder"));
	else
		print_short_id(human->out, &change->head);
}

static void names_write(struct human *human, const struct change *change)
{
	if (change->is_directory || change->base_name.len + change->head_name.len == 0)
		return;
	buffer_string(human->out, " (");
	human_text(human, change->base_name);
	buffer_string(human->out, change->has_base ? ".." : "");
	human_text(human, change->head_name);
	buffer_byte(human->out, ')');
}

static void range_write(struct human *human)
{
	const struct change *change = human->result->change;

	ends_write(human, change);
	names_write(human, change);
	if (change->label.len) {
		buffer_string(human->out, ", ");
		human_text(human, change->label);
	}
	buffer_byte(human->out, '\n');
}

static void policy_write(struct human *human)
{
	const struct result *result = human->result;

	if (!human->style->verbose)
		return;
	buffer_printf(human->out, "policy: %s", result->policy.source);
	if (result->policy.path.len) {
		buffer_string(human->out, ", ");
		human_text(human, result->policy.path);
	}
	if (result->policy.sha256[0])
		buffer_printf(human->out, ", sha256 %s", result->policy.sha256);
	buffer_byte(human->out, '\n');
}

/* " (1 blocks, 2 known)": the parts that are not 0. */
struct part {
	size_t count;
	const char *one, *many;
};

static void parts_write(struct human *human, const struct part *parts, size_t count)
{
	const char *before = " (";

	for (size_t i = 0; i < count; i++) {
		if (parts[i].count == 0)
			continue;
		buffer_printf(human->out, "%s%zu %s", before, parts[i].count,
			parts[i].count == 1 ? parts[i].one : parts[i].many);
		before = ", ";
	}
	if (before[0] == ',')
		buffer_byte(human->out, ')');
}

/* What of the findings does not block. */
static void rest_write(struct human *human, const struct finding_counts *counts)
{
	const struct part parts[] = {
		{counts->errors, "error that does not block", "errors that do not block"},
		{counts->warnings, "warning", "warnings"},
		{counts->notes, "note", "notes"},
		{counts->known, "known", "known"},
		{counts->waived, "waived", "waived"},
	};

	parts_write(human, parts, sizeof(parts) / sizeof(parts[0]));
}

static size_t findings_of(const struct result *result, const struct outcome *outcome)
{
	size_t count = 0;

	for (size_t i = 0; i < result->finding_count; i++)
		count += strcmp(result->findings[i]->check, outcome->check) == 0;
	return count;
}

/* "1 finding, 2 items not looked at, nothing of its kind changed": what came of it, in words. */
static void outcome_words(struct human *human, const struct outcome *outcome)
{
	size_t found = findings_of(human->result, outcome);

	if (found)
		print_count(human->out, found, "findings");
	if (outcome->incomplete_count) {
		buffer_string(human->out, found ? ", " : "");
		print_count(human->out, outcome->incomplete_count, "items");
		buffer_string(human->out, " not looked at");
	}
	if (outcome->reason[0] == '\0')
		return;
	buffer_string(human->out, found || outcome->incomplete_count ? ", " : "");
	buffer_string(human->out, outcome->status == STATUS_SKIPPED ? "skipped: " : "");
	human_text(human, text_of(outcome->reason));
}

static void outcome_write(struct human *human, const struct outcome *outcome, unsigned width)
{
	size_t start;

	buffer_printf(human->out, "  %-*s  ", (int)width, outcome->check);
	start = human->out->len;
	outcome_words(human, outcome);
	if (outcome->counter_count)
		buffer_string(human->out, human->out->len > start ? "; " : "");
	print_counters(human->out, outcome);
	if (human->out->len == start)
		buffer_string(human->out, status_name(outcome->status));
	if (outcome->status != STATUS_SKIPPED) {
		buffer_string(human->out, " (");
		print_duration(human->out, outcome->duration_ms);
		buffer_byte(human->out, ')');
	}
	buffer_byte(human->out, '\n');
}

/* A check that had nothing to do is worth a line only to who asks for it. */
static bool is_told(const struct human *human, const struct outcome *outcome)
{
	if (human->style->verbose)
		return true;
	return outcome->status == STATUS_FINDINGS || outcome->status == STATUS_INCOMPLETE ||
	       (outcome->status == STATUS_CLEAN && outcome->reason[0] == '\0' &&
		       outcome->counter_count > 0);
}

static void outcomes_write(struct human *human)
{
	const struct result *result = human->result;
	unsigned width = 0;

	for (size_t i = 0; i < result->outcome_count; i++)
		if (is_told(human, &result->outcomes[i]) &&
			strlen(result->outcomes[i].check) > width)
			width = (unsigned)strlen(result->outcomes[i].check);
	for (size_t i = 0; i < result->outcome_count; i++)
		if (is_told(human, &result->outcomes[i]))
			outcome_write(human, &result->outcomes[i], width);
}

static void hop_write(struct human *human, const struct hop *hop)
{
	static const enum paint paints[] = {
		[HOP_ORIGIN] = PAINT_ERROR,
		[HOP_DOWNSTREAM] = PAINT_WARNING,
		[HOP_CLEAN] = PAINT_GOOD,
		[HOP_UNMEASURED] = PAINT_FRAME,
	};

	human_text(human, hop->name);
	buffer_byte(human->out, ' ');
	human_paint(human, paints[hop->status]);
	buffer_string(
		human->out, hop->status == HOP_ORIGIN ? "ORIGIN" : hop_status_name(hop->status));
	human_paint(human, PAINT_OFF);
	if (hop->findings)
		buffer_printf(human->out, " (%zu)", hop->findings);
}

static void pipeline_write(struct human *human)
{
	const struct result *result = human->result;

	if (result->hop_count == 0)
		return;
	buffer_string(human->out, "pipeline: ");
	for (size_t i = 0; i < result->hop_count; i++) {
		if (i > 0)
			buffer_string(human->out, " -> ");
		hop_write(human, &result->hops[i]);
	}
	buffer_byte(human->out, '\n');
}

void human_examined(struct human *human)
{
	range_write(human);
	policy_write(human);
	outcomes_write(human);
	pipeline_write(human);
	human_seams(human);
}

static void incomplete_verdict(struct human *human, size_t blocking)
{
	size_t items = human_incomplete_count(human->result);

	buffer_string(human->out, "incomplete");
	if (items) {
		buffer_string(human->out, ": ");
		print_count(human->out, items, "items");
		buffer_string(human->out, " could not be looked at");
	}
	if (blocking) {
		buffer_string(human->out, items ? ", and " : ": ");
		print_count(human->out, blocking, "findings");
		buffer_string(human->out, blocking == 1 ? " blocks" : " block");
	}
}

static void verdict_words(struct human *human, size_t blocking)
{
	static const enum paint paints[] = {
		[VERDICT_PASS] = PAINT_GOOD,
		[VERDICT_BLOCK] = PAINT_ERROR,
		[VERDICT_INCOMPLETE] = PAINT_WARNING,
	};

	human_paint(human, paints[human->result->verdict]);
	if (human->result->verdict == VERDICT_PASS)
		buffer_string(human->out, "pass");
	if (human->result->verdict == VERDICT_BLOCK) {
		buffer_string(human->out, "blocked by ");
		print_count(human->out, blocking, "findings");
	}
	if (human->result->verdict == VERDICT_INCOMPLETE)
		incomplete_verdict(human, blocking);
	human_paint(human, PAINT_OFF);
}

static void totals_write(struct human *human)
{
	const struct change *change = human->result->change;

	if (!change->is_directory) {
		print_count(human->out, change->commit_count, "commits");
		buffer_string(human->out, ", ");
	}
	print_count(human->out, change->file_count, "files");
	buffer_string(human->out, ", ");
	print_count(human->out, change->blob_count, "blobs");
	buffer_string(human->out, ", ");
	print_size(human->out, change->bytes);
	buffer_string(human->out,
		shard_is_part(&human->result->shard) ? ", its part examined in " : " examined in ");
	print_duration(human->out, human->result->duration_ms);
	buffer_byte(human->out, '\n');
}

static void shard_words(struct buffer *out, const struct shard *shard)
{
	if (shard_is_part(shard) && shard->parts)
		buffer_printf(out, "%zu shards of %u: ", shard->part_count, shard->count);
	else if (shard_is_part(shard))
		buffer_printf(out, "shard %u of %u: ", shard->index, shard->count);
}

void human_verdict(struct human *human)
{
	struct finding_counts counts = findings_count(human->result);

	buffer_string(human->out, "seamgate: ");
	shard_words(human->out, &human->result->shard);
	verdict_words(human, counts.blocking);
	rest_write(human, &counts);
	if (human->result->reason.len) {
		buffer_string(human->out, " — ");
		human_text(human, human->result->reason);
	}
	buffer_string(human->out, " — ");
	totals_write(human);
	if (shard_is_part(&human->result->shard))
		buffer_printf(human->out,
			"This is no verdict yet: it takes all %u shards (seamgate merge "
			"RESULT…).\n",
			human->result->shard.count);
}
