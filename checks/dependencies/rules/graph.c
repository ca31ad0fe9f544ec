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
	bool *seen;       /* by pin */
	uint32_t *first;  /* by pin: first of its edges in `sorted`; one more at the end */
	uint32_t *sorted; /* edge targets, by their pin */
	uint32_t *queue;
	size_t queued;
};

static int reach_start(struct reach *reach, const struct lock *lock, const struct edges *all,
	struct arena *arena, struct err *err)
{
	size_t pins = lock->pins.count, edges = all->count;

	*reach = (struct reach){.lock = lock,
		.wanted = all,
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

/* The same artifact: the same bytes from the same place. */
static bool is_copy(const struct pin *a, const struct pin *b)
{
	if (a->digest_count == 0 || a->digest_count != b->digest_count ||
		!text_equal(a->source, b->source))
		return false;
	for (uint32_t d = 0; d < a->digest_count; d++)
		if (a->digests[d].flaw || a->digests[d].algorithm != b->digests[d].algorithm ||
			!text_equal(a->digests[d].bytes, b->digests[d].bytes))
			return false;
	return true;
}

static uint32_t index_of(const struct reach *reach, const struct pin *pin)
{
	return (uint32_t)(pin - reach->lock->pins.items);
}

/* A tool may write a package once more for other peers (deno does), and then need only one of the two. In locks of
 * folders another place is another entry. */
static void reach_copies(struct reach *reach, const struct pair *pair)
{
	const struct pin *needed = NULL;

	for (size_t h = 0; !needed && h < pair->head_count; h++)
		if (reach->seen[index_of(reach, pair->head[h])])
			needed = pair->head[h];
	for (size_t h = 0; needed && h < pair->head_count; h++)
		if (pair->head[h]->place.len == 0 && is_copy(needed, pair->head[h]))
			reach_from(reach, index_of(reach, pair->head[h]));
}

/* What an entry of the base asks for is not the change's doing, whether or not something needs that entry; whether it
 * asked for that before, the format's `shadow` sees. */
static void reach_pairs(struct reach *reach, const struct pairs *pairs)
{
	for (size_t i = 0; i < pairs->count; i++)
		for (size_t h = 0; pairs->items[i].base_count && h < pairs->items[i].head_count;
			h++)
			reach_from(reach, index_of(reach, pairs->items[i].head[h]));
	for (size_t i = 0; i < pairs->count; i++)
		reach_copies(reach, &pairs->items[i]);
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

static uint32_t find_need(
	const struct subject *subject, const struct lock *lock, const struct need *need)
{
	return subject->format->find ? subject->format->find(lock, need) : find_by_name(lock, need);
}

static void reach_manifests(
	struct reach *reach, const struct subject *subject, const struct manifests *manifests)
{
	for (size_t m = 0; m < manifests->count; m++)
		for (size_t i = 0; i < manifests->items[m].lock.needs.count; i++)
			if (!(manifests->items[m].lock.needs.items[i].flags & NEED_OVERRIDE))
				reach_from(
					reach, find_need(subject, reach->lock,
						       &manifests->items[m].lock.needs.items[i]));
}

static int report_orphan(struct judging *judging, const struct subject *subject,
	const struct pin *pin, const char *rule, struct err *err)
{
	struct verdict_on on = verdict_on_pin(rule, subject, pin);

	return judging_report(judging, &on, err, "%.*s %.*s is new, and nothing needs it",
		SHOWN(pin->name), SHOWN(pin->version));
}

static int report_shadow(struct judging *judging, const struct subject *subject,
	const struct pin *pin, const char *why, struct err *err)
{
	struct verdict_on on = verdict_on_pin("dependencies/shadow", subject, pin);

	on.to = pin->place;
	return judging_report(judging, &on, err, "%.*s %.*s is new%s%.*s: %s", SHOWN(pin->name),
		SHOWN(pin->version), pin->place.len ? " at " : "", SHOWN(pin->place), why);
}

/* What may speak for an entry in doubt, read for the first of them. */
struct doubt {
	bool read;
	struct keys
		overrides; /* the manifest puts versions of its own in the place of what others ask for */
	struct keys known; /* names that the base's lock has */
};

static int known_read(struct doubt *out, const struct subject *subject, struct err *err)
{
	uint32_t *number;

	keys_start(&out->known, subject->arena);
	for (size_t i = 0; i < subject->pairs.count; i++)
		if (subject->pairs.items[i].base_count &&
			keys_add(&out->known, subject->pairs.items[i].base[0]->name, &number, err) <
				0)
			return -1;
	return 0;
}

static int overrides_read(
	struct doubt *out, struct judging *judging, const struct subject *subject, struct err *err)
{
	struct manifest manifest;
	uint32_t *number;
	bool found;

	keys_start(&out->overrides, subject->arena);
	if (!subject->format->manifests)
		return 0;
	if (manifest_read(&manifest, &found, judging, subject, SIDE_HEAD, text_of(""), err) < 0)
		return -1;
	for (size_t i = 0; found && i < manifest.lock.needs.count; i++) {
		const struct need *need = &manifest.lock.needs.items[i];

		if (need->flags & NEED_OVERRIDE &&
			keys_add(&out->overrides, need->name, &number, err) < 0)
			return -1;
	}
	return 0;
}

static int doubt_read(
	struct doubt *out, struct judging *judging, const struct subject *subject, struct err *err)
{
	if (out->read)
		return 0;
	out->read = true;
	if (known_read(out, subject, err) < 0)
		return -1;
	return overrides_read(out, judging, subject, err);
}

static bool has_sound_digest(const struct pin *pin)
{
	for (uint32_t d = 0; d < pin->digest_count; d++)
		if (pin->digests[d].flaw)
			return false;
	return pin->digest_count > 0;
}

/* Where the tool installs only what is needed, another version of what was there is a leftover of its own. */
static const char *orphan_rule(
	const struct subject *subject, const struct doubt *doubt, const struct pin *pin)
{
	bool is_leftover = subject->format->ignores_orphans && has_sound_digest(pin) &&
			   !(pin->flags & PIN_INSTALL_SCRIPT) &&
			   keys_find(&doubt->known, pin->name);

	return is_leftover ? "dependencies/orphan-unused" : "dependencies/orphan";
}

static int report_pin(struct judging *judging, const struct subject *subject, struct doubt *doubt,
	const struct pin *pin, const char *why, struct err *err)
{
	if (doubt_read(doubt, judging, subject, err) < 0)
		return -1;
	if (keys_find(&doubt->overrides, pin->name))
		return 0;
	if (why)
		return report_shadow(judging, subject, pin, why, err);
	return report_orphan(judging, subject, pin, orphan_rule(subject, doubt, pin), err);
}

static int judge_pin(struct judging *judging, const struct subject *subject,
	const struct reach *reach, struct doubt *doubt, const struct pin *pin, struct err *err)
{
	const struct lock *lock = &subject->head.lock;
	uint32_t index = index_of(reach, pin);
	const char *why = NULL;

	if (pin->flags & PIN_PROJECT)
		return 0;
	if (reach->seen[index] && subject->format->shadow)
		why = subject->format->shadow(
			lock, index, subject->base.is_there ? &subject->base.lock : NULL);
	if (reach->seen[index] && !why)
		return 0;
	return report_pin(judging, subject, doubt, pin, why, err);
}

static bool has_new_pins(const struct subject *subject)
{
	for (size_t i = 0; i < subject->pairs.count; i++)
		if (subject->pairs.items[i].base_count == 0)
			return true;
	return false;
}

/* What the project needs, marked. *known is false where nobody says what that is. */
static int find_reach(struct reach *reach, bool *known, struct judging *judging,
	const struct subject *subject, struct err *err)
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
	reach_pairs(reach, &subject->pairs);
	return 0;
}

int judge_graph(struct judging *judging, const struct subject *subject, struct err *err)
{
	struct doubt doubt = {0};
	struct reach reach;
	bool known;

	if (!subject->head.lock.has_edges || !has_new_pins(subject))
		return 0;
	if (find_reach(&reach, &known, judging, subject, err) < 0)
		return -1;
	for (size_t i = 0; known && i < subject->pairs.count; i++) {
		const struct pair *pair = &subject->pairs.items[i];

		for (size_t h = 0; pair->base_count == 0 && h < pair->head_count; h++)
			if (judge_pin(judging, subject, &reach, &doubt, pair->head[h], err) < 0)
				return -1;
	}
	return 0;
}
