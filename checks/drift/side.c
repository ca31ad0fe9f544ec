/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/drift/side.h"

#include "checks/drift/format.h"

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

/* The column of one file; *usable false: it is not usable, and that was noted. */
static int read_column(struct column *out, bool *usable, const struct check_job *job,
	const struct feature *feature, const struct source *source, struct text path,
	struct text content, enum feature_type type, struct err *err)
{
	struct err fault = {0};

	*usable = false;
	*out = (struct column){
		.arena = job->arena, .file = arena_copy(job->arena, path), .job = job};
	if (!out->file)
		return err_nomem(err);
	if (parse(out, feature, content, type, &fault) < 0)
		return source_note(job, source, path, &fault, err);
	*usable = true;
	check_examined(job, "rows", out->rows);
	return 0;
}

static int read_base(struct sides *sides, const struct check_job *job,
	const struct feature *feature, const struct source *source, struct err *err)
{
	struct text content, path;

	if (source_base(&content, &path, &sides->usable, job, source, err) < 0)
		return -1;
	if (!content.ptr)
		return 0;
	sides->has_base = true;
	return read_column(&sides->base, &sides->usable, job, feature, source, path, content,
		(enum feature_type)feature->type, err);
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
	if (job_read_data(job, SIDE_BASE, feature->current, &content, &fault) == 0 && content.ptr)
		sides->has_before = parse(&sides->before, feature, content, type, &fault) == 0;
	return fault.kind == ERR_INTERNAL ? err_set(err, fault.kind, "%s", fault.message) : 0;
}

int sides_read(struct sides *out, const struct check_job *job, const struct feature *feature,
	const struct source *source, struct text current, struct err *err)
{
	enum feature_type type = (enum feature_type)feature->type;

	*out = (struct sides){0};
	if (read_base(out, job, feature, source, err) < 0)
		return -1;
	if (!out->usable)
		return 0;
	if (out->has_base)
		type = out->base.type;
	if (read_column(&out->current, &out->usable, job, feature, source, feature->current,
		    current, type, err) < 0)
		return -1;
	return out->usable && out->has_base ? read_before(out, job, feature, type, err) : 0;
}
