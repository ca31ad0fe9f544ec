/* SPDX-License-Identifier: Apache-2.0
 *
 * Zips of yarn 2 and later. `checksum` in yarn.lock is the SHA-512 of the zip that yarn makes of a package under the lock's cache key
 * (yarnpkg/berry, packages/yarnpkg-core/sources/Cache.ts). A committed one is
 * ".yarn/cache/<slug>-<10 hex of the locator>-<10 hex of the checksum>.zip" beside the lock, one of this machine
 * "$YARN_GLOBAL_FOLDER/cache/<slug>-<10 hex of the locator>-<cache key>.zip"; a slug is "@scope-name-npm-1.0.0".
 */
#include <string.h>

#include "checks/dependencies/proof/proof.h"
#include "checks/dependencies/subjects.h"

static const struct cache_place global = {
	"YARN_GLOBAL_FOLDER", "cache", "HOME", ".yarn/berry/cache"};

static const char folder_name[] = ".yarn/cache/";

static const char what_other[] =
	"the zip in yarn's cache is not the one that yarn.lock has a checksum of";

/* What of a name stands behind the slug of a pin; ptr NULL where it begins otherwise. */
static struct text behind_slug(struct text name, const struct pin *pin)
{
	const struct text parts[] = {pin->name, text_of("-npm-"), pin->version};

	for (size_t p = 0; p < sizeof(parts) / sizeof(parts[0]); p++) {
		for (size_t i = 0; i < parts[p].len; i++)
			if (i >= name.len ||
				name.ptr[i] != (parts[p].ptr[i] == '/' ? '-' : parts[p].ptr[i]))
				return (struct text){0};
		name = text_slice(name, parts[p].len, name.len);
	}
	return name;
}

/* True where the name is a slug of the pin's with two more parts. */
static bool is_zip_of(struct text path, const struct pin *pin, const char *last)
{
	struct text name = text_slice(path, folder_of(path).len, path.len);
	struct text tail = behind_slug(name, pin);

	return tail.ptr && tail.len > strlen("-0123456789-") && tail.ptr[0] == '-' &&
	       tail.ptr[11] == '-' && (!last || text_ends(tail, last));
}

static int hold(struct proof *out, struct proving *proving, const struct pin *pin, struct text path,
	struct text content, struct err *err)
{
	struct proof answer = *out;

	if (!content.ptr)
		return 0;
	if (proof_hold(&answer, proving, pin, content, err) < 0)
		return -1;
	answer.artifact = path;
	answer.what = what_other;
	if (answer.state != PROOF_OPEN)
		*out = answer;
	return 0;
}

/* ---- entries of yarn.lock ---- */

static int prove_committed(
	struct proof *out, struct proving *proving, const struct pin *pin, struct err *err)
{
	struct text folder = folder_of(out->path), content;
	struct paths paths;

	if (proving_match(&paths, proving, folder, ".yarn/cache/*.zip", err) < 0)
		return -1;
	for (size_t i = 0; i < paths.count && out->state != PROOF_PROVED; i++)
		if (is_zip_of(paths.items[i], pin, NULL) &&
			(proving_read(&content, proving, SIDE_HEAD, paths.items[i], err) < 0 ||
				hold(out, proving, pin, paths.items[i], content, err) < 0))
			return -1;
	return 0;
}

/* A zip under another cache key has another checksum by design. */
static int prove_cached(
	struct proof *out, struct proving *proving, const struct pin *pin, struct err *err)
{
	const char *cache, *last = arena_printf(proving->arena, "-%.*s.zip", (int)pin->artifact.len,
				   pin->artifact.ptr);
	struct paths paths;
	struct text content;

	if (!last)
		return err_nomem(err);
	if (proving_cache(&cache, proving, &global, err) < 0)
		return -1;
	if (!cache)
		return 0;
	if (proving_cache_match(&paths, proving, cache, "*.zip", err) < 0)
		return -1;
	for (size_t i = 0; i < paths.count && out->state != PROOF_PROVED; i++)
		if (is_zip_of(paths.items[i], pin, last) &&
			(proving_cache_read(&content, proving, cache, paths.items[i], err) < 0 ||
				hold(out, proving, pin, paths.items[i], content, err) < 0))
			return -1;
	return 0;
}

