/* SPDX-License-Identifier: Apache-2.0
 *
 * Bulk: a long stretch of digits of base64 and ends of lines, as pictures, fonts and archives are kept in text. Hardly a rule can match in it, and
 * those that can have a database of their own, which is a few times as fast. Only its edges are looked at with all rules.
 *
 * Why the ends that are proposed are the same. Let a bulk be [from, to), and margin no less than plans.reach.bytes and MOST_UNBROKEN.
 * - An end up to from + margin, or from to - 1 on, is found with all rules, as in carry.h.
 * - Any other end, of a rule that is not far, is that of a match which, with what it looks at, lies in the bulk: of a rule that may match there
 *   (plan.inside).
 * - Of a rule that is far and whose matches hold nothing that a bulk is broken by (plan.through is not set) such a match begins behind the last
 *   break before its end, as there is one at least every MOST_UNBROKEN bytes: the same holds.
 * - A rule that is far and may reach through a bulk counts only where one of its gates is open, and these are looked for in the bulk too: where
 *   one is, the text is looked at as a whole. (Does a far rule have no gates, plans.reach.bytes is TO_THE_END and no bulk is told.)
 * - Any other gate whose keyword has nothing but such bytes may be open by the bulk alone: GATE_MAYBE. Where that makes a difference, the text is
 *   looked at as a whole.
 */
#ifndef SEAMGATE_SECRETS_BULK_H
#define SEAMGATE_SECRETS_BULK_H

#include "checks/secrets/propose.h"

enum { LEAST_BULK = 6 * 1024, MOST_UNBROKEN = 1024 };

/* What it is made of; which of that no token has; whether a keyword may stand in it. */
bool bulk_has(unsigned char byte);
bool bulk_breaks(unsigned char byte);
bool bulk_may_hold(const char *keyword);

struct bulk {
	size_t from, to;
};

/* The first of LEAST_BULK bytes or more from an offset on; it may begin 2 KiB later than it could. */
bool bulk_next(struct bulk *out, struct text text, size_t from);

/* As propose_in for all of a view, in less time. Sets proposer->skipped where a bulk was passed over. */
MUST_CHECK int bulk_propose(struct proposer *proposer, uint32_t pack, uint32_t view,
	struct text bytes, struct err *err);

/* Whether nothing else would be proposed, or let run, had all views been looked at as a whole. */
bool bulk_is_certain(const struct proposer *proposer);

#endif
