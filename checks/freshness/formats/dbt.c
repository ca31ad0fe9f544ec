/* SPDX-License-Identifier: Apache-2.0
 *
 * What dbt leaves in target/: sources.json (schemas.getdbt.com dbt/sources/v1 to v3), freshness.json (v0, whose status begins
 * with a capital, and which leaves out what could not be asked), and run_results.json, where the age of a model is that of its last successful run.
 * The verdict in the file ("pass") is as old as the file, and is not used.
 */
#include <math.h>

#include "checks/freshness/format.h"
#include "gate/base/glob.h"
#include "gate/base/json.h"
#include "gate/base/moment.h"

static const char remedy[] = "let dbt write the file again";

static int fail(
	const struct readings *out, const struct json *at, struct err *err, const char *what)
{
	return reading_refuse(out->file, at->line, err, what, remedy);
}

/* A time that has to be there. */
static int read_time(double *seconds, const struct readings *out, const struct json *object,
	const char *key, struct err *err)
{
	*seconds = moment_read(json_text_at(object, key));
	if (!isnan(*seconds))
		return 0;
	err_set(err, ERR_LOOK, "%.200s:%u: a result without a time in \"%s\"", out->file,
		object->line, key);
	return err_remedy(err, "%s", remedy);
}

/* The end of a model's "execute". */
static double finished(const struct json *result)
{
	const struct json *timing = json_get(result, "timing");

	for (const struct json *step = timing ? timing->child : NULL; step; step = step->next)
		if (text_is(json_text_at(step, "name"), "execute"))
			return moment_read(json_text_at(step, "completed_at"));
	return NAN;
}

static bool is_status(struct text status, const char *const *names)
{
	for (; *names; names++)
		if (status.len == strlen(*names) && text_contains_nocase(status, text_of(*names)))
			return true;
	return false;
}

static int say_failed(struct readings *out, struct reading *reading, const struct json *result,
	struct text status, struct err *err)
{
	struct text why = json_text_at(result, "error");

	if (why.len == 0)
		why = json_text_at(result, "message");
	reading->failed = arena_printf(out->arena, "dbt says \"%.*s\"%s%.*s", text_quote(status),
		status.ptr, why.len ? ": " : "", (int)(why.len < 200 ? why.len : 0), why.ptr);
	return reading->failed ? 0 : err_nomem(err);
}

static int read_model(struct readings *out, struct reading *reading, const struct json *result,
	double generated, struct err *err)
{
	static const char *const done[] = {"success", "pass", NULL};
	struct text status = json_text_at(result, "status");

	reading->measured = generated;
	if (!is_status(status, done))
		return say_failed(out, reading, result, status, err);
	reading->at = finished(result);
	if (isnan(reading->at))
		return fail(out, result, err, "a model without the time at which it was made");
	reading->age = generated - reading->at;
	return 0;
}

static int read_source(struct readings *out, struct reading *reading, const struct json *result,
	double generated, struct err *err)
{
	static const char *const asked[] = {"pass", "warn", "error", NULL};
	struct text status = json_text_at(result, "status");

	reading->measured = generated;
	if (!is_status(status, asked) || !json_get(result, "max_loaded_at"))
		return say_failed(out, reading, result, status, err);
	if (read_time(&reading->at, out, result, "max_loaded_at", err) < 0)
		return -1;
	if (json_get(result, "snapshotted_at") &&
		read_time(&reading->measured, out, result, "snapshotted_at", err) < 0)
		return -1;
	reading->age = reading->measured - reading->at;
	return 0;
}

static int read_result(struct readings *out, const struct fresh_file *file,
	const struct json *result, bool are_models, double generated, struct err *err)
{
	struct text id = json_text_at(result, "unique_id");
	struct reading *reading;
	size_t before = out->count;

	if (id.len == 0)
		return fail(out, result, err, "a result without a unique_id");
	if (file->select.len && !text_equal(file->select, id) && !glob_match(file->select, id))
		return 0;
	if (readings_find(out, id, result->line, &reading, err) < 0)
		return -1;
	if (out->count == before)
		return fail(out, result, err, "a second result of one unique_id");
	return are_models ? read_model(out, reading, result, generated, err)
			  : read_source(out, reading, result, generated, err);
}

static int read_dbt(struct readings *out, const struct fresh_file *file, struct err *err)
{
	const struct json *root, *results;
	struct text schema;
	double generated;
	bool are_models;

	if (json_read_with(&root, file->content, file->name, NULL, file->scratch, err) < 0)
		return -1;
	schema = json_text_at(root, "metadata.dbt_schema_version");
	are_models = text_find(schema, (struct text)TEXT("/run-results/")) < schema.len;
	generated = moment_read(json_text_at(root, "metadata.generated_at"));
	results = json_get(root, "results");
	if (schema.len == 0 || isnan(generated) || !results || results->type != JSON_ARRAY)
		return reading_refuse(out->file, 1, err,
			"this is no artifact of dbt: metadata with dbt_schema_version and "
			"generated_at, and results",
			"name dbt's target/sources.json, freshness.json or run_results.json");
	for (const struct json *result = results->child; result; result = result->next)
		if (read_result(out, file, result, are_models, generated, err) < 0)
			return -1;
	return 0;
}

const struct fresh_format fresh_format_dbt = {
	.summary = "dbt's sources.json, freshness.json and run_results.json; select: is a "
		   "unique_id, or a glob of such",
	.by_name = true,
	.read = read_dbt,
};
