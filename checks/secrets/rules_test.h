/* SPDX-License-Identifier: Apache-2.0
 *
 * Runs the examples of rules through all that a rule is: database, keywords, pattern, entropy,
 * allowances. Whether another rule would say more about the same bytes does not matter here, and
 * neither do path conditions: an example is a content. Of a rule that has a path and no pattern the
 * examples are paths. What an ALLOW_PATH allowance covers is left to the tests of cases.
 */
#ifndef SEAMGATE_SECRETS_RULES_TEST_H
#define SEAMGATE_SECRETS_RULES_TEST_H

#include "gate/rule.h"

struct rule_failure {
	const char *rule; /* id */
	bool is_hit;      /* of the list "hit": had to be found; else of "miss" */
	size_t example;   /* index in that list */
	struct text text; /* expanded */
	const char *what; /* "no finding", "a finding", or what is wrong with the template */
};

struct rule_failures {
	struct rule_failure *items;
	size_t count, capacity;
	size_t examples; /* that were run */
};

/* Runs all examples of the rules of this check; rules of other checks are passed over. Failures and
 * their texts are in the arena. -1: a pattern is refused, or the test could not be run. */
MUST_CHECK int rules_test(
	struct rule_failures *out, const struct rules *rules, struct arena *arena, struct err *err);

#endif
