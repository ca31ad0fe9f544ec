/* SPDX-License-Identifier: Apache-2.0
 *
 * Flags that decide whether a package's code runs when it is installed.
 */
#include "checks/dependencies/judging.h"

static bool had_script(const struct pair *pair)
{
	for (size_t i = 0; i < pair->base_count; i++)
		if (pair->base[i]->flags & PIN_INSTALL_SCRIPT)
			return true;
	return false;
}

static bool is_held_to_hash(const struct pin *pin)
{
	for (uint32_t i = 0; i < pin->digest_count; i++)
		if (!pin->digests[i].flaw && pin->digests[i].algorithm > DIGEST_MD5)
			return true;
	return false;
}

/* What the project asks for is not what it was. */
static bool asks_otherwise(const struct subject *subject)
{
	const struct needs *base = &subject->base.lock.needs, *head = &subject->head.lock.needs;

	for (size_t i = 0; base->count == head->count && i < head->count; i++)
		if (!text_equal(base->items[i].name, head->items[i].name) ||
			!text_equal(base->items[i].range, head->items[i].range) ||
			!text_equal(base->items[i].place, head->items[i].place))
			return true;
	return base->count != head->count;
}

/* The package is the very one that was there, from where it was; a package manager wrote the file anew and says now what it left
 * out before. Where nothing else changed in the file, a hand did. */
static bool is_same_package(const struct subject *subject, const struct pair *pair, const struct pin *pin)
{
	for (size_t i = 0; is_held_to_hash(pin) && i < pair->base_count; i++)
		if (pin_has_same_digests(pair->base[i], pin) && text_equal(pair->base[i]->source, pin->source))
			return subject_is_made_anew(subject) || asks_otherwise(subject);
	return false;
}

static int judge_script(struct judging *judging, const struct subject *subject, const struct pair *pair,
	const struct pin *pin, struct err *err)
{
	struct verdict_on on = verdict_on_pin("dependencies/install-script", subject, pin);

	if (is_same_package(subject, pair, pin))
		on.rule = "dependencies/script-same";
	return judging_report(judging, &on, err,
		"%.*s %.*s may run an install script now; it is the same version as before", SHOWN(pin->name),
		SHOWN(pin->version));
}

int judge_flags(struct judging *judging, const struct subject *subject, struct err *err)
{
	if (subject->base.lock.lacks_scripts)
		return 0;
	for (size_t i = 0; i < subject->pairs.count; i++) {
		const struct pair *pair = &subject->pairs.items[i];

		for (size_t h = 0; pair->base_count && h < pair->head_count; h++) {
			const struct pin *pin = pair->head[h];

			if (!(pin->flags & PIN_INSTALL_SCRIPT) || had_script(pair))
				continue;
			if (judge_script(judging, subject, pair, pin, err) < 0)
				return -1;
		}
	}
	return 0;
}
