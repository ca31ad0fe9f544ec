/* SPDX-License-Identifier: Apache-2.0
 *
 * hyperfine --export-json: sharkdp/hyperfine src/benchmark/benchmark_result.rs. Seconds. A series for each command, a
 * row for each run; user and system are means, not phases of a run, and are left out.
 */
#include <math.h>

#include "checks/latency/format.h"
#include "gate/base/json.h"

static int check_exit_codes(
	const struct json *result, const struct measured_file *file, struct err *err)
{
	const struct json *codes = json_get(result, "exit_codes");

	for (const struct json *code = codes ? codes->child : NULL; code; code = code->next)
		if (code->type != JSON_NUMBER || code->number != 0) {
			measured_error(file, code->line, code->column, err,
				"a run ended with exit code %s",
				code->type == JSON_NUMBER ? "other than 0" : "unknown");
			return err_remedy(err, "measure again without --ignore-failure; a run that "
					       "failed is no measurement");
		}
	return 0;
}

static int add_runs(struct samples *out, struct series *series, const struct json *times,
	const struct measured_file *file, struct err *err)
{
	for (const struct json *time = times->child; time; time = time->next) {
		if (time->type != JSON_NUMBER)
			return measured_error(
				file, time->line, time->column, err, "a time is not a number");
		if (samples_row(out, series, err) < 0)
			return -1;
		series->total = time->number * 1000;
		if (samples_row_end(out, series, time->line, err) < 0)
			return -1;
	}
	return 0;
}

static int read_result(struct samples *out, const struct json *result,
	const struct measured_file *file, struct err *err)
{
	const struct json *times = json_get(result, "times");
	struct series *series;

	if (!times || times->type != JSON_ARRAY || !times->child)
		return measured_error(
			file, result->line, result->column, err, "there are no \"times\"");
	if (check_exit_codes(result, file, err) < 0 ||
		samples_series(out, json_text_at(result, "command"), &series, err) < 0)
		return -1;
	return add_runs(out, series, times, file, err);
}

static int read_hyperfine(struct samples *out, const struct measured_file *file, struct err *err)
{
	const struct json *root, *results;

	if (json_read_with(&root, file->content, file->name, NULL, file->scratch, err) < 0)
		return -1;
	results = json_get(root, "results");
	if (!results || results->type != JSON_ARRAY || !results->child)
		return measured_error(file, 1, 1, err,
			"this is no export of hyperfine: there are no \"results\"");
	for (const struct json *result = results->child; result; result = result->next)
		if (read_result(out, result, file, err) < 0)
			return -1;
	return samples_fact(out, "tool", text_of("hyperfine"), err);
}

const struct latency_format latency_format_hyperfine = {
	.summary = "hyperfine --export-json",
	.read = read_hyperfine,
};
