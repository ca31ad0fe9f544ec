/* SPDX-License-Identifier: Apache-2.0
 *
 * Lines of checksum files whose files are in the repository, in the folder of the checksum file or below it; of Maven's trusted checksums
 * (.mvn/checksums, Maven Artifact Resolver, "Trusted Checksums": paths as in a repository) also in the local repository of this machine. One
 * that is not true is a finding of the rule about sums already (rules/sums.c).
 */
#include "checks/dependencies/proof/proof.h"
#include "checks/dependencies/subjects.h"
#include "checks/dependencies/sums.h"
#include "gate/base/glob.h"
#include "gate/base/lfs_pointer.h"

static const struct cache_place repository = {NULL, "", "HOME", ".m2/repository"};

static int read_target(struct text *out, struct proving *proving, struct text path, struct err *err)
{
	uint32_t mode;

	*out = (struct text){0};
	if (!path.ptr)
		return err_nomem(err);
	if (job_mode(proving->job, SIDE_HEAD, path, &mode, err) < 0)
		return -1;
	if (mode != MODE_FILE && mode != MODE_EXECUTABLE)
		return 0;
	return proving_read(out, proving, SIDE_HEAD, path, err);
}

static int hold(struct proof *out, struct proving *proving, const struct pin *pin, struct text path,
	struct text bytes, const char *what, struct err *err)
{
	if (!bytes.ptr || lfs_pointer_is(bytes))
		return 0;
	out->artifact = path;
	out->what = what;
	return proof_hold(out, proving, pin, bytes, err);
}

static int prove_trusted(
	struct proof *out, struct proving *proving, const struct pin *pin, struct err *err)
{
	const char *cache;
	struct text bytes = {0};

	if (!glob_match(text_of("**/.mvn/checksums/*"), out->path))
		return 0;
	if (proving_cache(&cache, proving, &repository, err) < 0)
		return -1;
	if (cache && proving_cache_read(&bytes, proving, cache, pin->name, err) < 0)
		return -1;
	return hold(out, proving, pin, pin->name, bytes,
		"the artifact in the local repository is not the one that is trusted", err);
}

static int prove(struct proof *out, struct proving *proving, const struct pin *pin, struct err *err)
{
	struct text folder = folder_of(out->path), name = pin->name, path, bytes;

	if (text_starts(name, "./"))
		name = text_slice(name, 2, name.len);
	if (!sum_is_below(name))
		return 0;
	path = arena_textf(
		proving->arena, "%.*s%.*s", (int)folder.len, folder.ptr, (int)name.len, name.ptr);
	if (read_target(&bytes, proving, path, err) < 0 ||
		hold(out, proving, pin, path, bytes, NULL, err) < 0)
		return -1;
	return out->state == PROOF_OPEN ? prove_trusted(out, proving, pin, err) : 0;
}

static const char *const formats_taken[] = {"sums", NULL};

extern const struct prover prover_sums_files;
const struct prover prover_sums_files = {
	.name = "sums-files", .formats = formats_taken, .pin = prove};
