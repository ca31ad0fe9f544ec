/* SPDX-License-Identifier: Apache-2.0
 *
 * Where the caches of package managers are on this machine, reading from them, and lists of what a glob matches there and in the
 * tree.
 */
#include <string.h>

#include "checks/dependencies/proof/parts.h"
#include "gate/base/glob.h"

static int join(const char **out, const char *variable, const char *below, struct proving *proving,
	struct err *err)
{
	const char *value = variable ? job_variable(proving->job, variable) : NULL;

	*out = NULL;
	if (!value || value[0] != '/')
		return 0;
	*out = arena_printf(proving->arena, "%s%s%s", value, below[0] ? "/" : "", below);
	return *out ? 0 : err_nomem(err);
}

int proving_cache(
	const char **out, struct proving *proving, const struct cache_place *place, struct err *err)
{
	*out = NULL;
	if (!proving->judging->options->caches)
		return 0;
	if (join(out, place->variable, place->below, proving, err) < 0)
		return -1;
	if (!*out && join(out, place->home, place->below_home ? place->below_home : "", proving,
			     err) < 0)
		return -1;
	if (*out && !job_has_cache(proving->job, *out))
		*out = NULL;
	return 0;
}

/* What a cache has that cannot be read is as if it were not there: the proof stays open. */
static int forgive(const struct err *own, struct err *err)
{
	return own->kind == ERR_INTERNAL ? err_set(err, own->kind, "%s", own->message) : 0;
}

int proving_cache_read(struct text *out, struct proving *proving, const char *cache,
	struct text path, struct err *err)
{
	struct check_job reading = *proving->job;
	struct err own = {0};

	*out = (struct text){0};
	if (!path.ptr)
		return err_nomem(err);
	reading.arena = proving->arena;
	if (job_read_cache(&reading, cache, path, out, &own) == 0)
		return 0;
	*out = (struct text){0};
	return forgive(&own, err);
}

static struct text listing_key(struct arena *arena, const char *cache, const char *glob)
{
	return arena_textf(arena, "%zu %s%s", strlen(cache), cache, glob);
}

/* *out is NULL where it was not listed yet. The key is told in any case, in proving->arena. */
static int find_listing(const struct cache_listing **out, struct text *key, struct proving *proving,
	const char *cache, const char *glob, struct err *err)
{
	const struct proof_parts *parts = proving->parts;
	const uint32_t *number;

	*out = NULL;
	*key = listing_key(proving->arena, cache, glob);
	if (!key->ptr)
		return err_nomem(err);
	number = keys_find(&parts->listed, *key);
	if (number)
		*out = &parts->caches[*number - 1];
	return 0;
}

static int add_listing(
	struct proving *proving, struct text key, const struct paths *paths, struct err *err)
{
	struct proof_parts *parts = proving->parts;
	struct arena *arena = proving->job->arena;
	const struct cache_listing listing = {arena_text(arena, key), *paths};
	uint32_t *number;

	if (!listing.key.ptr ||
		arena_reserve(arena, (void **)&parts->caches, &parts->cache_capacity,
			parts->cache_count + 1, sizeof(*parts->caches)) < 0)
		return err_nomem(err);
	if (keys_add(&parts->listed, listing.key, &number, err) < 0)
		return -1;
	parts->caches[parts->cache_count++] = listing;
	*number = (uint32_t)parts->cache_count;
	return 0;
}

int proving_cache_match(struct paths *out, struct proving *proving, const char *cache,
	const char *glob, struct err *err)
{
	const struct cache_listing *known;
	struct err own = {0};
	struct text key;

	if (find_listing(&known, &key, proving, cache, glob, err) < 0)
		return -1;
	if (known) {
		*out = known->paths;
		return 0;
	}
	if (job_match_cache(proving->job, cache, glob, out, &own) < 0) {
		*out = (struct paths){0};
		if (forgive(&own, err) < 0)
			return -1;
	}
	return add_listing(proving, key, out, err);
}

int proving_match(struct paths *out, struct proving *proving, struct text folder, const char *glob,
	struct err *err)
{
	const char *whole = glob_in_folder(folder, glob, proving->arena);
	const struct cache_listing *known;
	struct text key;

	if (!whole)
		return err_nomem(err);
	if (find_listing(&known, &key, proving, "", whole, err) < 0)
		return -1;
	if (known) {
		*out = known->paths;
		return 0;
	}
	*out = (struct paths){0};
	if (job_match(proving->job, SIDE_HEAD, whole, out, err) < 0)
		return -1;
	return add_listing(proving, key, out, err);
}
