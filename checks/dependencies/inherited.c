/* SPDX-License-Identifier: Apache-2.0
 *
 * Settings of the folders above (NuGet, "Common NuGet configurations", "How settings are applied").
 */
#include "checks/dependencies/inherited.h"

#include "checks/dependencies/subjects.h"

static bool has(const struct lock *lock, const struct setting *lost)
{
	for (size_t i = 0; i < lock->settings.count; i++) {
		const struct setting *one = &lock->settings.items[i];

		if (one->kind == SETTING_GUARD && one->strength >= lost->strength &&
			text_equal(one->name, lost->name))
			return true;
	}
	return false;
}

static int look(bool *out, const struct judging *judging, const struct format *format,
	struct text path, const struct setting *lost, struct err *err)
{
	enum side side = lost->is_topmost ? SIDE_BASE : SIDE_HEAD;
	struct err own = {0};
	struct lock lock;
	bool found;

	if (lock_read(&lock, &found, format, judging->job, side, path, &own) < 0)
		return own.kind == ERR_INTERNAL ? err_set(err, own.kind, "%s", own.message) : 0;
	*out = found && (lost->is_topmost || has(&lock, lost));
	return 0;
}

static int look_in(bool *out, const struct judging *judging, const struct format *format,
	struct text folder, const struct setting *lost, struct err *err)
{
	for (const char *const *name = format->globs; *name && !*out; name++) {
		struct text path = arena_textf(
			judging->job->arena, "%.*s%s", (int)folder.len, folder.ptr, *name);

		if (!path.ptr)
			return err_nomem(err);
		if (look(out, judging, format, path, lost, err) < 0)
			return -1;
	}
	return 0;
}

int inherited_holds(bool *out, const struct judging *judging, const struct format *format,
	struct text path, const struct setting *lost, struct err *err)
{
	struct text folder = folder_of(path);

	*out = false;
	while (lost->is_inherited && folder.len && !*out) {
		folder = folder_of(text_slice(folder, 0, folder.len - 1));
		if (look_in(out, judging, format, folder, lost, err) < 0)
			return -1;
	}
	return 0;
}
