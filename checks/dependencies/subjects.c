/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/subjects.h"

#include <string.h>

struct text folder_of(struct text path)
{
	while (path.len > 0 && path.ptr[path.len - 1] != '/')
		path.len--;
	return path;
}

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
	"make the file anew with its own tool, and commit it without conflict marks; leave one "
	"that is broken on purpose out with paths: {ignore: …} in the base's policy";

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

int lock_parse(struct lock *out, bool *is_it, const struct format *format, struct text path,
	struct text content, struct arena *arena, struct err *err)
{
	return parse(out, is_it, format, path, content, NULL, false, arena, err);
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
