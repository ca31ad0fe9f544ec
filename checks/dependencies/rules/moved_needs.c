/* SPDX-License-Identifier: Apache-2.0
 *
 * A package that stays as it is and gets another version of what it asks for, which the lock had for others. pnpm's lock does not say the range that was asked
 * for, so that only what its own runs hardly do is told: a move while no entry came or went, and one to another major version.
 */
#include <string.h>

#include "checks/dependencies/formats/asks.h"
#include "checks/dependencies/judging.h"

struct moving_needs {
	struct judging *judging;
	const struct subject *subject;
	struct keys names;    /* head pin, name: 1 + the pin that the base had for it */
	struct keys versions; /* head pin, name and version: as at the base */
	struct keys peers;    /* head pin, name: what it gets is the project's choice */
	bool *is_asked;       /* by head pin: the base's needs of it are among these */
	int64_t *
		wanted; /* by head pin: how many more projects ask for it themselves than at the base */
	bool is_made_anew;
};

static struct text key_of(struct arena *arena, uint32_t pin, struct text name, struct text version)
{
	return arena_textf(arena, "%u\n%.*s\n%.*s", (unsigned)pin, (int)name.len, name.ptr,
		(int)version.len, version.ptr);
}

static int note(struct keys *keys, struct text key, uint32_t number, struct err *err)
{
	uint32_t *at;

	if (!key.ptr)
		return err_nomem(err);
	if (keys_add(keys, key, &at, err) < 0)
		return -1;
	*at = number;
	return 0;
}

static int note_edge(struct moving_needs *of, const struct edge *edge, struct err *err)
{
	const struct lock *base = &of->subject->base.lock, *head = &of->subject->head.lock;
	const struct pin *to = &base->pins.items[edge->to];
	uint32_t from, number;

	if (edge->from == EDGE_ROOT) {
		number = asks_pin(head->index, to->place);
		if (number != EDGE_ROOT)
			of->wanted[number]--;
		return 0;
	}
	from = asks_pin(head->index, base->pins.items[edge->from].place);
	if (from == EDGE_ROOT)
		return 0;
	of->is_asked[from] = true;
	return note(&of->names, key_of(of->subject->arena, from, to->name, text_of("")),
		       edge->to + 1, err) < 0
		       ? -1
		       : note(&of->versions,
				 key_of(of->subject->arena, from, to->name, to->version), 1, err);
}

/* "7", of versions before 1.0 "0.21". */
static struct text major_of(struct text version)
{
	size_t dot = text_find(version, text_of("."));
	struct text rest = text_slice(version, dot + 1, version.len);

	return text_starts(version, "0.")
		       ? text_slice(version, 0, dot + 1 + text_find(rest, text_of(".")))
		       : text_slice(version, 0, dot);
}

static bool is_published(const struct pin *pin)
{
	return !(pin->flags & (PIN_VCS | PIN_LOCAL | PIN_PROJECT));
}

/* An override came or went: what it was about is resolved anew for all who ask for it. */
static bool is_other_by_force(const struct moving_needs *of, struct text name)
{
	const struct asks_index *base = of->subject->base.lock.index,
				*head = of->subject->head.lock.index;

	return !keys_find(&base->forced, name) != !keys_find(&head->forced, name);
}

/* Both versions are in both locks, and one takes the place of the other. */
static bool is_told(const struct moving_needs *of, const struct pin *was, uint32_t number)
{
	const struct pin *is = &of->subject->head.lock.pins.items[number];

	return of->wanted[number] <= 0 && is_published(was) && is_published(is) &&
	       !is_other_by_force(of, is->name) &&
	       asks_pin(of->subject->base.lock.index, is->place) != EDGE_ROOT &&
	       asks_pin(of->subject->head.lock.index, was->place) != EDGE_ROOT &&
	       (!of->is_made_anew || !text_equal(major_of(was->version), major_of(is->version)));
}

