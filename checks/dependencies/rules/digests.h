/* SPDX-License-Identifier: Apache-2.0
 *
 * What digests.c and commits.c share: the digests of an entry against those of its base, and of a repository its commit.
 */
#ifndef SEAMGATE_DEPENDENCIES_RULES_DIGESTS_H
#define SEAMGATE_DEPENDENCIES_RULES_DIGESTS_H

#include "checks/dependencies/judging.h"

/* Digests of one key, of all its entries. */
struct digests {
	const struct pin *const *pins;
	size_t count;
};

/* The first sound digest of an algorithm (DIGEST_UNKNOWN: the strongest one), or NULL. */
const struct digest *digests_pick(struct digests all, enum digest_algorithm algorithm);

/* A finding about a pin and its digest, before (NULL: none) and now. */
MUST_CHECK int digests_report(struct judging *judging, const struct subject *subject,
	const char *rule, const struct pin *pin, const struct digest *from, const struct digest *to,
	const char *what, struct err *err);

/* An entry that comes from a repository now: from a registry before, or from another one. Who wants that says so in a manifest. */
MUST_CHECK int digests_judge_repository(struct judging *judging, const struct subject *subject,
	const struct pin *pin, const struct digest *before, const char *rule, const char *what,
	struct err *err);

/* An entry of a repository whose base is one too. */
MUST_CHECK int digests_judge_commit(struct judging *judging, const struct subject *subject,
	const struct pair *pair, const struct pin *pin, struct err *err);

#endif
