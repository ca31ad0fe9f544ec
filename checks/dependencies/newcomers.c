/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/newcomers.h"

#include <string.h>

#include "checks/dependencies/subjects.h"

struct side_locks {
	enum side side;
	struct lock *locks;
	size_t *count;
};

/* What cannot be read, for whatever reason, makes no package a newcomer: the finding is then the stricter one. */
static void read_one(const struct side_locks *to, const struct check_job *reading,
	const struct format *format, const char *path)
{
	struct err ignored = {0};
	bool found = false;

	if (*to->count == MOST_LOCKS_BESIDE)
		return;
	if (lock_read(&to->locks[*to->count], &found, format, reading, to->side, text_of(path),
		    &ignored) == 0 &&
		found)
		++*to->count;
}

static void read_folder(const struct side_locks *to, const struct check_job *reading,
	const char *ecosystem, struct text folder)
{
	for (size_t i = 0; i < formats.count; i++) {
		const struct format *format = formats.items[i];

		if (!format->manifests || strcmp(format->ecosystem, ecosystem) != 0)
			continue;
		for (const char *const *glob = format->globs; *glob; glob++) {
			const char *path = strpbrk(*glob, "*?[{/\\")
						   ? NULL
						   : arena_printf(reading->arena, "%.*s%s",
							     (int)folder.len, folder.ptr, *glob);

			if (path)
				read_one(to, reading, format, path);
		}
	}
}

static void read_all(
	struct newcomers *newcomers, struct judging *judging, const struct subject *subject)
{
	const struct side_locks sides[] = {{SIDE_BASE, newcomers->base, &newcomers->base_count},
		{SIDE_HEAD, newcomers->head, &newcomers->head_count}};
	struct check_job reading = *judging->job;

	newcomers->read = true;
	reading.arena = subject->arena;
	for (size_t s = 0; s < 2; s++)
		for (struct text folder = folder_of(subject->head.path);;
			folder = folder_of(folder)) {
			read_folder(&sides[s], &reading, subject->format->ecosystem, folder);
			if (folder.len == 0)
				break;
			folder.len--;
		}
}

static bool has(const struct lock *locks, size_t count, const struct pin *wanted)
{
	for (size_t l = 0; l < count; l++)
		for (size_t i = 0; i < locks[l].pins.count; i++)
			if (text_equal(locks[l].pins.items[i].name, wanted->name) &&
				text_equal(locks[l].pins.items[i].version, wanted->version))
				return true;
	return false;
}

bool newcomers_have(struct newcomers *newcomers, struct judging *judging,
	const struct subject *subject, struct text package)
{
	unsigned versions = 0;

	if (newcomers->asked++ >= MOST_ASKED)
		return false;
	if (!newcomers->read)
		read_all(newcomers, judging, subject);
	for (size_t l = 0; l < newcomers->head_count; l++)
		for (size_t i = 0; i < newcomers->head[l].pins.count; i++) {
			const struct pin *pin = &newcomers->head[l].pins.items[i];

			if (!text_equal(pin->name, package))
				continue;
			if (has(newcomers->base, newcomers->base_count, pin))
				return false;
			if (++versions > MOST_VERSIONS)
				return false;
		}
	return versions > 0;
}
