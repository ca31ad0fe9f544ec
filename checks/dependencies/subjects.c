/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/subjects.h"

#include <string.h>

static bool is_file(uint32_t mode)
{
	return mode == MODE_FILE || mode == MODE_EXECUTABLE;
}

struct text folder_of(struct text path)
{
	while (path.len > 0 && path.ptr[path.len - 1] != '/')
		path.len--;
	return path;
}

static struct text name_of(struct text path)
{
	return text_slice(path, folder_of(path).len, path.len);
}

/* ---- finding ---- */

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

/* ---- reading ---- */

/* The job with another arena, for what need not live as long. */
static struct check_job job_with(const struct check_job *job, struct arena *arena)
{
	struct check_job other = *job;

	other.arena = arena;
	return other;
}

/* NOLINTNEXTLINE(readability-function-size): a document, and what is known of it */
static int parse(struct lock *lock, bool *is_it, const struct format *format, struct text path,
	struct text content, const struct lock *base, bool is_base, struct arena *arena,
	struct err *err)
{
	struct document document = {.path = path,
		.content = content,
		.arena = arena,
		.name = arena_copy(arena, path),
		.base = base,
		.is_base = is_base};

	*is_it = false;
	*lock = (struct lock){.arena = arena, .content = content};
	if (!document.name)
		return err_nomem(err);
	if (format->is && !format->is(path, content))
		return 0;
	*is_it = true;
	return format_read(format, lock, &document, err);
}

/* An error of our own, or of memory, ends the check; one about the file is about the file. */
static bool is_about_the_file(const struct err *err)
{
	return err->kind == ERR_LOOK || err->kind == ERR_USAGE;
}

static int subject_arena(struct subject *subject, struct err *err)
{
	if (!subject->arena)
		subject->arena = arena_new();
	return subject->arena ? 0 : err_nomem(err);
}

int subject_read_base(struct subject *subject, const struct check_job *job, struct err *err)
{
	struct version *base = &subject->base;
	struct err own = {0};
	struct check_job reading;

	if (!base->is_there)
		return 0;
	if (subject_arena(subject, err) < 0)
		return -1;
	reading = job_with(job, subject->arena);
	if (job_read(&reading, SIDE_BASE, base->path, &base->content, err) < 0)
		return -1;
	if (!base->content.ptr)
		base->is_there = false;
	else if (parse(&base->lock, &base->is_there, subject->format, base->path, base->content,
			 NULL, true, subject->arena, &own) < 0) {
		if (!is_about_the_file(&own)) {
			*err = own;
			return -1;
		}
		check_examined(job, "bases that cannot be read", 1);
		base->is_there = false;
	}
	if (!base->is_there)
		base->lock = (struct lock){.arena = subject->arena};
	return 0;
}

static const char link_reason[] = "it is a symbolic link: what it points to is not read";
static const char link_remedy[] = "commit the file itself";
static const char parse_remedy[] =
	"make the file anew with its own tool, and commit it without conflict marks";

/* An error about the file becomes an item of what was not looked at. */
static int head_failed(const struct version *head, const struct check_job *job,
	const struct err *own, struct err *err)
{
	if (own->kind == ERR_NONE)
		return 0;
	if (!is_about_the_file(own)) {
		*err = *own;
		return -1;
	}
	check_incomplete(
		job, head->path, own->message, own->remedy[0] ? own->remedy : parse_remedy);
	return 0;
}

/* Garbled at the words that tell the format it would pass unread. */
static void note_garbled(const struct subject *subject, const struct check_job *job)
{
	const struct version *head = &subject->head;

	if (!head->is_there && subject->base.is_there && !subject->format->by_content &&
		!formats_know(head->path, head->content))
		check_incomplete(job, head->path,
			"nothing in it tells what it is; at the base it was a lock or manifest",
			parse_remedy);
}

static void head_is_link(struct subject *subject, const struct check_job *job)
{
	subject->head.is_there = false;
	if (!subject->format->by_content)
		check_incomplete(job, subject->head.path, link_reason, link_remedy);
}

int subject_read_head(struct subject *subject, const struct check_job *job, struct err *err)
{
	struct version *head = &subject->head;
	struct err own = {0};
	struct check_job reading;

	if (head->mode == MODE_SYMLINK) {
		head_is_link(subject, job);
		return 0;
	}
	if (subject_arena(subject, err) < 0)
		return -1;
	reading = job_with(job, subject->arena);
	if (job_read(&reading, SIDE_HEAD, head->path, &head->content, &own) == 0 &&
		head->content.ptr &&
		parse(&head->lock, &head->is_there, subject->format, head->path, head->content,
			subject->base.is_there ? &subject->base.lock : NULL, false, subject->arena,
			&own) == 0) {
		note_garbled(subject, job);
		return 0;
	}
	head->is_there = false;
	return head_failed(head, job, &own, err);
}

int lock_read(struct lock *out, bool *found, const struct format *format,
	const struct check_job *job, enum side side, struct text path, struct err *err)
{
	struct text content;

	*found = false;
	*out = (struct lock){.arena = job->arena};
	if (job_read(job, side, path, &content, err) < 0)
		return -1;
	return content.ptr ? parse(out, found, format, path, content, NULL, false, job->arena, err)
			   : 0;
}
