/* SPDX-License-Identifier: Apache-2.0
 *
 * Terraform's providers. "zh:" in .terraform.lock.hcl is the SHA-256 of a provider's zip, "h1:" Go's dirhash over what is in it, by its bare
 * names (terraform, internal/getproviders/hash.go, PackageHashV1). A zip is at "terraform-provider-<type>_<version>_<platform>.zip",
 * in the tree or in a mirror of this machine; an unpacked provider at <host>/<namespace>/<type>/<version>/<platform>/, in the
 * checked-out .terraform/providers or in a cache, and only h1 can hold it.
 */
#include <string.h>

#include "checks/dependencies/proof/proof.h"
#include "checks/dependencies/subjects.h"
#include "checks/dependencies/sums.h"
#include "gate/base/glob.h"

static const struct cache_place places[] = {
	{"TF_PLUGIN_CACHE_DIR", "", "HOME", ".terraform.d/plugin-cache"},
	{NULL, "", "HOME", ".terraform.d/plugins"},
};

struct listing {
	struct arena *arena;
	struct dirhash_item *items;
	size_t count, capacity;
};

static int add_file(struct listing *listing, struct text name, struct text content, struct err *err)
{
	struct dirhash_item item = {.name = arena_text(listing->arena, name)};
	unsigned char made[LONGEST_DIGEST];
	size_t len;

	if (proof_digest(made, &len, DIGEST_SHA256, content, err) < 0)
		return -1;
	memcpy(item.sha256, made, sizeof(item.sha256));
	if (!item.name.ptr ||
		arena_reserve(listing->arena, (void **)&listing->items, &listing->capacity,
			listing->count + 1, sizeof(*listing->items)) < 0)
		return err_nomem(err);
	listing->items[listing->count++] = item;
	return 0;
}

static int take(void *context, const struct archived *member, struct err *err)
{
	return add_file(context, member->path, member->content, err);
}

/* ---- against the pin ---- */

static bool has_digest(const struct pin *pin, enum digest_algorithm algorithm, struct text bytes)
{
	for (uint32_t i = 0; i < pin->digest_count; i++)
		if (pin->digests[i].algorithm == algorithm &&
			(bytes.len == 0 || text_equal(pin->digests[i].bytes, bytes)))
			return true;
	return false;
}

/* "h1:<base64>" as the lock writes it. */
static bool has_h1(const struct pin *pin, struct text h1)
{
	for (uint32_t i = 0; i < pin->digest_count; i++)
		if (pin->digests[i].algorithm == DIGEST_H1 &&
			text_equal(pin->digests[i].written, h1))
			return true;
	return false;
}

static int conclude(struct proof *out, bool holds, struct text path, struct text computed,
	const char *what, struct arena *arena, struct err *err)
{
	out->artifact = arena_text(arena, path);
	out->computed = computed;
	out->expected = text_of("one of the hashes of the lock");
	out->state = holds ? PROOF_PROVED : PROOF_REFUTED;
	out->algorithm = DIGEST_H1;
	out->what = what;
	return out->artifact.ptr ? 0 : err_nomem(err);
}

static int hold_listing(struct proof *out, const struct pin *pin, struct text path,
	struct listing *listing, const char *what, struct err *err)
{
	struct text h1;

	if (listing->count == 0)
		return 0;
	if (!has_digest(pin, DIGEST_H1, text_of(""))) {
		out->reason = PROOF_OTHER_BYTES;
		return 0;
	}
	if (proof_dirhash(&h1, listing->items, listing->count, listing->arena, err) < 0)
		return -1;
	return conclude(out, has_h1(pin, h1), path, h1, what, listing->arena, err);
}

/* ---- zips ---- */

static int hold_zip(struct proof *out, struct proving *proving, const struct pin *pin,
	struct text path, struct text bytes, bool is_cached, const char *what, struct err *err)
{
	struct listing listing = {.arena = proving->arena};
	unsigned char made[LONGEST_DIGEST];
	struct err own = {0};
	size_t len;

	if (!bytes.ptr || out->state == PROOF_REFUTED)
		return 0;
	if (proof_digest(made, &len, DIGEST_SHA256, bytes, err) < 0)
		return -1;
	if (has_digest(pin, DIGEST_SHA256, (struct text){(const char *)made, len}))
		return conclude(out, true, path, text_of(""), what, proving->arena, err);
	if (proving_unpack(proving, path, bytes, take, &listing, &own) == 0 && listing.count)
		return hold_listing(out, pin, path, &listing, what, err);
	if (own.kind == ERR_NONE)
		err_set(&own, ERR_LOOK, "the zip holds no file");
	return proving_broken(out, proving, path, is_cached, &own, err);
}

