/* SPDX-License-Identifier: Apache-2.0
 *
 * Which policies judge. Normally two: the base's and the head's (the built-in default where the base has none), so
 * that a change cannot loosen its own gate. A scan is judged by the head's alone; --policy FILE
 * stands instead of both; --accept-policy with the head's digest makes the head's the only one.
 */
#ifndef SEAMGATE_VERBS_POLICIES_H
#define SEAMGATE_VERBS_POLICIES_H

#include "gate/verbs/judge.h"

struct policies {
	struct policy base, head, before;
	struct judge judges[MOST_JUDGES];
	size_t count;
	const struct policy *compare_with; /* for policy/changed; or NULL */
	struct text note; /* for the user: "accepted …", or why an acceptance did not count */
};

/* repo is NULL for a directory: then the built-in default or --policy. */
MUST_CHECK int policies_read(struct policies *out, const struct call *call,
	const struct judging *judging, const struct repo *repo, const struct change *change,
	struct err *err);

/* The policy that limits the reading of a range: the base's, a scan's own or that of --policy. A directory has neither repo nor
 * range. The policy lives in the call's arena. Where the base is found only by reading, and where a policy cannot be read, it is zeroed but for the default time limit:
 * policies_read says what is wrong with it. */
MUST_CHECK int policies_first(struct judge *out, const struct call *call,
	const struct judging *judging, const struct repo *repo, const struct range *range,
	struct err *err);

/* policy_pin with the files that the policy names, as they are at the source. reader NULL: a directory. What cannot be
 * read is left out: judging says that it cannot be looked at. */
MUST_CHECK int policies_pin(struct policy *policy, const struct policy_source *source,
	struct reader *reader, struct arena *arena, struct err *err);

/* The policy in this folder, or at the path (NULL: none given). Without a file the built-in default. */
MUST_CHECK int policies_here(
	struct policy *out, const char *path, struct arena *arena, struct err *err);

/* A whole file on disk, in the arena; at most 1 MiB. ERR_USAGE. "-" is standard input. */
MUST_CHECK int read_small_file(
	const char *path, struct text *out, struct arena *arena, struct err *err);

#endif
