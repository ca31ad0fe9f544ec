/* SPDX-License-Identifier: Apache-2.0
 *
 * Runs patterns for one job: each is compiled when it is first asked for. A matcher is for one
 * thread.
 */
#ifndef SEAMGATE_SECRETS_MATCHER_H
#define SEAMGATE_SECRETS_MATCHER_H

#include <stddef.h>

#include "gate/base/err.h"
#include "gate/base/text.h"

struct matcher;

MUST_CHECK int matcher_open(struct matcher **out, struct err *err);
void matcher_close(struct matcher *matcher); /* NULL is fine */

/* What to look for, and where. The pattern's address is its name in the matcher's cache. */
struct query {
	const char *pattern, *whose; /* the rule's id, for messages */
	struct text subject;
	size_t from; /* the match begins here or later; what stands before is seen by \b */
	bool plain; /* no look-around and no \G, \K in it: what was found in the same window once need not be looked for again */
	bool careful; /* few steps for each place where a match may begin, counted in full, which the compiled patterns do not do for repeated sets */
	bool brief;   /* few steps: for who is as well served by MATCH_LIMIT */
	bool goes_on; /* the subject is cut off: what depends on bytes behind it is MATCH_CUT */
	bool may_end; /* and whether it ends there, as "$" asks, does too; else it does not */
};

enum match_result {
	MATCH_NONE,
	MATCH_FOUND,
	MATCH_CUT, /* what begins at groups[0] may match, and more of the text decides; the answer for all
		    * before it is "none" */
	MATCH_LIMIT, /* given up: that is not "none" */
};

struct match {
	enum match_result result;
	size_t count; /* of groups, the whole match being group 0 */
	const size_t *
		groups; /* from, to; SIZE_MAX where a group took no part; valid until the next run */
	const char **
		worthless_to; /* where a rule's id may be noted to which a match in such a window is nothing, whatever is around it, to be found here
				    * the next time; NULL: nowhere; valid until the next run of a plain query */
};

/* -1: out of memory, or a pattern that is refused after all. */
MUST_CHECK int matcher_run(
	struct matcher *matcher, const struct query *query, struct match *match, struct err *err);

/* The same for a match that takes too many steps back: without any, by PCRE2's other algorithm (all ways at once, time by length times
 * length), and then the groups between the two ends of the longest match. MATCH_LIMIT where that is no way either. */
MUST_CHECK int matcher_run_wide(
	struct matcher *matcher, const struct query *query, struct match *match, struct err *err);

/* Does the pattern occur in the subject? A limit that is hit counts as no. */
MUST_CHECK int matcher_search(struct matcher *matcher, const char *pattern, const char *whose,
	struct text subject, bool *found, struct err *err);

#endif
