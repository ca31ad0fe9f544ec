/* SPDX-License-Identifier: Apache-2.0
 *
 * oha --output-format json: hatoo/oha schema.json. Seconds. Quantiles of the total, and of the first byte as a series of its
 * own. Refused: errors, answers of 400 and above.
 */
#include "checks/latency/formats/parts.h"

static int refuse(
	const struct json *at, const struct measured_file *file, struct err *err, const char *what)
{
	part_error(file, at, err, what);
	return err_remedy(err, "measure again; a request that failed is no measurement");
}

static int check_answers(
	const struct json *root, const struct measured_file *file, uint64_t *count, struct err *err)
{
	const struct json *errors = json_get(root, "errorDistribution"), *codes;

	if (errors && errors->child)
		return refuse(errors->child, file, err, "some requests failed");
	if (part_container(&codes, root, "statusCodeDistribution", JSON_OBJECT, file, err) < 0)
		return -1;
	for (const struct json *code = codes->child; code; code = code->next) {
		uint64_t status, answers;

		if (!text_to_uint(code->key, 999, &status) || code->type != JSON_NUMBER ||
			!text_to_uint(code->text, UINT64_MAX, &answers))
			return part_error(file, code, err, "this is no count of a status code");
		if (status >= 400)
			return refuse(code, file, err, "some answers were errors");
		*count += answers;
	}
	return 0;
}

static int read_series(struct samples *out, const struct json *quantiles, const char *name,
	uint64_t count, struct err *err)
{
	struct series *series;

	if (samples_series(out, text_of(name), &series, err) < 0)
		return -1;
	series->is_main = text_is(series->name, "request");
	series->summary_samples = count;
	return part_summaries(out, series, SUMMARY_TOTAL, quantiles, 1000, err);
}

static int read_mean(struct samples *out, const struct json *root, const struct measured_file *file,
	struct err *err)
{
	struct summary summary = {SUMMARY_TOTAL, SUMMARY_MEAN, 0, 0};
	struct series *series;

	if (part_number(&summary.ms, json_get(root, "summary"), "average", file, err) < 0 ||
		samples_series(out, text_of("request"), &series, err) < 0)
		return -1;
	summary.ms *= 1000;
	return samples_summary(out, series, &summary, err);
}

static int read_oha(struct samples *out, const struct measured_file *file, struct err *err)
{
	const struct json *root, *quantiles, *first = NULL;
	uint64_t count = 0;

	if (json_read_with(&root, file->content, file->name, NULL, file->scratch, err) < 0 ||
		check_answers(root, file, &count, err) < 0 ||
		part_container(&quantiles, root, "latencyPercentiles", JSON_OBJECT, file, err) < 0)
		return -1;
	if (read_series(out, quantiles, "request", count, err) < 0 ||
		read_mean(out, root, file, err) < 0)
		return -1;
	first = json_get(root, "firstBytePercentiles");
	return first ? read_series(out, first, "firstByte", count, err) : 0;
}

extern const struct latency_format latency_format_oha;

const struct latency_format latency_format_oha = {
	.summary = "oha --output-format json",
	.read = read_oha,
	.file_is_run = true,
};
