/* SPDX-License-Identifier: Apache-2.0
 *
 * Which files of a change are dependency files.
 */
#include "checks/dependencies/subjects.h"

#include <string.h>

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

static bool has_format(const struct finder *finder, struct text path, const struct format *format)
{
	const struct format *found[MOST_FORMATS_OF_A_PATH];
	size_t count = format_index_find(finder->formats, found, path);

	for (size_t i = 0; i < count; i++)
		if (found[i] == format)
			return true;
	return false;
}

/* What a new file was before: a deleted one of the same format, best one of the same name. */
static const struct file *find_origin(
	const struct finder *finder, const struct file *file, const struct format *format)
{
	const struct change *change = finder->job->change;
	const struct file *best = NULL;

	for (size_t i = 0; change->has_base && i < change->file_count; i++) {
		const struct file *other = &change->files[i];

		if (!is_file(other->base_mode) || other->head_mode != MODE_NONE ||
			!has_format(finder, other->path, format))
			continue;
		if (text_equal(name_of(other->path), name_of(file->path)))
			return other;
		if (!best)
			best = other;
	}
	return best;
}

static int add_file(struct finder *finder, const struct file *file, const struct format *format,
	struct err *err)
{
	const struct file *origin = file;
	struct subject *subject;

	if (file->head_mode == MODE_NONE || file->head_mode == MODE_SUBMODULE)
		return 0;
	if (!is_file(file->base_mode))
		origin = find_origin(finder, file, format);
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

static bool has_subject(const struct subjects *subjects, struct text path)
{
	for (size_t i = 0; i < subjects->count; i++)
		if (text_equal(subjects->items[i].head.path, path))
			return true;
	return false;
}

static int add_unchanged(
	struct finder *finder, const struct format *format, struct text path, struct err *err)
{
	struct subject *subject;
	uint32_t mode;

	if (change_file(finder->job->change, path) || has_subject(finder->subjects, path))
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

static int add_locks(struct finder *finder, struct err *err)
{
	size_t count = finder->subjects->count;

	for (size_t i = 0; i < count; i++)
		for (size_t f = 0; f < formats.count; f++) {
			struct text path = finder->subjects->items[i].head.path;

			if (lists(formats.items[f]->manifests, name_of(path)) &&
				add_beside(finder, path, formats.items[f], err) < 0)
				return -1;
		}
	return 0;
}

int subjects_find(struct subjects *out, const struct check_job *job, struct err *err)
{
	struct finder finder = {out, job, NULL};

	if (format_index_new(&finder.formats, job->arena, err) < 0)
		return -1;
	if (add_files(&finder, err) < 0)
		return -1;
	return add_locks(&finder, err);
}
