/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/source.h"

#include <time.h>

#include "gate/base/glob.h"
#include "gate/job.h"

double job_now(const struct check_job *job)
{
	return job->core && job->core->clock ? job->core->clock->now : (double)time(NULL);
}

static bool is_at_base(const struct source *source)
{
	return text_is(source->baseline, "base");
}

static enum side head_side(const struct source *source)
{
	return source->workspace ? SIDE_WORKSPACE : SIDE_HEAD;
}

static int missing(
	const struct check_job *job, const struct source *source, bool base, struct err *err)
{
	const char *what = arena_printf(job->arena, "%s of %s \"%.*s\"",
		base ? "baseline" : source->words->file, source->words->what,
		text_quote(source->name), source->name.ptr);

	if (!what)
		return err_nomem(err);
	check_missing(job, base ? SIDE_HEAD : head_side(source),
		base ? source->baseline : source->path, what);
	return 0;
}

int source_note(const struct check_job *job, const struct source *source, struct text path,
	const struct err *fault, struct err *err)
{
	if (fault->kind != ERR_LOOK)
		return err_set(err, fault->kind, "%s", fault->message);
	check_incomplete(job, path, fault->message,
		fault->remedy[0] ? fault->remedy : source->words->refused);
	return 0;
}

int source_refuse(const struct source *source, const char *why, struct err *err)
{
	return err_set(err, ERR_USAGE, "%s: %s \"%.*s\": %s", source->words->check,
		source->words->what, text_quote(source->name), source->name.ptr, why);
}

/* ---- whether it is due ---- */

static bool is_changed(const struct change *change, struct text path)
{
	for (size_t i = 0; i < change->file_count; i++)
		if (text_equal(change->files[i].path, path))
			return true;
	return false;
}

static const struct file *find_touched(const struct change *change, const struct source *source)
{
	if (!change->has_base)
		return NULL;
	for (size_t i = 0; i < change->file_count; i++)
		for (size_t k = 0; k < source->when.count; k++)
			if (glob_match(source->when.items[k], change->files[i].path))
				return &change->files[i];
	return NULL;
}

static bool concerns(
	const struct check_job *job, const struct source *source, const struct file *touched)
{
	if (!job->change->has_base || touched)
		return true;
	if (source->when.count == 0 && (source->ages || source->workspace))
		return true;
	return !source->workspace &&
	       (is_changed(job->change, source->path) || is_changed(job->change, source->baseline));
}

/* One that is not judged still has to have its file. */
static int check_present(const struct check_job *job, const struct source *source, struct err *err)
{
	uint32_t mode;

	if (source->workspace)
		return 0;
	if (job_mode(job, SIDE_HEAD, source->path, &mode, err) < 0)
		return -1;
	return mode == MODE_NONE ? missing(job, source, false, err) : 0;
}

static int note_old(const struct check_job *job, const struct source *source,
	const struct file *touched, struct err *err)
{
	const char *reason = arena_printf(job->arena,
		"%s \"%.*s\": %.*s changed, and %s are those of an earlier commit",
		source->words->what, text_quote(source->name), source->name.ptr,
		text_quote(touched->path), touched->path.ptr, source->words->figures);

	if (!reason)
		return err_nomem(err);
	check_incomplete(job, source->path, reason, source->words->old);
	return 0;
}

/* The figures have to be of this change where it touches what makes them. */
static int check_new(bool *is_new, const struct check_job *job, const struct source *source,
	const struct file *touched, struct err *err)
{
	struct oid commit;
	bool found;

	*is_new = true;
	if (!touched || source->workspace)
		return 0;
	if (job_was_before(job, source->path, &commit, &found, err) < 0)
		return -1;
	if (!found)
		return 0;
	*is_new = false;
	return note_old(job, source, touched, err);
}

static int find_due(
	bool *due, const struct check_job *job, const struct source *source, struct err *err)
{
	const struct file *touched = find_touched(job->change, source);

	*due = concerns(job, source, touched);
	if (!*due)
		return check_present(job, source, err);
	return check_new(due, job, source, touched, err);
}

