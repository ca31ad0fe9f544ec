/* SPDX-License-Identifier: Apache-2.0
 *
 * What is installed under the name of another package. That entry is often there already, for somebody else, or is a folder
 * of the repository, so that nothing in the lock is new but who gets it.
 */
#include <string.h>

#include "checks/dependencies/formats/asks.h"
#include "checks/dependencies/judging.h"
#include "checks/dependencies/overrides.h"
#include "gate/base/keys.h"

enum { MOST_PARTS = 6 };

/* What the locks have, by its texts: neither is short. */
struct known {
	const struct subject *subject;
	struct arena *arena;
	struct keys redirects, askers, members, asked; /* of the base */
	struct keys moved; /* asks of the base, answered by members that are gone */
	struct keys head_members;
	struct keys head_pins; /* by name: 1 + the first */
	uint32_t *next;        /* of each pin of the head: 1 + the next of its name */
	struct overrides overrides;
};

/* One key of several texts, each behind its length. */
static struct text key_of(struct arena *arena, const struct text *parts, size_t count)
{
	size_t len = 0;
	char *key, *at;

	for (size_t i = 0; i < count; i++)
		len += sizeof(parts[i].len) + parts[i].len;
	key = at = arena_alloc(arena, len + 1);
	for (size_t i = 0; key && i < count; i++) {
		memcpy(at, &parts[i].len, sizeof(parts[i].len));
		at += sizeof(parts[i].len);
		if (parts[i].len)
			memcpy(at, parts[i].ptr, parts[i].len);
		at += parts[i].len;
	}
	return (struct text){key, len};
}

static int note(struct keys *keys, const struct text *parts, size_t count, struct err *err)
{
	struct text key = key_of(keys->arena, parts, count);
	uint32_t *number;

	return key.ptr ? keys_add(keys, key, &number, err) : err_nomem(err);
}

/* Out of memory nothing is there: then there is a finding too many. */
static bool has(const struct keys *keys, const struct text *parts, size_t count)
{
	struct text key = key_of(keys->arena, parts, count);

	return key.ptr && keys_find(keys, key);
}

static void parts_of(struct text parts[MOST_PARTS], const struct redirect *redirect)
{
	const struct text all[MOST_PARTS] = {redirect->from, redirect->version, redirect->place,
		redirect->name, redirect->to, text_of(redirect->is_folder ? "/" : "")};

	memcpy(parts, all, sizeof(all));
}

/* Of that and of any folder or package. */
static void parts_of_ask(struct text parts[MOST_PARTS], const struct redirect *redirect)
{
	struct redirect ask = *redirect;

	ask.to = text_of("");
	parts_of(parts, &ask);
}

/* The member that stood in for it is at another place now. */
static int note_moved(struct known *known, struct err *err)
{
	const struct redirects *redirects = &known->subject->base.lock.redirects;
	struct text parts[MOST_PARTS];

	for (size_t i = 0; i < redirects->count; i++) {
		const struct redirect *redirect = &redirects->items[i];

		if (!has(&known->members, &redirect->to, 1) ||
			has(&known->head_members, &redirect->to, 1))
			continue;
		parts_of_ask(parts, redirect);
		if (note(&known->moved, parts, MOST_PARTS, err) < 0)
			return -1;
	}
	return 0;
}

static int note_redirects(struct known *known, struct err *err)
{
	const struct redirects *redirects = &known->subject->base.lock.redirects;
	struct text parts[MOST_PARTS];

	for (size_t i = 0; i < redirects->count; i++) {
		parts_of(parts, &redirects->items[i]);
		if (note(&known->redirects, parts, MOST_PARTS, err) < 0)
			return -1;
	}
	return 0;
}

static int note_members(struct keys *keys, const struct lock *lock, struct err *err)
{
	for (size_t i = 0; i < lock->members.count; i++)
		if (note(keys, &lock->members.items[i], 1, err) < 0)
			return -1;
	return 0;
}

static int note_askers(struct known *known, struct err *err)
{
	const struct lock *base = &known->subject->base.lock;

	for (size_t i = 0; i < base->pins.count; i++)
		if (note(&known->askers,
			    (struct text[]){base->pins.items[i].name, base->pins.items[i].version},
			    2, err) < 0)
			return -1;
	for (size_t i = 0; i < base->needs.count; i++)
		if (note(&known->asked,
			    (struct text[]){base->needs.items[i].name, base->needs.items[i].place},
			    2, err) < 0)
			return -1;
	return 0;
}

static int note_pins(struct known *known, struct err *err)
{
	const struct pins *pins = &known->subject->head.lock.pins;

	known->next = arena_array(known->arena, pins->count + 1, sizeof(*known->next));
	if (!known->next)
		return err_nomem(err);
	for (size_t i = pins->count; i-- > 0;) {
		uint32_t *first;

		if (keys_add(&known->head_pins, pins->items[i].name, &first, err) < 0)
			return -1;
		known->next[i] = *first;
		*first = (uint32_t)i + 1;
	}
	return 0;
}

