/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/returned.h"

#include <ctype.h>
#include <string.h>

#include "checks/dependencies/subjects.h"

/* A fact is a key: its kind, and its parts, each behind its length. */
enum { PARTS = 4 };

static struct text fact(struct arena *arena, char kind, const struct text parts[static PARTS])
{
	size_t len = 1, at = 1;
	char *key;

	for (int i = 0; i < PARTS; i++)
		len += sizeof(parts[i].len) + parts[i].len;
	key = arena_alloc(arena, len);
	if (!key)
		return (struct text){0};
	key[0] = kind;
	for (int i = 0; i < PARTS; i++) {
		memcpy(key + at, &parts[i].len, sizeof(parts[i].len));
		at += sizeof(parts[i].len);
		if (parts[i].len)
			memcpy(key + at, parts[i].ptr, parts[i].len);
		at += parts[i].len;
	}
	return (struct text){key, len};
}

static struct text digest_fact(
	struct arena *arena, const struct pin *pin, const struct digest *digest)
{
	return fact(arena, 'd',
		(struct text[PARTS]){pin->name, pin->version, pin->artifact, digest->written});
}

static struct text need_fact(struct arena *arena, const struct pin *from, const struct pin *to)
{
	return fact(
		arena, 'n', (struct text[PARTS]){from->name, from->version, to->name, to->version});
}

static struct text host_fact(struct arena *arena, const struct address *address)
{
	char *lower = arena_copy(arena, address->host);

	if (!lower)
		return (struct text){0};
	for (size_t i = 0; i < address->host.len; i++)
		lower[i] = (char)tolower((unsigned char)lower[i]);
	return fact(arena, 'h',
		(struct text[PARTS]){{lower, address->host.len}, address->scheme, address->port});
}

static struct text setting_fact(struct arena *arena, const struct setting *setting)
{
	return fact(arena, 's',
		(struct text[PARTS]){setting->name, setting->value, text_of(""), text_of("")});
}

/* ---- what a content says ---- */

struct noting {
	struct keys *facts; /* in an arena that stays */
	struct arena *work;
};

/* The table borrows: a key that is new is copied. */
static int note(const struct noting *noting, struct text key, struct err *err)
{
	uint32_t *number;

	if (!key.ptr)
		return err_nomem(err);
	if (keys_find(noting->facts, key))
		return 0;
	key = arena_text(noting->facts->arena, key);
	return key.ptr ? keys_add(noting->facts, key, &number, err) : err_nomem(err);
}

static int note_digests(const struct noting *noting, const struct lock *lock, struct err *err)
{
	for (size_t i = 0; i < lock->pins.count; i++) {
		const struct pin *pin = &lock->pins.items[i];

		for (uint32_t d = 0; d < pin->digest_count; d++)
			if (!pin->digests[d].flaw &&
				note(noting, digest_fact(noting->work, pin, &pin->digests[d]),
					err) < 0)
				return -1;
	}
	return 0;
}

/* Linking that would take too long is ERR_LOOK. */
static int edges_of(const struct edges **out, const struct format *format, const struct lock *lock,
	struct err *err)
{
	*out = &lock->edges;
	return format->link ? format->link(out, lock, err) : 0;
}

static int note_needs(const struct noting *noting, const struct format *format,
	const struct lock *lock, struct err *err)
{
	const struct pin *pins = lock->pins.items;
	const struct edges *edges;

	if (edges_of(&edges, format, lock, err) < 0)
		return -1;
	for (size_t i = 0; i < edges->count; i++) {
		const struct edge *edge = &edges->items[i];

		if (edge->from != EDGE_ROOT &&
			note(noting, need_fact(noting->work, &pins[edge->from], &pins[edge->to]),
				err) < 0)
			return -1;
	}
	return 0;
}

/* The host that more than half of the entries come from: found as the one that is left when two that differ take each other away, and
 * counted then. */
static bool main_host(struct address *out, const struct pins *pins)
{
	struct address address;
	size_t lead = 0, from = 0;

	for (size_t i = 0; i < pins->count; i++) {
		if (!address_parse(&address, pins->items[i].source))
			continue;
		if (lead == 0)
			*out = address;
		lead = lead == 0 || address_same_host(out, &address) ? lead + 1 : lead - 1;
	}
	for (size_t i = 0; lead && i < pins->count; i++)
		from += address_parse(&address, pins->items[i].source) &&
			address_same_host(out, &address);
	return 2 * from > pins->count && !address_is_insecure(out);
}

static int note_host(const struct noting *noting, const struct lock *lock, struct err *err)
{
	struct address host;

	return main_host(&host, &lock->pins) ? note(noting, host_fact(noting->work, &host), err)
					     : 0;
}

static int note_settings(const struct noting *noting, const struct lock *lock, struct err *err)
{
	for (size_t i = 0; i < lock->settings.count; i++)
		if (lock->settings.items[i].kind == SETTING_SOURCE &&
			note(noting, setting_fact(noting->work, &lock->settings.items[i]), err) < 0)
			return -1;
	return 0;
}