/* ---- reading ---- */

/* ptr NULL: there is none, or *usable false and it was noted. */
static int read_side(struct text *out, bool *usable, const struct check_job *job,
	const struct source *source, enum side side, struct text path, struct err *err)
{
	struct err fault = {0};

	*out = (struct text){0};
	if (job_read_data(job, side, path, out, &fault) == 0)
		return 0;
	*usable = false;
	return source_note(job, source, path, &fault, err);
}

static int read_head(
	struct text *out, const struct check_job *job, const struct source *source, struct err *err)
{
	bool usable = true;

	if (read_side(out, &usable, job, source, head_side(source), source->path, err) < 0)
		return -1;
	return out->ptr || !usable ? 0 : missing(job, source, false, err);
}

/* At the base where it is there; else, where it is a file of its own, at the head, and for one that a pipeline makes among its files. */
static int read_baseline(struct text *out, bool *usable, const struct check_job *job,
	const struct source *source, struct text path, struct err *err)
{
	const enum side places[] = {SIDE_BASE, SIDE_HEAD, SIDE_WORKSPACE};
	size_t count = is_at_base(source) ? 1 : source->workspace ? 3 : 2;

	for (size_t i = job->change->has_base ? 0 : 1; i < count && *usable && !out->ptr; i++)
		if (read_side(out, usable, job, source, places[i], path, err) < 0)
			return -1;
	return 0;
}

int source_base(struct text *out, struct text *path, bool *usable, const struct check_job *job,
	const struct source *source, struct err *err)
{
	*usable = true;
	*out = (struct text){0};
	*path = is_at_base(source) ? source->path : source->baseline;
	if (path->len == 0)
		return 0;
	if (read_baseline(out, usable, job, source, *path, err) < 0)
		return -1;
	if (is_at_base(source) || out->ptr || !*usable)
		return 0;
	*usable = false;
	return missing(job, source, true, err);
}

int source_base_refused(bool *usable, const struct check_job *job, const struct source *source,
	const struct err *fault, struct err *err)
{
	if (is_at_base(source) && fault->kind == ERR_LOOK)
		return 0;
	*usable = false;
	return source_note(
		job, source, is_at_base(source) ? source->path : source->baseline, fault, err);
}

/* ---- all of them ---- */

static const struct block_list *items_of(
	const struct check_job *job, const struct source_list *list)
{
	return (const void *)((const char *)job->options + list->list);
}

static const void *item_of(const struct check_job *job, const struct source_list *list, size_t i)
{
	return (const char *)items_of(job, list)->items + i * list->size;
}

static int accept(const struct source_list *list, const void *item, struct err *err)
{
	struct source source = list->source(item);

	if (list->accept && list->accept(item, &source, err) < 0)
		return -1;
	if (!source.workspace || !is_at_base(&source))
		return 0;
	return source_refuse(
		&source, "with workspace: true, baseline must be a path, not \"base\"", err);
}

int sources_accept(const struct check_job *job, const struct source_list *list, struct err *err)
{
	for (size_t i = 0; i < items_of(job, list)->count; i++)
		if (accept(list, item_of(job, list, i), err) < 0)
			return -1;
	return 0;
}

static int judge(const struct check_job *job, const struct source_list *list, const void *item,
	void *context, struct err *err)
{
	struct source source = list->source(item);
	struct text content;
	bool due;

	check_examined(job, list->counter, 1);
	if (find_due(&due, job, &source, err) < 0)
		return -1;
	if (!due)
		return 0;
	if (read_head(&content, job, &source, err) < 0)
		return -1;
	return content.ptr ? list->judge(job, item, &source, content, context, err) : 0;
}

int sources_judge(
	const struct check_job *job, const struct source_list *list, void *context, struct err *err)
{
	for (size_t i = 0; i < items_of(job, list)->count && !job_stopped(job); i++)
		if (judge(job, list, item_of(job, list, i), context, err) < 0)
			return -1;
	return 0;
}
