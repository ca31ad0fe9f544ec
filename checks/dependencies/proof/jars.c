/* SPDX-License-Identifier: Apache-2.0
 *
 * Artifacts of the JVM: in a folder or a repository of Maven's layout ("group/as/path/artifact/version/file") that is committed, and in the
 * local repository of Maven. Gradle's metadata names the file of each hash, a maven-lockfile artifact, version and classifier.
 */
#include <string.h>

#include "checks/dependencies/proof/packages.h"
#include "checks/dependencies/subjects.h"

/* "group:artifact" */
static bool split(struct text *group, struct text *artifact, const struct pin *pin)
{
	size_t colon = text_find(pin->name, text_of(":"));

	*group = text_slice(pin->name, 0, colon);
	*artifact = text_slice(pin->name, colon + 1, pin->name.len);
	return group->len && artifact->len;
}

/* "org/example/left/1.0/" */
static struct text place_of(const struct pin *pin, struct arena *arena)
{
	struct text group, artifact;
	char *out;

	if (!split(&group, &artifact, pin))
		return text_of("");
	out = arena_printf(arena, "%.*s/%.*s/%.*s/", (int)group.len, group.ptr, (int)artifact.len,
		artifact.ptr, (int)pin->version.len, pin->version.ptr);
	for (size_t i = 0; out && i < group.len; i++)
		if (out[i] == '.')
			out[i] = '/';
	return out ? text_of(out) : (struct text){0};
}

/* Takes a last part off a folder where it is this one. */
static bool take_last(struct text *folder, struct text part)
{
	if (folder->len < part.len + 1 || folder->ptr[folder->len - 1] != '/' ||
		memcmp(folder->ptr + folder->len - 1 - part.len, part.ptr, part.len) != 0 ||
		(folder->len > part.len + 1 && folder->ptr[folder->len - part.len - 2] != '/'))
		return false;
	folder->len -= part.len + 1;
	return true;
}

/* Of a file in a folder "artifact/version/" the group above it counts; elsewhere the name is all there is. */
static bool fits(const struct pin *pin, struct text path)
{
	struct text group, artifact, folder = folder_of(path), part;

	if (!split(&group, &artifact, pin))
		return false;
	if (!take_last(&folder, pin->version) || !take_last(&folder, artifact))
		return true;
	while (group.len) {
		const char *dot = memrchr(group.ptr, '.', group.len);
		size_t from = dot ? (size_t)(dot - group.ptr) + 1 : 0;

		part = text_slice(group, from, group.len);
		if (!take_last(&folder, part))
			return false;
		group.len = from ? from - 1 : 0;
	}
	return true;
}

static struct text gradle_file(const struct pin *pin, struct arena *arena)
{
	(void)arena;
	return pin->artifact;
}

static struct text maven_file(const struct pin *pin, struct arena *arena)
{
	struct text group, artifact;

	if (!split(&group, &artifact, pin))
		return text_of("");
	return arena_textf(arena, "%.*s-%.*s%s%.*s.jar", (int)artifact.len, artifact.ptr,
		(int)pin->version.len, pin->version.ptr, pin->artifact.len ? "-" : "",
		(int)pin->artifact.len, pin->artifact.ptr);
}

static struct text maven_cached(const struct pin *pin, struct arena *arena)
{
	struct text place = place_of(pin, arena), file = maven_file(pin, arena);

	if (!place.ptr || !file.ptr)
		return (struct text){0};
	return arena_textf(arena, "%.*s%.*s", (int)place.len, place.ptr, (int)file.len, file.ptr);
}

static const char *const gradle_formats[] = {"gradle-verification", NULL};
static const char *const maven_formats[] = {"maven-lockfile", NULL};

const struct package_kind gradle_packages = {.formats = gradle_formats,
	.glob = "**/*.{jar,aar,war,zip,pom,module,klib}",
	.surely = "**/*.{jar,aar}",
	.file = gradle_file,
	.fits = fits,
	.what = "the artifact here is not one that Gradle's metadata has a hash of"};

