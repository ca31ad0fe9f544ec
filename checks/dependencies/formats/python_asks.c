/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/formats/python_asks.h"

#include <string.h>

#include "checks/dependencies/pep440.h"

/* What is longer names nothing that is published, and would be repeated for each that it asks for. */
enum { LONGEST_NAME = 512 };

/* ---- while a lock is read ---- */

static int start(struct python_lock *reading, struct err *err)
{
	if (reading->asks)
		return 0;
	reading->asks = arena_alloc(reading->document->arena, sizeof(*reading->asks));
	if (!reading->asks)
		return err_nomem(err);
	reading->asks->arena = reading->document->arena;
	return 0;
}

int python_ask(struct python_lock *reading, const struct python_ask *ask, struct err *err)
{
	struct python_asks *asks;

	if (start(reading, err) < 0)
		return -1;
	asks = reading->asks;
	if (arena_reserve(asks->arena, (void **)&asks->items, &asks->capacity, asks->count + 1,
		    sizeof(*asks->items)) < 0)
		return err_nomem(err);
	asks->items[asks->count++] = *ask;
	if (ask->extra.len > LONGEST_NAME)
		asks->items[asks->count - 1].extra = text_of("");
	return 0;
}

int python_ask_extras(struct python_lock *reading, const struct python_ask *ask, struct text extras,
	struct err *err)
{
	struct python_ask one = *ask;
	struct text extra;

	while (ask->name.len <= LONGEST_NAME && text_next_part(&extras, ',', &extra)) {
		extra = text_trim(extra);
		one.name = arena_textf(reading->document->arena, "%.*s[%.*s]", (int)ask->name.len,
			ask->name.ptr, (int)extra.len, extra.ptr);
		if (!one.name.ptr)
			return err_nomem(err);
		if (python_ask(reading, &one, err) < 0)
			return -1;
	}
	return 0;
}

int python_offer(struct python_lock *reading, uint32_t from, struct text name, struct err *err)
{
	struct python_asks *asks;

	if (start(reading, err) < 0)
		return -1;
	asks = reading->asks;
	if (arena_reserve(asks->arena, (void **)&asks->offers, &asks->offer_capacity,
		    asks->offer_count + 1, sizeof(*asks->offers)) < 0)
		return err_nomem(err);
	asks->offers[asks->offer_count++] = (struct python_offer){from, name};
	return 0;
}

/* Deeper than any of the values that count. */
enum { DEEPEST_MARK = 4 };

static int add_mark(struct python_asks *asks, const struct toml *value, int depth, struct err *err)
{
	if (arena_reserve(asks->arena, (void **)&asks->mark, &asks->mark_capacity,
		    asks->mark_len + value->text.len + 1, 1) < 0)
		return err_nomem(err);
	if (value->text.len)
		memcpy(asks->mark + asks->mark_len, value->text.ptr, value->text.len);
	asks->mark_len += value->text.len;
	asks->mark[asks->mark_len++] = '\n';
	for (const struct toml *item = value->child; item && depth; item = item->next)
		if (add_mark(asks, item, depth - 1, err) < 0)
			return -1;
	return 0;
}

int python_mark(struct python_lock *reading, const struct toml *value, struct err *err)
{
	if (!value)
		return 0;
	return start(reading, err) < 0 ? -1 : add_mark(reading->asks, value, DEEPEST_MARK, err);
}

/* Those for which `by_name` is made. */
static int name_asks(struct python_asks *asks, struct err *err)
{
	keys_start(&asks->by_name, asks->arena);
	asks->next = arena_array(asks->arena, asks->count + 1, sizeof(*asks->next));
	asks->known = arena_alloc(asks->arena, asks->count + 1);
	if (!asks->next || !asks->known)
		return err_nomem(err);
	for (uint32_t i = 0; i < asks->count; i++) {
		uint32_t *last;

		if (keys_add(&asks->by_name, asks->items[i].name, &last, err) < 0)
			return -1;
		asks->next[i] = *last;
		*last = i + 1;
	}
	return 0;
}

int python_asks_done(struct python_lock *reading, bool roots_are_elsewhere, struct err *err)
{
	if (start(reading, err) < 0 || lock_name_pins(reading->lock, err) < 0)
		return -1;
	reading->asks->roots_are_elsewhere = roots_are_elsewhere;
	reading->lock->index = reading->asks;
	return name_asks(reading->asks, err);
}

/* ---- what the base said ---- */

