/* SPDX-License-Identifier: Apache-2.0
 *
 * Vendored crates. Their own list of checksums proves nothing, as it can be rewritten with the file: the archive that Cargo.lock
 * pins does, where it lies in cargo's cache, and each file is then held to its member. Without the archive the
 * files are held to the list, which rules/vendored.c holds to the base, and the proof stays open.
 */
#include <stdlib.h>
#include <string.h>

#include "checks/dependencies/crate.h"
#include "checks/dependencies/proof/cargo.h"
#include "checks/dependencies/subjects.h"
#include "gate/base/digest.h"

/* Files whose hashes are computed in one go. */
enum { FILES_AT_ONCE = 4096 };

struct proof_crate {
	struct proving *proving;
	const struct proof_folder *folder;
	const struct hashed *hashed; /* of each of the folder's files */
	struct crate crate;
	struct vendored vendored;
	struct crate_entries entries;
	struct packing packing;
	bool has_archive, refuted, failed;
};

/* ---- the archive ---- */

/* The pin with a SHA-256 that the archive comes to. */
static int open_archive(struct proof_crate *it, struct proof *proof, struct err *err)
{
	struct text bytes = {0};
	struct err own = {0};

	for (size_t i = 0; i < it->entries.count && !bytes.ptr; i++) {
		struct proof answer = *proof;

		if (cargo_archive(&bytes, &answer, it->proving, &it->entries.items[i], err) < 0)
			return -1;
		if (answer.state != PROOF_PROVED)
			bytes = (struct text){0};
		else
			proof->artifact = answer.artifact;
	}
	if (!bytes.ptr)
		return 0;
	it->has_archive = packing_read(&it->packing, it->proving, proof->artifact, bytes,
				  it->vendored.arena, &own) == 0;
	return it->has_archive
		       ? 0
		       : proving_broken(proof, it->proving, proof->artifact, true, &own, err);
}

/* ---- files ---- */

static int tell(struct proof_crate *it, const char *rule, struct text path, struct text expected,
	struct text computed, const char *what, struct err *err)
{
	it->refuted = true;
	return vendored_report(&it->vendored,
		&(struct vendored_finding){.rule = rule,
			.ecosystem_format = "cargo-lock",
			.path = path,
			.name = it->crate.name,
			.version = it->crate.version,
			.from = expected,
			.to = computed,
			.what = what},
		err);
}

static int hold_to_archive(struct proof_crate *it, const struct file *file, struct text path,
	struct text computed, struct err *err)
{
	struct packed *packed = packing_find(&it->packing, path);
	struct text expected = {"", 0};

	if (packed) {
		packed->seen = true;
		expected = proof_hex(it->vendored.arena, packed->sha256, sizeof(packed->sha256));
		if (!expected.ptr)
			return err_nomem(err);
	}
	if (text_equal(expected, computed) ||
		(!packed && (text_is(path, CRATE_LIST) || crate_leaves_out(path))))
		return 0;
	return tell(it, "dependencies/proof-refuted", file->path, expected, computed,
		packed ? "is not the file of the archive that Cargo.lock pins"
		       : "is not in the archive that Cargo.lock pins",
		err);
}

/* The list itself. In a change this is rules/vendored.c's, which says what it finds in the same words. */
static int hold_to_list(bool *told, struct proof_crate *it, const struct file *file,
	struct text path, struct text computed, struct err *err)
{
	const struct json *listed = crate_find_file(&it->crate.head, path);

	*told = false;
	if (text_is(path, CRATE_LIST) || (!listed && crate_leaves_out(path)) ||
		(!listed && !it->crate.head.count) ||
		(listed && text_equal(listed->text, computed)))
		return 0;
	*told = true;
	if (!listed)
		return tell(it, "dependencies/vendored-unlisted", file->path, text_of(""),
			text_of(""), "is not listed in .cargo-checksum.json", err);
	return tell(it, "dependencies/vendored-changed", file->path, listed->text, computed,
		"the content is not what .cargo-checksum.json lists", err);
}