static int know(struct known *known, struct err *err)
{
	struct keys *const all[] = {&known->redirects, &known->askers, &known->members,
		&known->asked, &known->moved, &known->head_members, &known->head_pins};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		keys_start(all[i], known->arena);
	if (note_redirects(known, err) < 0 || note_askers(known, err) < 0 ||
		note_members(&known->members, &known->subject->base.lock, err) < 0 ||
		note_members(&known->head_members, &known->subject->head.lock, err) < 0 ||
		note_moved(known, err) < 0)
		return -1;
	return note_pins(known, err);
}

static bool had(const struct known *known, const struct redirect *redirect)
{
	struct text parts[MOST_PARTS];

	parts_of(parts, redirect);
	return has(&known->redirects, parts, MOST_PARTS);
}

static bool has_asker(const struct known *known, const struct redirect *redirect)
{
	return has(&known->askers, (struct text[]){redirect->from, redirect->version}, 2);
}

static bool asked(const struct known *known, const struct redirect *redirect)
{
	return has(&known->asked, (struct text[]){redirect->name, redirect->place}, 2);
}

static bool is_moved(const struct known *known, const struct redirect *redirect)
{
	struct text parts[MOST_PARTS];

	parts_of_ask(parts, redirect);
	return has(&known->moved, parts, MOST_PARTS);
}

/* Members stand in for what is asked for by range (link-workspace-packages), and for peers; a member that comes with the change does not take
 * the place of what was a published package. */
static bool may_be_folder(const struct known *known, const struct redirect *redirect)
{
	return has(&known->head_members, &redirect->to, 1) &&
	       (has(&known->members, &redirect->to, 1) || !asked(known, redirect) ||
		       is_moved(known, redirect));
}

/* A new version of a package may ask for others under other names. */
static bool is_honest(const struct known *known, const struct redirect *redirect)
{
	if (redirect->is_folder)
		return may_be_folder(known, redirect);
	return redirect->from.len && !has_asker(known, redirect);
}

static int report(struct judging *judging, const struct subject *subject,
	const struct redirect *redirect, struct err *err)
{
	const struct verdict_on on = {.rule = "dependencies/shadow",
		.subject = subject,
		.name = redirect->name,
		.artifact = redirect->from.len ? redirect->from : redirect->place,
		.version = redirect->version,
		.to = redirect->to,
		.line = redirect->line,
		.column = redirect->column};
	struct text from = redirect->from.len ? redirect->from : text_of("the project");

	return judging_report(judging, &on, err, "%.*s%s%.*s gets %s%.*s in the place of %.*s%s",
		SHOWN(from), redirect->version.len ? " " : "", SHOWN(redirect->version),
		redirect->is_folder ? "the folder " : "", SHOWN(redirect->to),
		SHOWN(redirect->name),
		redirect->from.len ? ", and did not before" : ", and no manifest says so");
}

/* The manifests put that package there, and the lock does not repeat it. */
static bool is_put_there(const struct known *known, const struct redirect *redirect)
{
	const struct pins *pins = &known->subject->head.lock.pins;
	const uint32_t *first = keys_find(&known->head_pins, redirect->to);

	for (uint32_t at = redirect->is_folder || !first ? 0 : *first; at; at = known->next[at - 1])
		if (overrides_allow(&known->overrides, &pins->items[at - 1]))
			return true;
	return false;
}

static int judge(struct judging *judging, struct known *known, const struct redirect *redirect,
	struct err *err)
{
	if (had(known, redirect) || is_honest(known, redirect))
		return 0;
	if (overrides_read(&known->overrides, judging, known->subject, err) < 0)
		return -1;
	return is_put_there(known, redirect) ? 0 : report(judging, known->subject, redirect, err);
}

/* Hooks and extensions change what packages ask for. */
static bool has_other_hooks(const struct subject *subject)
{
	const struct asks_index *base = subject->base.lock.index, *head = subject->head.lock.index;

	return base && head && !text_equal(base->mark, head->mark);
}

static int judge_all(struct judging *judging, struct known *known, struct err *err)
{
	const struct redirects *redirects = &known->subject->head.lock.redirects;

	if (know(known, err) < 0)
		return -1;
	for (size_t i = 0; i < redirects->count && !job_stopped(judging->job); i++)
		if (judge(judging, known, &redirects->items[i], err) < 0)
			return -1;
	return 0;
}

int judge_redirected(struct judging *judging, const struct subject *subject, struct err *err)
{
	struct known known = {.subject = subject};
	int done;

	if (!subject->head.lock.redirects.count || has_other_hooks(subject))
		return 0;
	known.arena = arena_new();
	if (!known.arena)
		return err_nomem(err);
	done = judge_all(judging, &known, err);
	arena_free(known.arena);
	return done;
}
