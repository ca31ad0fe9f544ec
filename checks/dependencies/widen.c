/* SPDX-License-Identifier: Apache-2.0
 *
 * Hosts out of the base's files that the change does not touch.
 */
#include <string.h>

#include "checks/dependencies/hosts.h"
#include "checks/dependencies/judging.h"
#include "checks/dependencies/subjects.h"

/* A file that cannot be read teaches nothing, and is not this change's fault. */
static int learn_file(
	struct judging *judging, const struct format *format, struct text path, struct err *err)
{
	struct arena *arena = arena_new();
	struct check_job reading = *judging->job;
	struct err own = {0};
	struct lock lock;
	bool found;
	int done = 0;

	if (!arena)
		return err_nomem(err);
	reading.arena = arena;
	if (lock_read(&lock, &found, format, &reading, SIDE_BASE, path, &own) < 0)
		done = own.kind == ERR_INTERNAL ? err_set(err, own.kind, "%s", own.message) : 0;
	else if (found)
		done = hosts_learn(judging->hosts, format, &lock, err);
	arena_free(arena);
	return done;
}

/* "*.py" would mean the whole repository, "*.gradle" has files of its own. */
static bool is_wide(const struct format *format, const char *glob)
{
	return format->by_content && glob[0] == '*';
}

static int learn_format(struct judging *judging, const struct format *format, struct err *err)
{
	for (const char *const *glob = format->globs; *glob; glob++) {
		struct paths paths = {0};

		if (is_wide(format, *glob))
			continue;
		if (job_match(judging->job, SIDE_BASE, *glob, &paths, err) < 0)
			return -1;
		for (size_t i = 0; i < paths.count && !job_stopped(judging->job); i++)
			if (learn_file(judging, format, paths.items[i], err) < 0)
				return -1;
	}
	return 0;
}

static bool is_widened(const struct judging *judging, const char *ecosystem)
{
	for (size_t i = 0; i < judging->widened_count; i++)
		if (strcmp(judging->widened[i], ecosystem) == 0)
			return true;
	return false;
}

int judging_widen(struct judging *judging, const char *ecosystem, struct err *err)
{
	if (is_widened(judging, ecosystem))
		return 0;
	if (arena_reserve(judging->job->arena, (void **)&judging->widened,
		    &judging->widened_capacity, judging->widened_count + 1,
		    sizeof(*judging->widened)) < 0)
		return err_nomem(err);
	judging->widened[judging->widened_count++] = ecosystem;
	for (size_t i = 0; i < formats.count; i++)
		if (strcmp(formats.items[i]->ecosystem, ecosystem) == 0 &&
			learn_format(judging, formats.items[i], err) < 0)
			return -1;
	return 0;
}

int judging_host_is_known(bool *known, struct judging *judging, const char *ecosystem,
	const struct address *address, struct err *err)
{
	*known = hosts_know(judging->hosts, ecosystem, address);
	if (*known)
		return 0;
	if (judging_widen(judging, ecosystem, err) < 0)
		return -1;
	*known = !hosts_have_any(judging->hosts, ecosystem) ||
		 hosts_know(judging->hosts, ecosystem, address);
	return 0;
}

/* Actions are named without a host: they are on the forge that the workflows are for. */
static int has_workflows(
	bool *has, const struct judging *judging, const struct address *address, struct err *err)
{
	struct address forge = {.scheme = text_of("https"), .host = text_of("github.com")};
	struct paths paths = {0};

	*has = false;
	if (!address_same_host(&forge, address))
		return 0;
	if (job_match(judging->job, SIDE_BASE, ".github/workflows/*", &paths, err) < 0)
		return -1;
	*has = paths.count > 0;
	return 0;
}

int judging_host_has_code(
	bool *has, struct judging *judging, const struct address *address, struct err *err)
{
	static const char *const ecosystems[] = {"git", "pre-commit"};

	*has = false;
	for (size_t i = 0; !*has && i < sizeof(ecosystems) / sizeof(ecosystems[0]); i++) {
		if (judging_widen(judging, ecosystems[i], err) < 0)
			return -1;
		*has = hosts_know(judging->hosts, ecosystems[i], address);
	}
	return *has ? 0 : has_workflows(has, judging, address, err);
}
