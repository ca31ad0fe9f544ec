/* SPDX-License-Identifier: Apache-2.0
 *
 * A new lock beside one that the base has in the same folder: npm-shrinkwrap.json beside package-lock.json, go.work.sum
 * beside go.sum, another package manager's. A version has one archive, whichever file speaks of it.
 */
#include <string.h>

#include "checks/dependencies/judging.h"
#include "checks/dependencies/subjects.h"

/* What the two files share is paired as base and head are. */
struct neighbour {
	struct judging *judging;
	const struct subject *subject;
	struct text path;
	struct subject both;
};

static bool is_comparable(const struct digest *a, const struct digest *b)
{
	return !a->flaw && !b->flaw && a->algorithm == b->algorithm;
}

/* The neighbour's digest that excludes this one; NULL where one is the same, or of none anything is known. */
static const struct digest *excludes(const struct pair *pair, const struct digest *digest)
{
	const struct digest *other = NULL;

	for (size_t i = 0; i < pair->base_count; i++)
		for (uint32_t d = 0; d < pair->base[i]->digest_count; d++) {
			if (!is_comparable(&pair->base[i]->digests[d], digest))
				continue;
			if (text_equal(pair->base[i]->digests[d].bytes, digest->bytes))
				return NULL;
			other = &pair->base[i]->digests[d];
		}
	return other;
}

static bool holds_one_archive(const struct pair *pair, const struct pin *pin)
{
	const uint32_t loose = PIN_ANY_OF | PIN_VCS | PIN_REFERENCE | PIN_LOCAL;

	for (size_t i = 0; i < pair->base_count; i++)
		if (pair->base[i]->flags & loose)
			return false;
	return !(pin->flags & loose);
}

static int judge_pin(
	const struct neighbour *to, const struct pair *pair, const struct pin *pin, struct err *err)
{
	struct verdict_on on = verdict_on_pin("dependencies/hash-conflict", to->subject, pin);
	const struct digest *other = NULL;

	for (uint32_t d = 0; !other && holds_one_archive(pair, pin) && d < pin->digest_count; d++) {
		other = excludes(pair, &pin->digests[d]);
		on.to = pin->digests[d].written;
	}
	if (!other)
		return 0;
	on.from = other->written;
	on.group = to->path;
	return judging_report(to->judging, &on, err, "%.*s %.*s has another hash here than in %.*s",
		SHOWN(pin->name), SHOWN(pin->version), SHOWN(to->path));
}

static int judge_neighbour(struct neighbour *to, struct err *err)
{
	if (subject_pair(&to->both, err) < 0)
		return -1;
	for (size_t i = 0; i < to->both.pairs.count; i++) {
		const struct pair *pair = &to->both.pairs.items[i];

		for (size_t h = 0; pair->base_count && h < pair->head_count; h++)
			if (judge_pin(to, pair, pair->head[h], err) < 0)
				return -1;
	}
	return 0;
}

/* One that cannot be read is not this change's. */
static int look_at(struct judging *judging, const struct subject *subject,
	const struct format *format, const char *name, struct err *err)
{
	struct text folder = folder_of(subject->head.path);
	struct neighbour to = {.judging = judging,
		.subject = subject,
		.both = {.format = format, .arena = subject->arena}};
	struct check_job reading = *judging->job;
	struct err own = {0};
	bool found;

	reading.arena = subject->arena;
	to.path = arena_textf(subject->arena, "%.*s%s", (int)folder.len, folder.ptr, name);
	if (!to.path.ptr)
		return err_nomem(err);
	if (text_equal(to.path, subject->head.path))
		return 0;
	if (lock_read(&to.both.base.lock, &found, format, &reading, SIDE_BASE, to.path, &own) < 0)
		return own.kind == ERR_INTERNAL ? err_set(err, own.kind, "%s", own.message) : 0;
	to.both.head.lock = subject->head.lock;
	return found ? judge_neighbour(&to, err) : 0;
}

static bool is_neighbour(const struct format *format, const struct subject *subject)
{
	return format->domain == DOMAIN_PACKAGE &&
	       strcmp(format->ecosystem, subject->format->ecosystem) == 0;
}

static int look_for(struct judging *judging, const struct subject *subject,
	const struct format *format, struct err *err)
{
	for (const char *const *glob = format->globs; *glob; glob++)
		if (is_neighbour(format, subject) && !strpbrk(*glob, "*?[{/\\") &&
			look_at(judging, subject, format, *glob, err) < 0)
			return -1;
	return 0;
}

/* Workspaces of Go keep the second file from the start; any other second lock is looked at when it comes. */
int judge_beside(struct judging *judging, const struct subject *subject, struct err *err)
{
	bool is_new = !subject->base.is_there && subject->head.is_there;

	if (!judging->job->change->has_base || subject->format->domain != DOMAIN_PACKAGE ||
		(!is_new && !text_ends(subject->head.path, "go.work.sum")))
		return 0;
	for (size_t i = 0; i < formats.count; i++)
		if (look_for(judging, subject, formats.items[i], err) < 0)
			return -1;
	return 0;
}
