/* SPDX-License-Identifier: Apache-2.0
 *
 * vendor/ of Go. Nothing in it has a hash; go.sum has one of the zip that a module was vendored from. Where the zip lies in the
 * module cache and comes to that hash, each vendored file is held to its member. Without it the proof is open, and
 * an edit is rules/vendored.c's.
 */
#include <stdlib.h>
#include <string.h>

#include "checks/dependencies/modules.h"
#include "checks/dependencies/proof/go.h"

/* A file below vendor/ and the module that it belongs to. */
struct owned {
	const struct module *module; /* NULL: none */
	size_t number;               /* in the folder's files */
};

struct go_tree {
	struct proving *proving;
	const struct proof_folder *folder;
	struct vendored vendored;
	struct listing listing;
	struct text listing_path;
	const struct lock *sum; /* or NULL */
	struct hashed *hashed;  /* of each of the folder's files */
	struct owned *owned;    /* sorted by module, then as the files are */
};

/* A module of it under way. */
struct go_module {
	struct go_tree *tree;
	const struct module *module;
	struct text path, version; /* what it is a copy of */
	const struct owned *owned;
	size_t owned_count;
	const struct pin *pin; /* of the zip, or NULL */
	struct go_zip zip;
	struct err problem; /* why it cannot be read, where it is broken */
	struct proof proof;
	struct arena *arena;
	bool is_broken, refuted, failed;
};

/* Modules that are open at once, their zips being unpacked together. */
enum { MODULES_AT_ONCE = 32 };
struct go_modules {
	struct go_module items[MODULES_AT_ONCE];
	size_t count;
	uint64_t bytes; /* of their zips */
};

static int tell(struct go_tree *tree, const char *rule, const struct module *module,
	const struct vendored_finding *of, struct err *err)
{
	struct vendored_finding finding = *of;

	finding.rule = rule;
	finding.ecosystem_format = "go-sum";
	finding.name = module ? module->path : of->path;
	finding.version = module ? module->version : text_of("");
	return vendored_report(&tree->vendored, &finding, err);
}

/* ---- files of a module ---- */

static int tell_file(struct go_module *it, const struct file *file,
	const struct dirhash_item *member, const struct hashed *hashed, struct err *err)
{
	struct vendored_finding finding = {.path = file->path,
		.from = text_of(""),
		.what = member ? "is not the file of the module that go.sum pins"
			       : "is not in the module that go.sum pins"};

	it->refuted = true;
	if (member)
		finding.from = proof_hex(it->arena, member->sha256, 32);
	finding.to = proof_hex(it->arena, hashed->sha256, 32);
	if (!finding.from.ptr || !finding.to.ptr)
		return err_nomem(err);
	return tell(it->tree, "dependencies/proof-refuted", it->module, &finding, err);
}

static int judge_file(struct go_module *it, size_t number, struct err *err)
{
	const struct file *file = &it->tree->folder->files[number];
	const struct hashed *hashed = &it->tree->hashed[number];
	size_t below = it->tree->folder->path.len + it->module->path.len;
	struct text rest = text_slice(file->path, below, file->path.len);
	struct text name = arena_textf(it->arena, "%.*s@%.*s%.*s", (int)it->path.len, it->path.ptr,
		(int)it->version.len, it->version.ptr, (int)rest.len, rest.ptr);
	const struct dirhash_item *member;

	if (!name.ptr)
		return err_nomem(err);
	it->failed = it->failed || hashed->failed;
	if (hashed->failed || file->head_mode == MODE_NONE)
		return 0;
	member = go_zip_find(&it->zip, name);
	if (member && !hashed->passed_over && memcmp(member->sha256, hashed->sha256, 32) == 0)
		return 0;
	return tell_file(it, file, member, hashed, err);
}

/* ---- one module ---- */

static const struct pin *find_pin(const struct go_module *it)
{
	const struct need need = {.name = it->path, .range = it->version};
	const struct format *found[MOST_FORMATS_OF_A_PATH];
	uint32_t at;

	if (!it->tree->sum || formats_of_path(found, text_of("go.sum")) == 0)
		return NULL;
	at = found[0]->find(it->tree->sum, &need);
	if (at == EDGE_ROOT || it->tree->sum->pins.items[at].artifact.len)
		return NULL;
	return &it->tree->sum->pins.items[at];
}

