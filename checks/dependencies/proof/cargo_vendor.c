/* SPDX-License-Identifier: Apache-2.0
 *
 * Vendored crates. Their own list of checksums proves nothing, as it can be rewritten with the file: the archive that Cargo.lock
 * pins does, where it lies in cargo's cache, and each file is then held to its member. Without the archive the
 * files are held to the list, which rules/vendored.c holds to the base, and the proof stays open.
 *
 * In a scan the files are hashed while all else is judged: that is begun before anything, and most of the time goes there.
 */
#include <stdlib.h>

#include "checks/dependencies/proof/crate_proof.h"
#include "checks/dependencies/proof/parts.h"

/* Files whose hashes are computed in one go, and crates whose archives are unpacked together. */
enum { FILES_AT_ONCE = 1 << 16, CRATES_AT_ONCE = 32 };

/* Folders whose files are being hashed, [from, to) of all. */
struct proof_crates {
	struct arena *arena;
	struct proof_folders folders;
	size_t from, to;
	struct hashed *hashed;
	size_t judged;                 /* of those files */
	struct proof_hashing *hashing; /* NULL: none are */
};

/* ---- hashing ---- */

static bool is_file(const struct file *file)
{
	return file->head_mode == MODE_FILE || file->head_mode == MODE_EXECUTABLE;
}

/* What is no file stays where it is among the others, so that each file's hash has the file's number. */
static void list_files(struct hashed *hashed, const struct proof_folder *folder)
{
	for (size_t i = 0; i < folder->file_count; i++)
		hashed[i] = (struct hashed){.path = folder->files[i].path,
			.oid = folder->files[i].head,
			.passed_over = !is_file(&folder->files[i])};
}

static void stop_hashing(struct proof_crates *crates)
{
	proof_hashing_end(crates->hashing);
	free(crates->hashed);
	crates->hashing = NULL;
	crates->hashed = NULL;
}

/* The next folders. */
static int hash_next(struct proof_crates *crates, struct proving *proving, struct err *err)
{
	size_t files = 0, listed = 0;

	stop_hashing(crates);
	crates->from = crates->to;
	crates->judged = 0;
	while (crates->to < crates->folders.count && files < FILES_AT_ONCE)
		files += crates->folders.items[crates->to++].file_count;
	crates->hashed = calloc(files + 1, sizeof(*crates->hashed));
	if (!crates->hashed)
		return err_nomem(err);
	for (size_t i = crates->from; i < crates->to; i++) {
		list_files(crates->hashed + listed, &crates->folders.items[i]);
		listed += crates->folders.items[i].file_count;
	}
	return proof_hashing_start(&crates->hashing, proving, crates->hashed, files, err);
}

static int find_crates(struct proof_crates *crates, struct proving *proving, struct err *err)
{
	struct proving finding = *proving;

	crates->arena = finding.arena = arena_new();
	if (!crates->arena)
		return err_nomem(err);
	return proving_folders(&crates->folders, &finding, CRATE_LIST, err);
}

static int begin(struct proving *proving, struct err *err)
{
	struct proof_crates *crates = arena_alloc(proving->job->arena, sizeof(*crates));

	if (!crates)
		return err_nomem(err);
	proving->parts->crates = crates;
	if (find_crates(crates, proving, err) < 0)
		return -1;
	return crates->folders.count ? hash_next(crates, proving, err) : 0;
}

static void end(struct proving *proving)
{
	struct proof_crates *crates = proving->parts->crates;

	if (!crates)
		return;
	stop_hashing(crates);
	arena_free(crates->arena);
	proving->parts->crates = NULL;
}

/* ---- judging ---- */

/* Crates that are open at once. */
struct open_crates {
	struct crate_proof items[CRATES_AT_ONCE];
	size_t count, files;
	bool any_archive;
};

static int open_some(struct open_crates *open, struct proving *proving,
	const struct proof_folder *folders, size_t count, struct err *err)
{
	for (size_t i = 0; i < count; i++) {
		struct crate_proof *crate = &open->items[open->count++];

		if (crate_proof_open(crate, proving, &folders[i], err) < 0)
			return -1;
		open->files += folders[i].file_count;
		open->any_archive = open->any_archive || crate->may_unpack;
	}
	return 0;
}

static void unpack_one(void *context, size_t task)
{
	struct open_crates *open = context;

	crate_proof_unpack(&open->items[task]);
}

static int judge_some(struct open_crates *open, const struct proving *proving,
	const struct hashed *hashed, struct err *err)
{
	for (size_t i = 0; i < open->count && !job_stopped(proving->job); i++) {
		if (crate_proof_judge(&open->items[i], hashed, err) < 0)
			return -1;
		hashed += open->items[i].folder->file_count;
	}
	return 0;
}

/* Folders behind those that were judged. */
static int prove_some(struct proof_crates *crates, struct proving *proving,
	const struct proof_folder *folders, size_t count, struct err *err)
{
	struct open_crates open = {.count = 0};
	int done = open_some(&open, proving, folders, count, err);

	if (done == 0 && open.any_archive)
		job_each(proving->job, unpack_one, &open, open.count);
	if (done == 0)
		done = proof_hashing_reach(crates->hashing, crates->judged + open.files, err);
	if (done == 0)
		done = judge_some(&open, proving, crates->hashed + crates->judged, err);
	crates->judged += open.files;
	while (open.count)
		crate_proof_close(&open.items[--open.count]);
	return done;
}

static int prove_hashed(struct proof_crates *crates, struct proving *proving, struct err *err)
{
	size_t some;

	for (size_t i = crates->from; i < crates->to && !job_stopped(proving->job); i += some) {
		some = crates->to - i < CRATES_AT_ONCE ? crates->to - i : CRATES_AT_ONCE;
		if (prove_some(crates, proving, &crates->folders.items[i], some, err) < 0)
			return -1;
	}
	return 0;
}

static int tree(struct proving *proving, struct err *err)
{
	struct proof_crates *crates;

	if (!proving->parts->crates && begin(proving, err) < 0)
		return -1;
	crates = proving->parts->crates;
	while (crates->hashing && !job_stopped(proving->job)) {
		if (prove_hashed(crates, proving, err) < 0)
			return -1;
		if (crates->to == crates->folders.count)
			break;
		if (hash_next(crates, proving, err) < 0)
			return -1;
	}
	end(proving);
	return 0;
}

extern const struct prover prover_cargo_vendor;
const struct prover prover_cargo_vendor = {
	.name = "cargo-vendor", .begin = begin, .tree = tree, .end = end};
