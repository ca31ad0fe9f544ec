/* SPDX-License-Identifier: Apache-2.0
 *
 * The tree as a prover sees it: files, folders with a marker, locks.
 */
#include <string.h>

#include "checks/dependencies/proof/parts.h"
#include "checks/dependencies/subjects.h"
#include "gate/base/lfs_pointer.h"

int proving_read(struct text *out, struct proving *proving, enum side side, struct text path,
	struct err *err)
{
	struct check_job reading = *proving->job;

	*out = (struct text){0};
	if (!path.ptr)
		return err_nomem(err);
	reading.arena = proving->arena;
	return job_read(&reading, side, path, out, err);
}

static int read_lfs(struct text *out, struct proving *proving, struct text pointer, struct err *err)
{
	struct check_job reading = *proving->job;

	reading.arena = proving->arena;
	return job_read_lfs(&reading, lfs_pointer_sha256(pointer), out, err);
}

int proving_read_object(
	struct text *out, bool *is_away, struct proving *proving, struct text path, struct err *err)
{
	*is_away = false;
	if (proving_read(out, proving, SIDE_HEAD, path, err) < 0)
		return -1;
	if (!lfs_pointer_is(*out))
		return 0;
	if (read_lfs(out, proving, *out, err) < 0)
		return -1;
	*is_away = !out->ptr;
	return 0;
}

void proving_away(struct proving *proving, struct text path)
{
	if (proving->job->change->has_base)
		check_incomplete(proving->job, path,
			"a lock has a hash of this archive, and it is a pointer of Git LFS whose "
			"object is not here",
			"fetch it: git lfs fetch");
}

static bool has_digit(struct text path)
{
	for (size_t i = folder_of(path).len; i < path.len; i++)
		if (path.ptr[i] >= '0' && path.ptr[i] <= '9')
			return true;
	return false;
}

/* "name-1.0-" of a wheel's file name, with all before it; "" of others. */
static struct text version_of_wheel(struct text path)
{
	size_t folder = folder_of(path).len, dashes = 0, at = folder;

	while (at < path.len && dashes < 2)
		dashes += path.ptr[at++] == '-';
	return text_ends(path, ".whl") && dashes == 2 ? text_slice(path, 0, at) : text_of("");
}

/* The base had another wheel of this version in the folder: of several installers take the one that fits closest. */
static int is_beside(bool *out, struct proving *proving, struct text path, struct err *err)
{
	struct text version = version_of_wheel(path);
	struct check_job reading = *proving->job;
	struct paths paths = {0};

	*out = false;
	if (!version.len)
		return 0;
	reading.arena = proving->arena;
	if (job_list(&reading, SIDE_BASE, folder_of(path), &paths, err) < 0)
		return -1;
	for (size_t i = 0; i < paths.count; i++) {
		struct text other = version_of_wheel(paths.items[i]);

		*out = *out || text_equal_nocase(other, version);
	}
	return 0;
}

static int tell_replaced(struct proving *proving, const struct proof *proof,
	const struct file *file, const char *what, struct err *err)
{
	struct proof told = *proof;
	char is[OID_HEX];

	oid_hex(&file->head, is);
	told.state = PROOF_REFUTED;
	told.rule = "dependencies/archive-replaced";
	told.what = what;
	told.computed = text_of(is);
	told.expected = text_of("");
	return proving_report(proving, &told, err);
}

static int tell_beside(struct proving *proving, const struct proof *proof, const struct file *file,
	struct err *err)
{
	bool beside;

	if (is_beside(&beside, proving, proof->path, err) < 0)
		return -1;
	if (!beside)
		return 0;
	return tell_replaced(proving, proof, file,
		"another wheel of this version lies here, and may be passed over for this one; no "
		"pin has a hash of it",
		err);
}

int proving_replaced(struct proving *proving, const struct proof *proof, struct err *err)
{
	const struct file *file = change_file(proving->job->change, proof->path);

	if (proof->state != PROOF_OPEN || proof->reason == PROOF_BROKEN ||
		!proving->job->change->has_base || !file || file->head_mode == MODE_NONE)
		return 0;
	if (file->base_mode == MODE_NONE)
		return tell_beside(proving, proof, file, err);
	if (oid_equal(&file->base, &file->head) || !has_digit(proof->path))
		return 0;
	return tell_replaced(proving, proof, file,
		"its bytes are others than before under the same name, and no pin has a hash of it",
		err);
}

