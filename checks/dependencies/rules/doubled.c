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

int judge_doubled(struct judging *judging, const struct subject *subject, struct err *err)
{
	const struct doubles *doubled = &subject->head.lock.doubled;

	for (size_t i = 0; i < doubled->count; i++) {
		struct verdict_on on = {.rule = "dependencies/key-doubled", .subject = subject,
			.name = doubled->items[i].key, .line = doubled->items[i].line,
			.column = doubled->items[i].column,
			.known = was_doubled(subject, doubled->items[i].key)};

		if (judging_report(judging, &on, err, "the key \"%.*s\" stands twice; this one, the later, counts",
			    SHOWN(doubled->items[i].key)) < 0)
			return -1;
	}
	return 0;
}
