/* SPDX-License-Identifier: Apache-2.0
 *
 * What each thread is in the midst of, for a handler that has to say which step does not end: one that is the same as some time ago.
 */
#ifndef SEAMGATE_STEP_H
#define SEAMGATE_STEP_H

#include "gate/change/change.h"

/* What is not known is NULL. */
struct step {
	const char *check;
	const struct oid *blob;
	const char *rule; /* its id */
};

/* Of the calling thread, borrowed until the next of its kind; NULL ends it. With a check what is known of a blob and a rule ends, and
 * with a blob what is known of a rule. */
void step_check(const char *check);
void step_blob(const struct oid *blob);
void step_rule(const char *rule);

/* Both may be called in a handler. steps_stuck gives the step that a thread has not left since steps_mark; where there are several, one
 * with a rule. False where there is none. */
void steps_mark(void);
bool steps_stuck(struct step *out);

#endif
