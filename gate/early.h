/* SPDX-License-Identifier: Apache-2.0
 *
 * A check that is prepared before a history is read, so that it can be asked about each commit when that is read (check.is_quiet): one that is quiet
 * is not read a second time. For the core only.
 */
#ifndef SEAMGATE_EARLY_H
#define SEAMGATE_EARLY_H

#include "gate/run_parts.h"

/* The first check that can be asked and runs under this policy, be it one of these names or of any where there are none. NULL, which is fine
 * below: there is none, or it cannot be prepared, which is told when the run tries again. The arena and the policy must outlive the run; started as in
 * run_request. */
/* NOLINTNEXTLINE(readability-function-size): two of the five are one list */
struct early *early_start(const struct judge *judge, const char *const *only, size_t only_count,
	double started, struct arena *arena);

/* What the check says of a commit; of any thread. */
quiet_ask early_is_quiet;

/* Gives what was prepared to an assignment of the same check with the same options, once. False: it is another's. */
bool early_take(struct early *early, struct assignment *assignment, const char *digest);

/* After the run. */
void early_end(struct early *early);

#endif
