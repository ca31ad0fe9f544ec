/* SPDX-License-Identifier: Apache-2.0
 *
 * Who needs whom. A package manager writes no entry that nothing leads to, and no second copy that nobody asks for.
 * Only entries that are new are judged: what the base had is not this change's.
 */
#include <stdlib.h>

#include "checks/dependencies/manifests.h"
#include "checks/dependencies/reach.h"
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
		if (reach->marks[index_of(reach, pair->head[h])])
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
	struct keys overrides; /* the manifest puts versions of its own in the place of what others ask for */
};

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
	return overrides_read(out, judging, subject, err);
}

static bool has_sound_digest(const struct pin *pin)
{
	for (uint32_t d = 0; d < pin->digest_count; d++)
		if (pin->digests[d].flaw)
			return false;
	return pin->digest_count > 0;
}

/* An entry that nobody asks for, or that nobody asks for in this place. */
struct odd {
	const struct pin *pin;
	const char *why; /* NULL: nothing needs it */
	unsigned mark;   /* enum reached */
};

static const char *orphan_rule(const struct odd *odd)
{
	bool is_leftover = odd->mark == REACHED_LEFTOVER && has_sound_digest(odd->pin) &&
			   !(odd->pin->flags & PIN_INSTALL_SCRIPT);

	return is_leftover ? "dependencies/orphan-unused" : "dependencies/orphan";
}

static int report_pin(struct judging *judging, const struct subject *subject, struct doubt *doubt,
	const struct odd *odd, struct err *err)
{
	if (doubt_read(doubt, judging, subject, err) < 0)
		return -1;
	if (keys_find(&doubt->overrides, odd->pin->name))
		return 0;
	if (odd->why)
		return report_shadow(judging, subject, odd->pin, odd->why, err);
	return report_orphan(judging, subject, odd->pin, orphan_rule(odd), err);
}

/* The base, where it says who asks for what. */
static const struct lock *asks_before(const struct subject *subject)
{
	const struct lock *base = &subject->base.lock;

	return subject->base.is_there && !base->guesses_edges ? base : NULL;
}

static int judge_pin(struct judging *judging, const struct subject *subject,
	const struct reach *reach, struct doubt *doubt, const struct pin *pin, struct err *err)
{
	const struct lock *lock = &subject->head.lock;
	uint32_t index = index_of(reach, pin);
	const char *why = NULL;

	if (pin->flags & PIN_PROJECT)
		return 0;
	if (reach->marks[index] == REACHED_NEEDED && subject->format->shadow)
		why = subject->format->shadow(lock, index, asks_before(subject));
	if (reach->marks[index] == REACHED_NEEDED && !why)
		return 0;
	if (reach->marks[index] == REACHED_LEFTOVER && pin->flags & PIN_LOCAL)
		return 0;
	return report_pin(judging, subject, doubt, &(struct odd){pin, why, reach->marks[index]}, err);
}

static bool has_new_pins(const struct subject *subject)
{
	for (size_t i = 0; i < subject->pairs.count; i++)
		if (subject->pairs.items[i].base_count == 0)
			return true;
	return false;
}

/* Names that the base's lock has, or a manifest. */
static int familiar_read(struct keys *out, const struct subject *subject, const struct manifests *manifests,
	struct err *err)
{
	uint32_t *number;

	keys_start(out, subject->arena);
	for (size_t i = 0; i < subject->pairs.count; i++)
		if (subject->pairs.items[i].base_count &&
			keys_add(out, subject->pairs.items[i].base[0]->name, &number, err) < 0)
			return -1;
	for (size_t m = 0; m < manifests->count; m++)
		for (size_t i = 0; i < manifests->items[m].lock.needs.count; i++)
			if (keys_add(out, manifests->items[m].lock.needs.items[i].name, &number, err) < 0)
				return -1;
	return 0;
}

/* Where the tool installs only what is needed, an entry that nothing needs does no harm. Another version of what was there,
 * or is asked for, or lies in the project, is a leftover of the tool's own, with all that it needs; so is what a new lock
 * has too much. A name out of nowhere is none. */
static int reach_leftovers(struct reach *reach, const struct subject *subject, const struct manifests *manifests,
	struct err *err)
{
	struct keys familiar = {0};

	if (!subject->format->ignores_orphans)
		return 0;
	if (familiar_read(&familiar, subject, manifests, err) < 0)
		return -1;
	reach->as = REACHED_LEFTOVER;
	for (size_t i = 0; i < reach->lock->pins.count; i++)
		if (!subject->base.is_there || reach->lock->pins.items[i].flags & PIN_LOCAL ||
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

	if (!reach->lock->guesses_edges || (subject->base.is_there && !subject->base.lock.guesses_edges))
		return false;
	for (size_t i = 0; i < pairs->count; i++)
		for (size_t h = 0; h < pairs->items[i].head_count; h++) {
			bool is_lost = !reach->marks[index_of(reach, pairs->items[i].head[h])];

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
	if (link_edges(&edges, known, judging, subject, err) < 0 ||
		reach_start(reach, lock, edges, subject->arena, err) < 0)
		return -1;
	if (!*known)
		return 0;
	reach_roots(reach);
	reach_manifests(reach, subject, &manifests);
	*known = !says_no_edges(reach, subject);
	reach_pairs(reach, &subject->pairs);
	return reach_leftovers(reach, subject, &manifests, err);
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
