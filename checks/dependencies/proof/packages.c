/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/proof/package_index.h"

#include <string.h>

static int hold_copy(struct proof *out, struct proving *proving, const struct package_kind *kind,
	const struct pin *pin, struct text path, struct err *err)
{
	struct package_index *index;
	struct proof answer = *out;
	struct text bytes;
	bool is_away;
	uint32_t *told;

	if (package_index_of(&index, proving, err) < 0 ||
		proving_read_object(&bytes, &is_away, proving, path, err) < 0)
		return -1;
	if (!bytes.ptr)
		return 0;
	answer.artifact = path;
	answer.what = kind->what;
	if (package_hold(&answer, proving, kind, pin, bytes, err) < 0)
		return -1;
	if (answer.state == PROOF_OPEN && out->state != PROOF_OPEN)
		return 0;
	*out = answer;
	return keys_add(&index->told, path, &told, err);
}

/* The files of that name in the tree: the first of their chain, 0 where there is none. */
static int find_files(uint32_t *first, struct kind_index **index, struct proving *proving,
	size_t number, struct text name, struct err *err)
{
	const struct package_kind *kind = package_kinds[number];
	struct text key = package_key(kind, name, proving->arena);
	struct package_index *all;
	const uint32_t *found;

	*first = 0;
	*index = NULL;
	if (!key.ptr)
		return err_nomem(err);
	if (package_index_of(&all, proving, err) < 0)
		return -1;
	*index = &all->kinds[number];
	if (package_index_files(*index, kind, proving, err) < 0)
		return -1;
	found = keys_find(&(*index)->files, key);
	*first = found ? *found : 0;
	return 0;
}

static int prove_committed(struct proof *out, struct proving *proving, size_t number,
	const struct pin *pin, struct text name, struct err *err)
{
	const struct package_kind *kind = package_kinds[number];
	struct kind_index *index;
	uint32_t at;

	if (find_files(&at, &index, proving, number, name, err) < 0)
		return -1;
	for (; at && out->state != PROOF_REFUTED; at = index->next[at - 1]) {
		struct text path = index->paths.items[at - 1];

		if (package_is_below(path, package_top(out->path)) &&
			(!kind->fits || kind->fits(pin, path)) &&
			hold_copy(out, proving, kind, pin, path, err) < 0)
			return -1;
	}
	return 0;
}

static int prove_cached(struct proof *out, struct proving *proving, const struct package_kind *kind,
	const struct pin *pin, struct err *err)
{
	struct text path, bytes = {0};
	const char *cache;

	if (!kind->cached || out->state != PROOF_OPEN)
		return 0;
	path = kind->cached(pin, proving->arena);
	if (!path.ptr)
		return err_nomem(err);
	if (proving_cache(&cache, proving, &kind->cache, err) < 0)
		return -1;
	if (cache && path.len && proving_cache_read(&bytes, proving, cache, path, err) < 0)
		return -1;
	if (!bytes.ptr)
		return 0;
	out->artifact = path;
	out->what = kind->what_cached;
	return package_hold(out, proving, kind, pin, bytes, err);
}

static bool takes(const struct package_kind *kind, const char *format)
{
	for (const char *const *name = kind->formats; *name; name++)
		if (strcmp(*name, format) == 0)
			return true;
	return false;
}

static int prove(struct proof *out, struct proving *proving, const struct pin *pin, struct err *err)
{
	for (size_t i = 0; i < PACKAGE_KINDS && out->state == PROOF_OPEN; i++) {
		struct text name;

		if (!takes(package_kinds[i], out->format))
			continue;
		name = package_kinds[i]->file(pin, proving->arena);
		if (!name.ptr)
			return err_nomem(err);
		if (name.len && (prove_committed(out, proving, i, pin, name, err) < 0 ||
					prove_cached(out, proving, package_kinds[i], pin, err) < 0))
			return -1;
	}
	return 0;
}

static const char *const formats_taken[] = {"gemfile-lock", "nuget-lock", "mix-lock", "rebar-lock",
	"gleam-manifest", "gradle-verification", "maven-lockfile", NULL};

extern const struct prover prover_packages;
const struct prover prover_packages = {
	.name = "packages", .formats = formats_taken, .pin = prove, .tree = packages_tree};
