/* SPDX-License-Identifier: Apache-2.0
 *
 * Dependencies that are others than their names say: "ms: is-number@6.0.0" is an alias, "ms: link:tools/ms" a folder. A project
 * asks for either in its manifests ("npm:is-number@^6", "link:", "workspace:") and overrides; a published package for aliases only.
 */
#include <string.h>

#include "checks/dependencies/formats/pnpm.h"

/* Folders above the lock's are left as they are. */
static struct text joined(struct text place, struct text folder, struct arena *arena)
{
	while (text_starts(folder, "../") && place.len) {
		folder = text_slice(folder, 3, folder.len);
		place = text_slice(place, 0, place.len - 1);
		while (place.len && place.ptr[place.len - 1] != '/')
			place.len--;
	}
	if (text_is(folder, ".."))
		return text_slice(place, 0, 0);
	return arena_textf(
		arena, "%.*s%.*s", (int)place.len, place.ptr, (int)folder.len, folder.ptr);
}

/* Who asks, by name and version; of what comes from a URL or a folder its key. */
static int fill_asker(
	struct redirect *out, const struct pnpm *pnpm, const struct ask *ask, struct err *err)
{
	if (ask->from == EDGE_ROOT) {
		out->place = ask->from_key;
		return 0;
	}
	if (ask->from != ASK_BY_KEY) {
		out->from = pnpm->lock->pins.items[ask->from].name;
		out->version = pnpm->lock->pins.items[ask->from].version;
	} else if (!pnpm_split_path(pnpm, ask->from_key, &out->from, &out->version)) {
		out->from = ask->from_key;
	}
	return pnpm_keep(pnpm, &out->from, err) < 0 ? -1 : pnpm_keep(pnpm, &out->version, err);
}

/* *out: it is another one; then `to` says which. */
static int fill_target(bool *out, struct redirect *redirect, const struct pnpm *pnpm,
	struct text reference, struct text key, struct err *err)
{
	struct text version;

	redirect->is_folder = key.len == 0;
	*out = true;
	if (redirect->is_folder) {
		redirect->to = joined(redirect->place,
			text_slice(reference, strlen("link:"), reference.len),
			pnpm->document->arena);
		return redirect->to.ptr ? 0 : err_nomem(err);
	}
	*out = pnpm_split_path(pnpm, key, &redirect->to, &version) &&
	       !text_equal(redirect->to, redirect->name);
	return *out ? pnpm_keep(pnpm, &redirect->to, err) : 0;
}

int pnpm_redirect(struct pnpm *pnpm, const struct ask *ask, struct text reference, struct text key,
	struct err *err)
{
	struct redirect redirect = {.from = text_of(""),
		.version = text_of(""),
		.place = text_of(""),
		.name = ask->name,
		.line = pnpm->line,
		.column = pnpm->column};
	bool is_other;

	if (key.len && reference.ptr != key.ptr) /* under its own name */
		return 0;
	if (ask->from == EDGE_ROOT && !ask->range.ptr) /* as the manifest says */
		return 0;
	if (keys_find(&pnpm->asks.index->forced, ask->name))
		return 0;
	if (fill_asker(&redirect, pnpm, ask, err) < 0 ||
		fill_target(&is_other, &redirect, pnpm, reference, key, err) < 0)
		return -1;
	if (!is_other)
		return 0;
	return pnpm_keep(pnpm, &redirect.name, err) < 0 ? -1
							: lock_redirect(pnpm->lock, &redirect, err);
}
