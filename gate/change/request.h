/* SPDX-License-Identifier: Apache-2.0
 *
 * From what the user, the hook or the CI system says to a range of commits. In this order: flags,
 * SEAMGATE_BASE and SEAMGATE_HEAD, the hook's own protocol, the CI system's variables and event
 * file (one row a system in ci.c), the merge base with the upstream branch. "No base" is never
 * "nothing to check".
 */
#ifndef SEAMGATE_CHANGE_REQUEST_H
#define SEAMGATE_CHANGE_REQUEST_H

#include "gate/change/repo.h"

/* The environment as a value, so that tests can make one. */
struct environment {
	const char *const *entries; /* "NAME=value", NULL at the end, as environ(7) */
};
const char *environment_get(
	const struct environment *env, const char *name); /* NULL: not set or empty */

struct request {
	const char *base, *head; /* --base, --head; or NULL */
	const struct environment *env;
};

struct ranges {
	struct range *items;
	size_t count, capacity;
};

/* The range of a run. *nothing is set (and no range given) where there is rightly nothing to judge:
 * a branch deletion in a push event. base equal to head is a range like any other.
 * range.base is the base's tip (its merge base with the head is change_read's business).
 * range_in_ci_request, see below, is set for pull-request, merge-request and merge-group events. */
struct origin {
	bool is_merge_event; /* in such an event base equal to head is exit 3 */
	const char
		*source; /* "flags", "environment", "GitHub pull_request", "upstream branch", … */
	bool nothing;
	const char *nothing_reason;
};
MUST_CHECK int request_range(struct range *out, struct origin *origin,
	const struct request *request, struct repo *repo, struct arena *arena, struct err *err);

/* The ranges of a pre-push: one for each line of stdin that updates a ref (deletes are skipped), deduplicated by base and head.
 * `remote` is the hook's first argument. Lines of another form are ERR_LOOK. Empty input: no range.
 * Follows githooks(5); see the table in the sources. */
MUST_CHECK int request_pre_push(struct ranges *out, struct text input, struct text remote,
	struct repo *repo, struct arena *arena, struct err *err);

/* As request_pre_push, where the pre-commit framework runs the hook (PRE_COMMIT=1): it keeps standard input
 * to itself and says what is pushed in PRE_COMMIT_FROM_REF, _TO_REF, _REMOTE_NAME, _LOCAL_BRANCH and
 * _REMOTE_BRANCH. It names the first ref of a push only. */
MUST_CHECK int request_pre_push_framework(struct ranges *out, const struct environment *env,
	struct repo *repo, struct arena *arena, struct err *err);

/* The ranges of a pre-receive, on the server and before any ref moves: a line for each ref. New objects are in quarantine,
 * which repo_open finds by the environment. The old id is the base; of a new ref, or where old and new are not
 * related, the nearest branch is. What the server's branches have already is not new. */
MUST_CHECK int request_pre_receive(struct ranges *out, struct text input, struct repo *repo,
	struct arena *arena, struct err *err);

/* "<old id> <new id> <ref>" */
struct receive_line {
	struct text old_hex, new_hex, ref;
};
MUST_CHECK int receive_line_read(struct receive_line *out, struct text line, struct err *err);

/* One line of a pre-push's standard input. The last three fields are fixed; the local ref is what
 * the user typed and may hold spaces. */
struct push_line {
	struct text local_ref, local_hex, remote_ref, remote_hex;
};
MUST_CHECK int push_line_read(struct push_line *out, struct text line, struct err *err);

#endif
