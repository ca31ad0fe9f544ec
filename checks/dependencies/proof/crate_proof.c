/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/proof/crate_proof.h"

#include <stdlib.h>
#include <string.h>

#include "checks/dependencies/subjects.h"
#include "gate/base/digest.h"

/* ---- opening ---- */

static int find_archives(struct crate_proof *it, struct err *err)
{
	struct proving own = *it->proving;
	struct err later = {0};

	own.arena = it->vendored.arena;
	for (size_t i = 0; i < it->entries.count; i++)
		if (cargo_archives_add(&it->archives, &own, &it->entries.items[i], err) < 0)
			return -1;
	/* Where there is none, unpacking says so. */
	it->may_unpack = it->archives.count && proving_library(it->proving, &later) == 0;
	return 0;
}

static int open_crate(struct crate_proof *it, struct err *err)
{
	bool has_manifest;

	it->crate = (struct crate){.vendored = &it->vendored,
		.list_path = vendored_path(&it->vendored, it->folder->path, text_of(CRATE_LIST))};
	if (!it->crate.list_path.ptr)
		return err_nomem(err);
	if (crate_read_lists(&it->crate, &it->readable, err) < 0)
		return -1;
	if (!it->readable)
		return 0; /* an incomplete item says so */
	if (crate_read_name(&it->crate, &has_manifest, err) < 0 ||
		crate_look_up(&it->entries, &it->crate, SIDE_HEAD, err) < 0)
		return -1;
	return find_archives(it, err);
}

int crate_proof_open(struct crate_proof *it, struct proving *proving,
	const struct proof_folder *folder, struct err *err)
{
	*it = (struct crate_proof){.proving = proving,
		.folder = folder,
		.vendored = proving_vendored(proving, folder)};
	return it->vendored.arena ? open_crate(it, err) : err_nomem(err);
}

void crate_proof_close(struct crate_proof *it)
{
	arena_free(it->vendored.arena);
	it->vendored.arena = NULL;
}

/* ---- the archive ---- */

/* The first of the archives that comes to a SHA-256 of its pin; that is not known before. */
static int unpack(struct crate_proof *it, uint64_t most, struct err *err)
{
	struct proving own = *it->proving;

	own.arena = it->vendored.arena;
	own.most_unpacked = most;
	for (size_t i = 0; i < it->archives.count; i++) {
		struct proof answer = {.state = PROOF_OPEN};

		if (cargo_archive_hold(&answer, &own, &it->archives.items[i], err) < 0)
			return -1;
		if (answer.state != PROOF_PROVED)
			continue;
		it->artifact = answer.artifact;
		return packing_read(&it->packing, &own, answer.artifact,
			it->archives.items[i].bytes, own.arena, err);
	}
	return 0;
}

void crate_proof_unpack(struct crate_proof *it)
{
	struct err ignored = {0};

	if (it->may_unpack)
		it->is_unpacked = unpack(it, PROOF_MOST_IN_COMPANY, &ignored) == 0;
}

/* What went wrong in company does so again by itself, or was only too large for it. */
static int take_archive(struct crate_proof *it, struct proof *proof, struct err *err)
{
	struct err own = {0};

	if (!it->is_unpacked)
		it->is_unpacked = unpack(it, PROOF_MOST_BYTES, &own) == 0;
	if (it->artifact.len)
		proof->artifact = it->artifact;
	it->has_archive = it->is_unpacked && it->artifact.len;
	return it->is_unpacked ? 0
			       : proving_broken(proof, it->proving, it->artifact, true, &own, err);
}

/* ---- files ---- */

static int tell(struct crate_proof *it, const char *rule, struct text path, struct text expected,
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

static int hold_to_archive(struct crate_proof *it, const struct file *file, struct text path,
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
static int hold_to_list(bool *told, struct crate_proof *it, const struct file *file,
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

static int judge_file(struct crate_proof *it, size_t number, struct err *err)
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

static int tell_missing(struct crate_proof *it, struct text path, const char *rule,
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

static int judge_missing(struct crate_proof *it, struct err *err)
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
static int judge_package(struct crate_proof *it, struct err *err)
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

static int judge(struct crate_proof *it, struct proof *proof, struct err *err)
{
	bool is_scan = !it->proving->job->change->has_base;

	if (take_archive(it, proof, err) < 0)
		return -1;
	for (size_t i = 0; i < it->folder->file_count; i++)
		if (judge_file(it, i, err) < 0)
			return -1;
	return is_scan && (judge_package(it, err) < 0 || judge_missing(it, err) < 0) ? -1 : 0;
}

static void conclude(struct proof *proof, const struct crate_proof *it)
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

int crate_proof_judge(struct crate_proof *it, const struct hashed *hashed, struct err *err)
{
	struct proof proof = {
		.reason = PROOF_LIST_ONLY, .format = "cargo-lock", .path = it->crate.list_path};

	if (!it->readable)
		return 0;
	it->hashed = hashed;
	if (judge(it, &proof, err) < 0)
		return -1;
	conclude(&proof, it);
	proof.name = it->crate.name;
	proof.version = it->crate.version;
	return proving_add(it->proving, &proof, err);
}
