/* SPDX-License-Identifier: Apache-2.0
 *
 * From ends that Hyperscan proposes to matches as PCRE2 finds them in the whole text, without
 * looking at the whole text: in a window around the proposed end, as wide as the rule can be. The
 * window grows backwards where the rule has no widest match and none was found, and forwards where
 * PCRE2 says that bytes behind the window decide (a partial match).
 */
#ifndef SEAMGATE_SECRETS_CONFIRM_H
#define SEAMGATE_SECRETS_CONFIRM_H

#include "checks/secrets/compile.h"
#include "checks/secrets/matcher.h"
#include "checks/secrets/ration.h"

/* Ends from `first` to `last`, one behind the other, of one rule in one view. */
struct ends {
	uint32_t view, pack, rule;
	size_t first, last;
};

/* What one blob may cost beyond the plain windows, in bytes searched: widening, and looking in vain.
 * A text that is made for it costs this much and then counts as not examined. */
enum { MOST_EFFORT = 64 * 1024 * 1024 };

struct confirmation {
	struct matcher *matcher;
	const struct rule *rule;
	const struct plan *plan;
	struct text text;
	size_t done_to; /* end of the last match */
	size_t *effort; /* bytes left of MOST_EFFORT */
	struct ration *ration;
	const char *gap; /* set: a limit was reached, and why that matters */
};

/* The next match that ends at `*end` or behind it, at most at `last`, or none (MATCH_NONE); *end moves
 * on. MATCH_LIMIT sets gap. Call until it gives none. */
MUST_CHECK int confirm_next(struct confirmation *confirmation, size_t *end, size_t last,
	struct match *match, struct err *err);

/* The same for a rule that is looked for without Hyperscan: the next match in the whole text. */
MUST_CHECK int confirm_whole(
	struct confirmation *confirmation, struct match *match, struct err *err);

#endif
