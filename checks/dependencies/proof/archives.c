/* SPDX-License-Identifier: Apache-2.0
 *
 * Archives of packages that are committed (an offline mirror, a folder of wheels, `file:` in a lock), held to the hash that a lock of
 * the repository has of them. A wheel that no lock names is held to its own RECORD, which proves
 * nothing and refutes much.
 */
#include <string.h>

#include "checks/dependencies/proof/archive_kinds.h"
#include "checks/dependencies/proof/record_check.h"
#include "checks/dependencies/subjects.h"

static struct text name_of(struct text path)
{
	return text_slice(path, folder_of(path).len, path.len);
}

/* ---- one archive ---- */

struct held {
	struct proving *proving;
	const struct archived_kind *kind;
	struct text content;
	struct proof proof;
	bool is_named, is_away; /* away: it is a pointer, and what it stands for was not fetched */
};

/* The object that a pointer of Git LFS stands for, where it was fetched. */
static int read_lfs(struct text *out, const struct held *held, struct err *err)
{
	static const char marker[] = "\noid sha256:";
	size_t at = text_find(held->content, text_of(marker)) + strlen(marker);
	struct check_job reading = *held->proving->job;

	reading.arena = held->proving->arena;
	return job_read_lfs(&reading, text_slice(held->content, at, at + 64), out, err);
}

/* Once it is known to be of interest. Of a link the target's text is read, which is no archive. */
static int read_archive(struct held *held, struct err *err)
{
	if (held->content.ptr || held->is_away)
		return 0;
	if (proving_read(&held->content, held->proving, SIDE_HEAD, held->proof.path, err) < 0)
		return -1;
	if (text_starts(held->content, "version https://git-lfs.github.com/spec/") &&
		read_lfs(&held->content, held, err) < 0)
		return -1;
	held->is_away = !held->content.ptr;
	return 0;
}

/* Any entry that it fits proves it: a lock may have several of one name. */
static int hold_to_lock(struct held *held, const char *format, const struct lock *lock,
	struct text lock_path, struct err *err)
{
	for (size_t i = 0; i < lock->pins.count && held->proof.state != PROOF_PROVED; i++) {
		const struct pin *pin = &lock->pins.items[i];
		struct proof answer = held->proof;

		if (!pin->digest_count ||
			!held->kind->is_of(pin, folder_of(lock_path), held->proof.path))
			continue;
		held->is_named = true;
		if (read_archive(held, err) < 0)
			return -1;
		if (!held->content.ptr)
			return 0;
		answer.format = format;
		answer.name = pin->name;
		answer.version = pin->version;
		if (proof_hold(&answer, held->proving, pin, held->content, err) < 0)
			return -1;
		held->proof = answer;
	}
	return 0;
}

static int hold_to_locks(struct held *held, struct err *err)
{
	for (const char *const *format = held->kind->formats; *format; format++) {
		struct proof_locks locks;

		if (proving_locks(&locks, held->proving, *format, err) < 0)
			return -1;
		for (size_t i = 0; i < locks.count; i++)
			if (hold_to_lock(held, *format, locks.items[i], locks.paths[i], err) < 0)
				return -1;
	}
	return 0;
}

static int conclude(struct held *held, struct err *err)
{
	held->proof.what = "the archive here is not one that the lock has a hash of";
	if (held->is_named && held->is_away && held->proving->job->change->has_base)
		check_incomplete(held->proving->job, held->proof.path,
			"a lock has a hash of this archive, and it is a pointer of Git LFS whose "
			"object is not here",
			"fetch it: git lfs fetch");
	if (held->is_named)
		return proving_add(held->proving, &held->proof, err);
	if (!held->kind->is_surely)
		return 0;
	held->proof.name = name_of(held->proof.path);
	held->proof.reason = PROOF_NO_LOCK;
	if (read_archive(held, err) < 0)
		return -1;
	if (held->content.ptr && text_ends(held->proof.path, ".whl"))
		return record_check_wheel(held->proving, &held->proof, held->content, err);
	return proving_add(held->proving, &held->proof, err);
}