static struct text said_key(struct arena *arena, const struct pin *from, struct text what)
{
	return arena_textf(arena, "%.*s\n%.*s\n%.*s", (int)from->name.len, from->name.ptr,
		(int)from->version.len, from->version.ptr, (int)what.len, what.ptr);
}

static bool is_overlong(const struct pin *pin)
{
	return pin->name.len + pin->version.len > LONGEST_NAME;
}

static struct text in_brackets(struct arena *arena, struct text extra)
{
	return arena_textf(arena, "[%.*s]", (int)extra.len, extra.ptr);
}

static int say(struct python_asks *asks, const struct pin *from, struct text what)
{
	struct err err = {0};
	uint32_t *number;
	struct text key;

	if (is_overlong(from))
		return 0;
	key = what.ptr ? said_key(asks->arena, from, what) : what;
	return key.ptr && keys_add(&asks->said, key, &number, &err) == 0 ? 0 : -1;
}

static int say_ask(const struct lock *lock, struct python_asks *asks, const struct python_ask *ask)
{
	const struct pin *from;

	if (ask->from == EDGE_ROOT)
		return 0;
	from = &lock->pins.items[ask->from];
	if (say(asks, from, ask->name) < 0)
		return -1;
	return ask->extra.len ? say(asks, from, in_brackets(asks->arena, ask->extra)) : 0;
}

static bool is_published(const struct pin *pin)
{
	return !(pin->flags & (PIN_PROJECT | PIN_LOCAL | PIN_VCS));
}

/* PDM writes a package with an extra as one more of the same name and version: by that one alone nothing is known of what the
 * package itself asks for. Nor is it by a folder or a repository of what is published under that version. */
static int say_packages(const struct lock *lock, struct python_asks *asks)
{
	bool *is_extra = arena_alloc(asks->arena, lock->pins.count + 1);

	if (!is_extra)
		return -1;
	for (size_t i = 0; i < asks->count; i++)
		if (asks->roots_are_elsewhere && asks->items[i].extra.len)
			is_extra[asks->items[i].from] = true;
	keys_start(&asks->said, asks->arena);
	for (size_t i = 0; i < lock->pins.count; i++)
		if (lock->pins.items[i].artifact.len == 0 && !is_extra[i] &&
			is_published(&lock->pins.items[i]) &&
			say(asks, &lock->pins.items[i], text_of("")) < 0)
			return -1;
	return 0;
}

static int say_all(const struct lock *lock)
{
	struct python_asks *asks = lock->index;

	if (asks->is_said)
		return 0;
	if (say_packages(lock, asks) < 0)
		return -1;
	for (size_t i = 0; i < asks->count; i++)
		if (say_ask(lock, asks, &asks->items[i]) < 0)
			return -1;
	for (size_t i = 0; i < asks->offer_count; i++)
		if (say(asks, &lock->pins.items[asks->offers[i].from], asks->offers[i].name) < 0)
			return -1;
	asks->is_said = true;
	return 0;
}

/* ---- who asks now ---- */

struct looking {
	const struct lock *lock;
	struct python_asks *asks, *old;
	bool is_out_of_memory;
};

/* One of which nothing is kept counts for one that was there and asked for nothing. */
static bool said(struct looking *looking, const struct pin *from, struct text what)
{
	struct text key;

	if (is_overlong(from))
		return what.ptr && what.len == 0;
	key = what.ptr ? said_key(looking->old->arena, from, what) : what;
	if (!key.ptr)
		looking->is_out_of_memory = true;
	return key.ptr && keys_find(&looking->old->said, key);
}

static bool has_other_mark(const struct looking *looking)
{
	return looking->asks->mark_len != looking->old->mark_len ||
	       (looking->asks->mark_len && memcmp(looking->asks->mark, looking->old->mark,
						   looking->asks->mark_len) != 0);
}

/* uv leaves a condition out where it always holds for the Pythons that the project is for. */
static bool may_be_conditional(const struct looking *looking, const struct python_ask *ask)
{
	return ask->is_conditional || !looking->asks->roots_are_elsewhere;
}

/* Who is new may ask for anything. */
static bool is_free(struct looking *looking, const struct python_ask *ask)
{
	const struct pin *from;

	if (ask->from == EDGE_ROOT)
		return true;
	from = &looking->lock->pins.items[ask->from];
	return !is_published(from) || !said(looking, from, text_of("")) ||
	       said(looking, from, ask->name) ||
	       (may_be_conditional(looking, ask) && has_other_mark(looking));
}

