/* SPDX-License-Identifier: Apache-2.0
 *
 * Who needs whom. A package manager writes no entry that nothing leads to, and no second copy that nobody asks for.
 * Only entries that are new are judged: what the base had is not this change's.
 */
#include <stdlib.h>

#include "checks/dependencies/manifests.h"
#include "gate/base/keys.h"

/* Which pins a project needs, directly or through others. */
struct reach {
	const struct lock *lock;
	const struct edges *wanted;
	bool *seen;           /* by pin */
	uint32_t *first;      /* by pin: first of its edges in `sorted`; one more at the end */
	uint32_t *sorted;     /* edge targets, by their pin */
	uint32_t *queue;
	size_t queued;
};

static int reach_start(struct reach *reach, const struct lock *lock, const struct edges *all, struct arena *arena,
	struct err *err)
{
	size_t pins = lock->pins.count, edges = all->count;

	*reach = (struct reach){.lock = lock, .wanted = all,
		.seen = arena_array(arena, pins, sizeof(bool)),
		.first = arena_array(arena, pins + 2, sizeof(uint32_t)),
		.sorted = arena_array(arena, edges, sizeof(uint32_t)),
		.queue = arena_array(arena, pins, sizeof(uint32_t))};
	if (!reach->seen || !reach->first || !reach->sorted || !reach->queue)
		return err_nomem(err);
	/* Counting sort: first[p + 2] counts, then first[p + 1] is where the edges of p go. */
	for (size_t i = 0; i < edges; i++)
		if (all->items[i].from != EDGE_ROOT)
			reach->first[all->items[i].from + 2]++;
	for (size_t i = 2; i < pins + 2; i++)
		reach->first[i] += reach->first[i - 1];
	for (size_t i = 0; i < edges; i++)
		if (all->items[i].from != EDGE_ROOT)
			reach->sorted[reach->first[all->items[i].from + 1]++] = all->items[i].to;
	return 0;
}

static void reach_from(struct reach *reach, uint32_t pin)
{
	size_t at = reach->queued;

	if (pin >= reach->lock->pins.count || reach->seen[pin])
		return;
	reach->seen[pin] = true;
	reach->queue[reach->queued++] = pin;
	for (; at < reach->queued; at++) {
		uint32_t from = reach->queue[at];

		for (uint32_t i = reach->first[from]; i < reach->first[from + 1]; i++) {
			uint32_t to = reach->sorted[i];

			if (to >= reach->lock->pins.count || reach->seen[to])
				continue;
			reach->seen[to] = true;
			reach->queue[reach->queued++] = to;
		}
	}
}

/* Roots that stand in the lock. */
static void reach_roots(struct reach *reach)
{
	const struct lock *lock = reach->lock;

	for (size_t i = 0; i < reach->wanted->count; i++)
		if (reach->wanted->items[i].from == EDGE_ROOT)
			reach_from(reach, reach->wanted->items[i].to);
	for (size_t i = 0; i < lock->pins.count; i++)
		if (lock->pins.items[i].flags & PIN_PROJECT)
			reach_from(reach, (uint32_t)i);
}

static uint32_t find_by_name(const struct lock *lock, const struct need *need)
{
	for (size_t i = 0; i < lock->pins.count; i++)
		if (text_equal(lock->pins.items[i].name, need->name))
			return (uint32_t)i;
	return EDGE_ROOT;
}

static uint32_t find_need(const struct subject *subject, const struct lock *lock, const struct need *need)
{
	return subject->format->find ? subject->format->find(lock, need) : find_by_name(lock, need);
}

static void reach_manifests(struct reach *reach, const struct subject *subject, const struct manifests *manifests)
{
	for (size_t m = 0; m < manifests->count; m++)
		for (size_t i = 0; i < manifests->items[m].lock.needs.count; i++)
			if (!(manifests->items[m].lock.needs.items[i].flags & NEED_OVERRIDE))
				reach_from(reach, find_need(subject, reach->lock,
				&manifests->items[m].lock.needs.items[i]));
}

static int report_orphan(struct judging *judging, const struct subject *subject, const struct pin *pin,
	struct err *err)
{
	struct verdict_on on = verdict_on_pin("dependencies/orphan", subject, pin);