static int prove_file(struct proving *proving, const struct file *file,
	const struct archived_kind *kind, struct err *err)
{
	struct held held = {.proving = proving,
		.kind = kind,
		.proof = {.format = kind->formats[0], .path = file->path}};

	return hold_to_locks(&held, err) < 0 ? -1 : conclude(&held, err);
}

/* Zips of yarn have a prover of their own. A link in the place of an archive is another archive. */
static bool is_archive(const struct file *file)
{
	bool was_file = file->base_mode == MODE_FILE || file->base_mode == MODE_EXECUTABLE;

	if (text_ends(file->path, ".zip") &&
		text_find(file->path, text_of(".yarn/cache/")) < file->path.len)
		return false;
	return file->head_mode == MODE_FILE || file->head_mode == MODE_EXECUTABLE ||
	       (file->head_mode == MODE_SYMLINK && was_file);
}

static int tree(struct proving *proving, struct err *err)
{
	for (size_t i = 0; i < proving->file_count && !job_stopped(proving->job); i++) {
		const struct file *file = &proving->files[i];
		const struct archived_kind *kind = archived_kind_of(file->path);

		if (!kind || !is_archive(file))
			continue;
		if (prove_file(proving, file, kind, err) < 0)
			return -1;
		arena_reset(proving->arena);
	}
	return 0;
}

/* ---- entries of locks ---- */

static int prove_by(struct proof *out, struct proving *proving, const struct pin *pin,
	struct text path, struct err *err)
{
	struct proof answer = *out;
	struct text content;

	if (proving_read(&content, proving, SIDE_HEAD, path, err) < 0)
		return -1;
	if (!content.ptr)
		return 0;
	answer.artifact = path;
	answer.what = "the archive here is not one that the lock has a hash of";
	if (proof_hold(&answer, proving, pin, content, err) < 0)
		return -1;
	if (answer.state == PROOF_PROVED)
		*out = answer;
	return 0;
}

static bool lists(const char *const *formats_of, const char *format)
{
	for (; *formats_of; formats_of++)
		if (strcmp(*formats_of, format) == 0)
			return true;
	return false;
}

/* An archive of another name or hash is told with its file; here it only counts that one proves the entry. */
static int prove_by_kind(struct proof *out, struct proving *proving, const struct pin *pin,
	const struct archived_kind *kind, struct err *err)
{
	for (const char *const *suffix = kind->suffixes; *suffix; suffix++) {
		struct paths paths;

		const char *glob = arena_printf(proving->arena, "**/*%s", *suffix);

		if (!glob)
			return err_nomem(err);
		if (proving_match(&paths, proving, text_of(""), glob, err) < 0)
			return -1;
		for (size_t i = 0; i < paths.count && out->state == PROOF_OPEN; i++)
			if (kind->is_of(pin, folder_of(out->path), paths.items[i]) &&
				prove_by(out, proving, pin, paths.items[i], err) < 0)
				return -1;
	}
	return 0;
}

/* The whole tree is only looked through where it is judged as a whole. */
static int prove(struct proof *out, struct proving *proving, const struct pin *pin, struct err *err)
{
	for (size_t i = 0; i < archived_kinds.count && out->state == PROOF_OPEN; i++)
		if (lists(archived_kinds.items[i].formats, out->format) &&
			(!proving->job->change->has_base || text_starts(pin->source, "file:")) &&
			prove_by_kind(out, proving, pin, &archived_kinds.items[i], err) < 0)
			return -1;
	return 0;
}

static const char *const formats_taken[] = {"npm-lock", "yarn-lock", "pnpm-lock", "bun-lock",
	"pip-requirements", "uv-lock", "poetry-lock", "pdm-lock", "pylock", "pipfile-lock",
	"cargo-lock", NULL};

extern const struct prover prover_archives;
const struct prover prover_archives = {
	.name = "archives", .formats = formats_taken, .pin = prove, .tree = tree};