static const struct python_ask *last_of(const struct python_asks *asks, struct text name)
{
	const uint32_t *last = keys_find(&asks->by_name, name);

	return last ? &asks->items[*last - 1] : NULL;
}

static const struct python_ask *before_it(
	const struct python_asks *asks, const struct python_ask *ask)
{
	uint32_t before = asks->next[ask - asks->items];

	return before ? &asks->items[before - 1] : NULL;
}

/* Looking at all that ask for one name, for each of many, would take its square. What more of them would let in is let in by none. */
enum { MOST_LOOKED_AT = 256 };

/* An extra of which the base had nothing is asked for by somebody who may: what is in its list was not asked for before. */
static bool has_new_extra(struct looking *looking, const struct python_ask *ask)
{
	const struct pin *from = &looking->lock->pins.items[ask->from];
	const struct python_ask *other;
	struct text wanted;

	if (is_overlong(from))
		return false;
	wanted = arena_textf(looking->old->arena, "%.*s[%.*s]", (int)from->name.len, from->name.ptr,
		(int)ask->extra.len, ask->extra.ptr);
	if (!wanted.ptr || said(looking, from, in_brackets(looking->old->arena, ask->extra)))
		return false;
	other = last_of(looking->asks, wanted);
	if (!other)
		return looking->asks->roots_are_elsewhere;
	for (int i = 0; other && i < MOST_LOOKED_AT; i++) {
		if (is_free(looking, other))
			return true;
		other = before_it(looking->asks, other);
	}
	return false;
}

static bool any_is_honest(struct looking *looking, const struct python_ask *last)
{
	for (const struct python_ask *ask = last; ask; ask = before_it(looking->asks, ask))
		if (is_free(looking, ask) || (ask->extra.len && has_new_extra(looking, ask)))
			return true;
	return false;
}

enum { KNOWN_HONEST = 1, KNOWN_DISHONEST };

/* A lock may have many entries of a name: what asks for it is looked at once. There is one base. */
static bool is_asked_honestly(struct looking *looking, const struct python_ask *last)
{
	unsigned char *known = &looking->asks->known[last - looking->asks->items];

	if (*known == 0 && any_is_honest(looking, last))
		*known = KNOWN_HONEST;
	else if (*known == 0 && !looking->is_out_of_memory)
		*known = KNOWN_DISHONEST;
	return *known == KNOWN_HONEST;
}

static const char out_of_memory[] = "out of memory: who asks for it was not looked at";

static const char *say_newly(const struct lock *lock, uint32_t asker)
{
	const struct pin *from = &lock->pins.items[asker];
	const char *what = arena_printf(lock->arena, "%.*s %.*s did not ask for it before",
		(int)(from->name.len < 80 ? from->name.len : 80), from->name.ptr,
		(int)(from->version.len < 80 ? from->version.len : 80), from->version.ptr);

	return what ? what : out_of_memory;
}

/* What older package managers leave out of every lock, whoever asks for it. */
static bool is_left_out(struct text name)
{
	static const char *const names[] = {"pip", "setuptools", "wheel", "distribute"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (text_is(name, names[i]))
			return true;
	return false;
}

const char *python_shadow(const struct lock *lock, uint32_t pin, const struct lock *base)
{
	struct looking looking = {
		.lock = lock, .asks = lock->index, .old = base ? base->index : NULL};
	const struct python_ask *last;

	if (!looking.asks || !looking.old || lock->pins.items[pin].artifact.len ||
		is_left_out(lock->pins.items[pin].name))
		return NULL;
	last = last_of(looking.asks, lock->pins.items[pin].name);
	if (!last)
		return NULL;
	if (say_all(base) < 0)
		return out_of_memory;
	if (is_asked_honestly(&looking, last))
		return NULL;
	return looking.is_out_of_memory ? out_of_memory : say_newly(lock, last->from);
}

bool python_is_let_in(const struct lock *lock, uint32_t pin)
{
	const struct python_asks *asks = lock->index;
	const struct pin *wanted = &lock->pins.items[pin];
	const struct python_ask *ask = asks ? last_of(asks, wanted->name) : NULL;

	for (int i = 0; ask && i < MOST_LOOKED_AT; i++, ask = before_it(asks, ask))
		if (ask->from != EDGE_ROOT && !pep440_excludes(ask->range, wanted->version))
			return true;
	return false;
}