/* "terraform-provider-<type>_<version>_" */
static bool is_zip_of(struct text path, const struct pin *pin, struct arena *arena)
{
	struct text type = text_slice(pin->name, folder_of(pin->name).len, pin->name.len);
	struct text name = text_slice(path, folder_of(path).len, path.len);
	char *start = arena_printf(arena, "terraform-provider-%.*s_%.*s_", (int)type.len, type.ptr,
		(int)pin->version.len, pin->version.ptr);

	return start && text_starts(name, start) && text_ends(name, ".zip");
}

static int prove_committed(
	struct proof *out, struct proving *proving, const struct pin *pin, struct err *err)
{
	struct paths paths;
	struct text bytes;

	if (proving_match(&paths, proving, text_of(""), "**/terraform-provider-*.zip", err) < 0)
		return -1;
	for (size_t i = 0; i < paths.count; i++)
		if (is_zip_of(paths.items[i], pin, proving->arena) &&
			(proving_read(&bytes, proving, SIDE_HEAD, paths.items[i], err) < 0 ||
				hold_zip(out, proving, pin, paths.items[i], bytes, false,
					"the zip here is not one that the lock has a hash of",
					err) < 0))
			return -1;
	return 0;
}

/* ---- unpacked ---- */

/* Where files are listed and read: a cache, or the workspace (cache NULL). */
struct source {
	struct proving *proving;
	const char *cache;
	struct text top; /* put before what is a path in a cache */
};

static int source_match(struct paths *out, const struct source *source, struct err *err)
{
	struct check_job reading = *source->proving->job;
	struct err own = {0};
	char *glob;

	if (source->cache)
		return proving_cache_match(out, source->proving, source->cache, "**", err);
	reading.arena = source->proving->arena;
	*out = (struct paths){0};
	for (size_t i = 0; i < source->top.len; i++)
		if (strchr("*?[]{}\\", source->top.ptr[i]))
			return 0;
	glob = arena_printf(reading.arena, "%.*s**", (int)source->top.len, source->top.ptr);
	if (!glob)
		return err_nomem(err);
	if (job_match(&reading, SIDE_WORKSPACE, glob, out, &own) == 0)
		return 0;
	*out = (struct paths){0};
	return own.kind == ERR_INTERNAL ? err_set(err, own.kind, "%s", own.message) : 0;
}

static int source_read(
	struct text *out, const struct source *source, struct text path, struct err *err)
{
	struct check_job reading = *source->proving->job;
	struct err own = {0};

	if (source->cache)
		return proving_cache_read(out, source->proving, source->cache, path, err);
	reading.arena = source->proving->arena;
	if (job_read(&reading, SIDE_WORKSPACE, path, out, &own) == 0)
		return 0;
	*out = (struct text){0};
	return own.kind == ERR_INTERNAL ? err_set(err, own.kind, "%s", own.message) : 0;
}

/* The files of one platform, which stand together: paths are sorted. */
static size_t same_folder(const struct paths *paths, size_t from, size_t prefix)
{
	struct text rest = text_slice(paths->items[from], prefix, paths->items[from].len);
	size_t len = prefix + text_find(rest, text_of("/")) + 1, end = from + 1;

	while (end < paths->count && paths->items[end].len > len &&
		memcmp(paths->items[end].ptr, paths->items[from].ptr, len) == 0)
		end++;
	return end;
}

static int hold_folder(struct proof *out, const struct source *source, const struct pin *pin,
	const struct text *paths, size_t count, size_t prefix, struct err *err)
{
	struct listing listing = {.arena = source->proving->arena};
	struct text rest = text_slice(paths[0], prefix, paths[0].len), bytes;
	size_t len = prefix + text_find(rest, text_of("/")) + 1;

	for (size_t i = 0; i < count && !job_stopped(source->proving->job); i++) {
		if (source_read(&bytes, source, paths[i], err) < 0)
			return -1;
		if (!bytes.ptr)
			return 0;
		if (add_file(&listing, text_slice(paths[i], len, paths[i].len), bytes, err) < 0)
			return -1;
	}
	if (job_stopped(source->proving->job)) /* a part of the files has another hash */
		return 0;
	return hold_listing(out, pin, text_slice(paths[0], 0, len), &listing,
		"the provider that is unpacked here has no hash of the lock", err);
}

static int hold_mirrored(struct proof *out, const struct source *source, const struct pin *pin,
	struct text path, struct err *err)
{
	struct text bytes;

	if (source_read(&bytes, source, path, err) < 0)
		return -1;
	return hold_zip(out, source->proving, pin, path, bytes, true,
		"the zip in the mirror is not one that the lock has a hash of", err);
}

