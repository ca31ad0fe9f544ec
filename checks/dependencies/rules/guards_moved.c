/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/rules/guards_moved.h"

#include <string.h>

#include "checks/dependencies/msbuild.h"
#include "checks/dependencies/subjects.h"
#include "gate/base/glob.h"

/* ".mvn/maven.config" is about what ".mvn/" lies in. */
struct text guard_project(struct text path)
{
	static const char *const own[] = {

		"gradle/", ".mvn/", ".cargo/", ".config/", ".bundle/", ".mvn/checksums/"};
	struct text folder = folder_of(path);

	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		if (text_is(folder, own[i]) ||
			(text_ends(folder, own[i]) &&
				folder.ptr[folder.len - strlen(own[i]) - 1] == '/'))
			return text_slice(folder, 0, folder.len - strlen(own[i]));
	return folder;
}

/* The first pattern is that of the file that counts; Maven's resolver passes what its trusted checksums do not name. */
bool guard_is_protection(const struct format *format, struct text path)
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

/* A file that the settings were about, and are not any more: in the folder that they left (NuGet's hold below it too), not below the one
 * that they went to. */
static bool is_left(const struct format *format, struct text path, struct text to)
{
	const struct format *found[MOST_FORMATS_OF_A_PATH];
	size_t count = formats_of_path(found, path);

	if (path.len >= to.len && text_equal(text_slice(path, 0, to.len), to))
		return false;
	if (strcmp(format->ecosystem, "nuget") == 0 && msbuild_is_project(path))
		return true;
	for (size_t i = 0; i < count; i++)
		if (found[i] != format && !found[i]->by_content &&
			strcmp(found[i]->ecosystem, format->ecosystem) == 0)
			return true;
	return false;
}

int guard_list(struct paths *out, struct judging *judging, const struct format *format,
	struct text from, struct err *err)
{
	const char *glob;

	if (strcmp(format->name, "nuget-config") != 0)
		return job_list(judging->job, SIDE_HEAD, from, out, err);
	glob = glob_in_folder(from, "**", judging->job->arena);
	return glob ? job_match(judging->job, SIDE_HEAD, glob, out, err) : err_nomem(err);
}

/* pip reads a pip.conf where a variable says, wherever it lies. */
static int still_covers(bool *out, struct judging *judging, const struct format *format,
	struct text from, struct text to, struct err *err)
{
	struct paths files = {0};

	*out = true;
	if (strcmp(format->name, "pip-conf") == 0)
		return 0;
	if (guard_list(&files, judging, format, from, err) < 0)
		return -1;
	for (size_t i = 0; i < files.count && *out; i++)
		*out = !is_left(format, files.items[i], to);
	return 0;
}

/* A protection protects where its project is: one that went elsewhere alone is as good as deleted, and so are settings that left what they are about. */
static int protects_at(bool *out, struct judging *judging, const struct format *format,
	const struct file *file, struct text path, struct err *err)
{
	struct text from = guard_project(file->path), to = guard_project(path);

	return guard_is_protection(format, file->path)
		       ? is_with_others(out, judging, from, to, file, err)
		       : still_covers(out, judging, format, from, to, err);
}

int guard_is_moved(bool *out, struct judging *judging, const struct format *format,
	const struct file *file, struct err *err)
{
	const struct change *change = judging->job->change;

	*out = false;
	for (size_t i = 0; i < change->file_count && !*out && !job_stopped(judging->job); i++) {
		struct text path = change->files[i].path;

		if (is_new(&change->files[i]) && format_takes(format, path) &&
			protects_at(out, judging, format, file, path, err) < 0)
			return -1;
	}
	return 0;
}
