/* SPDX-License-Identifier: Apache-2.0
 *
 * accuracy.txt of an MLPerf submission (tools/submission/submission_checker, ACC_PATTERN): a line
 * `accuracy=76.456%, good=38228, total=50000`, or a line with an object of numbers as JSON or as Python prints it; and a line
 * `hash=…` over the log that it was computed from. Other lines are what the tool chatted about.
 */
#include <ctype.h>
#include <math.h>
#include <string.h>

#include "checks/model/formats/named.h"
#include "checks/model/formats/score_tree.h"
#include "checks/model/recipe/python.h"

static bool count_in(struct text part, const char *key, uint64_t *out)
{
	part = text_trim(part);
	return text_starts(part, key) &&
	       text_to_uint(text_slice(part, strlen(key), part.len), UINT64_MAX / 2, out);
}

/* "76.456%" in shares, "0.76456" as it is. */
static int add_accuracy(
	struct evidence *evidence, struct text line, uint32_t number, struct err *err)
{
	struct score score = score_start((struct text){"", 0}, text_of("accuracy"), number);
	struct text part, value;
	uint64_t good = 0, total = 0;

	if (!text_next_part(&line, ',', &part))
		return 0;
	value = text_trim(text_slice(part, strlen("accuracy="), part.len));
	score.is_mean = true;
	score.better = BETTER_HIGHER;
	if (text_ends(value, "%")) {
		score.flaw = evidence_number(&score.value, text_slice(value, 0, value.len - 1));
		score.value /= 100;
	} else {
		score.flaw = evidence_number(&score.value, value);
	}
	while (text_next_part(&line, ',', &part))
		if (!count_in(part, "good=", &good))
			count_in(part, "total=", &total);
	score.samples = total;
	score.is_proportion = total > 0;
	return evidence_score(evidence, &score, err);
}

static int add_object(struct evidence *evidence, const struct evidence_file *file, struct text line,
	uint32_t number, struct err *err)
{
	struct text source = arena_textf(evidence->arena, "scores=%.*s",
		(int)(line.len < 65536 ? line.len : 65536), line.ptr);
	struct python_module module;

	if (!source.ptr)
		return err_nomem(err);
	if (python_read(&module, source, file->name, evidence->arena, err) < 0)
		return -1;
	if (!module.binding_count || !module.bindings[0].value ||
		module.bindings[0].value->kind != SETTING_MAP)
		return evidence_error(
			file, number, 1, err, "an object that is cut off or no object of numbers");
	for (const struct setting *child = module.bindings[0].value->child; child;
		child = child->next) {
		struct score score = score_start((struct text){"", 0}, child->key, number);

		if (!score_value(&score, child))
			continue;
		score.line = number;
		if (evidence_score(evidence, &score, err) < 0)
			return -1;
	}
	return 0;
}

static int read(struct evidence *evidence, const struct evidence_file *file, struct err *err)
{
	struct text rest = file->content, line;
	bool has_hash = false;

	evidence->harness = text_of("mlperf");
	for (uint32_t number = 1; text_next_line(&rest, &line); number++) {
		line = text_trim(line);
		if (evidence_named_line(evidence, line, number, err) < 0)
			return -1;
		if (text_starts(line, "accuracy=") && add_accuracy(evidence, line, number, err) < 0)
			return -1;
		if (text_starts(line, "{") && add_object(evidence, file, line, number, err) < 0)
			return -1;
		has_hash = has_hash || text_starts(line, "hash=");
	}
	if (evidence->scores.count && !has_hash)
		return evidence_error(file, 1, 1, err,
			"the line hash=… is missing: the file is cut off or was edited");
	return score_tree_end(evidence, file, "accuracy", err);
}

extern const struct evidence_format evidence_mlperf;

const struct evidence_format evidence_mlperf = {
	.name = "mlperf", .summary = "MLPerf: accuracy.txt", .read = read};
