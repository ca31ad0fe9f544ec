/* SPDX-License-Identifier: Apache-2.0
 *
 * npm's cache: content by its digest, as it came from the registry, in
 * $npm_config_cache/_cacache/content-v2/<algorithm>/<2 hex>/<2 hex>/<the rest> (npm/cacache, lib/content/path.js). Serves all
 * formats whose digests are of a registry's archive.
 */
#include "checks/dependencies/proof/proof.h"

static const struct cache_place content = {
	"npm_config_cache", "_cacache/content-v2", "HOME", ".npm/_cacache/content-v2"};

static int read_content(struct proof *out, struct text *bytes, struct proving *proving,
	const char *cache, const struct digest *digest, struct err *err)
{
	struct text hex = proof_hex(
		proving->arena, (const unsigned char *)digest->bytes.ptr, digest->bytes.len);

	if (!hex.ptr)
		return err_nomem(err);
	out->artifact = arena_textf(proving->arena, "%s/%.2s/%.2s/%s",
		algorithm_name(digest->algorithm), hex.ptr, hex.ptr + 2, hex.ptr + 4);
	if (!out->artifact.ptr)
		return err_nomem(err);
	return proving_cache_read(bytes, proving, cache, out->artifact, err);
}

/* The cache has a place for each digest: only the one that the tools would take counts, see proof_hold. */
static int prove(struct proof *out, struct proving *proving, const struct pin *pin, struct err *err)
{
	const char *cache;
	struct text bytes = {0};
	struct proof answer = *out;

	if (proving_cache(&cache, proving, &content, err) < 0)
		return -1;
	for (uint32_t i = 0; cache && !bytes.ptr && i < pin->digest_count; i++)
		if (pin->digests[i].bytes.len > 4 &&
			read_content(&answer, &bytes, proving, cache, &pin->digests[i], err) < 0)
			return -1;
	if (!bytes.ptr)
		return 0;
	answer.what = "the content that npm's cache has under this digest is another";
	if (proof_hold(&answer, proving, pin, bytes, err) < 0)
		return -1;
	*out = answer;
	return 0;
}

static const char *const formats_taken[] = {
	"npm-lock", "yarn-lock", "pnpm-lock", "bun-lock", "deno-lock", NULL};

extern const struct prover prover_npm_cache;
const struct prover prover_npm_cache = {
	.name = "npm-cache", .formats = formats_taken, .pin = prove};
