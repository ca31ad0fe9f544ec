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
	struct err *err)
{
	struct verdict_on on = verdict_on_pin("dependencies/sum-mismatch", subject, pin);

	on.to = pin->digests[0].written;
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
	return state == SUM_BROKEN ? report(judging, subject, pin, err) : 0;
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

static const char *const own_suffixes[] = {".sha256", ".sha512", ".sha256sum", ".sha512sum", NULL};
static const char *const folder_names[] = {
	"SHA256SUMS", "SHA512SUMS", "sha256sums.txt", "checksums.txt", NULL};

/* Asked about every file of a change: no other format's patterns are looked at. */
static const struct format *format_of(struct text path)
{
	for (size_t i = 0; i < formats.count; i++)
		if (sums_are(formats.items[i]) && format_takes(formats.items[i], path))
			return formats.items[i];
	return NULL;
}

static bool is_edited(
	const struct judging *judging, struct text folder, struct text name, struct arena *arena)
{
	struct text path = arena_textf(
		arena, "%.*s%.*s", (int)folder.len, folder.ptr, (int)name.len, name.ptr);
	const struct file *file = path.ptr ? change_file(judging->job->change, path) : NULL;

	return file && file->base_mode != MODE_NONE && file->head_mode != MODE_NONE;
}

/* Only a line that was true of the file at the base is broken by the file's change. */
static int compare(struct judging *judging, const struct subject *subject, const struct pin *pin,
	struct err *err)
{
	enum sum_state before, now;

	if (sum_state(&now, judging, SIDE_HEAD, subject->head.path, pin, err) < 0)
		return -1;
	if (now != SUM_BROKEN)
		return 0;
	if (sum_state(&before, judging, SIDE_BASE, subject->head.path, pin, err) < 0)
		return -1;
	return before == SUM_HOLDS ? report(judging, subject, pin, err) : 0;
}

static int compare_all(struct judging *judging, const struct subject *subject, struct arena *arena,
	struct err *err)
{
	const struct pins *pins = &subject->head.lock.pins;

	for (size_t i = 0; i < pins->count && !job_stopped(judging->job); i++)
		if (pins->items[i].digest_count &&
			is_edited(judging, folder_of(subject->head.path), pins->items[i].name,
				arena) &&
			compare(judging, subject, &pins->items[i], err) < 0)
			return -1;
	return 0;
}

/* A checksum file that the change leaves as it was, beside files that it edits. One that cannot be read is not this change's. */
static int judge_list(
	struct judging *judging, struct text path, struct arena *arena, struct err *err)
{
	struct subject subject = {.format = format_of(path), .head = {.path = path}};
	struct check_job reading = *judging->job;
	struct err own = {0};
	bool found;

	reading.arena = arena;
	if (!subject.format || change_file(judging->job->change, path))
		return 0;
	if (lock_read(&subject.head.lock, &found, subject.format, &reading, SIDE_HEAD, path, &own) <
		0)
		return own.kind == ERR_INTERNAL ? err_set(err, own.kind, "%s", own.message) : 0;
	return found ? compare_all(judging, &subject, arena, err) : 0;
}

static bool has_name_of_lists(struct text path)
{
	struct text name = text_slice(path, folder_of(path).len, path.len);

	for (const char *const *one = folder_names; *one; one++)
		if (text_is(name, *one))
			return true;
	return false;
}

/* "x.sha256" of an x that the change edits, or a list of the folder's files. */
static bool is_asked(const struct judging *judging, struct text path, struct arena *arena)
{
	for (const char *const *suffix = own_suffixes; *suffix; suffix++)
		if (text_ends(path, *suffix))
			return is_edited(judging, text_of(""),
				text_slice(path, 0, path.len - strlen(*suffix)), arena);
	return has_name_of_lists(path);
}

static int judge_lists(
	struct judging *judging, struct text folder, struct arena *arena, struct err *err)
{
	struct check_job reading = *judging->job;
	struct paths files;

	reading.arena = arena;
	if (job_list(&reading, SIDE_HEAD, folder, &files, err) < 0)
		return -1;
	for (size_t i = 0; i < files.count && !job_stopped(judging->job); i++)
		if (is_asked(judging, files.items[i], arena) &&
			judge_list(judging, files.items[i], arena, err) < 0)
			return -1;
	return 0;
}

/* A folder is listed once, and not asked for names of each file. */
static int judge_folder(
	struct judging *judging, struct keys *folders, struct text folder, struct err *err)
{
	struct arena *arena;
	uint32_t *seen;
	int done;

	if (keys_add(folders, folder, &seen, err) < 0)
		return -1;
	if ((*seen)++)
		return 0;
	arena = arena_new();
	if (!arena)
		return err_nomem(err);
	done = judge_lists(judging, folder, arena, err);
	arena_free(arena);
	return done;
}

int judge_edited_sums(struct judging *judging, struct err *err)
{
	const struct change *change = judging->job->change;
	struct keys folders = {0};

	keys_start(&folders, judging->job->arena);
	for (size_t i = 0; i < change->file_count && !job_stopped(judging->job); i++)
		if (change->files[i].base_mode != MODE_NONE &&
			change->files[i].head_mode != MODE_NONE &&
			judge_folder(judging, &folders, folder_of(change->files[i].path), err) < 0)
			return -1;
	return 0;
}
