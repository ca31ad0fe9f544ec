/* SPDX-License-Identifier: Apache-2.0
 *
 * Proposes only where a text differs from the one that was seen, and carries over the rest.
 *
 * Why that is the same: let A be the text that was seen, B the one to be looked at, and both begin with the same `start` bytes and end
 * with the same `end`. Whether a pattern matches up to an offset depends on the match, on the byte before it and on two bytes behind it (\b, $).
 * - An end at least two bytes before the end of the common start is one in both.
 * - An end at least `reach` (compile.h) behind the start of the common end is one in both: of a rule that is not far.
 * - All others are found by looking at what is between the two with `reach` bytes before and two behind.
 * - A rule that is far has gates, and counts only where one is open: where one is, or may be, B is looked at as a whole.
 * - A gate is open where its keyword is met, or was met in a common part. Was it met elsewhere in A it may occur in a common part
 *   as well: then B is looked at as a whole, if the gate makes a difference.
 */
#ifndef SEAMGATE_SECRETS_CARRY_H
#define SEAMGATE_SECRETS_CARRY_H

#include "checks/secrets/seen.h"

/* Whether it is worth it. */
bool carry_is_possible(const struct ruleset *rules, const struct seen *seen, struct text text,
	const struct common *common);

/* Proposes in the first view. */
MUST_CHECK int carry_ends(struct proposer *proposer, const struct seen *seen, struct text text,
	const struct common *common, struct err *err);

/* For what was looked at in part: the gates that were not met. `common` is of no length where the first view was looked at as a whole. */
void carry_gates(struct proposer *proposer, const struct seen *seen, size_t text_len,
	const struct common *common);

/* Whether no gate that may or may not be open makes a difference; with in_part, which says that ends were carried over, also none of a rule
 * that is far. */
bool carry_is_certain(const struct proposer *proposer, bool in_part);

/* Whether every gate that is open was open before, or may have been. */
bool carry_opens_nothing(const struct proposer *proposer, const struct seen *seen);

#endif
