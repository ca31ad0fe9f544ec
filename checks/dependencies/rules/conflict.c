/* SPDX-License-Identifier: Apache-2.0
 *
 * Entries of one name, version and artifact in one file whose digests exclude each other. What the base had
 * already is not this change's.
 */
#include "checks/dependencies/judging.h"

/* The first sound digest of an algorithm. */
static const struct digest *digest_of(const struct pin *pin, enum digest_algorithm algorithm)
{
	for (uint32_t i = 0; i < pin->digest_count; i++)
		if (!pin->digests[i].flaw &&
			(algorithm == DIGEST_UNKNOWN || pin->digests[i].algorithm == algorithm))
			return &pin->digests[i];
	return NULL;
}

static bool is_fixed(const struct pin *pin)
{
	return !(pin->flags & (PIN_ANY_OF | PIN_VCS | PIN_REFERENCE | PIN_LOCAL)) &&
	       pin->digest_count == 1;
}

/* The pin that contradicts the first one that has a digest. */
static const struct pin *find_conflict(
	const struct pin *const *pins, size_t count, const struct digest **other)
{
	const struct digest *first = NULL, *digest;

	for (size_t i = 0; i < count; i++) {
		if (!is_fixed(pins[i]))
			continue;
		digest = digest_of(pins[i], first ? first->algorithm : DIGEST_UNKNOWN);
		if (!digest)
			continue;
		if (first && !text_equal(first->bytes, digest->bytes)) {
			*other = first;
			return pins[i];
		}
		first = first ? first : digest;
	}
	return NULL;
}

int judge_conflict(struct judging *judging, const struct subject *subject, struct err *err)
{
	for (size_t i = 0; i < subject->pairs.count; i++) {
		const struct pair *pair = &subject->pairs.items[i];
		const struct digest *first = NULL;
		const struct pin *pin = find_conflict(pair->head, pair->head_count, &first);
		struct verdict_on on;

		if (!pin || find_conflict(pair->base, pair->base_count, &first))
			continue;
		on = verdict_on_pin("dependencies/hash-conflict", subject, pin);
		on.from = first->written;
		on.to = pin->digests[0].written;
		if (judging_report(judging, &on, err,
			    "%.*s %.*s%s%.*s has two hashes here that exclude each other",
			    SHOWN(pin->name), SHOWN(pin->version), pin->artifact.len ? " " : "",
			    SHOWN(pin->artifact)) < 0)
			return -1;
	}
	return 0;
}
