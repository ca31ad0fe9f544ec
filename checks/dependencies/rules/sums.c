/* SPDX-License-Identifier: Apache-2.0
 *
 * Checksum files whose files are in the repository: a line that is not true of its file, where it is new or was true before. Of
 * a file that changed, the checksum files beside it are looked at too.
 */
#include <string.h>

#include "checks/dependencies/subjects.h"
#include "checks/dependencies/sums.h"
#include "gate/base/keys.h"

static int report(struct judging *judging, const struct subject *subject, const struct pin *pin,
	enum sum_state state, struct err *err)
{
	struct verdict_on on = verdict_on_pin("dependencies/sum-mismatch", subject, pin);

	on.to = pin->digests[0].written;
	if (state == SUM_LINKED)
		return judging_report(judging, &on, err,
			"the hash here was that of %.*s, which is now a link or behind one",
			SHOWN(pin->name));
	return judging_report(judging, &on, err,
		"the hash here is not that of %.*s in this repository", SHOWN(pin->name));
}

static bool has_pin(const struct pair *pair, const struct pin *pin)
{
	for (size_t i = 0; i < pair->base_count; i++)
		if (pin_has_same_digests(pair->base[i], pin))
			return true;
	return false;
}

/* What the base had so already is not the change's, unless its file is: that is seen to below. */
static int judge_line(struct judging *judging, const struct subject *subject,
	const struct pair *pair, const struct pin *pin, struct err *err)
{
	enum sum_state state;

	if (has_pin(pair, pin))
		return 0;
	if (sum_state(&state, judging, SIDE_HEAD, subject->head.path, pin, err) < 0)
		return -1;
	return state == SUM_BROKEN ? report(judging, subject, pin, state, err) : 0;
}

int judge_sums(struct judging *judging, const struct subject *subject, struct err *err)
{
	if (!sums_are(subject->format))
		return 0;
	for (size_t i = 0; i < subject->pairs.count && !job_stopped(judging->job); i++)
		for (size_t h = 0; h < subject->pairs.items[i].head_count; h++)
			if (judge_line(judging, subject, &subject->pairs.items[i],
				    subject->pairs.items[i].head[h], err) < 0)
				return -1;
	return 0;
}

/* ---- files beside their checksums ---- */

/* Asked about every file of a change: no other format's patterns are looked at. */
static const struct format *format_of(struct text path)
{
	for (size_t i = 0; i < formats.count; i++)
		if (sums_are(formats.items[i]) && format_takes(formats.items[i], path))
			return formats.items[i];
	return NULL;
}

/* The change touches what was there: edits it, or takes it away, which may leave a link in its place. */
static bool is_touched(
	const struct judging *judging, struct text folder, struct text name, struct arena *arena)
{
	struct text path;
	const struct file *file;

	if (text_starts(name, "./"))
		name = text_slice(name, 2, name.len);
	path = arena_textf(arena, "%.*s%.*s", (int)folder.len, folder.ptr, (int)name.len, name.ptr);
	file = path.ptr ? change_file(judging->job->change, path) : NULL;
	return file && file->base_mode != MODE_NONE;
}

/* Only a line that was true of the file at the base is broken by the file's change. */
static int compare(struct judging *judging, const struct subject *subject, const struct pin *pin,
	struct err *err)
{
	enum sum_state before, now;

	if (sum_state(&now, judging, SIDE_HEAD, subject->head.path, pin, err) < 0)
		return -1;
	if (now != SUM_BROKEN && now != SUM_LINKED)
		return 0;
	if (sum_state(&before, judging, SIDE_BASE, subject->head.path, pin, err) < 0)
		return -1;
	return before == SUM_HOLDS ? report(judging, subject, pin, now, err) : 0;
}

/* The lines of a list by their names; a name may stand on several. */
struct lines {
	const struct pins *pins;
	struct keys names; /* the number of the last of its lines, from 1 */
	uint32_t *before;  /* of each line: the one before it of the same name; 0: none */
};

static int lines_index(
	struct lines *lines, const struct pins *pins, struct arena *arena, struct err *err)
{
	uint32_t *last;

	*lines = (struct lines){.pins = pins,
		.before = arena_array(arena, pins->count + 1, sizeof(*lines->before))};
	if (!lines->before)
		return err_nomem(err);
	keys_start(&lines->names, arena);
	for (size_t i = 0; i < pins->count; i++) {
		if (keys_add(&lines->names, pins->items[i].name, &last, err) < 0)
			return -1;
		lines->before[i] = *last;
		*last = (uint32_t)i + 1;
	}
	return 0;
}

static bool has_line(const struct lines *lines, const struct pin *pin)
{
	const uint32_t *last = keys_find(&lines->names, pin->name);

	for (uint32_t at = last ? *last : 0; at; at = lines->before[at - 1])
		if (pin_has_same_digests(&lines->pins->items[at - 1], pin))
			return true;
	return false;
}

