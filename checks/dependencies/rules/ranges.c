/* SPDX-License-Identifier: Apache-2.0
 *
 * What Python's manifests ask for, and the versions that a lock has of it. One version of a package is installed, so that a new
 * one which no requirement of the project lets in is none that its own tool would have taken. Extras, markers and
 * groups may ask for several: one of them has to let it in. (Of npm's locks graph.c says it.)
 */
#include <string.h>

#include "checks/dependencies/manifests.h"
#include "checks/dependencies/pep440.h"

/* What the manifests say of a pin. */
struct said {
	const struct need *need; /* the last that does not let it in; NULL: none asks for it */
	bool is_firm,
		is_for_work; /* a need that always holds is among them; one that holds for those who work on it */
	bool is_forced, is_let_in, is_force_met; /* "forced": what an override puts there */
};

struct looking {
	const struct subject *subject;
	struct said *said; /* by pin */
};

static bool is_judged(const struct pin *pin)
{
	return pin->artifact.len == 0 && !(pin->flags & (PIN_VCS | PIN_LOCAL | PIN_PROJECT));
}

/* A repository, an archive or a folder: of whatever version. */
static bool is_of_any_version(const struct need *need)
{
	return need->flags & NEED_LOCAL || need_is_by_address(need);
}

static void hear(struct said *said, const struct need *need, bool is_let_in)
{
	if (need->flags & NEED_OVERRIDE) {
		said->is_forced = true;
		said->is_force_met = said->is_force_met || is_let_in;
		return;
	}
	said->is_let_in = said->is_let_in || is_let_in;
	said->is_firm = said->is_firm || !(need->flags & (NEED_OPTIONAL | NEED_DEV));
	said->is_for_work = said->is_for_work || !(need->flags & NEED_OPTIONAL);
	said->need = need;
}

/* Of too many of one name none but the first are let in. */
static void hear_need(struct looking *looking, const struct need *need)
{
	const struct lock *lock = &looking->subject->head.lock;
	uint32_t pin = lock_first_named(lock, need->name);

	for (int i = 0; pin != EDGE_ROOT && i < MOST_OF_A_NAME; i++) {
		hear(&looking->said[pin], need,
			is_of_any_version(need) ||
				!pep440_excludes(need->range, lock->pins.items[pin].version));
		pin = lock_next_named(lock, pin);
	}
}

/* The others of a name: what is said of the first, and not let in. */
static void refuse_others(struct looking *looking, uint32_t first)
{
	const struct lock *lock = &looking->subject->head.lock;
	struct said said = looking->said[first];
	uint32_t pin = first;

	said.is_let_in = said.is_force_met = false;
	for (int i = 0; pin != EDGE_ROOT; pin = lock_next_named(lock, pin), i++)
		if (i >= MOST_OF_A_NAME)
			looking->said[pin] = said;
}

static void hear_all(struct looking *looking, const struct manifests *manifests)
{
	const struct lock *lock = &looking->subject->head.lock;

	for (size_t m = 0; m < manifests->count; m++)
		for (size_t i = 0; i < manifests->items[m].lock.needs.count; i++)
			hear_need(looking, &manifests->items[m].lock.needs.items[i]);
	for (uint32_t pin = 0; pin < lock->pins.count; pin++)
		if (looking->said[pin].need &&
			lock_first_named(lock, lock->pins.items[pin].name) == pin)
			refuse_others(looking, pin);
}

static bool is_refused(const struct looking *looking, uint32_t pin)
{
	const struct said *said = &looking->said[pin];
	const struct format *format = looking->subject->format;

	if (said->is_forced)
		return !said->is_force_met && said->need;
	if (!said->need || said->is_let_in)
		return false;
	if (said->is_firm || !format->is_let_in)
		return said
			->is_firm; /* Pipenv resolves what is for work by itself, and does not say who asks */
	return said->is_for_work || !format->is_let_in(&looking->subject->head.lock, pin);
}

static int report(struct judging *judging, const struct looking *looking, const struct pin *pin,
	const struct need *need, struct err *err)
{
	struct verdict_on on = verdict_on_pin("dependencies/shadow", looking->subject, pin);

	on.to = need->range;
	return judging_report(judging, &on, err, "%.*s %.*s is new: %s asks for %.*s %.*s",
		SHOWN(pin->name), SHOWN(pin->version), looking->subject->format->manifests[0],
		SHOWN(need->name), SHOWN(need->range));
}

static int judge_new(struct judging *judging, const struct looking *looking,
	const struct pair *pair, struct err *err)
{
	const struct pin *pins = looking->subject->head.lock.pins.items;

	for (size_t h = 0; pair->base_count == 0 && h < pair->head_count; h++) {
		const struct pin *pin = pair->head[h];
		uint32_t index = (uint32_t)(pin - pins);

		if (is_judged(pin) && is_refused(looking, index) &&
			report(judging, looking, pin, looking->said[index].need, err) < 0)
			return -1;
	}
	return 0;
}

static int judge_all(struct judging *judging, const struct looking *looking, struct err *err)
{
	for (size_t i = 0; i < looking->subject->pairs.count; i++)
		if (judge_new(judging, looking, &looking->subject->pairs.items[i], err) < 0)
			return -1;
	return 0;
}

int judge_ranges(struct judging *judging, const struct subject *subject, struct err *err)
{
	struct looking looking = {.subject = subject};
	struct manifests manifests = {0};

	if (!subject->format->manifests || strcmp(subject->format->ecosystem, "pypi") != 0)
		return 0;
	looking.said = arena_array(
		subject->arena, subject->head.lock.pins.count + 1, sizeof(*looking.said));
	if (!looking.said)
		return err_nomem(err);
	if (manifests_read(&manifests, judging, subject, SIDE_HEAD, err) < 0)
		return -1;
	hear_all(&looking, &manifests);
	return judge_all(judging, &looking, err);
}
