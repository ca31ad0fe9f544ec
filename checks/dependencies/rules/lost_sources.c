/* SPDX-License-Identifier: Apache-2.0
 *
 * Entries that no longer say where they come from while others of the file do. Where all lose it, a setting was changed.
 */
#include "checks/dependencies/hosts.h"
#include "checks/dependencies/judging.h"

/* The URL is gone from some unchanged entries while others keep theirs. */
static bool lost_source(const struct pair *pair, const struct pin *pin)
{
	for (size_t i = 0; i < pair->base_count; i++)
		if (pair->base[i]->source.len == 0 || pair->base[i]->flags & PIN_LOCAL)
			return false;
	return pair->base_count && pin->source.len == 0 &&
	       (pin->digest_count || !pair->base[0]->digest_count) &&
	       !(pin->flags & (PIN_LOCAL | PIN_PROJECT | PIN_REFERENCE));
}

static int judge_lost(struct judging *judging, const struct subject *subject,
	const struct pair *pair, const struct pin *pin, struct err *err)
{
	struct verdict_on on = verdict_on_pin("dependencies/source-removed", subject, pin);

	on.from = pair->base[0]->source;
	return judging_report(judging, &on, err,
		"%.*s %.*s no longer says where it comes from, the others do", SHOWN(pin->name),
		SHOWN(pin->version));
}

int judge_lost_sources(struct judging *judging, const struct subject *subject, struct err *err)
{
	if (subject->format->sources_come_and_go || !hosts_are_named(&subject->head.lock))
		return 0;
	for (size_t i = 0; i < subject->pairs.count; i++) {
		const struct pair *pair = &subject->pairs.items[i];

		for (size_t h = 0; h < pair->head_count; h++)
			if (!pin_is_unchanged(pair, pair->head[h]) &&
				lost_source(pair, pair->head[h]) &&
				judge_lost(judging, subject, pair, pair->head[h], err) < 0)
				return -1;
	}
	return 0;
}