/* Lines that the change adds to the list are judged with it. */
static int compare_all(struct judging *judging, const struct subject *subject, struct arena *arena,
	struct err *err)
{
	const struct pins *pins = &subject->head.lock.pins;
	struct lines base;

	if (lines_index(&base, &subject->base.lock.pins, arena, err) < 0)
		return -1;
	for (size_t i = 0; i < pins->count && !job_stopped(judging->job); i++)
		if (pins->items[i].digest_count &&
			is_touched(judging, folder_of(subject->head.path), pins->items[i].name,
				arena) &&
			has_line(&base, &pins->items[i]) &&
			compare(judging, subject, &pins->items[i], err) < 0)
			return -1;
	return 0;
}

/* One that cannot be read is not this change's, or a subject of its own. */
static int read_list(bool *found, struct version *into, const struct check_job *reading,
	enum side side, struct err *err)
{
	struct err own = {0};

	if (lock_read(&into->lock, found, format_of(into->path), reading, side, into->path, &own) ==
		0)
		return 0;
	*found = false;
	return own.kind == ERR_INTERNAL ? err_set(err, own.kind, "%s", own.message) : 0;
}

/* A checksum file beside files that the change edits: lines that it had before. */
static int judge_list(
	struct judging *judging, struct text path, struct arena *arena, struct err *err)
{
	struct subject subject = {.format = format_of(path), .head = {.path = path}};
	struct check_job reading = *judging->job;
	bool found;

	reading.arena = arena;
	if (read_list(&found, &subject.head, &reading, SIDE_HEAD, err) < 0)
		return -1;
	subject.base = subject.head;
	if (found && change_file(judging->job->change, path) &&
		read_list(&found, &subject.base, &reading, SIDE_BASE, err) < 0)
		return -1;
	return found ? compare_all(judging, &subject, arena, err) : 0;
}

/* "x.sha256" of an x beside it is about that alone: where the change leaves x as it is, it is not read. */
static int is_asked(bool *out, const struct check_job *job, const struct judging *judging,
	struct text path, struct err *err)
{
	size_t dot = path.len;
	uint32_t mode = MODE_NONE;

	*out = format_of(path) != NULL;
	while (dot > 0 && path.ptr[dot - 1] != '.' && path.ptr[dot - 1] != '/')
		dot--;
	if (!*out || dot < 2 || path.ptr[dot - 1] != '.')
		return 0;
	if (job_mode(job, SIDE_HEAD, text_slice(path, 0, dot - 1), &mode, err) < 0)
		return -1;
	*out = mode == MODE_NONE ||
	       is_touched(judging, text_of(""), text_slice(path, 0, dot - 1), job->arena);
	return 0;
}

static int judge_lists(
	struct judging *judging, struct text folder, struct arena *arena, struct err *err)
{
	struct check_job reading = *judging->job;
	struct paths files;

	reading.arena = arena;
	if (job_list(&reading, SIDE_HEAD, folder, &files, err) < 0)
		return -1;
	for (size_t i = 0; i < files.count && !job_stopped(judging->job); i++) {
		bool asked;

		if (is_asked(&asked, &reading, judging, files.items[i], err) < 0 ||
			(asked && judge_list(judging, files.items[i], arena, err) < 0))
			return -1;
	}
	return 0;
}

static int judge_folder(struct judging *judging, struct text folder, struct err *err)
{
	struct arena *arena;
	int done;

	arena = arena_new();
	if (!arena)
		return err_nomem(err);
	done = judge_lists(judging, folder, arena, err);
	arena_free(arena);
	return done;
}

/* A list names files in its folder and below. Each folder is listed once, and not asked for names of each file. */
static int judge_above(
	struct judging *judging, struct keys *folders, struct text path, struct err *err)
{
	struct text folder = folder_of(path);
	uint32_t *seen;

	for (;;) {
		if (keys_add(folders, folder, &seen, err) < 0)
			return -1;
		if ((*seen)++)
			return 0;
		if (judge_folder(judging, folder, err) < 0)
			return -1;
		if (!folder.len)
			return 0;
		folder = folder_of(text_slice(folder, 0, folder.len - 1));
	}
}

int judge_edited_sums(struct judging *judging, struct err *err)
{
	const struct change *change = judging->job->change;
	struct keys folders = {0};

	keys_start(&folders, judging->job->arena);
	for (size_t i = 0; i < change->file_count && !job_stopped(judging->job); i++)
		if (change->files[i].base_mode != MODE_NONE &&
			judge_above(judging, &folders, change->files[i].path, err) < 0)
			return -1;
	return 0;
}
