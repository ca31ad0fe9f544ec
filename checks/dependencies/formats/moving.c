/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/formats/moving.h"

#include <string.h>

/* "[1.0]" is one version. */
static bool is_range(struct text version)
{
	return version.len &&
	       (version.ptr[0] == '[' || version.ptr[0] == '(' || version.ptr[0] == ']') &&
	       text_find(version, text_of(",")) < version.len;
}

bool is_fixed_version(struct text version)
{
	return !is_range(version) && !text_is(version, "LATEST") && !text_is(version, "RELEASE") &&
	       !text_starts(version, "latest.") && !text_ends(version, "+") &&
	       text_find(version, text_of("*")) == version.len;
}

/* Maven asks for no dash, and for no case (ArtifactUtils.isSnapshot). */
static bool is_snapshot(struct text version)
{
	static const struct text word = TEXT("SNAPSHOT");

	return version.len >= word.len &&
	       text_equal_nocase(text_slice(version, version.len - word.len, version.len), word);
}

/* "[1.0,2.0)", "[1.0, )": not "(1.0,2.0)", below which another one may come. */
static bool names_lowest(struct text version)
{
	struct text lowest = text_trim(text_slice(version, 1, text_find(version, text_of(","))));

	return is_range(version) && version.ptr[0] == '[' && lowest.len && is_fixed_version(lowest);
}

/* A snapshot is of one release that is to come; a range is of all. */
enum strength { MOVES, SNAPSHOT, FIXED };

static enum strength strength_of(const struct moving_at *at)
{
	if (!is_fixed_version(at->version) && !(at->takes_lowest && names_lowest(at->version)))
		return MOVES;
	return at->counts_snapshots && is_snapshot(at->version) ? SNAPSHOT : FIXED;
}

int moving_add(struct moving *moving, const struct moving_at *at, struct err *err)
{
	struct setting setting = {.kind = SETTING_GUARD, .line = at->line, .column = at->column};
	struct settings *all = &moving->lock->settings;
	uint32_t *number;

	setting.name = arena_textf(
		moving->lock->arena, "version of %.*s", (int)at->name.len, at->name.ptr);
	setting.value = at->version;
	setting.strength = setting.usual = (int)strength_of(at);
	setting.is_snapshot = setting.strength == SNAPSHOT;
	if (!setting.name.ptr)
		return err_nomem(err);
	if (keys_add(&moving->seen, setting.name, &number, err) < 0)
		return -1;
	if (*number) {
		if (setting.strength < all->items[*number - 1].strength)
			all->items[*number - 1] = setting;
		return 0;
	}
	*number = (uint32_t)all->count + 1;
	return lock_setting(moving->lock, &setting, err);
}
