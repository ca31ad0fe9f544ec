/* SPDX-License-Identifier: Apache-2.0
 *
 * What a confirmed match is worth: which of its bytes are the secret, and whether entropy and the
 * rule's allowances leave anything to report.
 */
#ifndef SEAMGATE_SECRETS_SIFT_H
#define SEAMGATE_SECRETS_SIFT_H

#include "checks/secrets/scan.h"
#include "gate/change/change.h"

/* Shannon entropy in bits per byte (Shannon 1948, H = -sum p log2 p over the byte values); 0 for the
 * empty text. */
double entropy_bits(struct text text);

/* Fills the secret of a hit whose rule and match are set: the rule's secret_group, else the first
 * group that is not empty, else the match; without white space at both ends and, for a whole match,
 * without quotes. False where nothing is left. */
bool sift_secret(struct hit *hit, struct text view, const struct match *match);

/* The same for a rule with CAPTURES_MATCH: line feeds at both ends are no part of the match, the pattern is searched
 * once more in the match alone, so that what stands around it is not seen by \b and "$", and the secret is
 * not trimmed (gitleaks, detect/detect.go). *found is false where nothing is left. */
MUST_CHECK int sift_alone(
	bool *found, struct hit *hit, struct text view, struct matcher *matcher, struct err *err);

enum worth {
	WORTH_NOTHING, /* a placeholder, or too regular: no secret at all */
	WORTH_MASKING, /* allowed where it stands: no finding, but not to be printed */
	WORTH_REPORTING,
};

/* All allowances that need not know the place. Of a line, 512 bytes on both sides of the match count. */
MUST_CHECK int sift_worth(enum worth *out, const struct hit *hit, struct text view,
	struct matcher *matcher, struct err *err);

/* Asks the rule's verifier. */
MUST_CHECK int sift_certainty(struct hit *hit, struct text view, struct err *err);

/* Where something stands. */
struct site {
	struct text path;
	const struct oid *commit; /* NULL in a tree or a directory */
};

/* Whether one of the rule's allowances that name a path or commits covers a hit at a site. hit NULL: a file that the rule
 * knows by its path. */
/* NOLINTNEXTLINE(readability-function-size): three of the seven say in what, with what, and what error */
MUST_CHECK int sift_site_allowed(bool *allowed, const struct rule *rule, const struct site *site,
	const struct hit *hit, struct text view, struct matcher *matcher, struct err *err);

#endif
