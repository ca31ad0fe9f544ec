/* SPDX-License-Identifier: Apache-2.0
 *
 * Files that are a protection, or have one, and are deleted while the rest of their project stays: Gradle verifies nothing without its
 * metadata, and what settings made stricter than usual is usual again. One that was moved is compared where it went.
 */
#include <string.h>

#include "checks/dependencies/inherited.h"
#include "checks/dependencies/rules/guards_moved.h"
#include "checks/dependencies/subjects.h"

static int is_project_there(bool *out, struct judging *judging, const struct format *format,
	struct text path, struct err *err)
{
	struct paths files = {0};

	if (guard_list(&files, judging, format, guard_project(path), err) < 0)
		return -1;
	*out = files.count > 0;
	return 0;
}

static int report_file(struct judging *judging, const struct subject *subject, struct err *err)
{
	struct verdict_on on = {.rule = "dependencies/protection-weakened", .subject = subject};

	if (!subject->format->is_missed)
		return judging_report(judging, &on, err,
			"the file is gone, and nothing is held to its hashes any more");
	on.rule = "dependencies/lock-removed";
	return judging_report(judging, &on, err, "the lock is gone, its project is still here");
}

static int report_guard(struct judging *judging, const struct subject *subject,
	const struct setting *old, struct err *err)
{
	const struct verdict_on on = {.rule = "dependencies/protection-weakened",
		.subject = subject,
		.name = old->name,
		.from = old->value};
	bool holds;

	if (inherited_holds(&holds, judging, subject->format, subject->head.path, old, err) < 0)
		return -1;
	return holds ? 0
		     : judging_report(judging, &on, err,
			       "%.*s was set to \"%.*s\" and is gone with its file",
			       SHOWN(old->name), SHOWN(old->value));
}

static int report_guards(struct judging *judging, const struct subject *subject,
	const struct lock *base, struct err *err)
{
	for (size_t i = 0; i < base->settings.count; i++) {
		const struct setting *old = &base->settings.items[i];

		if (old->kind == SETTING_GUARD && old->strength > old->usual &&
			report_guard(judging, subject, old, err) < 0)
			return -1;
	}
	return 0;
}

/* Whether the base's bytes are here: without them nobody can tell what went with the file. */
static int is_here(bool *out, struct judging *judging, struct text path, struct err *err)
{
	struct err own = {0};
	struct text content;

	*out = job_read(judging->job, SIDE_BASE, path, &content, &own) == 0;
	if (*out)
		return 0;
	if (own.kind == ERR_INTERNAL)
		return err_set(err, own.kind, "%s", own.message);
	check_incomplete(judging->job, path, own.message, "fetch what the base has");
	return 0;
}

/* Its project is still there, did not move, and what the file said can be read. */
static int is_missed(bool *out, struct judging *judging, const struct format *format,
	const struct file *file, struct err *err)
{
	bool moved;

	if (is_project_there(out, judging, format, file->path, err) < 0)
		return -1;
	if (!*out)
		return 0;
	if (guard_is_moved(&moved, judging, format, file, err) < 0)
		return -1;
	*out = !moved;
	return moved ? 0 : is_here(out, judging, file->path, err);
}

/* A base that is no such file protected nothing that could be told. */
static int judge_gone(struct judging *judging, const struct format *format, const struct file *file,
	struct err *err)
{
	const struct subject subject = {.format = format, .head = {.path = file->path}};
	struct err own = {0};
	struct lock base;
	bool found, missed;

	if (is_missed(&missed, judging, format, file, err) < 0)
		return -1;
	if (!missed)
		return 0;
	if (lock_read(&base, &found, format, judging->job, SIDE_BASE, file->path, &own) < 0)
		return own.kind == ERR_INTERNAL ? err_set(err, own.kind, "%s", own.message) : 0;
	if (!found)
		return 0;
	if (guard_is_protection(format, file->path))
		return report_file(judging, &subject, err);
	return report_guards(judging, &subject, &base, err);
}

int judge_guards_gone(struct judging *judging, struct err *err)
{
	const struct change *change = judging->job->change;

	for (size_t i = 0; change->has_base && i < change->file_count && !job_stopped(judging->job);
		i++) {
		const struct format *found[MOST_FORMATS_OF_A_PATH];
		size_t count;

		if (change->files[i].head_mode != MODE_NONE)
			continue;
		count = formats_of_path(found, change->files[i].path);
		for (size_t f = 0; f < count; f++)
			if (!found[f]->manifests && !found[f]->by_content &&
				judge_gone(judging, found[f], &change->files[i], err) < 0)
				return -1;
	}
	return judging_close(judging, err);
}