/* A link in the place of an artifact is another artifact. */
bool proving_may_be_artifact(const struct file *file)
{
	bool was_file = file->base_mode == MODE_FILE || file->base_mode == MODE_EXECUTABLE;

	return file->head_mode == MODE_FILE || file->head_mode == MODE_EXECUTABLE ||
	       (file->head_mode == MODE_SYMLINK && was_file);
}

/* ---- folders ---- */

/* In a scan the files are the head's, and asking them costs no tree. */
static int mode_at_head(uint32_t *mode, struct proving *proving, struct text path, struct err *err)
{
	const struct file *file;

	if (proving->job->change->has_base)
		return job_mode(proving->job, SIDE_HEAD, path, mode, err);
	file = change_file(proving->job->change, path);
	*mode = file ? file->head_mode : MODE_NONE;
	return 0;
}

static int has_marker(
	bool *out, struct proving *proving, struct text folder, const char *marker, struct err *err)
{
	struct text path =
		arena_textf(proving->arena, "%.*s%s", (int)folder.len, folder.ptr, marker);
	uint32_t mode = MODE_NONE;

	if (!path.ptr)
		return err_nomem(err);
	if (mode_at_head(&mode, proving, path, err) < 0)
		return -1;
	*out = mode == MODE_FILE || mode == MODE_EXECUTABLE;
	return 0;
}

static size_t count_below(const struct proving *proving, size_t from, struct text folder)
{
	size_t end = from;

	while (end < proving->file_count && proving->files[end].path.len >= folder.len &&
		(folder.len == 0 ||
			memcmp(proving->files[end].path.ptr, folder.ptr, folder.len) == 0))
		end++;
	return end - from;
}

static int add_folder(struct proof_folders *out, struct proving *proving, struct text folder,
	size_t from, struct err *err)
{
	const struct proof_folder found = {
		folder, proving->files + from, count_below(proving, from, folder)};

	if (arena_reserve(proving->arena, (void **)&out->items, &out->capacity, out->count + 1,
		    sizeof(*out->items)) < 0)
		return err_nomem(err);
	out->items[out->count++] = found;
	return 0;
}

/* What a path has in common with the one before it. */
static size_t common(const struct proving *proving, size_t at)
{
	struct text path = proving->files[at].path, before = proving->files[at - 1].path;
	size_t len = 0;

	while (len < path.len && len < before.len && path.ptr[len] == before.ptr[len])
		len++;
	return len;
}

/* The folder itself, and those above it, outermost first: files are sorted, so folders come out sorted too, and those that the file before lies
 * in as well were asked for with it. */
static int look_above(struct proof_folders *out, struct proving *proving, const char *marker,
	size_t from, struct err *err)
{
	struct text path = proving->files[from].path;

	for (size_t i = from ? common(proving, from) + 1 : 0; i <= path.len; i++) {
		struct text folder = text_slice(path, 0, i);
		bool found = false;

		if (i > 0 && path.ptr[i - 1] != '/')
			continue;
		if (has_marker(&found, proving, folder, marker, err) < 0 ||
			(found && add_folder(out, proving, folder, from, err) < 0))
			return -1;
	}
	return 0;
}

int proving_folders(
	struct proof_folders *out, struct proving *proving, const char *marker, struct err *err)
{
	*out = (struct proof_folders){0};
	for (size_t i = 0; i < proving->file_count && !job_stopped(proving->job); i++)
		if (look_above(out, proving, marker, i, err) < 0)
			return -1;
	return 0;
}

struct vendored proving_vendored(struct proving *proving, const struct proof_folder *folder)
{
	return (struct vendored){.judging = proving->judging,
		.arena = arena_new(),
		.locks = &proving->locks,
		.folder = folder->path,
		.files = folder->files,
		.file_count = folder->file_count};
}

/* ---- locks ---- */

static int read_lock(struct proof_lock *into, struct proving *proving, struct err *err)
{
	const struct format *format = proof_format(into->format);
	struct err own = {0};

	if (!format)
		return err_set(err, ERR_INTERNAL, "there is no format %s", into->format);
	if (lock_read(&into->lock, &into->found, format, proving->job, into->side, into->path,
		    &own) == 0)
		return 0;
	into->found = false; /* a subject of its own, where the change touches it */
	return own.kind == ERR_INTERNAL ? err_set(err, own.kind, "%s", own.message) : 0;
}

