/* SPDX-License-Identifier: Apache-2.0
 *
 * What a confirmed match is worth: which of its bytes are the secret, and whether entropy and the
 * rule's allowances leave anything to report.
 */
#ifndef SEAMGATE_SECRETS_SIFT_H
#define SEAMGATE_SECRETS_SIFT_H

#include "checks/secrets/scan.h"

/* Shannon entropy in bits per byte (Shannon 1948, H = -sum p log2 p over the byte values); 0 for the
 * empty text. */
double entropy_bits(struct text text);

/* Fills the secret of a hit whose rule and match are set: the rule's secret_group, else the first
 * group that is not empty, else the match; without white space at both ends and, for a whole match,
 * without quotes. False where nothing is left. */
bool sift_secret(struct hit *hit, struct text view, const struct match *match);

enum worth {
	WORTH_NOTHING, /* a placeholder, or too regular: no secret at all */
	WORTH_MASKING, /* allowed where it stands: no finding, but not to be printed */
	WORTH_REPORTING,
};

/* All but ALLOW_PATH. Of a line, 512 bytes on both sides of the match count. */
MUST_CHECK int sift_worth(enum worth *out, const struct hit *hit, struct text view,
	struct matcher *matcher, struct err *err);

/* Asks the rule's verifier. */
MUST_CHECK int sift_certainty(struct hit *hit, struct text view, struct err *err);

/* Whether one of the rule's ALLOW_PATH allowances covers a path. */
MUST_CHECK int sift_path_allowed(bool *allowed, const struct rule *rule, struct text path,
	struct matcher *matcher, struct err *err);

#endif