static int judge_edge(struct moving_needs *of, const struct edge *edge, struct err *err)
{
	const struct pin *pins = of->subject->head.lock.pins.items, *is = &pins[edge->to], *was;
	struct text name, version;
	const uint32_t *number;
	struct verdict_on on;

	if (edge->from == EDGE_ROOT || !of->is_asked[edge->from] ||
		!is_published(&pins[edge->from]))
		return 0;
	name = key_of(of->subject->arena, edge->from, is->name, text_of(""));
	version = key_of(of->subject->arena, edge->from, is->name, is->version);
	if (!name.ptr || !version.ptr)
		return err_nomem(err);
	number = keys_find(&of->names, name);
	if (!number || keys_find(&of->versions, version) || keys_find(&of->peers, name))
		return 0;
	was = &of->subject->base.lock.pins.items[*number - 1];
	if (!is_told(of, was, edge->to))
		return 0;
	on = verdict_on_pin("dependencies/need-moved", of->subject, &pins[edge->from]);
	on.from = was->version;
	on.to = is->version;
	return judging_report(of->judging, &on, err,
		"%.*s %.*s is as before, and gets %.*s %.*s in the place of %.*s", SHOWN(on.name),
		SHOWN(on.version), SHOWN(is->name), SHOWN(is->version), SHOWN(was->version));
}

static int note_peer(struct moving_needs *of, const struct asks_offer *offer, struct err *err)
{
	const struct pin *pins = of->subject->base.lock.pins.items;
	uint32_t from = asks_pin(of->subject->head.lock.index, pins[offer->pin].place);

	return from == EDGE_ROOT
		       ? 0
		       : note(&of->peers,
				 key_of(of->subject->arena, from, offer->name, text_of("")), 1,
				 err);
}

/* Of the base only what changed has its needs read: see pnpm_settle. */
static int note_all(struct moving_needs *of, struct err *err)
{
	const struct edges *edges = &of->subject->base.lock.edges;
	const struct asks_index *base = of->subject->base.lock.index;

	for (size_t i = 0; i < base->offer_count; i++)
		if (note_peer(of, &base->offers[i], err) < 0)
			return -1;
	for (size_t i = 0; i < edges->count; i++)
		if (note_edge(of, &edges->items[i], err) < 0)
			return -1;
	return 0;
}

/* What a project newly asks for pnpm gives to others too that may have it. */
static void note_wanted(struct moving_needs *of)
{
	const struct edges *edges = &of->subject->head.lock.edges;

	for (size_t i = 0; i < edges->count; i++)
		if (edges->items[i].from == EDGE_ROOT)
			of->wanted[edges->items[i].to]++;
}

static int start(struct moving_needs *of, struct err *err)
{
	size_t count = of->subject->head.lock.pins.count + 1;

	of->is_asked = arena_alloc(of->subject->arena, count);
	of->wanted = arena_array(of->subject->arena, count, sizeof(*of->wanted));
	if (!of->is_asked || !of->wanted)
		return err_nomem(err);
	keys_start(&of->names, of->subject->arena);
	keys_start(&of->versions, of->subject->arena);
	keys_start(&of->peers, of->subject->arena);
	return 0;
}

int judge_moved_needs(struct judging *judging, const struct subject *subject, struct err *err)
{
	struct moving_needs of = {.judging = judging,
		.subject = subject,
		.is_made_anew = subject_is_made_anew(subject)};
	const struct edges *edges = &subject->head.lock.edges;

	if (strcmp(subject->format->name, "pnpm-lock") != 0 || !subject->base.is_there ||
		!subject->base.lock.index || !subject->head.lock.index)
		return 0;
	if (start(&of, err) < 0 || note_all(&of, err) < 0)
		return -1;
	note_wanted(&of);
	for (size_t i = 0; i < edges->count; i++)
		if (judge_edge(&of, &edges->items[i], err) < 0)
			return -1;
	return 0;
}
