/* SPDX-License-Identifier: Apache-2.0
 *
 * Which files of a change are dependency files.
 */
#include "checks/dependencies/subjects.h"

#include <string.h>

#include "checks/dependencies/msbuild.h"
#include "gate/base/keys.h"

static bool is_file(uint32_t mode)
{
	return mode == MODE_FILE || mode == MODE_EXECUTABLE;
}

static struct text name_of(struct text path)
{
	return text_slice(path, folder_of(path).len, path.len);
}

struct finder {
	struct subjects *subjects;
	const struct check_job *job;
	struct format_index *formats;
	struct keys gone;  /* deleted files: see note_gone */
	struct keys tried; /* paths of locks that were looked for beside a manifest */
	bool has_gone;
};

static struct subject *subject_add(
	struct finder *finder, const struct format *format, struct err *err)
{
	struct subjects *all = finder->subjects;
	struct subject *subject;

	if (arena_reserve(finder->job->arena, (void **)&all->items, &all->capacity, all->count + 1,
		    sizeof(*all->items)) < 0) {
		err_nomem(err);
		return NULL;
	}
	subject = &all->items[all->count++];
	*subject = (struct subject){.format = format};
	return subject;
}

/* ---- what a new file was before ---- */

/* The key of the first deleted file of a format, or of a format and a name. No format has a slash in its name. */
static struct text gone_key(
	const struct finder *finder, const struct format *format, struct text name)
{
	return arena_textf(finder->job->arena, "%s/%.*s", format->name, (int)name.len, name.ptr);
}

static int note_gone_as(struct finder *finder, const struct format *format, struct text name,
	size_t file, struct err *err)
{
	struct text key = gone_key(finder, format, name);
	uint32_t *number;

	if (!key.ptr)
		return err_nomem(err);
	if (keys_add(&finder->gone, key, &number, err) < 0)
		return -1;
	if (*number == 0)
		*number = (uint32_t)file + 1;
	return 0;
}

/* A number is that of a file, and one. */
static int note_gone(struct finder *finder, size_t file, struct err *err)
{
	struct text path = finder->job->change->files[file].path;
	const struct format *found[MOST_FORMATS_OF_A_PATH];
	size_t count = format_index_find(finder->formats, found, path);

	for (size_t i = 0; i < count; i++)
		if (note_gone_as(finder, found[i], text_of(""), file, err) < 0 ||
			note_gone_as(finder, found[i], name_of(path), file, err) < 0)
			return -1;
	return 0;
}

static int list_gone(struct finder *finder, struct err *err)
{
	const struct change *change = finder->job->change;

	finder->has_gone = true;
	for (size_t i = 0; change->has_base && i < change->file_count; i++)
		if (is_file(change->files[i].base_mode) &&
			change->files[i].head_mode == MODE_NONE && note_gone(finder, i, err) < 0)
			return -1;
	return 0;
}

static int find_gone(const uint32_t **out, const struct finder *finder, const struct format *format,
	struct text name, struct err *err)
{
	struct text key = gone_key(finder, format, name);

	if (!key.ptr)
		return err_nomem(err);
	*out = keys_find(&finder->gone, key);
	return 0;
}

/* What a new file was before: a deleted one of the same format, best one of the same name. NULL where there is none. */
static int find_origin(const struct file **out, struct finder *finder, const struct file *file,
	const struct format *format, struct err *err)
{
	const uint32_t *number = NULL;

	*out = NULL;
	if (!finder->has_gone && list_gone(finder, err) < 0)
		return -1;
	if (finder->gone.count == 0)
		return 0;
	if (find_gone(&number, finder, format, name_of(file->path), err) < 0 ||
		(!number && find_gone(&number, finder, format, text_of(""), err) < 0))
		return -1;
	if (number)
		*out = &finder->job->change->files[*number - 1];
	return 0;
}

/* ---- changed files ---- */

static int add_file(struct finder *finder, const struct file *file, const struct format *format,
	struct err *err)
{
	const struct file *origin = file;
	struct subject *subject;

