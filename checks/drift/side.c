/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/drift/side.h"

#include "checks/drift/format.h"

int side_missing(
	const struct check_job *job, const struct feature *feature, bool base, struct err *err)
{
	const char *what = arena_printf(job->arena, "%s of feature \"%.*s\"",
		base ? "baseline" : "current file", text_quote(feature->name), feature->name.ptr);

	if (!what)
		return err_nomem(err);
	check_missing(job, !base && feature->workspace ? SIDE_WORKSPACE : SIDE_HEAD,
		base ? feature->baseline : feature->current, what);
	return 0;
}

static int note(struct sides *sides, const struct check_job *job, struct text path,
	const struct err *fault, struct err *err)
{
	if (fault->kind == ERR_INTERNAL)
		return err_set(err, fault->kind, "%s", fault->message);
	sides->usable = false;
	check_incomplete(job, path, fault->message,
		fault->remedy[0] ? fault->remedy
				 : "correct the file or the feature's settings, or take the values "
				   "again");
	return 0;
}

static int parse_once(struct column *out, const struct feature *feature, struct text content,
	enum feature_type type, struct err *err)
{
	struct select select = {
		feature->column.len ? feature->column : feature->name, feature->column.len > 0};
	struct arena *arena = out->arena, *scratch = arena_new();
	int done;

	if (!scratch)
		return err_nomem(err);
	*out = (struct column){.arena = arena, .file = out->file, .job = out->job, .type = type};
	keys_start(&out->names, arena);
	sorted_runs_start(&out->values, arena);
	done = drift_formats[feature->format]->read(out, content, select, scratch, err);
	arena_free(scratch);
	return done;
}

/* As numbers first where the policy leaves it open; then, if they are none, as categories. */
static int parse(struct column *out, const struct feature *feature, struct text content,
	enum feature_type type, struct err *err)
{
	enum feature_type first = type == FEATURE_AUTO ? FEATURE_NUMERIC : type;
	int done = parse_once(out, feature, content, first, err);

	if (done < 0 && out->is_text && type == FEATURE_AUTO && !feature_is_of_values(feature)) {
		*err = (struct err){0};
		done = parse_once(out, feature, content, FEATURE_CATEGORICAL, err);
	}
	return done < 0 ? -1 : sorted_runs_end(&out->values, err);
}

/* *found false: it is not there, or it is not usable. */
static int read_column(struct sides *sides, struct column *out, const struct check_job *job,
	const struct feature *feature, enum side side, struct text path, enum feature_type type,
	bool *found, struct err *err)
{
	struct text content;
	struct err fault = {0};

	*found = false;
	*out = (struct column){
		.arena = job->arena, .file = arena_copy(job->arena, path), .job = job};
	if (!out->file)
		return err_nomem(err);
	if (job_read_data(job, side, path, &content, &fault) < 0)
		return note(sides, job, path, &fault, err);
	if (!content.ptr)
		return 0;
	if (parse(out, feature, content, type, &fault) < 0)
		return note(sides, job, path, &fault, err);
	*found = true;
	check_examined(job, "rows", out->rows);
	return 0;
}

static int read_base(struct sides *sides, const struct check_job *job,
	const struct feature *feature, struct err *err)
{
	bool is_base = text_is(feature->baseline, "base");
	struct text path = is_base ? feature->current : feature->baseline;
	const enum side places[] = {SIDE_BASE, SIDE_HEAD, SIDE_WORKSPACE};
	size_t first = job->change->has_base ? 0 : 1;
	size_t count = is_base ? 1 : feature->workspace ? 3 : 2;

	for (size_t i = first; i < count && sides->usable && !sides->has_base; i++)
		if (read_column(sides, &sides->base, job, feature, places[i], path,
			    (enum feature_type)feature->type, &sides->has_base, err) < 0)
			return -1;
	if (is_base || sides->has_base || !sides->usable)
		return 0;
	sides->usable = false;
	return side_missing(job, feature, true, err);
}

static int read_current(struct sides *sides, const struct check_job *job,
	const struct feature *feature, enum feature_type type, struct err *err)
{
	enum side side = feature->workspace ? SIDE_WORKSPACE : SIDE_HEAD;
	bool found;

	if (read_column(sides, &sides->current, job, feature, side, feature->current, type, &found,
		    err) < 0)
		return -1;
	if (found || !sides->usable)
		return 0;
	sides->usable = false;
	return side_missing(job, feature, false, err);
}

/* What was at the base cannot be mended any more: where it is no use, there was nothing. */
static int read_before(struct sides *sides, const struct check_job *job,
	const struct feature *feature, enum feature_type type, struct err *err)
{
	struct text content;
	struct err fault = {0};

	if (feature->workspace || text_is(feature->baseline, "base") || !job->change->has_base)
		return 0;
	sides->before = (struct column){.arena = job->arena, .file = "before"};
	if (job_read_data(job, SIDE_BASE, feature->current, &content, &fault) < 0 || !content.ptr)
		return fault.kind == ERR_INTERNAL ? err_set(err, fault.kind, "%s", fault.message)
						  : 0;
	if (parse(&sides->before, feature, content, type, &fault) < 0)
		return fault.kind == ERR_INTERNAL ? err_set(err, fault.kind, "%s", fault.message)
						  : 0;
	sides->has_before = true;
	return 0;
}

int sides_read(struct sides *out, const struct check_job *job, const struct feature *feature,
	struct err *err)
{
	enum feature_type type = (enum feature_type)feature->type;

	*out = (struct sides){.usable = true};
	if (read_base(out, job, feature, err) < 0)
		return -1;
	if (!out->usable)
		return 0;
	if (out->has_base)
		type = out->base.type;
	if (read_current(out, job, feature, type, err) < 0)
		return -1;
	return out->usable && out->has_base ? read_before(out, job, feature, type, err) : 0;
}
