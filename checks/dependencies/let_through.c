/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/let_through.h"

#include <string.h>

#include "checks/dependencies/subjects.h"

static const char *const lists[] = {"onlyBuiltDependencies: ", "allowBuilds: "};

/* "esbuild" of "allowBuilds: esbuild"; "" of another setting. */
static struct text item_of(const struct setting *setting)
{
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		if (setting->kind == SETTING_GUARD && setting->strength == 0 &&
			text_starts(setting->name, lists[i]))
			return text_slice(setting->name, strlen(lists[i]), setting->name.len);
	return text_of("");
}

static bool is_format(const struct format *format)
{
	return strcmp(format->name, "npm-manifest") == 0 ||
	       strcmp(format->name, "pnpm-workspace") == 0;
}

static void read_all(
	struct let_through *all, struct judging *judging, const struct subject *subject)
{
	struct text folder = folder_of(subject->head.path);
	struct check_job reading = *judging->job;

	all->read = true;
	reading.arena = subject->arena;
	for (size_t i = 0; i < formats.count; i++) {
		struct err ignored = {0};
		bool found = false;
		const char *path;

		if (!is_format(formats.items[i]) ||
			all->count == sizeof(all->base) / sizeof(all->base[0]))
			continue;
		path = arena_printf(subject->arena, "%.*s%s", (int)folder.len, folder.ptr,
			formats.items[i]->globs[0]);
		if (path &&
			lock_read(&all->base[all->count], &found, formats.items[i], &reading,
				SIDE_BASE, text_of(path), &ignored) == 0 &&
			found)
			all->count++;
	}
}

/* "9" of "9.15.5". */
static bool is_before_ten(struct text version)
{
	struct text major = text_slice(version, 0, text_find(version, text_of(".")));

	return major.len == 1 && major.ptr[0] >= '1' && major.ptr[0] <= '9';
}

/* No list at all, under a pnpm that then ran whatever there was. */
static bool ran_all(const struct let_through *all)
{
	bool is_old = false;

	for (size_t l = 0; l < all->count; l++) {
		for (size_t i = 0; i < all->base[l].settings.count; i++)
			if (item_of(&all->base[l].settings.items[i]).len ||
				text_starts(all->base[l].settings.items[i].name,
					"neverBuiltDependencies: "))
				return false;
		for (size_t i = 0; i < all->base[l].pins.count; i++) {
			const struct pin *pin = &all->base[l].pins.items[i];

			is_old = is_old || (text_is(pin->name, "pnpm") &&
						   text_is(pin->artifact, "packageManager") &&
						   is_before_ten(pin->version));
		}
	}
	return is_old;
}

bool let_through_before(struct let_through *all, struct judging *judging,
	const struct subject *subject, const struct setting *setting)
{
	struct text item = item_of(setting);

	if (item.len == 0)
		return false;
	if (!all->read)
		read_all(all, judging, subject);
	for (size_t l = 0; l < all->count; l++)
		for (size_t i = 0; i < all->base[l].settings.count; i++)
			if (text_equal(item_of(&all->base[l].settings.items[i]), item))
				return true;
	return ran_all(all);
}