static int prove(struct proof *out, struct proving *proving, const struct pin *pin, struct err *err)
{
	if (prove_committed(out, proving, pin, err) < 0)
		return -1;
	return out->state == PROOF_OPEN ? prove_cached(out, proving, pin, err) : 0;
}

/* ---- zips that the change touches, or that no entry names ---- */

struct zip {
	struct proving *proving;
	const struct file *file;
	const struct lock *head, *base; /* or NULL */
	struct proof proof;
	bool is_named, is_new_pin;
};

static bool has_pin(const struct lock *lock, const struct pin *pin)
{
	for (size_t i = 0; lock && i < lock->pins.count; i++)
		if (text_equal(lock->pins.items[i].name, pin->name) &&
			pin_has_same_digests(&lock->pins.items[i], pin))
			return true;
	return false;
}

static int hold_to_lock(struct zip *zip, struct text content, struct err *err)
{
	for (size_t i = 0; i < zip->head->pins.count && zip->proof.state != PROOF_PROVED; i++) {
		const struct pin *pin = &zip->head->pins.items[i];

		if (!is_zip_of(zip->file->path, pin, NULL))
			continue;
		zip->is_named = true;
		zip->is_new_pin = zip->is_new_pin || !has_pin(zip->base, pin);
		zip->proof.name = pin->name;
		zip->proof.version = pin->version;
		if (hold(&zip->proof, zip->proving, pin, text_of(""), content, err) < 0)
			return -1;
	}
	return 0;
}

/* A pin that is new was asked about with its lock. In a scan all of them were. */
static int conclude(struct zip *zip, struct err *err)
{
	if (zip->is_named && (zip->is_new_pin || !zip->proving->job->change->has_base))
		return 0;
	if (!zip->is_named) {
		zip->proof.name = text_slice(
			zip->file->path, folder_of(zip->file->path).len, zip->file->path.len);
		zip->proof.state = PROOF_REFUTED;
		zip->proof.rule = "dependencies/vendored-unlisted";
		zip->proof.what = "lies in yarn's cache, and no entry of yarn.lock names it";
	}
	return proving_add(zip->proving, &zip->proof, err);
}

static int prove_zip(
	struct proving *proving, const struct file *file, struct text top, struct err *err)
{
	struct zip zip = {.proving = proving,
		.file = file,
		.proof = {.format = "yarn-berry", .path = file->path, .reason = PROOF_NO_DIGEST}};
	struct text content,
		lock = arena_textf(proving->arena, "%.*syarn.lock", (int)top.len, top.ptr);

	if (!lock.ptr)
		return err_nomem(err);
	if (proving_lock(&zip.head, proving, SIDE_HEAD, "yarn-berry", lock, err) < 0)
		return -1;
	if (!zip.head) {
		zip.proof.reason = PROOF_NO_LOCK;
		return proving_add(proving, &zip.proof, err);
	}
	if ((proving->job->change->has_base &&
		    proving_lock(&zip.base, proving, SIDE_BASE, "yarn-berry", lock, err) < 0) ||
		proving_read(&content, proving, SIDE_HEAD, file->path, err) < 0 ||
		hold_to_lock(&zip, content, err) < 0)
		return -1;
	return conclude(&zip, err);
}

/* The folder that a zip's .yarn/cache is in; ptr NULL where it is none of yarn's zips. */
static struct text top_of(const struct file *file)
{
	struct text folder = folder_of(file->path);

	if (!proving_may_be_artifact(file) || !text_ends(file->path, ".zip") ||
		!text_ends(folder, folder_name))
		return (struct text){0};
	folder.len -= strlen(folder_name);
	return folder.len == 0 || folder.ptr[folder.len - 1] == '/' ? folder : (struct text){0};
}

static int tree(struct proving *proving, struct err *err)
{
	for (size_t i = 0; i < proving->file_count && !job_stopped(proving->job); i++) {
		struct text top = top_of(&proving->files[i]);

		if (!top.ptr)
			continue;
		if (prove_zip(proving, &proving->files[i], top, err) < 0)
			return -1;
		arena_reset(proving->arena);
	}
	return 0;
}

static const char *const formats_taken[] = {"yarn-berry", NULL};

extern const struct prover prover_yarn_cache;
const struct prover prover_yarn_cache = {
	.name = "yarn-cache", .formats = formats_taken, .pin = prove, .tree = tree};