/* Of a platform's folder below `start`. */
static bool is_in_folder(struct text path, struct text start)
{
	return path.len > start.len && memcmp(path.ptr, start.ptr, start.len) == 0 &&
	       memchr(path.ptr + start.len, '/', path.len - start.len);
}

static int prove_unpacked(
	struct proof *out, const struct source *source, const struct pin *pin, struct err *err)
{
	struct arena *arena = source->proving->arena;
	struct text start =
		arena_textf(arena, "%.*s%.*s/%.*s/", (int)source->top.len, source->top.ptr,
			(int)pin->name.len, pin->name.ptr, (int)pin->version.len, pin->version.ptr);
	struct paths paths;

	if (!start.ptr)
		return err_nomem(err);
	if (source_match(&paths, source, err) < 0)
		return -1;
	for (size_t i = 0, end; i < paths.count && out->state != PROOF_REFUTED; i = end) {
		struct text path = paths.items[i];

		end = i + 1;
		if (source->cache && is_zip_of(path, pin, arena) &&
			hold_mirrored(out, source, pin, path, err) < 0)
			return -1;
		if (!is_in_folder(path, start))
			continue;
		end = same_folder(&paths, i, start.len);
		if (hold_folder(out, source, pin, &paths.items[i], end - i, start.len, err) < 0)
			return -1;
	}
	return 0;
}

static int prove(struct proof *out, struct proving *proving, const struct pin *pin, struct err *err)
{
	struct text folder = folder_of(out->path);
	struct source source = {.proving = proving,
		.top = arena_textf(
			proving->arena, "%.*s.terraform/providers/", (int)folder.len, folder.ptr)};

	if (!source.top.ptr)
		return err_nomem(err);
	if (!sum_is_below(pin->name) || pin->version.len == 0)
		return 0;
	if (prove_committed(out, proving, pin, err) < 0 ||
		prove_unpacked(out, &source, pin, err) < 0)
		return -1;
	source.top = text_of("");
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		if (proving_cache(&source.cache, proving, &places[i], err) < 0)
			return -1;
		if (source.cache && prove_unpacked(out, &source, pin, err) < 0)
			return -1;
	}
	return 0;
}

/* ---- zips that the change touches ---- */

/* Two locks may have one provider: either may be meant. */
static int hold_touched(struct proof *proof, struct proving *proving, struct text bytes,
	const struct lock *lock, struct err *err)
{
	for (size_t i = 0; i < lock->pins.count && proof->state != PROOF_PROVED; i++) {
		const struct pin *pin = &lock->pins.items[i];
		struct proof answer = {.format = "terraform-lock",
			.path = proof->path,
			.name = pin->name,
			.version = pin->version,
			.reason = PROOF_NO_DIGEST};

		if (!is_zip_of(proof->path, pin, proving->arena))
			continue;
		if (pin->digest_count &&
			hold_zip(&answer, proving, pin, proof->path, bytes, false,
				"the zip here is not one that the lock has a hash of", err) < 0)
			return -1;
		if (!proof->name.len || answer.state != PROOF_OPEN)
			*proof = answer;
	}
	return 0;
}

static int prove_touched(struct proving *proving, const struct file *file, struct err *err)
{
	struct proof proof = {.path = file->path};
	struct proof_locks locks;
	struct text bytes;

	if (proving_read(&bytes, proving, SIDE_HEAD, file->path, err) < 0 ||
		proving_locks(&locks, proving, "terraform-lock", err) < 0)
		return -1;
	for (size_t i = 0; bytes.ptr && i < locks.count; i++)
		if (hold_touched(&proof, proving, bytes, locks.items[i], err) < 0)
			return -1;
	return proof.name.len ? proving_add(proving, &proof, err) : 0;
}

/* In a scan all pins were asked about. */
static int tree(struct proving *proving, struct err *err)
{
	for (size_t i = 0; proving->job->change->has_base && i < proving->file_count; i++) {
		const struct file *file = &proving->files[i];

		if ((file->head_mode != MODE_FILE && file->head_mode != MODE_EXECUTABLE) ||
			!glob_match(text_of("terraform-provider-*.zip"), file->path))
			continue;
		if (prove_touched(proving, file, err) < 0)
			return -1;
		arena_reset(proving->arena);
	}
	return 0;
}

static const char *const formats_taken[] = {"terraform-lock", NULL};

extern const struct prover prover_terraform_providers;
const struct prover prover_terraform_providers = {
	.name = "terraform-providers", .formats = formats_taken, .pin = prove, .tree = tree};
