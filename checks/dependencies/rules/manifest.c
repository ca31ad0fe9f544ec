/* SPDX-License-Identifier: Apache-2.0
 *
 * A lock and its manifests. Where the lock repeats what the project asks for, both must say the same: a lock
 * that asks for more than the manifest was not made from it. A manifest that asks for more than its
 * lock only makes the lock stale.
 */
#include <string.h>

#include "checks/dependencies/manifests.h"
#include "checks/dependencies/need_index.h"
#include "checks/dependencies/pep440.h"
#include "checks/dependencies/semver.h"
#include "gate/base/keys.h"

/* A lock and one of its manifests, of both sides. */
struct sides {
	struct judging *judging;
	const struct subject *subject;
	struct text place;
	const struct need *const *needs; /* the lock's of that place */
	size_t need_count;
	struct need_index lock, manifest, old_lock,
		old_manifest; /* old ones: of the base, where both are there */
};

static bool has_need(const struct need_index *index, struct text place, const struct need *wanted)
{
	return need_index_find(index, place, wanted->name, &wanted->range) != NULL;
}

static bool names(const struct need_index *index, struct text place, struct text name)
{
	return need_index_find(index, place, name, NULL) != NULL;
}

/* Peers and optional ones are written into some locks and not into others. */
static bool must_agree(const struct need *need)
{
	return !(need->flags & (NEED_PEER | NEED_LOCAL | NEED_OVERRIDE));
}

static int report(const struct sides *sides, const char *rule, const struct need *need, bool known,
	const char *what, struct err *err)
{
	struct verdict_on on = {.rule = rule,
		.subject = sides->subject,
		.name = need->name,
		.version = need->range,
		.known = known};

	return judging_report(sides->judging, &on, err, "%.*s%s%s %.*s %.*s, %s",
		SHOWN(sides->place), sides->subject->format->manifests[0],
		sides->place.len ? ":" : "", SHOWN(need->name), SHOWN(need->range), what);
}

/* What the lock installs is what the manifest lets in, whatever the lock says that it was asked for. Ranges are npm's: of other
 * package managers nothing is known here. */
static bool is_let_in(const struct sides *sides, struct text name)
{
	const struct need *need = need_index_find(&sides->manifest, text_of(""), name, NULL);
	const struct pin *pin;
	struct need wanted;
	uint32_t found;

	if (!need || !sides->subject->format->find ||
		strcmp(sides->subject->format->ecosystem, "npm") != 0)
		return false;
	wanted = *need;
	wanted.place = sides->place;
	found = sides->subject->format->find(sides->lock.lock, &wanted);
	if (found == EDGE_ROOT)
		return false;
	/* A repository says its version itself. */
	pin = &sides->lock.lock->pins.items[found];
	return !(pin->flags & (PIN_VCS | PIN_LOCAL | PIN_PROJECT)) && text_equal(pin->name, name) &&
	       semver_satisfies(need->range, pin->version);
}

/* Where the lock says what it and the manifest said before, or a package manager wrote it and it installs what the manifest lets in,
 * the manifest has moved on and the lock is stale. */
static const char *extra_rule(const struct sides *sides, const struct need *need, bool is_named)
{
	bool was_said = has_need(&sides->old_lock, sides->place, need);

	if (was_said && (is_named || has_need(&sides->old_manifest, text_of(""), need)))
		return "dependencies/lock-stale";
	if (is_named && !need_is_by_address(need) && subject_is_made_anew(sides->subject) &&
		is_let_in(sides, need->name))
		return "dependencies/lock-stale";
	return "dependencies/manifest-mismatch";
}

