/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/proof/package_index.h"

#include <string.h>

#include "checks/dependencies/subjects.h"
#include "gate/base/glob.h"

struct package {
	struct proving *proving;
	const struct package_kind *kind;
	struct kind_index *index;
	struct proof proof;
	bool is_named, is_answered; /* some lock names it; some lock is there that could */
};

static bool is_same(const struct named_pin *a, const struct named_pin *b)
{
	return text_equal(a->lock, b->lock) && text_equal(a->pin->name, b->pin->name) &&
	       text_equal(a->pin->version, b->pin->version);
}

static bool is_about(const struct package *package, const struct named_pin *named)
{
	const struct package_kind *kind = package->kind;

	return package_is_below(package->proof.path, package_top(named->lock)) &&
	       (!kind->fits || kind->fits(named->pin, package->proof.path));
}

/* The pins that one lock has of one version (two checksums, several frameworks): all have to hold. They stand together. */
static int hold_to_version(struct proof *out, uint32_t *at, struct package *package,
	struct text bytes, struct err *err)
{
	const struct named_pin *first = &package->index->items[*at - 1], *named;

	for (; *at && is_same(named = &package->index->items[*at - 1], first); *at = named->next) {
		struct proof answer = package->proof;

		answer.state = PROOF_OPEN;
		answer.format = named->format;
		answer.name = named->pin->name;
		answer.version = named->pin->version;
		answer.what = package->kind->what;
		if (out->state != PROOF_REFUTED &&
			package_hold(&answer, package->proving, package->kind, named->pin, bytes,
				err) < 0)
			return -1;
		if (out->state != PROOF_REFUTED &&
			(answer.state != PROOF_OPEN || out->state == PROOF_OPEN))
			*out = answer;
	}
	return 0;
}

/* Where two locks have one of the name, either may be meant. */
static int hold_to_pins(struct package *package, struct text bytes, struct err *err)
{
	struct text key = package_key(
		package->kind, package_name(package->proof.path), package->proving->arena);
	const uint32_t *first = key.ptr ? keys_find(&package->index->pins, key) : NULL;
	uint32_t at = first ? *first : 0;

	if (!key.ptr)
		return err_nomem(err);
	while (at && package->proof.state != PROOF_PROVED) {
		struct proof answer = {0};

		if (!is_about(package, &package->index->items[at - 1])) {
			at = package->index->items[at - 1].next;
			continue;
		}
		package->is_named = true;
		if (hold_to_version(&answer, &at, package, bytes, err) < 0)
			return -1;
		if (answer.state != PROOF_OPEN || package->proof.state == PROOF_OPEN)
			package->proof = answer;
	}
	return 0;
}

static bool is_at_home(const struct package *package)
{
	struct text folder = folder_of(package->proof.path);

	return package->kind->home && package->is_answered &&
	       (text_is(folder, package->kind->home) ||
		       (folder.len > strlen(package->kind->home) &&
			       text_ends(folder, package->kind->home) &&
			       folder.ptr[folder.len - strlen(package->kind->home) - 1] == '/'));
}

static int conclude(struct package *package, struct text bytes, struct err *err)
{
	struct proof *proof = &package->proof;

	if (!package->is_named) {
		proof->name = package_name(proof->path);
		proof->reason = PROOF_NO_LOCK;
		if (is_at_home(package)) {
			proof->state = PROOF_REFUTED;
			proof->rule = "dependencies/vendored-unlisted";
			proof->what =
				"lies among the packages that are kept here, and no lock names it";
			return proving_add(package->proving, proof, err);
		}
	}
	if (!package->is_named &&
		!(package->kind->surely && glob_match(text_of(package->kind->surely), proof->path)))
		return 0;
	if (proof->state == PROOF_OPEN && package->kind->itself &&
		package->kind->itself(proof, package->proving, bytes, err) < 0)
		return -1;
	if (proving_replaced(package->proving, proof, err) < 0)
		return -1;
	return proving_add(package->proving, proof, err);
}

static int has_lock_above(struct package *package, struct err *err)
{
	for (const char *const *format = package->kind->formats; *format; format++) {
		struct proof_locks locks;

		if (proving_locks(&locks, package->proving, *format, err) < 0)
			return -1;
		for (size_t i = 0; i < locks.count; i++)
			package->is_answered =
				package->is_answered ||
				package_is_below(package->proof.path, package_top(locks.paths[i]));
	}
	return 0;
}

/* What the pointer's object is nobody can say; that a lock has a hash of it, its name does. */
static int look_for_away(struct package *package, struct err *err)
{
	struct text key = package_key(
		package->kind, package_name(package->proof.path), package->proving->arena);
	const uint32_t *first = key.ptr ? keys_find(&package->index->pins, key) : NULL;

	if (!key.ptr)
		return err_nomem(err);
	for (uint32_t at = first ? *first : 0; at; at = package->index->items[at - 1].next)
		if (is_about(package, &package->index->items[at - 1])) {
			proving_away(package->proving, package->proof.path);
			return 0;
		}
	return 0;
}

static int prove_file(
	struct proving *proving, size_t number, const struct file *file, struct err *err)
{
	struct package package = {.proving = proving,
		.kind = package_kinds[number],
		.proof = {.format = package_kinds[number]->formats[0],
			.path = file->path,
			.reason = PROOF_NO_DIGEST}};
	struct package_index *all;
	struct text bytes;
	bool is_away;

	if (package_index_of(&all, proving, err) < 0)
		return -1;
	if (keys_find(&all->told, file->path))
		return 0;
	package.index = &all->kinds[number];
	if (package_index_pins(package.index, package.kind, proving, err) < 0 ||
		has_lock_above(&package, err) < 0 ||
		proving_read_object(&bytes, &is_away, proving, file->path, err) < 0)
		return -1;
	if (is_away)
		return look_for_away(&package, err);
	if (!bytes.ptr)
		return 0;
	return hold_to_pins(&package, bytes, err) < 0 ? -1 : conclude(&package, bytes, err);
}

static bool is_of(const struct package_kind *kind, const struct file *file)
{
	return proving_may_be_artifact(file) && glob_match(text_of(kind->glob), file->path);
}

/* A jar may be of Gradle's metadata or of Maven's lock: the first kind that has a lock for it. */
static int prove_kinds(struct proving *proving, const struct file *file, struct err *err)
{
	for (size_t i = 0; i < PACKAGE_KINDS; i++) {
		bool has_lock = false;

		if (!is_of(package_kinds[i], file))
			continue;
		for (const char *const *format = package_kinds[i]->formats; *format; format++) {
			struct proof_locks locks;

			if (proving_locks(&locks, proving, *format, err) < 0)
				return -1;
			has_lock = has_lock || locks.count > 0;
		}
		if (has_lock)
			return prove_file(proving, i, file, err);
	}
	return 0;
}

int packages_tree(struct proving *proving, struct err *err)
{
	for (size_t i = 0; i < proving->file_count && !job_stopped(proving->job); i++) {
		if (prove_kinds(proving, &proving->files[i], err) < 0)
			return -1;
		arena_reset(proving->arena);
	}
	return 0;
}
