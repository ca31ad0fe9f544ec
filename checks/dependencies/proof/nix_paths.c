/* SPDX-License-Identifier: Apache-2.0
 *
 * Inputs of a flake that are folders of the repository: narHash in flake.lock is the SHA-256 of the folder's Nix archive (nar.h).
 */
#include <string.h>

#include "checks/dependencies/proof/nar.h"
#include "checks/dependencies/proof/proof.h"
#include "checks/dependencies/subjects.h"
#include "checks/dependencies/sums.h"

enum { MOST_NAR_BYTES = 512 * 1024 * 1024, MOST_NAR_FILES = 100 * 1000 };

struct packing {
	struct proving *proving;
	struct arena *scratch;
	struct text folder;
	uint64_t bytes;
};

static int read_file(void *context, const struct nar_file *file, struct text *out, struct err *err)
{
	struct packing *packing = context;
	struct check_job reading = *packing->proving->job;
	struct text path;

	arena_reset(packing->scratch);
	reading.arena = packing->scratch;
	path = arena_textf(packing->scratch, "%.*s%.*s", (int)packing->folder.len,
		packing->folder.ptr, (int)file->path.len, file->path.ptr);
	if (!path.ptr)
		return err_nomem(err);
	if (job_read(&reading, SIDE_HEAD, path, out, err) < 0)
		return -1;
	packing->bytes += out->len;
	if (!out->ptr || packing->bytes > MOST_NAR_BYTES)
		return err_set(err, ERR_LOOK, "the folder is too large");
	return 0;
}

static int list_files(
	struct nar_file **out, size_t *count, struct packing *packing, struct err *err)
{
	struct proving *proving = packing->proving;
	struct paths paths;

	*count = 0;
	if (proving_match(&paths, proving, packing->folder, "**", err) < 0)
		return -1;
	if (paths.count > MOST_NAR_FILES)
		return err_set(err, ERR_LOOK, "the folder has too many files");
	*out = arena_array(proving->arena, paths.count + 1, sizeof(**out));
	if (!*out)
		return err_nomem(err);
	for (size_t i = 0; i < paths.count; i++) {
		struct nar_file *file = &(*out)[*count];

		file->path = text_slice(paths.items[i], packing->folder.len, paths.items[i].len);
		if (job_mode(proving->job, SIDE_HEAD, paths.items[i], &file->mode, err) < 0)
			return -1;
		*count += file->mode == MODE_FILE || file->mode == MODE_EXECUTABLE ||
			  file->mode == MODE_SYMLINK;
	}
	return 0;
}

static int hold(struct proof *out, struct packing *packing, const struct pin *pin, struct err *err)
{
	struct nar_file *files;
	struct buffer nar = {0};
	struct err own = {0};
	size_t count;
	int done;

	done = list_files(&files, &count, packing, &own);
	if (done == 0 && count)
		done = nar_write(&nar, files, count, read_file, packing, &own);
	if (done == 0 && count) {
		out->artifact = packing->folder;
		out->what = "the folder is not the one that flake.lock has a hash of";
		done = proof_hold(out, packing->proving, pin, buffer_text(&nar), err);
	} else if (done < 0) {
		out->reason = PROOF_TOO_MUCH;
		done = own.kind == ERR_INTERNAL ? err_set(err, own.kind, "%s", own.message) : 0;
	}
	buffer_free(&nar);
	return done;
}

/* "./sub" and "sub" from the folder of the lock: with a slash behind it; "" where it is no folder of the repository. */
static int folder_of_pin(struct text *out, struct text lock, const struct pin *pin,
	struct arena *arena, struct err *err)
{
	struct text path = pin->place, top = folder_of(lock);

	*out = text_of("");
	if (text_starts(path, "./"))
		path = text_slice(path, 2, path.len);
	while (text_ends(path, "/"))
		path.len--;
	if (!(pin->flags & PIN_LOCAL) || !sum_is_below(path))
		return 0;
	*out = arena_textf(arena, "%.*s%.*s/", (int)top.len, top.ptr, (int)path.len, path.ptr);
	return out->ptr ? 0 : err_nomem(err);
}

static int prove(struct proof *out, struct proving *proving, const struct pin *pin, struct err *err)
{
	struct packing packing = {.proving = proving};
	int done;

	if (folder_of_pin(&packing.folder, out->path, pin, proving->arena, err) < 0)
		return -1;
	if (!packing.folder.len)
		return 0;
	packing.scratch = arena_new();
	if (!packing.scratch)
		return err_nomem(err);
	done = hold(out, &packing, pin, err);
	arena_free(packing.scratch);
	return done;
}

/* ---- folders that the change touches ---- */

static bool touches(const struct proving *proving, struct text folder)
{
	for (size_t i = 0; i < proving->file_count; i++)
		if (proving->files[i].path.len > folder.len &&
			memcmp(proving->files[i].path.ptr, folder.ptr, folder.len) == 0)
			return true;
	return false;
}

/* The lock has it as before, so that nobody was asked about it. */
static int prove_old(
	struct proving *proving, struct text path, const struct pin *pin, struct err *err)
{
	struct proof proof = {.format = "flake-lock",
		.name = pin->name,
		.version = pin->version,
		.path = path,
		.line = pin->line,
		.column = pin->column,
		.is_pin = true,
		.reason = PROOF_NO_DIGEST};
	struct text folder;
	bool is_old;

	if (folder_of_pin(&folder, path, pin, proving->arena, err) < 0)
		return -1;
	if (!folder.len || !pin->digest_count || !touches(proving, folder))
		return 0;
	if (proving_had_pin(&is_old, proving, "flake-lock", path, pin, err) < 0)
		return -1;
	if (!is_old)
		return 0;
	return prove(&proof, proving, pin, err) < 0 ? -1 : proving_add(proving, &proof, err);
}

static int prove_pins(
	struct proving *proving, struct text path, const struct lock *lock, struct err *err)
{
	for (size_t i = 0; i < lock->pins.count && !job_stopped(proving->job); i++)
		if (prove_old(proving, path, &lock->pins.items[i], err) < 0)
			return -1;
	return 0;
}

/* A folder that a lock names lies below the lock's own. Where the lock itself is of the change, its pins were asked about if they are new;
 * in a scan all were. */
static int tree(struct proving *proving, struct err *err)
{
	struct proof_folders folders;

	if (!proving->job->change->has_base)
		return 0;
	if (proving_folders(&folders, proving, "flake.lock", err) < 0)
		return -1;
	for (size_t i = 0; i < folders.count; i++) {
		struct text path = arena_textf(proving->arena, "%.*sflake.lock",
			(int)folders.items[i].path.len, folders.items[i].path.ptr);
		const struct lock *lock;

		if (!path.ptr)
			return err_nomem(err);
		if (proving_lock(&lock, proving, SIDE_HEAD, "flake-lock", path, err) < 0 ||
			(lock && prove_pins(proving, path, lock, err) < 0))
			return -1;
	}
	return 0;
}

static const char *const formats_taken[] = {"flake-lock", NULL};

extern const struct prover prover_nix_paths;
const struct prover prover_nix_paths = {
	.name = "nix-paths", .formats = formats_taken, .pin = prove, .tree = tree};