static struct proof_lock *find_lock(
	const struct proof_parts *parts, enum side side, const char *format, struct text path)
{
	const uint32_t *first = keys_find(&parts->locks_at, path);

	for (uint32_t at = first ? *first : 0; at; at = parts->locks[at - 1]->next) {
		struct proof_lock *lock = parts->locks[at - 1];

		if (lock->side == side && strcmp(lock->format, format) == 0)
			return lock;
	}
	return NULL;
}

static int keep_lock(struct proof_parts *parts, struct proof_lock *lock, struct err *err)
{
	uint32_t *first;

	if (keys_add(&parts->locks_at, lock->path, &first, err) < 0)
		return -1;
	parts->locks[parts->lock_count++] = lock;
	lock->next = *first;
	*first = (uint32_t)parts->lock_count;
	return 0;
}

int proving_lock(const struct lock **out, struct proving *proving, enum side side,
	const char *format, struct text path, struct err *err)
{
	struct proof_parts *parts = proving->parts;
	struct proof_lock *lock = find_lock(parts, side, format, path);

	*out = NULL;
	if (!lock) {
		lock = arena_alloc(proving->job->arena, sizeof(*lock));
		if (!lock || arena_reserve(proving->job->arena, (void **)&parts->locks,
				     &parts->lock_capacity, parts->lock_count + 1,
				     sizeof(*parts->locks)) < 0)
			return err_nomem(err);
		*lock = (struct proof_lock){.path = arena_text(proving->job->arena, path),
			.format = format,
			.side = side};
		if (!lock->path.ptr)
			return err_nomem(err);
		if (read_lock(lock, proving, err) < 0 || keep_lock(parts, lock, err) < 0)
			return -1;
	}
	*out = lock->found ? &lock->lock : NULL;
	return 0;
}

static int add_locks(struct proof_locks *out, struct proving *proving, const char *name,
	const struct paths *found, struct err *err)
{
	size_t most = out->count + found->count;
	struct proof_locks all = {arena_array(proving->job->arena, most, sizeof(*all.paths)),
		arena_array(proving->job->arena, most, sizeof(const struct lock *)), out->count};

	if (!all.paths || !all.items)
		return err_nomem(err);
	for (size_t i = 0; i < out->count; i++) {
		all.paths[i] = out->paths[i];
		all.items[i] = out->items[i];
	}
	for (size_t i = 0; i < found->count && !job_stopped(proving->job); i++) {
		const struct lock *lock;

		if (proving_lock(&lock, proving, SIDE_HEAD, name, found->items[i], err) < 0)
			return -1;
		if (!lock)
			continue;
		all.paths[all.count] = found->items[i];
		all.items[all.count++] = lock;
	}
	*out = all;
	return 0;
}

static int match_locks(
	struct proof_locks *out, struct proving *proving, const char *name, struct err *err)
{
	const struct format *format = proof_format(name);

	for (const char *const *glob = format->globs; *glob; glob++) {
		const char *anywhere =
			strchr(*glob, '/') ? *glob : arena_printf(proving->arena, "**/%s", *glob);
		struct paths paths = {0};

		if (!anywhere)
			return err_nomem(err);
		if (job_match(proving->job, SIDE_HEAD, anywhere, &paths, err) < 0 ||
			add_locks(out, proving, name, &paths, err) < 0)
			return -1;
	}
	return 0;
}

int proving_locks(
	struct proof_locks *out, struct proving *proving, const char *format, struct err *err)
{
	struct proof_parts *parts = proving->parts;
	struct proof_listing *listing = NULL;

	for (size_t i = 0; i < parts->listing_count; i++)
		if (strcmp(parts->listings[i]->format, format) == 0)
			listing = parts->listings[i];
	if (!listing) {
		listing = arena_alloc(proving->job->arena, sizeof(*listing));
		if (!listing || arena_reserve(proving->job->arena, (void **)&parts->listings,
					&parts->listing_capacity, parts->listing_count + 1,
					sizeof(*parts->listings)) < 0)
			return err_nomem(err);
		listing->format = format;
		if (!proof_format(format))
			return err_set(err, ERR_INTERNAL, "there is no format %s", format);
		if (match_locks(&listing->locks, proving, format, err) < 0)
			return -1;
		parts->listings[parts->listing_count++] = listing;
	}
	*out = listing->locks;
	return 0;
}