static int note_all(const struct noting *noting, const struct format *format,
	const struct lock *lock, struct err *err)
{
	if (note_digests(noting, lock, err) < 0 || note_host(noting, lock, err) < 0 ||
		note_settings(noting, lock, err) < 0)
		return -1;
	return note_needs(noting, format, lock, err);
}

/* ---- the contents ---- */

/* An error of the history, or of a content in it, teaches nothing. */
static int forgive(const struct err *own, struct err *err)
{
	return own->kind == ERR_INTERNAL ? err_set(err, own->kind, "%s", own->message) : 0;
}

static int note_content(const struct noting *noting, const struct subject *subject,
	struct text content, struct err *err)
{
	struct err own = {0};
	struct lock lock;
	bool is_it;

	if (lock_parse(&lock, &is_it, subject->format, subject->base.path, content, noting->work,
		    &own) < 0 ||
		(is_it && note_all(noting, subject->format, &lock, &own) < 0))
		return forgive(&own, err);
	return 0;
}

/* *size: of what was read; *more false at the end. */
static int note_next(struct judging *judging, const struct subject *subject, struct earlier *at,
	size_t *size, bool *more, struct err *err)
{
	struct check_job reading = *judging->job;
	struct noting noting = {&judging->returned.facts, arena_new()};
	struct err own = {0};
	struct text content = {0};
	int done;

	if (!noting.work)
		return err_nomem(err);
	reading.arena = noting.work;
	if (job_earlier(&reading, at, subject->base.path, &content, more, &own) < 0) {
		*more = false;
		done = forgive(&own, err);
	} else {
		*size += content.len;
		done = *more ? note_content(&noting, subject, content, err) : 0;
	}
	arena_free(noting.work);
	return done;
}

static int read_all(struct judging *judging, const struct subject *subject, struct err *err)
{
	struct earlier at = {.walked = 0};
	size_t size = 0;
	bool more = subject->base.is_there;

	if (judging->returned.subject == subject)
		return 0;
	judging->returned.subject = subject;
	judging->returned.asked = 0;
	judging->returned.facts = (struct keys){0};
	keys_start(&judging->returned.facts, subject->arena);
	for (int i = 0; more && i < MOST_RETURNED && size < RETURNED_BYTES; i++)
		if (job_stopped(judging->job) ||
			note_next(judging, subject, &at, &size, &more, err) < 0)
			return job_stopped(judging->job) ? 0 : -1;
	return 0;
}

static bool holds(const struct judging *judging, struct text key)
{
	return key.ptr && keys_find(&judging->returned.facts, key);
}

/* ---- what is asked ---- */

int returned_digests(bool *out, struct judging *judging, const struct subject *subject,
	const struct pin *pin, struct err *err)
{
	*out = false;
	if (pin->digest_count == 0)
		return 0;
	if (read_all(judging, subject, err) < 0)
		return -1;
	*out = true;
	for (uint32_t d = 0; *out && d < pin->digest_count; d++)
		*out = !pin->digests[d].flaw &&
		       holds(judging, digest_fact(subject->arena, pin, &pin->digests[d]));
	return 0;
}

/* Each question goes through all edges: of more the others are what they would be without. */
int returned_needs(bool *out, struct judging *judging, const struct subject *subject,
	const struct pin *pin, struct err *err)
{
	const struct lock *lock = &subject->head.lock;
	uint32_t index = (uint32_t)(pin - lock->pins.items);
	size_t known = 0, unknown = 0;
	const struct edges *edges;
	struct err own = {0};

	*out = false;
	if (read_all(judging, subject, err) < 0)
		return -1;
	if (judging->returned.asked++ >= MOST_RETURNED_ASKED)
		return 0;
	if (edges_of(&edges, subject->format, lock, &own) < 0)
		return forgive(&own, err);
	for (size_t i = 0; i < edges->count && unknown == 0; i++) {
		const struct edge *edge = &edges->items[i];

		if (edge->to != index)
			continue;
		if (edge->from != EDGE_ROOT &&
			holds(judging,
				need_fact(subject->arena, &lock->pins.items[edge->from], pin)))
			known++;
		else
			unknown++;
	}
	*out = known > 0 && unknown == 0;
	return 0;
}

int returned_host(bool *out, struct judging *judging, const struct subject *subject,
	const struct address *host, struct err *err)
{
	struct address now;

	*out = false;
	if (!main_host(&now, &subject->head.lock.pins) || !address_same_host(&now, host))
		return 0;
	if (read_all(judging, subject, err) < 0)
		return -1;
	*out = holds(judging, host_fact(subject->arena, host));
	return 0;
}

int returned_setting(bool *out, struct judging *judging, const struct subject *subject,
	const struct setting *setting, struct err *err)
{
	*out = false;
	if (read_all(judging, subject, err) < 0)
		return -1;
	*out = holds(judging, setting_fact(subject->arena, setting));
	return 0;
}
