/* SPDX-License-Identifier: Apache-2.0
 *
 * Terraform's providers that are unpacked, and zips in a mirror.
 */
#include <string.h>

#include "checks/dependencies/proof/provider.h"
#include "checks/dependencies/subjects.h"

static int source_match(struct paths *out, const struct provider_source *source, struct err *err)
{
	struct check_job reading = *source->proving->job;
	struct err own = {0};
	char *glob;

	if (source->cache)
		return proving_cache_match(out, source->proving, source->cache, "**", err);
	reading.arena = source->proving->arena;
	*out = (struct paths){0};
	for (size_t i = 0; i < source->top.len; i++)
		if (strchr("*?[]{}\\", source->top.ptr[i]))
			return 0;
	glob = arena_printf(reading.arena, "%.*s**", (int)source->top.len, source->top.ptr);
	if (!glob)
		return err_nomem(err);
	if (job_match(&reading, SIDE_WORKSPACE, glob, out, &own) == 0)
		return 0;
	*out = (struct paths){0};
	return own.kind == ERR_INTERNAL ? err_set(err, own.kind, "%s", own.message) : 0;
}

static int source_read(
	struct text *out, const struct provider_source *source, struct text path, struct err *err)
{
	struct check_job reading = *source->proving->job;
	struct err own = {0};

	if (source->cache)
		return proving_cache_read(out, source->proving, source->cache, path, err);
	reading.arena = source->proving->arena;
	if (job_read(&reading, SIDE_WORKSPACE, path, out, &own) == 0)
		return 0;
	*out = (struct text){0};
	return own.kind == ERR_INTERNAL ? err_set(err, own.kind, "%s", own.message) : 0;
}

/* The files of one platform, which stand together: paths are sorted. */
static size_t same_folder(const struct paths *paths, size_t from, size_t prefix)
{
	struct text rest = text_slice(paths->items[from], prefix, paths->items[from].len);
	size_t len = prefix + text_find(rest, text_of("/")) + 1, end = from + 1;

	while (end < paths->count && paths->items[end].len > len &&
		memcmp(paths->items[end].ptr, paths->items[from].ptr, len) == 0)
		end++;
	return end;
}

static int hold_folder(struct proof *out, const struct provider_source *source,
	const struct pin *pin, const struct text *paths, size_t count, size_t prefix,
	struct err *err)
{
	struct provider_files listing = {.arena = source->proving->arena};
	struct text rest = text_slice(paths[0], prefix, paths[0].len), bytes;
	size_t len = prefix + text_find(rest, text_of("/")) + 1;

	for (size_t i = 0; i < count && !job_stopped(source->proving->job); i++) {
		if (source_read(&bytes, source, paths[i], err) < 0)
			return -1;
		if (!bytes.ptr)
			return 0;
		if (provider_files_add(
			    &listing, text_slice(paths[i], len, paths[i].len), bytes, err) < 0)
			return -1;
	}
	if (job_stopped(source->proving->job)) /* a part of the files has another hash */
		return 0;
	return provider_hold_files(out, pin, text_slice(paths[0], 0, len), &listing,
		"the provider that is unpacked here has no hash of the lock", err);
}

static int hold_mirrored(struct proof *out, const struct provider_source *source,
	const struct pin *pin, struct text path, struct err *err)
{
	struct text bytes;

	if (source_read(&bytes, source, path, err) < 0)
		return -1;
	return provider_hold_zip(out, source->proving, pin, path, bytes, true,
		"the zip in the mirror is not one that the lock has a hash of", err);
}

/* Of a platform's folder below `start`. */
static bool is_in_folder(struct text path, struct text start)
{
	return path.len > start.len && memcmp(path.ptr, start.ptr, start.len) == 0 &&
	       memchr(path.ptr + start.len, '/', path.len - start.len);
}

int provider_prove_unpacked(struct proof *out, const struct provider_source *source,
	const struct pin *pin, struct err *err)
{
	struct arena *arena = source->proving->arena;
	struct text start =
		arena_textf(arena, "%.*s%.*s/%.*s/", (int)source->top.len, source->top.ptr,
			(int)pin->name.len, pin->name.ptr, (int)pin->version.len, pin->version.ptr);
	struct paths paths;

	if (!start.ptr)
		return err_nomem(err);
	if (source_match(&paths, source, err) < 0)
		return -1;
	for (size_t i = 0, end; i < paths.count && out->state != PROOF_REFUTED; i = end) {
		struct text path = paths.items[i];

		end = i + 1;
		if (source->cache && provider_is_zip(path, pin, arena) &&
			hold_mirrored(out, source, pin, path, err) < 0)
			return -1;
		if (!is_in_folder(path, start))
			continue;
		end = same_folder(&paths, i, start.len);
		if (hold_folder(out, source, pin, &paths.items[i], end - i, start.len, err) < 0)
			return -1;
	}
	return 0;
}