static int judge_file(struct proof_crate *it, size_t number, struct err *err)
{
	const struct file *file = &it->folder->files[number];
	const struct hashed *hashed = &it->hashed[number];
	struct text path = text_slice(file->path, it->folder->path.len, file->path.len);
	struct text computed;
	bool told;

	if (file->head_mode == MODE_NONE) { /* told by rules/vendored.c */
		it->refuted = it->refuted || crate_find_file(&it->crate.head, path);
		return 0;
	}
	if (file->head_mode != MODE_FILE && file->head_mode != MODE_EXECUTABLE)
		return tell(it, "dependencies/vendored-changed", file->path, text_of(""),
			text_of(""), "is no plain file, and cargo vendor writes no other", err);
	if (hashed->failed) {
		it->failed = true;
		return 0;
	}
	computed = proof_hex(it->vendored.arena, hashed->sha256, 32);
	if (!computed.ptr)
		return err_nomem(err);
	if (hold_to_list(&told, it, file, path, computed, err) < 0)
		return -1;
	return it->has_archive && !told ? hold_to_archive(it, file, path, computed, err) : 0;
}

/* ---- what is not there ---- */

struct sought {
	struct text path; /* in the folder */
	size_t above;     /* bytes of the folder's own path */
};

static int compare_sought(const void *left, const void *right)
{
	const struct sought *sought = left;
	const struct file *file = right;

	return text_compare(sought->path, text_slice(file->path, sought->above, file->path.len));
}

/* Of a scan: the folder's files are all of the head's. */
static bool is_there(const struct proof_folder *folder, struct text path)
{
	const struct sought sought = {path, folder->path.len};
	const struct file *file =
		bsearch(&sought, folder->files, folder->file_count, sizeof(*file), compare_sought);

	return file && file->head_mode != MODE_NONE;
}

static int tell_missing(struct proof_crate *it, struct text path, const char *rule,
	const char *what, struct err *err)
{
	struct text whole;

	if (is_there(it->folder, path))
		return 0;
	whole = vendored_path(&it->vendored, it->folder->path, path);
	if (!whole.ptr)
		return err_nomem(err);
	return tell(it, rule, whole, text_of(""), text_of(""), what, err);
}

static int judge_missing(struct proof_crate *it, struct err *err)
{
	const struct crate_list *list = &it->crate.head;

	for (size_t i = 0; i < list->count; i++)
		if (tell_missing(it, list->files[i]->key, "dependencies/vendored-changed",
			    "is listed in .cargo-checksum.json and is not there", err) < 0)
			return -1;
	for (size_t i = 0; it->has_archive && i < it->packing.count; i++)
		if (!it->packing.items[i].seen && !crate_leaves_out(it->packing.names[i]) &&
			!crate_find_file(list, it->packing.names[i]) &&
			tell_missing(it, it->packing.names[i], "dependencies/proof-refuted",
				"is in the archive that Cargo.lock pins and not here", err) < 0)
			return -1;
	return 0;
}

/* In a scan; of a change rules/vendored.c has judged it. */
static int judge_package(struct proof_crate *it, struct err *err)
{
	const struct json *package = it->crate.head.package;
	struct text bytes;

	if (!package || package->type != JSON_STRING || it->entries.count == 0)
		return 0;
	if (hex_decode(&bytes, package->text, it->vendored.arena, err) < 0)
		return -1;
	if (bytes.ptr && crate_has_digest(&it->entries, bytes))
		return 0;
	return tell(it, "dependencies/vendored-changed", it->crate.list_path, text_of(""),
		package->text, "the package's hash is not the one in Cargo.lock", err);
}

/* ---- one crate ---- */

static int judge_crate(struct proof_crate *it, struct proof *proof, struct err *err)
{
	bool is_scan = !it->proving->job->change->has_base;

	if (crate_look_up(&it->entries, &it->crate, SIDE_HEAD, err) < 0 ||
		open_archive(it, proof, err) < 0)
		return -1;
	for (size_t i = 0; i < it->folder->file_count; i++)
		if (judge_file(it, i, err) < 0)
			return -1;
	return is_scan && (judge_package(it, err) < 0 || judge_missing(it, err) < 0) ? -1 : 0;
}

