/* SPDX-License-Identifier: Apache-2.0
 *
 * Inline marks: words on the line of a secret that ask to pass it over. Ours is
 *
 *     seamgate:allow RULE reason="…" expires=2027-01-31
 *
 * with the rule's id ("secrets/" may be left out) and a reason; the date may be left out. Those of other scanners name no rule and give no
 * reason. A mark stands on a line that the match is on, at most MARK_REACH bytes from it and not in the secret itself; or, where its
 * words say so, on the line before. It hides nothing: a finding carries it, and the core decides whether it counts.
 */
#ifndef SEAMGATE_SECRETS_MARKS_H
#define SEAMGATE_SECRETS_MARKS_H

#include "gate/finding.h"
#include "gate/option.h"

enum { MARK_REACH = 512 };

/* Which marks are read. */
struct marks_read {
	unsigned tools; /* bit i: those of the i-th tool of the table */
	bool added;     /* they count also where the change itself adds them */
};

/* The names that the policy may give; an unknown one is ERR_USAGE, with the nearest. */
MUST_CHECK int marks_choose(struct marks_read *out, const struct text_list *names, struct err *err);

/* Whether any of their words stand in a text at all. */
bool marks_in(struct text text, const struct marks_read *read);

/* Where a match stands in a text. */
struct marked_match {
	struct text text;
	size_t from, to;               /* the match */
	size_t secret_from, secret_to; /* in it */
};

/* The mark beside a match of a rule; one that counts before one with a fault. words of length 0: there is none. Pure. */
struct mark mark_beside(
	const struct marked_match *match, const char *rule, const struct marks_read *read);

#endif