/* The zip as it lies in the cache, where there is a pin to hold it to. */
static int open_zip(struct go_module *it, struct err *err)
{
	it->pin = module_is_folder(it->module) ? NULL : find_pin(it);
	it->proof.reason = module_is_folder(it->module) ? PROOF_NO_DIGEST
			   : it->pin                    ? PROOF_ABSENT
							: PROOF_NO_LOCK;
	if (it->pin)
		it->is_broken = go_zip_open(&it->zip, it->tree->proving, it->path, it->version,
					it->arena, &it->problem) < 0;
	return it->is_broken && it->problem.kind == ERR_INTERNAL
		       ? err_set(err, ERR_INTERNAL, "%s", it->problem.message)
		       : 0;
}

/* Held to go.sum; proof.state PROOF_PROVED where the files can be held to it. */
static int hold_zip(struct go_module *it, struct err *err)
{
	if (!it->is_broken && it->zip.bytes.ptr)
		it->is_broken = go_zip_hash(&it->zip, it->tree->proving, &it->problem) < 0;
	if (it->is_broken)
		return proving_broken(
			&it->proof, it->tree->proving, it->zip.artifact, true, &it->problem, err);
	if (!it->zip.bytes.ptr)
		return 0;
	it->proof.artifact = it->zip.artifact;
	it->proof.what = "the zip in the module cache is not the one that go.sum pins";
	return go_hold(&it->proof, it->pin, it->zip.h1, it->arena, err);
}

static int judge_module(struct go_module *it, struct err *err)
{
	if (hold_zip(it, err) < 0)
		return -1;
	for (size_t i = 0; it->proof.state == PROOF_PROVED && i < it->owned_count; i++)
		if (judge_file(it, it->owned[i].number, err) < 0)
			return -1;
	if (it->failed) {
		it->proof.state = PROOF_OPEN;
		it->proof.reason = PROOF_BROKEN;
	}
	if (it->refuted) {
		it->proof.state = PROOF_REFUTED;
		it->proof.what = NULL;
	}
	it->proof.name = it->module->path;
	it->proof.version = it->module->version;
	return proving_add(it->tree->proving, &it->proof, err);
}

/* To be closed also where it fails. */
static int open_module(struct go_module *it, struct go_tree *tree, const struct owned *owned,
	size_t count, struct err *err)
{
	const struct module *module = owned->module;
	bool replaced = module->to_version.len > 0;

	*it = (struct go_module){.tree = tree,
		.module = module,
		.owned = owned,
		.owned_count = count,
		.path = replaced ? module->to : module->path,
		.version = replaced ? module->to_version : module->version,
		.proof = {.format = "go-sum", .path = tree->listing_path, .line = module->line},
		.arena = arena_new()};
	return it->arena ? open_zip(it, err) : err_nomem(err);
}

/* ---- a vendor/ ---- */

static int compare_owned(const void *left, const void *right)
{
	const struct owned *a = left, *b = right;

	if (a->module != b->module)
		return (a->module > b->module) - (a->module < b->module);
	return (a->number > b->number) - (a->number < b->number);
}

/* Files of vendor/ itself, as modules.txt, belong to nothing. */
static size_t find_owners(struct go_tree *tree)
{
	size_t count = 0;

	for (size_t i = 0; i < tree->folder->file_count; i++) {
		const struct file *file = &tree->folder->files[i];
		struct text path = text_slice(file->path, tree->folder->path.len, file->path.len);

		if (memchr(path.ptr, '/', path.len))
			tree->owned[count++] =
				(struct owned){listing_owner(&tree->listing, path).module, i};
	}
	if (count > 1)
		qsort(tree->owned, count, sizeof(*tree->owned), compare_owned);
	return count;
}

/* In a scan; of a change rules/vendored.c says so. */
static int tell_unlisted(struct go_tree *tree, size_t count, struct err *err)
{
	for (size_t i = 0; !tree->proving->job->change->has_base && i < count; i++) {
		const struct vendored_finding finding = {
			.path = tree->folder->files[tree->owned[i].number].path,
			.what = "belongs to no module of modules.txt"};

		if (tell(tree, "dependencies/vendored-unlisted", NULL, &finding, err) < 0)
			return -1;
	}
	return 0;
}

static int judge_open(struct go_modules *open, struct go_tree *tree, struct err *err)
{
	struct go_zip *zips[MODULES_AT_ONCE];

	for (size_t i = 0; i < open->count; i++)
		zips[i] = &open->items[i].zip;
	go_zips_hash(tree->proving, zips, open->count);
	for (size_t i = 0; i < open->count && !job_stopped(tree->proving->job); i++)
		if (judge_module(&open->items[i], err) < 0)
			return -1;
	return 0;
}

