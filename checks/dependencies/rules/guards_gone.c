/* SPDX-License-Identifier: Apache-2.0
 *
 * Files that are a protection, or have one, and are deleted while the rest of their project stays: Gradle verifies nothing without its
 * metadata, and what settings made stricter than usual is usual again. One that was moved is compared where it went.
 */
#include <string.h>

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

static bool is_moved(const struct change *change, const struct format *format)
{
	for (size_t i = 0; i < change->file_count; i++)
		if (change->files[i].base_mode == MODE_NONE &&
			change->files[i].head_mode != MODE_NONE &&
			format_takes(format, change->files[i].path))
			return true;
	return false;
}

/* The first pattern is that of the file that counts; Maven's resolver passes what its trusted checksums do not name. */
static bool is_protection(const struct format *format, struct text path)
{
	return format->is_missed ||
	       (format->is_protection && glob_match(text_of(format->globs[0]), path)) ||
	       text_ends(folder_of(path), ".mvn/checksums/");
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

static int report_guards(struct judging *judging, const struct subject *subject,
	const struct lock *base, struct err *err)
{
	for (size_t i = 0; i < base->settings.count; i++) {
		const struct setting *old = &base->settings.items[i];
		struct verdict_on on = {.rule = "dependencies/protection-weakened",
			.subject = subject,
			.name = old->name,
			.from = old->value};

		if (old->kind == SETTING_GUARD && old->strength > old->usual &&
			judging_report(judging, &on, err,
				"%.*s was set to \"%.*s\" and is gone with its file",
				SHOWN(old->name), SHOWN(old->value)) < 0)
			return -1;
	}
	return 0;
}

/* A base that cannot be read protected nothing that could be told. */
static int judge_gone(
	struct judging *judging, const struct format *format, struct text path, struct err *err)
{
	const struct subject subject = {.format = format, .head = {.path = path}};
	struct err own = {0};
	struct lock base;
	bool found, there;

	if (is_moved(judging->job->change, format))
		return 0;
	if (is_project_there(&there, judging, path, err) < 0)
		return -1;
	if (!there)
		return 0;
	if (lock_read(&base, &found, format, judging->job, SIDE_BASE, path, &own) < 0)
		return own.kind == ERR_INTERNAL ? err_set(err, own.kind, "%s", own.message) : 0;
	if (!found)
		return 0;
	if (is_protection(format, path))
		return report_file(judging, &subject, err);
	return report_guards(judging, &subject, &base, err);
}

int judge_guards_gone(struct judging *judging, struct err *err)
{
	const struct change *change = judging->job->change;

	for (size_t i = 0; change->has_base && i < change->file_count; i++) {
		const struct format *found[MOST_FORMATS_OF_A_PATH];
		size_t count;

		if (change->files[i].head_mode != MODE_NONE)
			continue;
		count = formats_of_path(found, change->files[i].path);
		for (size_t f = 0; f < count; f++)
			if (!found[f]->manifests && !found[f]->by_content &&
				judge_gone(judging, found[f], change->files[i].path, err) < 0)
				return -1;
	}
	return judging_close(judging, err);
}