static void conclude(struct proof *proof, const struct proof_crate *it)
{
	if (it->refuted)
		proof->state = PROOF_REFUTED;
	else if (it->has_archive && !it->failed)
		proof->state = PROOF_PROVED;
	else if (it->failed)
		proof->reason = PROOF_BROKEN;
	else if (it->entries.count == 0)
		proof->reason = PROOF_NO_LOCK;
	else if (it->entries.items[0].digest_count == 0 || it->entries.items[0].flags & PIN_VCS)
		proof->reason = PROOF_NO_DIGEST;
	proof->algorithm = DIGEST_SHA256;
}

static int prove_crate(struct proof_crate *it, struct err *err)
{
	struct proof proof = {.reason = PROOF_LIST_ONLY, .format = "cargo-lock"};
	bool readable, has_manifest;

	it->crate = (struct crate){.vendored = &it->vendored,
		.list_path = vendored_path(&it->vendored, it->folder->path, text_of(CRATE_LIST))};
	if (!it->crate.list_path.ptr)
		return err_nomem(err);
	if (crate_read_lists(&it->crate, &readable, err) < 0)
		return -1;
	if (!readable)
		return 0; /* an incomplete item says so */
	proof.path = it->crate.list_path;
	if (crate_read_name(&it->crate, &has_manifest, err) < 0 || judge_crate(it, &proof, err) < 0)
		return -1;
	conclude(&proof, it);
	proof.name = it->crate.name;
	proof.version = it->crate.version;
	return proving_add(it->proving, &proof, err);
}

static int prove_folder(struct proving *proving, const struct proof_folder *folder,
	const struct hashed *hashed, struct err *err)
{
	struct proof_crate it = {.proving = proving,
		.folder = folder,
		.hashed = hashed,
		.vendored = {.judging = proving->judging,
			.arena = arena_new(),
			.locks = &proving->locks,
			.folder = folder->path,
			.files = folder->files,
			.file_count = folder->file_count}};
	int done;

	if (!it.vendored.arena)
		return err_nomem(err);
	done = prove_crate(&it, err);
	arena_free(it.vendored.arena);
	return done;
}

/* ---- all of them ---- */

static bool is_file(const struct file *file)
{
	return file->head_mode == MODE_FILE || file->head_mode == MODE_EXECUTABLE;
}

/* What is no file stays where it is among the others, so that each file's hash has the file's number. */
static int hash_folders(struct hashed *hashed, struct proving *proving,
	const struct proof_folder *folders, size_t count, struct err *err)
{
	size_t made = 0;

	for (size_t f = 0; f < count; f++)
		for (size_t i = 0; i < folders[f].file_count; i++)
			hashed[made++] = (struct hashed){.path = folders[f].files[i].path,
				.oid = folders[f].files[i].head,
				.passed_over = !is_file(&folders[f].files[i])};
	return proof_hash_files(proving, hashed, made, err);
}

static int prove_some(struct proving *proving, const struct proof_folder *folders, size_t count,
	size_t files, struct err *err)
{
	struct hashed *hashed = arena_array(proving->arena, files, sizeof(*hashed)), *next = hashed;

	if (!hashed)
		return err_nomem(err);
	if (hash_folders(hashed, proving, folders, count, err) < 0)
		return -1;
	for (size_t i = 0; i < count && !job_stopped(proving->job); i++) {
		if (prove_folder(proving, &folders[i], next, err) < 0)
			return -1;
		next += folders[i].file_count;
	}
	return 0;
}

static int tree(struct proving *proving, struct err *err)
{
	struct proof_folders folders;
	size_t from = 0, files = 0;

	if (proving_folders(&folders, proving, CRATE_LIST, err) < 0)
		return -1;
	for (size_t i = 0; i < folders.count && !job_stopped(proving->job); i++) {
		files += folders.items[i].file_count;
		if (files < FILES_AT_ONCE && i + 1 < folders.count)
			continue;
		if (prove_some(proving, folders.items + from, i + 1 - from, files, err) < 0)
			return -1;
		from = i + 1;
		files = 0;
	}
	return 0;
}

extern const struct prover prover_cargo_vendor;
const struct prover prover_cargo_vendor = {.name = "cargo-vendor", .tree = tree};
