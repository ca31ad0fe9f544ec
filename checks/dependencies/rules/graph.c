/* SPDX-License-Identifier: Apache-2.0
 *
 * Who needs whom. A package manager writes no entry that nothing leads to, and no second copy that nobody asks for.
 * Only entries that are new are judged: what the base had is not this change's.
 */
#include <string.h>

#include "checks/dependencies/formats/js.h"
#include "checks/dependencies/needed.h"
#include "checks/dependencies/overrides.h"
#include "checks/dependencies/returned.h"

static int report_orphan(struct judging *judging, const struct subject *subject,
	const struct pin *pin, const char *rule, struct err *err)
{
	struct verdict_on on = verdict_on_pin(rule, subject, pin);

	return judging_report(judging, &on, err, "%.*s %.*s is new, and nothing needs it",
		SHOWN(pin->name), SHOWN(pin->version));
}

/* The same packages needed that version before. */
static int is_returned(bool *out, struct judging *judging, const struct subject *subject,
	const struct pin *pin, struct err *err)
{
	*out = false;
	if (pin->flags & (PIN_LOCAL | PIN_VCS | PIN_PROJECT))
		return 0;
	return returned_needs(out, judging, subject, pin, err);
}

static int report_shadow(struct judging *judging, const struct subject *subject,
	const struct pin *pin, const char *why, struct err *err)
{
	struct verdict_on on = verdict_on_pin("dependencies/shadow", subject, pin);
	bool returned;

	if (is_returned(&returned, judging, subject, pin, err) < 0)
		return -1;
	if (returned)
		on.rule = "dependencies/returned";
	on.to = pin->place;
	return judging_report(judging, &on, err, "%.*s %.*s is new%s%.*s: %s", SHOWN(pin->name),
		SHOWN(pin->version), pin->place.len ? " at " : "", SHOWN(pin->place), why);
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

	return is_leftover || odd->pin->flags & PIN_IDLE ? "dependencies/orphan-unused"
							 : "dependencies/orphan";
}

static int report_pin(struct judging *judging, const struct subject *subject,
	struct overrides *overrides, const struct odd *odd, struct err *err)
{
	if (overrides_read(overrides, judging, subject, err) < 0)
		return -1;
	if (overrides_allow(overrides, odd->pin))
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
	const struct reach *reach, struct overrides *overrides, const struct pin *pin,
	struct err *err)
{
	const struct lock *lock = &subject->head.lock;
	uint32_t index = needed_index(reach, pin);
	const char *why = NULL;

	if (pin->flags & PIN_PROJECT)
		return 0;
	if (reach->marks[index] == REACHED_NEEDED && subject->format->shadow)
		why = subject->format->shadow(lock, index, asks_before(subject));
	if (reach->marks[index] == REACHED_NEEDED && !why)
		return 0;
	if (reach->marks[index] == REACHED_LEFTOVER && pin->flags & PIN_LOCAL)
		return 0;
	return report_pin(
		judging, subject, overrides, &(struct odd){pin, why, reach->marks[index]}, err);
}

static bool has_new_pins(const struct subject *subject)
{
	for (size_t i = 0; i < subject->pairs.count; i++)
		if (subject->pairs.items[i].base_count == 0)
			return true;
	return false;
}

/* What a plain need of npm's manifests must not be given; NULL where it may. */
static const char *misfit(const struct need *need, const struct pin *pin, struct arena *arena)
{
	if (need->flags & (NEED_OVERRIDE | NEED_PEER | NEED_LOCAL) ||
		pin->flags & (PIN_LOCAL | PIN_VCS | PIN_PROJECT) ||
		text_find(need->range, text_of(":")) < need->range.len ||
		text_find(need->range, text_of("/")) < need->range.len)
		return NULL;
	if (text_equal(need->name, pin->name) && !js_range_excludes(need->range, pin->version))
		return NULL;
	return arena_printf(arena, "the manifest asks for %.*s %.*s", (int)need->name.len,
		need->name.ptr, (int)need->range.len, need->range.ptr);
}

static int judge_manifest_needs(struct judging *judging, const struct subject *subject,
	const struct lock *manifest, const bool *is_new, struct overrides *overrides,
	struct err *err)
{
	const struct lock *lock = &subject->head.lock;

	for (size_t i = 0; i < manifest->needs.count; i++) {
		const struct need *need = &manifest->needs.items[i];
		uint32_t found = needed_by(subject, lock, need);
		struct odd odd = {.mark = REACHED_NEEDED};

		if (found == EDGE_ROOT || !is_new[found])
			continue;
		odd.pin = &lock->pins.items[found];
		odd.why = misfit(need, odd.pin, subject->arena);
		if (odd.why && report_pin(judging, subject, overrides, &odd, err) < 0)
			return -1;
	}
	return 0;
}

/* Where the lock does not repeat what the manifests ask for: what is new is what they ask for. */
static int judge_manifests(struct judging *judging, const struct subject *subject,
	const struct reach *reach, const struct manifests *manifests, struct overrides *overrides,
	struct err *err)
{
	bool *is_new = arena_alloc(subject->arena, subject->head.lock.pins.count + 1);

	if (!is_new)
		return err_nomem(err);
	if (strcmp(subject->format->ecosystem, "npm") != 0)
		return 0;
	for (size_t i = 0; i < subject->pairs.count; i++)
		for (size_t h = 0; subject->pairs.items[i].base_count == 0 &&
				   h < subject->pairs.items[i].head_count;
			h++)
			is_new[needed_index(reach, subject->pairs.items[i].head[h])] = true;
	for (size_t m = 0; m < manifests->count; m++)
		if (judge_manifest_needs(judging, subject, &manifests->items[m].lock, is_new,
			    overrides, err) < 0)
			return -1;
	return 0;
}

static int judge_pair(struct judging *judging, const struct subject *subject,
	const struct reach *reach, struct overrides *overrides, const struct pair *pair,
	struct err *err)
{
	for (size_t h = 0; pair->base_count == 0 && h < pair->head_count; h++)
		if (judge_pin(judging, subject, reach, overrides, pair->head[h], err) < 0)
			return -1;
	return 0;
}

int judge_graph(struct judging *judging, const struct subject *subject, struct err *err)
{
	struct overrides overrides = {0};
	struct manifests manifests = {0};
	struct reach reach;
	bool known;

	if (!subject->head.lock.has_edges || !has_new_pins(subject))
		return 0;
	if (needed_find(&reach, &known, &manifests, judging, subject, err) < 0)
		return -1;
	if (!known)
		return 0;
	if (judge_manifests(judging, subject, &reach, &manifests, &overrides, err) < 0)
		return -1;
	for (size_t i = 0; i < subject->pairs.count; i++)
		if (judge_pair(judging, subject, &reach, &overrides, &subject->pairs.items[i],
			    err) < 0)
			return -1;
	return 0;
}
