/* SPDX-License-Identifier: Apache-2.0
 *
 * Terraform's providers. "zh:" in .terraform.lock.hcl is the SHA-256 of a provider's zip, "h1:" Go's dirhash over what is in it, by its bare
 * names (terraform, internal/getproviders/hash.go, PackageHashV1). A zip is at "terraform-provider-<type>_<version>_<platform>.zip",
 * in the tree or in a mirror of this machine; an unpacked provider at <host>/<namespace>/<type>/<version>/<platform>/, in a mirror in the
 * tree, the checked-out .terraform/providers or a cache, and only h1 can hold it.
 */
#include <string.h>

#include "checks/dependencies/proof/provider.h"
#include "checks/dependencies/subjects.h"
#include "checks/dependencies/sums.h"
#include "gate/base/glob.h"

static const struct cache_place places[] = {
	{"TF_PLUGIN_CACHE_DIR", "", "HOME", ".terraform.d/plugin-cache"},
	{NULL, "", "HOME", ".terraform.d/plugins"},
};

int provider_files_add(
	struct provider_files *listing, struct text name, struct text content, struct err *err)
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
	return provider_files_add(context, member->path, member->content, err);
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

int provider_hold_files(struct proof *out, const struct pin *pin, struct text path,
	struct provider_files *listing, const char *what, struct err *err)
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

int provider_hold_zip(struct proof *out, struct proving *proving, const struct pin *pin,
	struct text path, struct text bytes, bool is_cached, const char *what, struct err *err)
{
	struct provider_files listing = {.arena = proving->arena};
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
		return provider_hold_files(out, pin, path, &listing, what, err);
	if (own.kind == ERR_NONE)
		err_set(&own, ERR_LOOK, "the zip holds no file");
	return proving_broken(out, proving, path, is_cached, &own, err);
}

/* "terraform-provider-<type>_<version>_" */
bool provider_is_zip(struct text path, const struct pin *pin, struct arena *arena)
{
	struct text type = text_slice(pin->name, folder_of(pin->name).len, pin->name.len);
	struct text name = text_slice(path, folder_of(path).len, path.len);
	char *start = arena_printf(arena, "terraform-provider-%.*s_%.*s_", (int)type.len, type.ptr,
		(int)pin->version.len, pin->version.ptr);

	return start && text_starts(name, start) && text_ends(name, ".zip");
}

struct proof provider_answer(struct text path, const struct pin *pin)
{
	return (struct proof){.format = "terraform-lock",
		.path = path,
		.name = pin->name,
		.version = pin->version,
		.reason = PROOF_NO_DIGEST};
}

static int prove_committed(
	struct proof *out, struct proving *proving, const struct pin *pin, struct err *err)
{
	struct paths paths;
	struct text bytes;
	bool is_away;

	if (proving_match(&paths, proving, text_of(""), "**/terraform-provider-*.zip", err) < 0)
		return -1;
	for (size_t i = 0; i < paths.count; i++)
		if (provider_is_zip(paths.items[i], pin, proving->arena) &&
			(proving_read_object(&bytes, &is_away, proving, paths.items[i], err) < 0 ||
				provider_hold_zip(out, proving, pin, paths.items[i], bytes, false,
					"the zip here is not one that the lock has a hash of",
					err) < 0))
			return -1;
	return 0;
}

/* ---- one pin ---- */

static int prove_in_caches(
	struct proof *out, struct provider_source *source, const struct pin *pin, struct err *err)
{
	source->top = text_of("");
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		if (proving_cache(&source->cache, source->proving, &places[i], err) < 0)
			return -1;
		if (source->cache && provider_prove_unpacked(out, source, pin, err) < 0)
			return -1;
	}
	return 0;
}

static int prove(struct proof *out, struct proving *proving, const struct pin *pin, struct err *err)
{
	struct text folder = folder_of(out->path);
	struct provider_source source = {.proving = proving,
		.top = arena_textf(
			proving->arena, "%.*s.terraform/providers/", (int)folder.len, folder.ptr)};

	if (!source.top.ptr)
		return err_nomem(err);
	if (!sum_is_below(pin->name) || pin->version.len == 0)
		return 0;
	if (prove_committed(out, proving, pin, err) < 0 ||
		provider_prove_committed(out, proving, pin, err) < 0 ||
		provider_prove_unpacked(out, &source, pin, err) < 0)
		return -1;
	return prove_in_caches(out, &source, pin, err);
}

/* ---- zips that the change touches ---- */

/* Two locks may have one provider: either may be meant. */
static int hold_touched(struct proof *proof, struct proving *proving, struct text bytes,
	const struct lock *lock, struct err *err)
{
	for (size_t i = 0; i < lock->pins.count && proof->state != PROOF_PROVED; i++) {
		const struct pin *pin = &lock->pins.items[i];
		struct proof answer = provider_answer(proof->path, pin);

		if (!provider_is_zip(proof->path, pin, proving->arena))
			continue;
		if (pin->digest_count &&
			provider_hold_zip(&answer, proving, pin, proof->path, bytes, false,
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
	bool is_away;

	if (proving_read_object(&bytes, &is_away, proving, file->path, err) < 0 ||
		proving_locks(&locks, proving, "terraform-lock", err) < 0)
		return -1;
	for (size_t i = 0; i < locks.count; i++)
		if (hold_touched(&proof, proving, bytes, locks.items[i], err) < 0)
			return -1;
	if (is_away && proof.name.len)
		proving_away(proving, file->path);
	return proof.name.len ? proving_add(proving, &proof, err) : 0;
}

/* In a scan all pins were asked about. */
static int tree(struct proving *proving, struct err *err)
{
	for (size_t i = 0; proving->job->change->has_base && i < proving->file_count; i++) {
		const struct file *file = &proving->files[i];

		if (!proving_may_be_artifact(file) ||
			!glob_match(text_of("terraform-provider-*.zip"), file->path))
			continue;
		if (prove_touched(proving, file, err) < 0)
			return -1;
		arena_reset(proving->arena);
	}
	return proving->job->change->has_base ? provider_judge_touched(proving, err) : 0;
}

static const char *const formats_taken[] = {"terraform-lock", NULL};

extern const struct prover prover_terraform_providers;
const struct prover prover_terraform_providers = {
	.name = "terraform-providers", .formats = formats_taken, .pin = prove, .tree = tree};
