/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/proof/dvc.h"
#include "checks/dependencies/subjects.h"
#include "checks/dependencies/sums.h"
#include "gate/base/keys.h"
#include "gate/base/lfs_pointer.h"

/* ---- reading ---- */

/* What cannot be read is as if it were not there. */
static int read_side(struct text *out, struct proving *proving, enum side side, struct text path,
	struct err *err)
{
	struct check_job reading = *proving->job;
	struct err own = {0};

	*out = (struct text){0};
	if (!path.ptr)
		return err_nomem(err);
	reading.arena = proving->arena;
	if (job_read(&reading, side, path, out, &own) == 0)
		return 0;
	*out = (struct text){0};
	return own.kind == ERR_INTERNAL ? err_set(err, own.kind, "%s", own.message) : 0;
}

int dvc_object_read(struct text *out, struct text *path, struct proving *proving,
	struct text folder, struct text md5, const char *end, struct err *err)
{
	static const char *const places[] = {".dvc/cache/files/md5/", ".dvc/cache/"};

	for (;;) {
		for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
			*path = arena_textf(proving->arena, "%.*s%s%.2s/%.*s%s", (int)folder.len,
				folder.ptr, places[i], md5.ptr, (int)md5.len - 2, md5.ptr + 2, end);
			if (read_side(out, proving, SIDE_WORKSPACE, *path, err) < 0)
				return -1;
			if (out->ptr)
				return 0;
		}
		if (folder.len == 0)
			return 0;
		folder.len--;
		folder = folder_of(folder);
	}
}

int dvc_file_read(struct text *out, struct proving *proving, struct text path, struct err *err)
{
	uint32_t mode = MODE_NONE;

	if (read_side(out, proving, SIDE_WORKSPACE, path, err) < 0)
		return -1;
	if (!out->ptr) {
		if (job_mode(proving->job, SIDE_HEAD, path, &mode, err) < 0)
			return -1;
		if ((mode == MODE_FILE || mode == MODE_EXECUTABLE) &&
			read_side(out, proving, SIDE_HEAD, path, err) < 0)
			return -1;
	}
	if (lfs_pointer_is(*out))
		*out = (struct text){0};
	return 0;
}

/* ---- digests ---- */

/* The file as dos2unix leaves it. */
static struct text fold(struct text bytes, struct arena *arena)
{
	char *out = arena_alloc(arena, bytes.len + 1);
	size_t count = 0;

	for (size_t i = 0; out && i < bytes.len; i++)
		if (bytes.ptr[i] != '\r' || i + 1 == bytes.len || bytes.ptr[i + 1] != '\n')
			out[count++] = bytes.ptr[i];
	return (struct text){out, count};
}

static int holds_as_is(bool *holds, bool *can, struct text md5, struct text bytes,
	struct arena *arena, struct err *err)
{
	unsigned char made[LONGEST_DIGEST];
	struct text hex;
	size_t len;

	if (proof_digest(made, &len, DIGEST_MD5, bytes, err) < 0)
		return -1;
	*can = len > 0;
	hex = proof_hex(arena, made, len);
	*holds = *can && hex.ptr && text_equal(hex, md5);
	return hex.ptr ? 0 : err_nomem(err);
}

int dvc_md5_holds(bool *holds, bool *can, struct text md5, struct text bytes, bool is_folded,
	struct arena *arena, struct err *err)
{
	struct text folded;

	if (holds_as_is(holds, can, md5, bytes, arena, err) < 0)
		return -1;
	if (*holds || !*can || !is_folded || bytes.len == 0 || !memchr(bytes.ptr, '\r', bytes.len))
		return 0;
	folded = fold(bytes, arena);
	return folded.ptr ? holds_as_is(holds, can, md5, folded, arena, err) : err_nomem(err);
}

/* ---- a file ---- */

/* One place where its bytes are. Where several are, one that is refuted counts. */
static int hold(struct proof *out, struct proving *proving, const struct pin *pin, struct text path,
	struct text bytes, const char *what, struct err *err)
{
	struct proof answer = *out;
	struct text md5 = proof_hex(proving->arena,
		(const unsigned char *)pin->digests[0].bytes.ptr, pin->digests[0].bytes.len);
	bool holds, can;

	if (!bytes.ptr || out->state == PROOF_REFUTED)
		return 0;
	if (!md5.ptr)
		return err_nomem(err);
	if (proof_hold(&answer, proving, pin, bytes, err) < 0 ||
		dvc_md5_holds(&holds, &can, md5, bytes, pin->digests[0].is_folded, proving->arena,
			err) < 0)
		return -1;
	answer.state = holds ? PROOF_PROVED : answer.state;
	answer.algorithm = DIGEST_MD5;
	answer.artifact = path;
	answer.what = what;
	*out = answer;
	return 0;
}

static int prove_file(
	struct proof *out, struct proving *proving, const struct pin *pin, struct err *err)
{
	struct text folder = folder_of(out->path), path, bytes;
	struct text md5 = proof_hex(proving->arena,
		(const unsigned char *)pin->digests[0].bytes.ptr, pin->digests[0].bytes.len);