static int judge_extra(const struct sides *sides, struct err *err)
{
	for (size_t i = 0; i < sides->need_count; i++) {
		const struct need *need = sides->needs[i];
		bool is_named = names(&sides->manifest, text_of(""), need->name);
		struct verdict_on on = {.rule = extra_rule(sides, need, is_named),
			.subject = sides->subject,
			.name = need->name,
			.version = need->range,
			.line = need->line,
			.column = need->column};

		if (!must_agree(need) || has_need(&sides->manifest, text_of(""), need))
			continue;
		on.known = has_need(&sides->old_lock, sides->place, need) &&
			   !has_need(&sides->old_manifest, text_of(""), need);
		if (judging_report(sides->judging, &on, err,
			    "the lock says that the project asks for %.*s %.*s; its manifest %s",
			    SHOWN(need->name), SHOWN(need->range),
			    is_named ? "asks for another version" : "does not") < 0)
			return -1;
	}
	return 0;
}

static int judge_absent(const struct sides *sides, struct err *err)
{
	for (size_t i = 0; i < sides->manifest.lock->needs.count; i++) {
		const struct need *need = &sides->manifest.lock->needs.items[i];
		bool known;

		if (!must_agree(need) || need->flags & NEED_OPTIONAL ||
			has_need(&sides->lock, sides->place, need))
			continue;
		if (names(&sides->lock, sides->place, need->name))
			continue; /* said from the lock's side */
		known = has_need(&sides->old_manifest, text_of(""), need) &&
			!has_need(&sides->old_lock, sides->place, need);
		if (report(sides, "dependencies/lock-stale", need, known,
			    "is asked for and not in the lock", err) < 0)
			return -1;
	}
	return 0;
}

/* Entries of that name there are, and of no version that the range lets in. Of too many the rest counts for nothing. */
static bool is_of_another_version(
	const struct subject *subject, const struct lock *lock, const struct need *need)
{
	uint32_t pin;

	if (strcmp(subject->format->ecosystem, "pypi") != 0 || need_is_by_address(need))
		return false;
	pin = lock_first_named(lock, need->name);
	for (int i = 0; pin != EDGE_ROOT && i < MOST_OF_A_NAME;
		i++, pin = lock_next_named(lock, pin))
		if (lock->pins.items[pin].flags & (PIN_VCS | PIN_LOCAL | PIN_PROJECT) ||
			!pep440_excludes(need->range, lock->pins.items[pin].version))
			return false;
	return true;
}

static bool is_unmet(
	const struct subject *subject, const struct lock *lock, const struct need *need)
{
	return subject->format->find(lock, need) == EDGE_ROOT ||
	       is_of_another_version(subject, lock, need);
}

/* Locks that do not repeat what is asked for: every need has its entry. */
static int judge_unfound(const struct sides *sides, struct err *err)
{
	const struct subject *subject = sides->subject;

	for (size_t i = 0; subject->format->find && i < sides->manifest.lock->needs.count; i++) {
		const struct need *need = &sides->manifest.lock->needs.items[i];
		bool known;

		if (!must_agree(need) || need->flags & NEED_OPTIONAL ||
			!is_unmet(subject, sides->lock.lock, need))
			continue;
		known = sides->old_lock.lock && has_need(&sides->old_manifest, text_of(""), need) &&
			is_unmet(subject, sides->old_lock.lock, need);
		if (report(sides, "dependencies/lock-stale", need, known,
			    "is asked for and not in the lock", err) < 0)
			return -1;
	}
	return 0;
}

static int list_workspaces(
	struct keys *out, const struct lock *lock, struct arena *arena, struct err *err)
{
	uint32_t *number;

	keys_start(out, arena);
	for (size_t i = 0; lock && i < lock->workspaces.count; i++)
		if (keys_add(out, lock->workspaces.items[i], &number, err) < 0)
			return -1;
	return 0;
}

