/* SPDX-License-Identifier: Apache-2.0
 *
 * Files that are a protection, or have one, and are deleted while the rest of their project stays: Gradle verifies nothing without its
 * metadata, and what settings made stricter than usual is usual again. One that was moved is compared where it went.
 */
#include <string.h>

#include "checks/dependencies/inherited.h"
#include "checks/dependencies/judging.h"
#include "checks/dependencies/subjects.h"
#include "gate/base/glob.h"

/* ".mvn/maven.config" is about what ".mvn/" lies in. */
static struct text project_of(struct text path)
{
	static const char *const own[] = {
		"gradle/", ".mvn/", ".cargo/", ".config/", ".mvn/checksums/"};
	struct text folder = folder_of(path);

	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		if (text_is(folder, own[i]) ||
			(text_ends(folder, own[i]) &&
				folder.ptr[folder.len - strlen(own[i]) - 1] == '/'))
			return text_slice(folder, 0, folder.len - strlen(own[i]));
	return folder;
}

static int is_project_there(bool *out, struct judging *judging, struct text path, struct err *err)
{
	struct paths files;

	if (job_list(judging->job, SIDE_HEAD, project_of(path), &files, err) < 0)
		return -1;
	*out = files.count > 0;
	return 0;
}

/* The first pattern is that of the file that counts; Maven's resolver passes what its trusted checksums do not name. */
static bool is_protection(const struct format *format, struct text path)
{
	return format->is_missed ||
	       (format->is_protection && glob_match(text_of(format->globs[0]), path)) ||
	       text_ends(folder_of(path), ".mvn/checksums/");
}

static bool is_gone(const struct file *file)
{
	return file->base_mode != MODE_NONE && file->head_mode == MODE_NONE;
}

static bool is_new(const struct file *file)
{
	return file && file->base_mode == MODE_NONE && file->head_mode != MODE_NONE;
}

/* Whether a script, a manifest or a lock that stood in the one project is new in the other. */
static int is_with_others(bool *out, struct judging *judging, struct text from, struct text to,
	const struct file *but, struct err *err)
{
	const struct change *change = judging->job->change;

	*out = false;
	for (size_t i = 0; i < change->file_count && !*out; i++) {
		const struct file *file = &change->files[i];
		const struct format *found[MOST_FORMATS_OF_A_PATH];
		struct text there;

		if (file == but || !is_gone(file) || !text_equal(folder_of(file->path), from) ||
			!formats_of_path(found, file->path))
			continue;
		there = arena_textf(judging->job->arena, "%.*s%.*s", (int)to.len, to.ptr,
			(int)(file->path.len - from.len), file->path.ptr + from.len);
		if (!there.ptr)
			return err_nomem(err);
		*out = is_new(change_file(change, there));
	}
	return 0;
}

/* A protection protects where its project is: one that went elsewhere alone is as good as deleted. */
static int is_moved(bool *out, struct judging *judging, const struct format *format,
	const struct file *file, struct err *err)
{
	const struct change *change = judging->job->change;

	*out = false;
	for (size_t i = 0; i < change->file_count && !*out && !job_stopped(judging->job); i++) {
		struct text path = change->files[i].path;

		if (!is_new(&change->files[i]) || !format_takes(format, path))
			continue;
		*out = !is_protection(format, file->path);
		if (!*out && is_with_others(out, judging, project_of(file->path), project_of(path),
				     file, err) < 0)
			return -1;
	}
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

	if (inherited_at_head(&holds, judging, subject->format, subject->head.path, old, err) < 0)
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

	if (is_project_there(out, judging, file->path, err) < 0)
		return -1;
	if (!*out)
		return 0;
	if (is_moved(&moved, judging, format, file, err) < 0)
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
	if (is_protection(format, file->path))
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