	if (!md5.ptr)
		return err_nomem(err);
	if (dvc_object_read(&bytes, &path, proving, folder, md5, "", err) < 0 ||
		hold(out, proving, pin, path, bytes,
			"the object in DVC's cache is not the one of this digest", err) < 0)
		return -1;
	if (!sum_is_below(pin->name))
		return 0;
	path = arena_textf(proving->arena, "%.*s%.*s", (int)folder.len, folder.ptr,
		(int)pin->name.len, pin->name.ptr);
	if (dvc_file_read(&bytes, proving, path, err) < 0)
		return -1;
	return hold(
		out, proving, pin, path, bytes, "the output is not the one that DVC tracks", err);
}

static int prove(struct proof *out, struct proving *proving, const struct pin *pin, struct err *err)
{
	if (pin->digests[0].flaw || pin->digests[0].algorithm != DIGEST_MD5)
		return 0;
	return pin->digests[0].is_listing ? dvc_prove_folder(out, proving, pin, err)
					  : prove_file(out, proving, pin, err);
}

/* ---- outputs that git has, and that the change touches ---- */

static int prove_output(struct proving *proving, const struct file *file, struct text lock_path,
	const struct lock *lock, struct err *err)
{
	struct text folder = folder_of(lock_path),
		    name = text_slice(file->path, folder.len, file->path.len);
	bool is_old;

	for (size_t i = 0; i < lock->pins.count; i++) {
		const struct pin *pin = &lock->pins.items[i];
		struct proof proof = {.format = "dvc",
			.name = pin->name,
			.path = lock_path,
			.line = pin->line,
			.column = pin->column,
			.is_pin = true};

		if (!pin->digest_count || pin->digests[0].is_listing ||
			!text_equal(pin->name, name))
			continue;
		if (proving_had_pin(&is_old, proving, "dvc", lock_path, pin, err) < 0)
			return -1;
		if (!is_old)
			continue;
		if (prove(&proof, proving, pin, err) < 0 || proving_add(proving, &proof, err) < 0)
			return -1;
	}
	return 0;
}

static bool is_file(const struct file *file)
{
	return file->head_mode == MODE_FILE || file->head_mode == MODE_EXECUTABLE;
}

static int try_lock(
	struct proving *proving, const struct file *file, struct text path, struct err *err)
{
	const struct lock *lock;

	if (!path.ptr)
		return err_nomem(err);
	if (proving_lock(&lock, proving, SIDE_HEAD, "dvc", path, err) < 0)
		return -1;
	return lock ? prove_output(proving, file, path, lock, err) : 0;
}

/* A pipeline's dvc.lock in the file's folder or in one above it. */
static int prove_pipelines(
	struct proving *proving, const struct proof_folder *folder, struct err *err)
{
	struct text lock = arena_textf(
		proving->arena, "%.*sdvc.lock", (int)folder->path.len, folder->path.ptr);

	for (size_t i = 0; i < folder->file_count && !job_stopped(proving->job); i++)
		if (is_file(&folder->files[i]) &&
			try_lock(proving, &folder->files[i], lock, err) < 0)
			return -1;
	return 0;
}

/* Whether a folder has a file x.dvc; it is listed once. Nobody without DVC has any. */
static int has_outputs(
	bool *out, struct keys *seen, struct proving *proving, struct text folder, struct err *err)
{
	enum { NEW, WITHOUT, WITH };
	struct check_job reading = *proving->job;
	struct paths files;
	uint32_t *state;

	reading.arena = proving->arena;
	if (keys_add(seen, folder, &state, err) < 0)
		return -1;
	if (*state == NEW) {
		if (job_list(&reading, SIDE_HEAD, folder, &files, err) < 0)
			return -1;
		*state = WITHOUT;
		for (size_t i = 0; i < files.count; i++)
			if (text_ends(files.items[i], ".dvc"))
				*state = WITH;
	}
	*out = *state == WITH;
	return 0;
}

/* "x.dvc" beside it. */
static int prove_beside(
	struct proving *proving, const struct file *file, struct keys *seen, struct err *err)
{
	bool may_be = false;

	if (!is_file(file))
		return 0;
	if (has_outputs(&may_be, seen, proving, folder_of(file->path), err) < 0)
		return -1;
	return may_be ? try_lock(proving, file,
				arena_textf(proving->arena, "%.*s.dvc", (int)file->path.len,
					file->path.ptr),
				err)
		      : 0;
}

/* In a scan all pins were asked about. */
static int tree(struct proving *proving, struct err *err)
{
	struct proof_folders folders;
	struct keys seen = {0};

	if (!proving->job->change->has_base)
		return 0;
	keys_start(&seen, proving->job->arena);
	if (proving_folders(&folders, proving, "dvc.lock", err) < 0)
		return -1;
	for (size_t i = 0; i < folders.count; i++)
		if (prove_pipelines(proving, &folders.items[i], err) < 0)
			return -1;
	for (size_t i = 0; i < proving->file_count && !job_stopped(proving->job); i++) {
		if (prove_beside(proving, &proving->files[i], &seen, err) < 0)
			return -1;
		arena_reset(proving->arena);
	}
	return 0;
}

static const char *const formats_taken[] = {"dvc", NULL};

extern const struct prover prover_dvc_cache;
const struct prover prover_dvc_cache = {
	.name = "dvc-cache", .formats = formats_taken, .pin = prove, .tree = tree};
