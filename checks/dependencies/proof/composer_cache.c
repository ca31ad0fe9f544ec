/* SPDX-License-Identifier: Apache-2.0
 *
 * Composer's cache: "<vendor>/<name>/<SHA-1 of the address>.<ext>" (composer, src/Composer/Downloader/FileDownloader.php, getCacheKey). Most
 * locks have no hash of an archive; one that has is held to any archive of the package there. Another version's has another hash, so that none is
 * refuted.
 */
#include "checks/dependencies/proof/proof.h"

static const struct cache_place files = {
	"COMPOSER_CACHE_DIR", "files", "HOME", ".cache/composer/files"};

static int hold(struct proof *out, struct proving *proving, const struct pin *pin,
	const char *cache, struct text path, struct err *err)
{
	struct proof answer = *out;
	struct text bytes;

	if (proving_cache_read(&bytes, proving, cache, path, err) < 0)
		return -1;
	if (!bytes.ptr)
		return 0;
	answer.artifact = path;
	if (proof_hold(&answer, proving, pin, bytes, err) < 0)
		return -1;
	if (answer.state == PROOF_PROVED)
		*out = answer;
	return 0;
}

static int prove(struct proof *out, struct proving *proving, const struct pin *pin, struct err *err)
{
	struct text start = arena_textf(proving->arena, "%.*s/", (int)pin->name.len, pin->name.ptr);
	struct paths paths;
	const char *cache;

	if (!start.ptr)
		return err_nomem(err);
	if (proving_cache(&cache, proving, &files, err) < 0)
		return -1;
	if (!cache)
		return 0;
	if (proving_cache_match(&paths, proving, cache, "*/*/*", err) < 0)
		return -1;
	for (size_t i = 0; i < paths.count && out->state != PROOF_PROVED; i++)
		if (text_starts(paths.items[i], start.ptr) &&
			hold(out, proving, pin, cache, paths.items[i], err) < 0)
			return -1;
	return 0;
}

static const char *const formats_taken[] = {"composer-lock", NULL};

extern const struct prover prover_composer_cache;
const struct prover prover_composer_cache = {
	.name = "composer-cache", .formats = formats_taken, .pin = prove};
