/* SPDX-License-Identifier: Apache-2.0
 *
 * Gems: "name-version[-platform].gem" in vendor/cache beside Gemfile.lock (bundle cache), or in the cache of a gem home. CHECKSUMS in the lock has the
 * SHA-256 of the file. A gem is a tar of metadata.gz, data.tar.gz and checksums.yaml.gz, which has SHA-256 and SHA-512 of
 * the two (rubygems, lib/rubygems/package.rb): one that contradicts itself is refuted without a lock.
 */
#include <string.h>

#include "checks/dependencies/proof/packages.h"
#include "checks/dependencies/proof/parts.h"
#include "checks/dependencies/yaml_document.h"

enum { MOST_SUMS_BYTES = 64 * 1024 };

static struct text file(const struct pin *pin, struct arena *arena)
{
	return arena_textf(arena, "%.*s-%.*s%s%.*s.gem", (int)pin->name.len, pin->name.ptr,
		(int)pin->version.len, pin->version.ptr, pin->artifact.len ? "-" : "",
		(int)pin->artifact.len, pin->artifact.ptr);
}

/* ---- what a gem says of itself ---- */

struct part {
	const char *name;
	unsigned char sha256[LONGEST_DIGEST], sha512[LONGEST_DIGEST];
	bool is_there;
};

struct gem {
	struct proving *proving;
	struct part parts[2];
	struct text sums; /* checksums.yaml.gz */
};

static int take(void *context, const struct archived *member, struct err *err)
{
	struct gem *gem = context;
	size_t len;

	if (text_is(member->path, "checksums.yaml.gz")) {
		gem->sums = arena_text(gem->proving->arena, member->content);
		return gem->sums.ptr ? 0 : err_nomem(err);
	}
	for (size_t i = 0; i < 2; i++)
		if (text_is(member->path, gem->parts[i].name)) {
			gem->parts[i].is_there = true;
			if (proof_digest(gem->parts[i].sha256, &len, DIGEST_SHA256, member->content,
				    err) < 0 ||
				proof_digest(gem->parts[i].sha512, &len, DIGEST_SHA512,
					member->content, err) < 0)
				return -1;
		}
	return 0;
}

static int gunzip(struct text *out, struct gem *gem, struct err *err)
{
	struct unpacker *unpacker;
	struct buffer plain = {0};
	struct member member;
	enum unpacking result;

	if (unpacker_open(
		    &unpacker, gem->proving->parts->library, gem->sums, ARCHIVE_KIND_GZIP, err) < 0)
		return -1;
	result = unpacker_next(unpacker, &member);
	if (result == UNPACK_DONE)
		result = unpacker_read(unpacker, &plain, MOST_SUMS_BYTES);
	unpacker_close(unpacker);
	*out = arena_text(gem->proving->arena, buffer_text(&plain));
	buffer_free(&plain);
	if (result == UNPACK_NO_MEMORY || !out->ptr)
		return err_nomem(err);
	return result == UNPACK_DONE
		       ? 0
		       : err_set(err, ERR_LOOK, "checksums.yaml.gz in the gem cannot be read");
}

static bool says(const struct yaml *root, const char *algorithm, const struct part *part,
	const unsigned char *digest, size_t len, struct arena *arena)
{
	struct text said = yaml_scalar(yaml_get(root, algorithm), part->name);
	struct text hex = proof_hex(arena, digest, len);

	return said.len == 0 || !hex.ptr || text_equal(said, hex);
}

static int compare(bool *holds, struct gem *gem, struct err *err)
{
	const struct yaml *root;
	struct text plain;

	*holds = true;
	if (gunzip(&plain, gem, err) < 0 ||
		yaml_read(&root, plain, "checksums.yaml", gem->proving->arena, err) < 0)
		return -1;
	for (size_t i = 0; i < 2; i++)
		*holds = *holds && gem->parts[i].is_there &&
			 says(root, "SHA256", &gem->parts[i], gem->parts[i].sha256, 32,
				 gem->proving->arena) &&
			 says(root, "SHA512", &gem->parts[i], gem->parts[i].sha512, 64,
				 gem->proving->arena);
	return 0;
}

static int look_inside(
	bool *holds, struct gem *gem, struct text name, struct text bytes, struct err *err)
{
	*holds = true;
	if (proving_unpack(gem->proving, name, bytes, take, gem, err) < 0)
		return -1;
	return gem->sums.len ? compare(holds, gem, err)
			     : err_set(err, ERR_LOOK, "the gem has no checksums.yaml.gz");
}

static int itself(struct proof *out, struct proving *proving, struct text bytes, struct err *err)
{
	struct gem gem = {
		.proving = proving, .parts = {{.name = "metadata.gz"}, {.name = "data.tar.gz"}}};
	struct err own = {0};
	bool holds;

	if (look_inside(&holds, &gem, out->path, bytes, &own) < 0)
		return proving_broken(out, proving, out->path, false, &own, err);
	out->reason = out->reason == PROOF_NO_LOCK ? PROOF_NO_LOCK : PROOF_LIST_ONLY;
	if (holds)
		return 0;
	out->state = PROOF_REFUTED;
	out->what = "the gem holds other files than its own list of checksums says";
	return 0;
}

static struct text cached(const struct pin *pin, struct arena *arena)
{
	return file(pin, arena);
}

static const char *const formats_taken[] = {"gemfile-lock", NULL};

const struct package_kind gem_packages = {.formats = formats_taken,
	.glob = "**/*.gem",
	.surely = "**/*.gem",
	.home = "vendor/cache/",
	.file = file,
	.itself = itself,
	.cache = {"GEM_HOME", "cache", NULL, NULL},
	.cached = cached,
	.what = "the gem here is not the one that the lock has a checksum of",
	.what_cached = "the gem in the cache is not the one that the lock has a checksum of"};
