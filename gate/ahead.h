/* SPDX-License-Identifier: Apache-2.0
 *
 * What a check does about a tree while that is still being listed: check.ahead, on a thread of its own. For the core only.
 */
#ifndef SEAMGATE_AHEAD_H
#define SEAMGATE_AHEAD_H

#include "gate/check.h"
#include "gate/policy/policy.h"

/* Of a scan of a commit's tree: the first check that has something to do ahead and runs under this policy, be it one of these names or of any
 * where there are none. NULL, which is fine below, where no check has or it cannot be started. The repository must outlive it. */
struct ahead *ahead_start(const struct repo *repo, const struct oid *head,
	const struct policy *policy, const char *const *only, size_t only_count);

/* Whose it is. */
const struct check *ahead_check(const struct ahead *ahead);

/* Ends the thread at the file that it is at, once, and gives what the check made; NULL: nothing. It lives until ahead_end. */
const void *ahead_take(struct ahead *ahead);

void ahead_end(struct ahead *ahead);

#endif
