/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/replaced.h"

#include <string.h>

#include "checks/dependencies/subjects.h"
#include "gate/base/keys.h"

/* Of entries that both have under one version. */
struct overlap {
	size_t same, other;
};

static struct text key_of(const struct pin *pin, struct arena *arena)
{
	return arena_textf(arena, "%.*s\n%.*s", (int)pin->name.len, pin->name.ptr,
		(int)pin->version.len, pin->version.ptr);
}

static int index_pins(
	struct keys *out, const struct lock *lock, struct arena *arena, struct err *err)
{
	keys_start(out, arena);
	for (size_t i = 0; i < lock->pins.count; i++) {
		struct text key = key_of(&lock->pins.items[i], arena);
		uint32_t *number;

		if (!key.ptr)
			return err_nomem(err);
		if (keys_add(out, key, &number, err) < 0)
			return -1;
		*number = (uint32_t)i;
	}
	return 0;
}

/* A digest that both have is the same, or is not; under different algorithms nothing is known. */
static void compare_digests(struct overlap *to, const struct pin *gone, const struct pin *now)
{
	for (uint32_t g = 0; g < gone->digest_count; g++)
		for (uint32_t n = 0; n < now->digest_count; n++) {
			const struct digest *a = &gone->digests[g], *b = &now->digests[n];

			if (a->flaw || b->flaw || a->algorithm != b->algorithm)
				continue;
			if (text_equal(a->bytes, b->bytes))
				to->same++;
			else
				to->other++;
		}
}

static int compare_locks(struct overlap *to, const struct lock *gone, const struct subject *subject,
	const struct address *host, struct err *err)
{
	const struct pins *pins = &subject->head.lock.pins;
	struct keys keys = {0};

	if (index_pins(&keys, gone, subject->arena, err) < 0)
		return -1;
	for (size_t i = 0; i < pins->count; i++) {
		struct text key = key_of(&pins->items[i], subject->arena);
		struct address address;
		const uint32_t *number;

		if (!key.ptr)
			return err_nomem(err);
		number = keys_find(&keys, key);
		if (number && address_parse(&address, pins->items[i].source) &&
			address_same_host(&address, host))
			compare_digests(to, &gone->pins.items[*number], &pins->items[i]);
	}
	return 0;
}

static int is_at_head(bool *there, const struct check_job *job, struct text path, struct err *err)
{
	struct text content;

	if (job_read(job, SIDE_HEAD, path, &content, err) < 0)
		return -1;
	*there = content.ptr;
	return 0;
}

/* One that was at that path at the base and is not any more. */
static int look_at(struct overlap *to, const struct format *format, struct text path,
	const struct check_job *job, const struct subject *subject, const struct address *host,
	struct err *err)
{
	struct err own = {0};
	struct lock gone;
	bool found, stays;

	if (is_at_head(&stays, job, path, err) < 0)
		return -1;
	if (stays)
		return 0;
	if (lock_read(&gone, &found, format, job, SIDE_BASE, path, &own) < 0)
		return own.kind == ERR_INTERNAL ? err_set(err, own.kind, "%s", own.message) : 0;
	return found ? compare_locks(to, &gone, subject, host, err) : 0;
}

static bool is_other_format(const struct format *format, const struct subject *subject)
{
	return format != subject->format && format->domain == DOMAIN_PACKAGE &&
	       strcmp(format->ecosystem, subject->format->ecosystem) == 0;
}

static int look_at_all(struct overlap *to, const struct check_job *job,
	const struct subject *subject, const struct address *host, struct err *err)
{
	struct text folder = folder_of(subject->head.path);

	for (size_t i = 0; i < formats.count; i++)
		for (const char *const *glob = formats.items[i]->globs; *glob; glob++) {
			struct text path;

			if (!is_other_format(formats.items[i], subject) ||
				strpbrk(*glob, "*?[{/\\"))
				continue;
			path = arena_textf(
				job->arena, "%.*s%s", (int)folder.len, folder.ptr, *glob);
			if (!path.ptr)
				return err_nomem(err);
			if (look_at(to, formats.items[i], path, job, subject, host, err) < 0)
				return -1;
		}
	return 0;
}

int replaces_with_same(bool *out, struct judging *judging, const struct subject *subject,
	const struct address *host, struct err *err)
{
	struct check_job reading = *judging->job;
	struct overlap overlap = {0};

	*out = false;
	if (subject->base.is_there)
		return 0;
	reading.arena = subject->arena;
	if (look_at_all(&overlap, &reading, subject, host, err) < 0)
		return -1;
	*out = overlap.same >= FEWEST_SAME && overlap.other == 0;
	return 0;
}