	return judging_report(judging, &on, err, "%.*s %.*s is new, and nothing needs it", SHOWN(pin->name),
		SHOWN(pin->version));
}

static int report_shadow(struct judging *judging, const struct subject *subject, const struct pin *pin,
	const char *why, struct err *err)
{
	struct verdict_on on = verdict_on_pin("dependencies/shadow", subject, pin);

	on.to = pin->place;
	return judging_report(judging, &on, err, "%.*s %.*s is new%s%.*s: %s", SHOWN(pin->name), SHOWN(pin->version),
		pin->place.len ? " at " : "", SHOWN(pin->place), why);
}

/* Names for which the project's manifest puts versions of its own in the place of what others ask for. Read when the
 * first entry is in doubt. */
struct overrides {
	bool read;
	struct keys names;
};

static int overrides_read(struct overrides *out, struct judging *judging, const struct subject *subject,
	struct err *err)
{
	struct manifest manifest;
	uint32_t *number;
	bool found;

	out->read = true;
	keys_start(&out->names, subject->arena);
	if (!subject->format->manifests)
		return 0;
	if (manifest_read(&manifest, &found, judging, subject, SIDE_HEAD, text_of(""), err) < 0)
		return -1;
	for (size_t i = 0; found && i < manifest.lock.needs.count; i++) {
		const struct need *need = &manifest.lock.needs.items[i];

		if (need->flags & NEED_OVERRIDE && keys_add(&out->names, need->name, &number, err) < 0)
			return -1;
	}
	return 0;
}

static int judge_pin(struct judging *judging, const struct subject *subject, const struct reach *reach,
	struct overrides *overrides, const struct pin *pin, struct err *err)
{
	const struct lock *lock = &subject->head.lock;
	uint32_t index = (uint32_t)(pin - lock->pins.items);
	const char *why = NULL;

	if (pin->flags & PIN_PROJECT)
		return 0;
	if (reach->seen[index] && subject->format->shadow)
		why = subject->format->shadow(lock, index, subject->base.is_there ? &subject->base.lock : NULL);
	if (reach->seen[index] && !why)
		return 0;
	if (!overrides->read && overrides_read(overrides, judging, subject, err) < 0)
		return -1;
	if (keys_find(&overrides->names, pin->name))
		return 0;
	return why ? report_shadow(judging, subject, pin, why, err) : report_orphan(judging, subject, pin, err);
}

static bool has_new_pins(const struct subject *subject)
{
	for (size_t i = 0; i < subject->pairs.count; i++)
		if (subject->pairs.items[i].base_count == 0)
			return true;
	return false;
}

/* What the project needs, marked. *known is false where nobody says what that is. */
static int find_reach(struct reach *reach, bool *known, struct judging *judging, const struct subject *subject,
	struct err *err)
{
	const struct lock *lock = &subject->head.lock;
	const struct edges *edges = &lock->edges;
	struct manifests manifests = {0};

	if (lock->open_roots && manifests_read(&manifests, judging, subject, SIDE_HEAD, err) < 0)
		return -1;
	*known = !lock->open_roots || manifests.count > 0;
	if (!*known)
		return 0;
	if ((subject->format->link && subject->format->link(&edges, lock, err) < 0) ||
		reach_start(reach, lock, edges, subject->arena, err) < 0)
		return -1;
	reach_roots(reach);
	reach_manifests(reach, subject, &manifests);
	return 0;
}

int judge_graph(struct judging *judging, const struct subject *subject, struct err *err)
{
	struct overrides overrides = {0};
	struct reach reach;
	bool known;

	if (!subject->head.lock.has_edges || !has_new_pins(subject))
		return 0;
	if (find_reach(&reach, &known, judging, subject, err) < 0)
		return -1;
	for (size_t i = 0; known && i < subject->pairs.count; i++) {
		const struct pair *pair = &subject->pairs.items[i];

		for (size_t h = 0; pair->base_count == 0 && h < pair->head_count; h++)
			if (judge_pin(judging, subject, &reach, &overrides, pair->head[h], err) < 0)
				return -1;
	}
	return 0;
}
