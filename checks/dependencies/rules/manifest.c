/* SPDX-License-Identifier: Apache-2.0
 *
 * A lock and its manifests. Where the lock repeats what the project asks for, both must say the same: a lock
 * that asks for more than the manifest was not made from it. A manifest that asks for more than its
 * lock only makes the lock stale.
 */
#include <stdlib.h>
#include <string.h>

#include "checks/dependencies/manifests.h"
#include "checks/dependencies/semver.h"

struct sides {
	struct judging *judging;
	const struct subject *subject;
	const struct lock *lock, *manifest;
	struct text place;
	const struct lock *old_lock, *old_manifest; /* at the base; NULL where there are none */
};

static bool has_need(const struct lock *lock, struct text place, const struct need *wanted)
{
	for (size_t i = 0; lock && i < lock->needs.count; i++) {
		const struct need *need = &lock->needs.items[i];

		if (text_equal(need->name, wanted->name) && text_equal(need->range, wanted->range) &&
			text_equal(need->place, place))
			return true;
	}
	return false;
}

static bool names(const struct lock *lock, struct text place, struct text name)
{
	for (size_t i = 0; i < lock->needs.count; i++)
		if (text_equal(lock->needs.items[i].name, name) && text_equal(lock->needs.items[i].place, place))
			return true;
	return false;
}

/* Peers and optional ones are written into some locks and not into others. */
static bool must_agree(const struct need *need)
{
	return !(need->flags & (NEED_PEER | NEED_LOCAL | NEED_OVERRIDE));
}

static int report(const struct sides *sides, const char *rule, const struct need *need, bool known,
	const char *what, struct err *err)
{
	struct verdict_on on = {.rule = rule, .subject = sides->subject, .name = need->name,
		.version = need->range, .known = known};

	return judging_report(sides->judging, &on, err, "%.*s%s%s %.*s %.*s, %s", SHOWN(sides->place),
		sides->subject->format->manifests[0], sides->place.len ? ":" : "", SHOWN(need->name),
		SHOWN(need->range), what);
}

static const struct need *need_named(const struct lock *lock, struct text name)
{
	for (size_t i = 0; i < lock->needs.count; i++)
		if (text_equal(lock->needs.items[i].name, name))
			return &lock->needs.items[i];
	return NULL;
}

/* What the lock installs is what the manifest lets in, whatever the lock says that it was asked for. Ranges are npm's: of other
 * package managers nothing is known here. */
static bool is_let_in(const struct sides *sides, struct text name)
{
	const struct need *need = need_named(sides->manifest, name);
	struct need wanted;
	uint32_t found;

	if (!need || !sides->subject->format->find || strcmp(sides->subject->format->ecosystem, "npm") != 0)
		return false;
	wanted = *need;
	wanted.place = sides->place;
	found = sides->subject->format->find(sides->lock, &wanted);
	return found != EDGE_ROOT && text_equal(sides->lock->pins.items[found].name, name) &&
	       semver_satisfies(need->range, sides->lock->pins.items[found].version);
}

/* Where the lock says what it said before, or a package manager wrote it and it installs what the manifest lets in, the manifest
 * has moved on and the lock is stale. */
static const char *extra_rule(const struct sides *sides, const struct need *need, bool is_named)
{
	if (is_named && (has_need(sides->old_lock, sides->place, need) ||
				(subject_is_made_anew(sides->subject) && is_let_in(sides, need->name))))
		return "dependencies/lock-stale";
	return "dependencies/manifest-mismatch";
}

static int judge_extra(const struct sides *sides, struct err *err)
{
	for (size_t i = 0; i < sides->lock->needs.count; i++) {
		const struct need *need = &sides->lock->needs.items[i];
		bool is_named = names(sides->manifest, text_of(""), need->name);
		struct verdict_on on = {.rule = extra_rule(sides, need, is_named), .subject = sides->subject,
			.name = need->name, .version = need->range, .line = need->line,
			.column = need->column};

		if (!must_agree(need) || !text_equal(need->place, sides->place) ||
			has_need(sides->manifest, text_of(""), need))
			continue;
		on.known = has_need(sides->old_lock, sides->place, need) &&
			!has_need(sides->old_manifest, text_of(""), need);
		if (judging_report(sides->judging, &on, err, "the lock says that the project asks for %.*s %.*s; its manifest %s",
			    SHOWN(need->name), SHOWN(need->range),
			    is_named ? "asks for another version" : "does not") < 0)
			return -1;
	}
	return 0;
}

static int judge_absent(const struct sides *sides, struct err *err)
{
	for (size_t i = 0; i < sides->manifest->needs.count; i++) {
		const struct need *need = &sides->manifest->needs.items[i];
		bool known;

		if (!must_agree(need) || need->flags & NEED_OPTIONAL || has_need(sides->lock, sides->place, need))
			continue;
		if (names(sides->lock, sides->place, need->name))
			continue; /* said from the lock's side */
		known = has_need(sides->old_manifest, text_of(""), need) &&
			!has_need(sides->old_lock, sides->place, need);
		if (report(sides, "dependencies/lock-stale", need, known, "is asked for and not in the lock", err) < 0)
			return -1;
	}
	return 0;
}