/* A lock that repeats the folders of the workspace: a member that the manifest does not have is somebody's own. */
static int judge_workspaces(const struct sides *sides, struct err *err)
{
	const struct globs *globs = &sides->lock.lock->workspaces;
	struct arena *arena = sides->subject->arena;
	struct keys manifest = {0}, old_lock = {0}, old_manifest = {0};

	if (list_workspaces(&manifest, sides->manifest.lock, arena, err) < 0 ||
		list_workspaces(&old_lock, sides->old_lock.lock, arena, err) < 0 ||
		list_workspaces(&old_manifest, sides->old_manifest.lock, arena, err) < 0)
		return -1;
	for (size_t i = 0; i < globs->count; i++) {
		struct verdict_on on = {.rule = "dependencies/manifest-mismatch",
			.subject = sides->subject,
			.name = globs->items[i]};

		if (keys_find(&manifest, globs->items[i]))
			continue;
		on.known = keys_find(&old_lock, globs->items[i]) &&
			   !keys_find(&old_manifest, globs->items[i]);
		return judging_report(sides->judging, &on, err,
			"the lock says that %.*s is of the workspace; the manifest does not",
			SHOWN(globs->items[i]));
	}
	return 0;
}

/* What is sorted once for all places of a lock. */
struct all_needs {
	struct need_index lock, old_lock;
	const struct need **by_place;
};

/* The base's manifest, where it and its lock say something. */
static int find_old(
	struct sides *sides, const struct all_needs *all, struct manifest *old, struct err *err)
{
	const struct subject *subject = sides->subject;
	bool had = false;

	if (!subject->base.is_there)
		return 0;
	if (manifest_read(old, &had, sides->judging, subject, SIDE_BASE, sides->place, err) < 0)
		return -1;
	if (!had || !old->lock.has_needs)
		return 0;
	sides->old_lock = all->old_lock;
	return need_index_make(&sides->old_manifest, &old->lock, subject->arena, err);
}

static int judge_sides(struct sides *sides, struct err *err)
{
	if (!sides->subject->head.lock.has_needs)
		return judge_unfound(sides, err);
	if (sides->place.len == 0 && judge_workspaces(sides, err) < 0)
		return -1;
	return judge_extra(sides, err) < 0 ? -1 : judge_absent(sides, err);
}

/* `sides` has the place and its needs. */
static int judge_place(struct sides *sides, const struct all_needs *all, struct err *err)
{
	struct manifest manifest, old;
	bool found;

	sides->lock = all->lock;
	if (manifest_read(&manifest, &found, sides->judging, sides->subject, SIDE_HEAD,
		    sides->place, err) < 0)
		return -1;
	if (!found || !manifest.lock.has_needs)
		return 0;
	if (need_index_make(&sides->manifest, &manifest.lock, sides->subject->arena, err) < 0 ||
		find_old(sides, all, &old, err) < 0)
		return -1;
	return judge_sides(sides, err);
}

/* How many needs at the front of a list are of one place. */
static size_t count_at(const struct need *const *needs, size_t count, struct text place)
{
	size_t same = 0;

	while (same < count && text_equal(needs[same]->place, place))
		same++;
	return same;
}

static int sort_needs(struct all_needs *out, const struct subject *subject, struct err *err)
{
	if (need_index_make(&out->lock, &subject->head.lock, subject->arena, err) < 0 ||
		needs_by_place(&out->by_place, &subject->head.lock, subject->arena, err) < 0)
		return -1;
	return subject->base.is_there
		       ? need_index_make(&out->old_lock, &subject->base.lock, subject->arena, err)
		       : 0;
}

/* Its own manifest even where the lock says nothing of it; then the folders that the lock speaks of. */
int judge_manifest(struct judging *judging, const struct subject *subject, struct err *err)
{
	const struct needs *needs = &subject->head.lock.needs;
	struct text place = text_of("");
	struct all_needs all = {0};
	size_t at = 0;

	if (!subject->format->manifests)
		return 0;
	if (sort_needs(&all, subject, err) < 0)
		return -1;
	do {
		struct sides sides = {.judging = judging,
			.subject = subject,
			.place = place,
			.needs = all.by_place + at,
			.need_count = count_at(all.by_place + at, needs->count - at, place)};

		if (judge_place(&sides, &all, err) < 0)
			return -1;
		at += sides.need_count;
		place = at < needs->count ? all.by_place[at]->place : place;
	} while (at < needs->count && !job_stopped(judging->job));
	return 0;
}