static void close_all(struct go_modules *open)
{
	while (open->count)
		arena_free(open->items[--open->count].arena);
	open->bytes = 0;
}

/* Opens modules from there on, as many as are to be open at once. */
static int open_some(
	struct go_modules *open, struct go_tree *tree, size_t *from, size_t count, struct err *err)
{
	size_t to;

	for (; *from < count && open->count < MODULES_AT_ONCE &&
		open->bytes < PROOF_MOST_IN_COMPANY;
		*from = to) {
		const struct owned *owned = &tree->owned[*from];
		struct go_module *it = &open->items[open->count];

		for (to = *from; to < count && tree->owned[to].module == owned->module;)
			to++;
		if (!owned->module) {
			if (tell_unlisted(tree, to - *from, err) < 0)
				return -1;
			continue;
		}
		open->count++;
		if (open_module(it, tree, owned, to - *from, err) < 0)
			return -1;
		open->bytes += it->zip.bytes.len;
	}
	return 0;
}

static int prove_modules(struct go_tree *tree, struct err *err)
{
	struct go_modules *open = arena_alloc(tree->vendored.arena, sizeof(*open));
	size_t count = find_owners(tree), from = 0;
	int done = 0;

	if (!open)
		return err_nomem(err);
	while (done == 0 && from < count && !job_stopped(tree->proving->job)) {
		done = open_some(open, tree, &from, count, err);
		if (done == 0)
			done = judge_open(open, tree, err);
		close_all(open);
	}
	return done;
}

static int read_tree(struct go_tree *tree, bool *is_one, struct err *err)
{
	struct arena *arena = tree->vendored.arena;
	const struct text top = text_slice(tree->folder->path, 0,
				  tree->folder->path.len - strlen("vendor/")),
			  name = text_of("go.sum");
	struct text content, sum = vendored_path(&tree->vendored, top, name);

	tree->listing_path =
		vendored_path(&tree->vendored, tree->folder->path, text_of("modules.txt"));
	if (!tree->listing_path.ptr || !sum.ptr)
		return err_nomem(err);
	if (vendored_read(&content, &tree->vendored, SIDE_HEAD, tree->listing_path, err) < 0)
		return -1;
	*is_one = content.ptr != NULL;
	if (!content.ptr)
		return 0;
	if (listing_parse(&tree->listing, content, arena, err) < 0)
		return -1;
	return proving_lock(&tree->sum, tree->proving, SIDE_HEAD, "go-sum", sum, err);
}

static int hash_tree(struct go_tree *tree, struct err *err)
{
	size_t count = tree->folder->file_count;

	tree->hashed = arena_array(tree->vendored.arena, count, sizeof(*tree->hashed));
	tree->owned = arena_array(tree->vendored.arena, count, sizeof(*tree->owned));
	if (!tree->hashed || !tree->owned)
		return err_nomem(err);
	for (size_t i = 0; i < count; i++) {
		const struct file *file = &tree->folder->files[i];

		tree->hashed[i] = (struct hashed){.path = file->path,
			.oid = file->head,
			.passed_over =
				file->head_mode != MODE_FILE && file->head_mode != MODE_EXECUTABLE};
	}
	return proof_hash_files(tree->proving, tree->hashed, count, err);
}

static int prove_tree(struct go_tree *tree, struct err *err)
{
	bool is_one;

	if (read_tree(tree, &is_one, err) < 0)
		return -1;
	if (!is_one)
		return 0;
	return hash_tree(tree, err) < 0 ? -1 : prove_modules(tree, err);
}

static int prove_folder(struct proving *proving, const struct proof_folder *folder, struct err *err)
{
	struct go_tree tree = {.proving = proving,
		.folder = folder,
		.vendored = proving_vendored(proving, folder)};
	int done;

	if (!tree.vendored.arena)
		return err_nomem(err);
	done = prove_tree(&tree, err);
	arena_free(tree.vendored.arena);
	return done;
}

static int tree(struct proving *proving, struct err *err)
{
	struct proof_folders folders;

	if (proving_folders(&folders, proving, "modules.txt", err) < 0)
		return -1;
	for (size_t i = 0; i < folders.count && !job_stopped(proving->job); i++) {
		struct text path = folders.items[i].path;

		if ((text_is(path, "vendor/") || text_ends(path, "/vendor/")) &&
			prove_folder(proving, &folders.items[i], err) < 0)
			return -1;
	}
	return 0;
}

extern const struct prover prover_go_vendor;
const struct prover prover_go_vendor = {.name = "go-vendor", .tree = tree};
