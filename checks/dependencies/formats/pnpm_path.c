/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "checks/dependencies/formats/js.h"
#include "checks/dependencies/formats/pnpm.h"

struct text pnpm_without_peers(const struct pnpm *pnpm, struct text path)
{
	size_t slash = path.len;

	if (pnpm->version > 5)
		return text_slice(path, 0, text_find(path, text_of("(")));
	while (slash > 0 && path.ptr[slash - 1] != '/')
		slash--;
	return text_slice(
		path, 0, slash + text_find(text_slice(path, slash, path.len), text_of("_")));
}

bool pnpm_is_place(struct text version)
{
	return text_find(version, text_of(":")) < version.len ||
	       text_find(version, text_of("/")) < version.len;
}

bool pnpm_split_path(
	const struct pnpm *pnpm, struct text path, struct text *name, struct text *version)
{
	size_t slash;

	path = pnpm_without_peers(pnpm, path);
	if (pnpm->version < 9) {
		if (!text_starts(path, "/"))
			return false;
		path = text_slice(path, 1, path.len);
	}
	if (pnpm->version > 5) {
		js_split(path, name, version);
	} else {
		slash = path.len;
		while (slash > 0 && path.ptr[slash - 1] != '/')
			slash--;
		*name = text_slice(path, 0, slash ? slash - 1 : 0);
		*version = text_slice(path, slash, path.len);
	}
	return name->len > 0 && version->len > 0;
}

static struct text join_path(
	struct text name, struct text reference, unsigned version, struct arena *arena)
{
	size_t slash = version < 9, len = slash + name.len + 1 + reference.len;
	char *path = arena_alloc(arena, len);

	if (!path)
		return (struct text){0};
	path[0] = '/';
	memcpy(path + slash, name.ptr, name.len);
	path[slash + name.len] = version == 5 ? '/' : '@';
	memcpy(path + slash + name.len + 1, reference.ptr, reference.len);
	return (struct text){path, len};
}

/* Under which path the dependency `name: reference` stands (pnpm, refToRelative); "" for a link. */
static struct text path_of(
	struct text name, struct text reference, const struct pnpm *pnpm, struct arena *arena)
{
	size_t at = text_find(reference, text_of("@")), colon = text_find(reference, text_of(":"));
	size_t peers = text_find(reference, text_of("("));
	bool whole = pnpm->version < 9 ? pnpm_is_place(text_slice(reference, 0, peers))
				       : text_starts(reference, "@") ||
						 (at < reference.len && at < colon && at < peers);

	if (text_starts(reference, "link:"))
		return text_of("");
	if (whole)
		return reference;
	return join_path(name, reference, pnpm->version, arena);
}

int pnpm_offer(struct pnpm *pnpm, const struct ask *ask, struct text name, struct err *err)
{
	struct ask made = *ask;

	if (pnpm->base)
		return 0;
	made.name = name;
	return pnpm_keep(pnpm, &made.name, err) < 0 ? -1 : asks_offer(&pnpm->asks, &made, err);
}

int pnpm_ask(struct pnpm *pnpm, const struct ask *ask, struct text name, struct text reference,
	struct err *err)
{
	struct ask made = *ask;

	made.key = path_of(name, reference, pnpm, pnpm->scratch);
	made.name = name;
	if (!made.key.ptr)
		return err_nomem(err);
	if (pnpm_redirect(pnpm, &made, reference, made.key, err) < 0)
		return -1;
	if (made.key.len == 0)
		return pnpm_offer(pnpm, ask, name, err);
	if (pnpm->version == 9)
		made.key = pnpm_without_peers(pnpm, made.key);
	return pnpm_keep(pnpm, &made.name, err) < 0 ? -1 : asks_add(&pnpm->asks, &made, err);
}
