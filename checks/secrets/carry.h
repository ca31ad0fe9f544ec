/* SPDX-License-Identifier: Apache-2.0
 *
 * Proposes only where a text differs from one that was looked at, and carries over the rest.
 *
 * Why that is the same: let A be the text that was looked at, B the one to be looked at, and let B have stretches that are copies of stretches of A.
 * Whether a pattern matches up to an offset depends on the match, on the byte before it and on two bytes behind it (\b, $).
 * - Of a rule that is not far, an end in a copy that no match from before its beginning reaches (`reach`, compile.h), by its bytes or by the
 *   line breaks that it goes over, and that is two bytes before its end, is one in both. Where the copy begins both texts, so do all ends from
 *   there; where it ends both, all ends up to there.
 * - Of a rule with `ends` (compile.h) the matches are those of that pattern, which proposes: whatever stands before them PCRE2 looks at in the whole text.
 * - Of an anchored rule an end is that of a word which stands its check: reach covers the word, and the bytes behind it that decide are ANCHOR_SEEN
 *   and two, not two.
 * - All others are found by looking at what is between those with so many bytes before and behind.
 * - A rule that is far has gates, and counts only where one is open: where one of them is, or may be, all of B is looked at for the rules that
 *   are far, and for them alone, with a database of their own.
 * - A gate is open where its keyword, which reaches no further than `reach`, is met, or was met in a copy. Was it met elsewhere in A it may occur in a copy
 *   as well: then B is looked at as a whole, if the gate makes a difference.
 */
#ifndef SEAMGATE_SECRETS_CARRY_H
#define SEAMGATE_SECRETS_CARRY_H

#include "checks/secrets/kept.h"

/* B, and what is known of A. */
struct basis {
	const struct kept *kept;
	struct copies copies; /* in the order of B */
	struct text text;
};

/* Whether it is worth it. */
bool carry_is_possible(const struct ruleset *rules, const struct basis *basis);

/* Proposes in the first view, for rules that are not far. */
MUST_CHECK int carry_ends(struct proposer *proposer, const struct basis *basis, struct err *err);

/* For what was looked at in part: the gates that were not met. No copies where the first view was looked at as a whole. */
void carry_gates(struct proposer *proposer, const struct basis *basis);

/* After both: proposes in the first view for rules that are far. */
MUST_CHECK int carry_far(struct proposer *proposer, struct text text, struct err *err);

/* Whether no gate that may or may not be open makes a difference. */
bool carry_is_certain(const struct proposer *proposer);

/* Whether every gate that is open was open before, or may have been. */
bool carry_opens_nothing(const struct proposer *proposer, const struct kept *kept);

#endif