	if (file->head_mode == MODE_NONE || file->head_mode == MODE_SUBMODULE)
		return 0;
	if (!is_file(file->base_mode) && find_origin(&origin, finder, file, format, err) < 0)
		return -1;
	subject = subject_add(finder, format, err);
	if (!subject)
		return -1;
	subject->changed = true;
	subject->head =
		(struct version){.is_there = true, .mode = file->head_mode, .path = file->path};
	if (origin)
		subject->base = (struct version){
			.is_there = true, .mode = origin->base_mode, .path = origin->path};
	return 0;
}

static int add_files(struct finder *finder, struct err *err)
{
	const struct change *change = finder->job->change;

	for (size_t i = 0; i < change->file_count; i++) {
		const struct format *found[MOST_FORMATS_OF_A_PATH];
		size_t count = format_index_find(finder->formats, found, change->files[i].path);

		for (size_t f = 0; f < count; f++)
			if (add_file(finder, &change->files[i], found[f], err) < 0)
				return -1;
	}
	return 0;
}

/* ---- locks beside changed manifests ---- */

static bool lists(const char *const *names, struct text name)
{
	for (; names && *names; names++)
		if (text_is(name, *names))
			return true;
	return false;
}

/* Each path once: folders have those above them in common. */
static int add_unchanged(
	struct finder *finder, const struct format *format, struct text path, struct err *err)
{
	struct subject *subject;
	uint32_t mode, *times;

	if (keys_add(&finder->tried, path, &times, err) < 0)
		return -1;
	if ((*times)++ || change_file(finder->job->change, path))
		return 0;
	if (job_mode(finder->job, SIDE_HEAD, path, &mode, err) < 0)
		return -1;
	if (!is_file(mode))
		return 0;
	subject = subject_add(finder, format, err);
	if (!subject)
		return -1;
	subject->head = (struct version){.is_there = true, .mode = mode, .path = path};
	subject->base = subject->head;
	return 0;
}

/* In the manifest's folder and those above it: a workspace has one lock at its top. */
static int add_beside(
	struct finder *finder, struct text manifest, const struct format *format, struct err *err)
{
	struct text folder = folder_of(manifest);

	for (;;) {
		for (const char *const *glob = format->globs; *glob; glob++) {
			char *path;

			if (strpbrk(*glob, "*?[{/\\"))
				continue;
			path = arena_printf(
				finder->job->arena, "%.*s%s", (int)folder.len, folder.ptr, *glob);
			if (!path)
				return err_nomem(err);
			if (add_unchanged(finder, format, text_of(path), err) < 0)
				return -1;
		}
		if (folder.len == 0)
			return 0;
		folder.len--;
		folder = folder_of(folder);
	}
}

/* Without a base all files of the head are changed ones. */
static int add_locks(struct finder *finder, struct err *err)
{
	size_t count = finder->job->change->has_base ? finder->subjects->count : 0;

	for (size_t i = 0; i < count; i++)
		for (size_t f = 0; f < formats.count; f++) {
			struct text path = finder->subjects->items[i].head.path;

			if (lists(formats.items[f]->manifests, name_of(path)) &&
				add_beside(finder, path, formats.items[f], err) < 0)
				return -1;
		}
	return 0;
}

/* Projects of .NET are no format: their names are anyone's. */
static int add_locks_of_projects(struct finder *finder, struct err *err)
{
	const struct change *change = finder->job->change;
	const struct format *nuget[MOST_FORMATS_OF_A_PATH];
	size_t count = formats_of_path(nuget, text_of("packages.lock.json"));

	for (size_t i = 0; count && i < change->file_count; i++) {
		const struct file *file = &change->files[i];
		struct text folder = folder_of(file->path);
		struct text lock;

		if (!msbuild_is_project(file->path) || !is_file(file->head_mode))
			continue;
		lock = arena_textf(
			finder->job->arena, "%.*spackages.lock.json", (int)folder.len, folder.ptr);
		if (!lock.ptr)
			return err_nomem(err);
		if (add_unchanged(finder, nuget[0], lock, err) < 0)
			return -1;
	}
	return 0;
}

int subjects_find(struct subjects *out, const struct check_job *job, struct err *err)
{
	struct finder finder = {.subjects = out, .job = job};

	if (format_index_new(&finder.formats, job->arena, err) < 0)
		return -1;
	keys_start(&finder.gone, job->arena);
	keys_start(&finder.tried, job->arena);
	if (add_files(&finder, err) < 0 || add_locks_of_projects(&finder, err) < 0)
		return -1;
	return add_locks(&finder, err);
}
