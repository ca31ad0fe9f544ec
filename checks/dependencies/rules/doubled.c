/* SPDX-License-Identifier: Apache-2.0
 *
 * Keys that stand twice.
 */
#include "checks/dependencies/judging.h"

static bool was_doubled(const struct subject *subject, struct text key)
{
	for (size_t i = 0; i < subject->base.lock.doubled.count; i++)
		if (text_equal(subject->base.lock.doubled.items[i].key, key))
			return true;
	return false;
}

static const struct pin *pin_at(const struct lock *lock, uint32_t line)
{
	for (size_t i = 0; i < lock->pins.count; i++)
		if (lock->pins.items[i].line == line)
			return &lock->pins.items[i];
	return NULL;
}

static bool says_the_same(const struct pin *a, const struct pin *b)
{
	return text_equal(a->name, b->name) && text_equal(a->version, b->version) &&
	       text_equal(a->artifact, b->artifact) && text_equal(a->place, b->place) &&
	       text_equal(a->source, b->source) && a->flags == b->flags &&
	       pin_has_same_digests(a, b);
}

/* The entry stands there already, in the same words: whichever counts, the same is installed. */
static bool is_repeated(const struct lock *lock, const struct doubled *doubled)
{
	const struct pin *pin = pin_at(lock, doubled->line);

	for (size_t i = 0; pin && pin->digest_count && i < lock->pins.count; i++)
		if (lock->pins.items[i].line < pin->line &&
			says_the_same(&lock->pins.items[i], pin))
			return true;
	return false;
}

enum { MOST_REPEATED = 64 }; /* each costs a walk through the lock */

int judge_doubled(struct judging *judging, const struct subject *subject, struct err *err)
{
	const struct doubles *doubled = &subject->head.lock.doubled;

	for (size_t i = 0; i < doubled->count; i++) {
		struct verdict_on on = {.rule = "dependencies/key-doubled",
			.subject = subject,
			.name = doubled->items[i].key,
			.line = doubled->items[i].line,
			.column = doubled->items[i].column,
			.known = was_doubled(subject, doubled->items[i].key)};

		if (i < MOST_REPEATED && is_repeated(&subject->head.lock, &doubled->items[i]))
			on.rule = "dependencies/key-repeated";
		if (judging_report(judging, &on, err,
			    "the key \"%.*s\" stands twice; this one, the later, counts",
			    SHOWN(doubled->items[i].key)) < 0)
			return -1;
	}
	return 0;
}