const struct package_kind maven_packages = {.formats = maven_formats,
	.glob = "**/*.jar",
	.surely = "**/*.jar",
	.file = maven_file,
	.fits = fits,
	.cache = {NULL, "", "HOME", ".m2/repository"},
	.cached = maven_cached,
	.what = "the artifact here is not the one that the lock has a checksum of",
	.what_cached = "the artifact in Maven's repository is not the one that the lock has a "
		       "checksum of"};

/* ---- Gradle's cache ---- */

static const struct cache_place files = {"GRADLE_USER_HOME", "caches/modules-2/files-2.1", "HOME",
	".gradle/caches/modules-2/files-2.1"};

/* "<group>/<artifact>/<version>/<SHA-1 without leading zeros>/<file>": whether the bytes have that SHA-1. */
static int hold_name(struct proof *out, struct proving *proving, struct text path,
	struct text bytes, struct err *err)
{
	unsigned char made[LONGEST_DIGEST];
	struct text folder = folder_of(path), hex;
	size_t len, zeros = 0;

	if (proof_digest(made, &len, DIGEST_SHA1, bytes, err) < 0)
		return -1;
	hex = proof_hex(proving->arena, made, len);
	if (!hex.ptr)
		return err_nomem(err);
	while (zeros + 1 < hex.len && hex.ptr[zeros] == '0')
		zeros++;
	if (take_last(&folder, text_slice(hex, zeros, hex.len)) || take_last(&folder, hex))
		return 0;
	out->state = PROOF_REFUTED;
	out->what = "Gradle's cache has it under the SHA-1 of other bytes";
	return 0;
}

static int hold_cached(struct proof *out, struct proving *proving, const struct pin *pin,
	const char *cache, struct text path, struct err *err)
{
	struct text bytes;

	if (proving_cache_read(&bytes, proving, cache, path, err) < 0)
		return -1;
	if (!bytes.ptr)
		return 0;
	out->artifact = path;
	out->what = "the artifact in Gradle's cache is not one that its metadata has a hash of";
	if (proof_hold(out, proving, pin, bytes, err) < 0)
		return -1;
	return out->state == PROOF_PROVED ? hold_name(out, proving, path, bytes, err) : 0;
}

/* The first of the paths, which are sorted, that does not come before a text. */
static size_t first_of(const struct paths *paths, struct text text)
{
	size_t low = 0, high = paths->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (text_compare(paths->items[middle], text) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The files of that name below the folder of a version. */
static int hold_version(struct proof *out, struct proving *proving, const struct pin *pin,
	const char *cache, struct text place, struct err *err)
{
	struct paths paths;

	if (proving_cache_match(&paths, proving, cache, "*/*/*/*/*", err) < 0)
		return -1;
	for (size_t i = first_of(&paths, place); i < paths.count && out->state != PROOF_REFUTED &&
						 text_starts(paths.items[i], place.ptr);
		i++) {
		struct text path = paths.items[i];

		if (text_equal(text_slice(path, folder_of(path).len, path.len), pin->artifact) &&
			hold_cached(out, proving, pin, cache, path, err) < 0)
			return -1;
	}
	return 0;
}

static int prove(struct proof *out, struct proving *proving, const struct pin *pin, struct err *err)
{
	struct text group, artifact, place;
	const char *cache;

	if (proving_cache(&cache, proving, &files, err) < 0)
		return -1;
	if (!cache || !split(&group, &artifact, pin) || pin->artifact.len == 0)
		return 0;
	place = arena_textf(proving->arena, "%.*s/%.*s/%.*s/", (int)group.len, group.ptr,
		(int)artifact.len, artifact.ptr, (int)pin->version.len, pin->version.ptr);
	return place.ptr ? hold_version(out, proving, pin, cache, place, err) : err_nomem(err);
}

extern const struct prover prover_gradle_cache;
const struct prover prover_gradle_cache = {
	.name = "gradle-cache", .formats = gradle_formats, .pin = prove};