/* Locks that do not repeat what is asked for: every need has its entry. */
static int judge_unfound(const struct sides *sides, struct err *err)
{
	const struct subject *subject = sides->subject;

	for (size_t i = 0; subject->format->find && i < sides->manifest->needs.count; i++) {
		const struct need *need = &sides->manifest->needs.items[i];
		bool known;

		if (!must_agree(need) || need->flags & NEED_OPTIONAL ||
			subject->format->find(sides->lock, need) != EDGE_ROOT)
			continue;
		known = sides->old_lock && has_need(sides->old_manifest, text_of(""), need) &&
			subject->format->find(sides->old_lock, need) == EDGE_ROOT;
		if (report(sides, "dependencies/lock-stale", need, known, "is asked for and not in the lock", err) < 0)
			return -1;
	}
	return 0;
}

static bool has_workspace(const struct lock *lock, struct text glob)
{
	for (size_t i = 0; i < lock->workspaces.count; i++)
		if (text_equal(lock->workspaces.items[i], glob))
			return true;
	return false;
}

/* A lock that repeats the folders of the workspace: a member that the manifest does not have is somebody's own. */
static int judge_workspaces(const struct sides *sides, struct err *err)
{
	const struct globs *globs = &sides->lock->workspaces;

	for (size_t i = 0; i < globs->count; i++) {
		struct verdict_on on = {.rule = "dependencies/manifest-mismatch", .subject = sides->subject,
			.name = globs->items[i]};

		if (has_workspace(sides->manifest, globs->items[i]))
			continue;
		on.known = sides->old_lock && has_workspace(sides->old_lock, globs->items[i]) &&
			!has_workspace(sides->old_manifest, globs->items[i]);
		return judging_report(sides->judging, &on, err,
			"the lock says that %.*s is of the workspace; the manifest does not", SHOWN(globs->items[i]));
	}
	return 0;
}

/* The base's manifest, where it and its lock say something. */
static int find_old(struct sides *sides, struct manifest *old, struct err *err)
{
	const struct subject *subject = sides->subject;
	bool had = false;

	if (!subject->base.is_there)
		return 0;
	if (manifest_read(old, &had, sides->judging, subject, SIDE_BASE, sides->place, err) < 0)
		return -1;
	if (had && old->lock.has_needs) {
		sides->old_lock = &subject->base.lock;
		sides->old_manifest = &old->lock;
	}
	return 0;
}

static int judge_place(struct judging *judging, const struct subject *subject, struct text place, struct err *err)
{
	struct manifest manifest, old;
	struct sides sides = {judging, subject, &subject->head.lock, &manifest.lock, place, NULL, NULL};
	bool found;

	if (manifest_read(&manifest, &found, judging, subject, SIDE_HEAD, place, err) < 0 || find_old(&sides, &old, err) < 0)
		return -1;
	if (!found || !manifest.lock.has_needs)
		return 0;
	if (!subject->head.lock.has_needs)
		return judge_unfound(&sides, err);
	if (place.len == 0 && judge_workspaces(&sides, err) < 0)
		return -1;
	return judge_extra(&sides, err) < 0 ? -1 : judge_absent(&sides, err);
}

static int compare_texts(const void *left, const void *right)
{
	return text_compare(*(const struct text *)left, *(const struct text *)right);
}

/* The folders that a lock speaks of, each once. */
static int places_of(struct text **out, size_t *count, const struct subject *subject, struct err *err)
{
	const struct needs *needs = &subject->head.lock.needs;
	struct text *places = arena_array(subject->arena, needs->count + 1, sizeof(*places));
	size_t listed = 1, kept = 0;

	if (!places)
		return err_nomem(err);
	places[0] = text_of("");
	for (size_t i = 0; i < needs->count; i++)
		if (!text_equal(needs->items[i].place, places[listed - 1]))
			places[listed++] = needs->items[i].place;
	qsort(places, listed, sizeof(*places), compare_texts);
	for (size_t i = 0; i < listed; i++)
		if (i == 0 || !text_equal(places[i], places[kept - 1]))
			places[kept++] = places[i];
	*out = places;
	*count = kept;
	return 0;
}

int judge_manifest(struct judging *judging, const struct subject *subject, struct err *err)
{
	struct text *places = NULL;
	size_t count = 0;

	if (!subject->format->manifests)
		return 0;
	if (places_of(&places, &count, subject, err) < 0)
		return -1;
	for (size_t i = 0; i < count && !job_stopped(judging->job); i++)
		if (judge_place(judging, subject, places[i], err) < 0)
			return -1;
	return 0;
}
