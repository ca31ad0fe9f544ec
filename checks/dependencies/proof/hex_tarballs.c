/* SPDX-License-Identifier: Apache-2.0
 *
 * Hex's tarballs: "name-version.tar", a tar of VERSION, CHECKSUM, metadata.config and contents.tar.gz (hexpm/specifications,
 * package_tarball.md). The outer checksum is the SHA-256 of the file, the inner one that of VERSION, metadata.config and contents.tar.gz, one
 * behind the other; CHECKSUM is the inner one in upper case.
 */
#include <string.h>

#include "checks/dependencies/proof/packages.h"
#include "gate/base/buffer.h"

static const char *const inner_parts[] = {"VERSION", "metadata.config", "contents.tar.gz"};

enum { PARTS = sizeof(inner_parts) / sizeof(inner_parts[0]) };

static struct text file(const struct pin *pin, struct arena *arena)
{
	if (pin->flags & PIN_VCS)
		return text_of("");
	return arena_textf(arena, "%.*s-%.*s.tar", (int)pin->name.len, pin->name.ptr,
		(int)pin->version.len, pin->version.ptr);
}

static struct text cached(const struct pin *pin, struct arena *arena)
{
	return arena_textf(arena, "hexpm/%.*s-%.*s.tar", (int)pin->name.len, pin->name.ptr,
		(int)pin->version.len, pin->version.ptr);
}

struct tarball {
	struct arena *arena;
	struct text parts[PARTS];
};

static int take(void *context, const struct archived *member, struct err *err)
{
	struct tarball *tarball = context;

	for (size_t i = 0; i < PARTS; i++)
		if (text_is(member->path, inner_parts[i])) {
			tarball->parts[i] = arena_text(tarball->arena, member->content);
			if (!tarball->parts[i].ptr)
				return err_nomem(err);
		}
	return 0;
}

static int hold_inner(struct proof *out, struct proving *proving, const struct pin *pin,
	const struct tarball *tarball, struct err *err)
{
	struct buffer all = {0};
	int done;

	for (size_t i = 0; i < PARTS; i++)
		buffer_add(&all, tarball->parts[i]);
	done = all.failed ? err_nomem(err) : proof_hold(out, proving, pin, buffer_text(&all), err);
	buffer_free(&all);
	return done;
}

static int hold(struct proof *out, struct proving *proving, const struct pin *pin,
	struct text bytes, struct err *err)
{
	struct tarball tarball = {.arena = proving->arena};
	struct text path = out->artifact.len ? out->artifact : out->path;
	struct err own = {0};

	if (!text_is(pin->artifact, "inner"))
		return proof_hold(out, proving, pin, bytes, err);
	if (proving_unpack(proving, path, bytes, take, &tarball, &own) == 0)
		return hold_inner(out, proving, pin, &tarball, err);
	return proving_broken(out, proving, path, true, &own, err);
}

static const char *const formats_taken[] = {"mix-lock", "rebar-lock", "gleam-manifest", NULL};

const struct package_kind hex_packages = {.formats = formats_taken,
	.glob = "**/*.tar",
	.file = file,
	.hold = hold,
	.cache = {"HEX_HOME", "packages", "HOME", ".hex/packages"},
	.cached = cached,
	.what = "the tarball here is not the one that the lock has a checksum of",
	.what_cached = "the tarball in Hex's cache is not the one that the lock has a checksum of"};
