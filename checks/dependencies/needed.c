/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/needed.h"

#include "gate/base/keys.h"

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

uint32_t needed_index(const struct reach *reach, const struct pin *pin)
{
	return (uint32_t)(pin - reach->lock->pins.items);
}

/* A tool may write a package once more for other peers (deno does), and then need only one of the two. In locks of
 * folders another place is another entry. */
static void reach_copies(struct reach *reach, const struct pair *pair)
{
	const struct pin *needed = NULL;

	for (size_t h = 0; !needed && h < pair->head_count; h++)
		if (reach->marks[needed_index(reach, pair->head[h])])
			needed = pair->head[h];
	for (size_t h = 0; needed && h < pair->head_count; h++)
		if (pair->head[h]->place.len == 0 && is_copy(needed, pair->head[h]))
			reach_from(reach, needed_index(reach, pair->head[h]));
}

/* What an entry of the base asks for is not the change's doing, whether or not something needs that entry; whether it
 * asked for that before, the format's `shadow` sees. */
static void reach_pairs(struct reach *reach, const struct pairs *pairs)
{
	for (size_t i = 0; i < pairs->count; i++)
		for (size_t h = 0; pairs->items[i].base_count && h < pairs->items[i].head_count;
			h++)
			reach_from(reach, needed_index(reach, pairs->items[i].head[h]));
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

uint32_t needed_by(const struct subject *subject, const struct lock *lock, const struct need *need)
{
	return subject->format->find ? subject->format->find(lock, need)
				     : lock_first_named(lock, need->name);
}

static void reach_manifests(
	struct reach *reach, const struct subject *subject, const struct manifests *manifests)
{
	for (size_t m = 0; m < manifests->count; m++)
		for (size_t i = 0; i < manifests->items[m].lock.needs.count; i++)
			if (!(manifests->items[m].lock.needs.items[i].flags & NEED_OVERRIDE))
				reach_from(
					reach, needed_by(subject, reach->lock,
						       &manifests->items[m].lock.needs.items[i]));
}

enum { MOST_LINKS = 100 };

/* What linked folders need, of which only their own manifests know. */
static int reach_links(struct reach *reach, const struct judging *judging,
	const struct subject *subject, struct err *err)
{
	const struct links *links = &reach->lock->links;

	for (size_t l = 0; l < links->count && l < MOST_LINKS; l++) {
		struct manifest manifest;
		bool found;

		if (manifest_of_link(&manifest, &found, judging, subject, &links->items[l], err) <
			0)
			return -1;
		for (size_t i = 0; found && i < manifest.lock.needs.count; i++) {
			struct need need = manifest.lock.needs.items[i];

			need.place = links->items[l].place;
			reach_from(reach, needed_by(subject, reach->lock, &need));
		}
	}
	return 0;
}

static int familiar_needs(struct keys *out, const struct needs *needs, struct err *err)
{
	uint32_t *number;

	for (size_t i = 0; i < needs->count; i++)
		if (keys_add(out, needs->items[i].name, &number, err) < 0)
			return -1;
	return 0;
}

/* Names that the base's lock has or asks for, or a manifest. */
static int familiar_read(struct keys *out, const struct subject *subject,
	const struct manifests *manifests, struct err *err)
{
	uint32_t *number;

	keys_start(out, subject->arena);
	for (size_t i = 0; i < subject->pairs.count; i++)
		if (subject->pairs.items[i].base_count &&
			keys_add(out, subject->pairs.items[i].base[0]->name, &number, err) < 0)
			return -1;
	for (size_t m = 0; m < manifests->count; m++)
		if (familiar_needs(out, &manifests->items[m].lock.needs, err) < 0)
			return -1;
	return familiar_needs(out, &subject->base.lock.needs, err);
}

static bool all_are_reached(const struct reach *reach)
{
	for (size_t i = 0; i < reach->lock->pins.count; i++)
		if (!reach->marks[i])
			return false;
	return true;
}

enum { FEWEST_GONE = 4 }; /* fewer may be a hand's */

static bool others_went(const struct subject *subject)
{
	size_t gone = 0;

	for (size_t i = 0; gone < FEWEST_GONE && i < subject->pairs.count; i++)
		gone += subject->pairs.items[i].head_count == 0;
	return gone == FEWEST_GONE;
}

/* Where the tool installs only what is needed, an entry that nothing needs does no harm. Another version of what was there,
 * or is asked for, or lies in the project, is a leftover of the tool's own, with all that it needs; so is what a new lock
 * has too much, and what came while others went, as merges and optional packages leave it. A name out of nowhere that only came
 * was put there. */
static int reach_leftovers(struct reach *reach, const struct subject *subject,
	const struct manifests *manifests, struct err *err)
{
	bool is_any = !subject->base.is_there || others_went(subject);
	struct keys familiar = {0};

	if (!subject->format->ignores_orphans || all_are_reached(reach))
		return 0;
	if (familiar_read(&familiar, subject, manifests, err) < 0)
		return -1;
	reach->as = REACHED_LEFTOVER;
	for (size_t i = 0; i < reach->lock->pins.count; i++)
		if (is_any || reach->lock->pins.items[i].flags & PIN_LOCAL ||
			keys_find(&familiar, reach->lock->pins.items[i].name))
			reach_from(reach, (uint32_t)i);
	return 0;
}

/* The first of npm 5 say of no entry what it needs. The entries tell whether that is so, or none needs any: those that the
 * base had too, or else more than half of all, are then needed by nothing that is known. */
static bool says_no_edges(const struct reach *reach, const struct subject *subject)
{
	const struct pairs *pairs = &subject->pairs;
	size_t lost = 0, lost_old = 0, count = reach->lock->pins.count;

	if (!reach->lock->guesses_edges ||
		(subject->base.is_there && !subject->base.lock.guesses_edges))
		return false;
	for (size_t i = 0; i < pairs->count; i++)
		for (size_t h = 0; h < pairs->items[i].head_count; h++) {
			bool is_lost = !reach->marks[needed_index(reach, pairs->items[i].head[h])];

			lost += is_lost;
			lost_old += is_lost && pairs->items[i].base_count;
		}
	return subject->base.is_there ? lost_old > 0 : 2 * lost > count;
}

/* A lock that cannot be followed is one that was not looked at; what else is wrong with it is still told. */
static int link_edges(const struct edges **edges, bool *known, struct judging *judging,
	const struct subject *subject, struct err *err)
{
	struct err own = {0};

	if (!subject->format->link || subject->format->link(edges, &subject->head.lock, &own) == 0)
		return 0;
	if (own.kind != ERR_LOOK)
		return err_set(err, own.kind, "%s", own.message);
	*known = false;
	check_incomplete(judging->job, subject->head.path, own.message,
		"make the lock anew with its own tool");
	return 0;
}

int needed_find(struct reach *reach, bool *known, struct manifests *manifests,
	struct judging *judging, const struct subject *subject, struct err *err)
{
	const struct lock *lock = &subject->head.lock;
	const struct edges *edges = &lock->edges;

	if (lock->open_roots && manifests_read(manifests, judging, subject, SIDE_HEAD, err) < 0)
		return -1;
	*known = !lock->open_roots || manifests->count > 0;
	if (!*known)
		return 0;
	if (link_edges(&edges, known, judging, subject, err) < 0 ||
		reach_start(reach, lock, edges, subject->arena, err) < 0)
		return -1;
	if (!*known)
		return 0;
	reach_roots(reach);
	reach_manifests(reach, subject, manifests);
	if (reach_links(reach, judging, subject, err) < 0)
		return -1;
	*known = !says_no_edges(reach, subject);
	reach_pairs(reach, &subject->pairs);
	return reach_leftovers(reach, subject, manifests, err);
}
