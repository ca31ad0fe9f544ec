/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "checks/dependencies/address.h"
#include "checks/dependencies/proof/cargo.h"
#include "checks/dependencies/subjects.h"

static const struct cache_place registry = {
	"CARGO_HOME", "registry/cache", "HOME", ".cargo/registry/cache"};

/* What a name and a version of cargo's are made of. */
static bool is_plain(struct text text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.+",
			    text.ptr[i]) ||
			!text.ptr[i])
			return false;
	return text.len > 0;
}

/* "registry+https://host/owner/example-index" is at "host-<hash>" or, served sparsely, at "index.example-<hash>". */
static bool is_of_registry(struct text path, const struct pin *pin)
{
	struct text folder = text_slice(path, 0, folder_of(path).len), last;
	const char *dash = folder.len ? memrchr(folder.ptr, '-', folder.len) : NULL;
	struct text host = text_slice(folder, 0, dash ? (size_t)(dash - folder.ptr) : 0);
	struct address address;

	if (!address_parse(&address, pin->source) || !host.len)
		return false;
	if (text_equal(host, address.host))
		return true;
	last = text_slice(address.path, folder_of(address.path).len, address.path.len);
	if (!text_ends(last, "-index"))
		return false;
	last.len -= strlen("-index");
	return last.len && host.len > last.len &&
	       text_equal(text_slice(host, host.len - last.len, host.len), last) &&
	       host.ptr[host.len - last.len - 1] == '.';
}

int cargo_archive_hold(struct proof *proof, struct proving *proving,
	const struct cargo_archive *archive, struct err *err)
{
	struct proof answer = *proof;

	if (proof_hold(&answer, proving, archive->pin, archive->bytes, err) < 0)
		return -1;
	if (answer.state == PROOF_OPEN ||
		(answer.state == PROOF_REFUTED && !is_of_registry(archive->path, archive->pin)))
		return 0;
	answer.artifact = arena_textf(
		proving->arena, "registry/cache/%.*s", (int)archive->path.len, archive->path.ptr);
	answer.what = "the archive in cargo's cache is not the one that Cargo.lock pins";
	if (!answer.artifact.ptr)
		return err_nomem(err);
	*proof = answer;
	return 0;
}

static int add(struct cargo_archives *out, struct proving *proving, const char *cache,
	struct text path, const struct pin *pin, struct err *err)
{
	struct cargo_archive archive = {.pin = pin, .path = path};

	if (proving_cache_read(&archive.bytes, proving, cache, path, err) < 0)
		return -1;
	if (!archive.bytes.ptr)
		return 0;
	if (arena_reserve(proving->arena, (void **)&out->items, &out->capacity, out->count + 1,
		    sizeof(*out->items)) < 0)
		return err_nomem(err);
	out->items[out->count++] = archive;
	return 0;
}

static int add_all(struct cargo_archives *out, struct proving *proving, const char *cache,
	const struct pin *pin, struct err *err)
{
	struct text name = arena_textf(proving->arena, "/%.*s-%.*s.crate", (int)pin->name.len,
		pin->name.ptr, (int)pin->version.len, pin->version.ptr);
	struct paths paths;

	if (!name.ptr)
		return err_nomem(err);
	if (proving_cache_match(&paths, proving, cache, "*/*.crate", err) < 0)
		return -1;
	for (size_t i = 0; i < paths.count; i++)
		if (text_ends(paths.items[i], name.ptr) &&
			add(out, proving, cache, paths.items[i], pin, err) < 0)
			return -1;
	return 0;
}

int cargo_archives_add(
	struct cargo_archives *out, struct proving *proving, const struct pin *pin, struct err *err)
{
	const char *cache;

	if (proving_cache(&cache, proving, &registry, err) < 0)
		return -1;
	if (!cache || !is_plain(pin->name) || !is_plain(pin->version))
		return 0;
	return add_all(out, proving, cache, pin, err);
}

/* A refuted one stays unless another one proves the pin. */
static int prove(struct proof *out, struct proving *proving, const struct pin *pin, struct err *err)
{
	struct cargo_archives archives = {0};

	if (cargo_archives_add(&archives, proving, pin, err) < 0)
		return -1;
	for (size_t i = 0; i < archives.count && out->state != PROOF_PROVED; i++)
		if (cargo_archive_hold(out, proving, &archives.items[i], err) < 0)
			return -1;
	return 0;
}

static const char *const formats_taken[] = {"cargo-lock", NULL};

extern const struct prover prover_cargo_cache;
const struct prover prover_cargo_cache = {
	.name = "cargo-cache", .formats = formats_taken, .pin = prove};
