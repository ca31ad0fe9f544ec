/* SPDX-License-Identifier: Apache-2.0
 *
 * Which shard this is: --shard I/N or SEAMGATE_SHARD, and where that says "auto", what the system that started the job says in
 * its variables. Those alone make no shard: a job may be one of several for another reason (parallel: matrix, split tests), and would
 * then pass after a look at its part. Sources: the documentation of GitLab (parallel), Buildkite (parallelism), CircleCI
 * (parallelism), Kubernetes (indexed jobs) and Bazel (test sharding).
 */
#ifndef SEAMGATE_VERBS_SHARD_OF_H
#define SEAMGATE_VERBS_SHARD_OF_H

#include "gate/verbs/judge.h"

#define SHARD_FLAG                                                                                \
	{                                                                                         \
		"shard", 0, FLAG_WORD, offsetof(struct judging, shard), "I/N|auto",               \
			"only the I-th of N parts, to be merged; auto: as the CI system numbers " \
			"its jobs"                                                                \
	}

/* Fills *out, which stays zeroed where nothing asks for a shard. `flag` may be NULL. Where Bazel wants a sign that its
 * sharding is understood, it is given. ERR_USAGE. */
MUST_CHECK int shard_read(
	struct shard *out, const char *flag, const struct environment *env, struct err *err);

/* Fills of which pipeline a result is and what it is sealed with. Borrowed from the environment. */
void shard_identify(struct shard *out, const struct environment *env);

/* "I/N" with 1 <= I <= N <= MOST_SHARDS. `from` is what the error calls it. */
MUST_CHECK int shard_parse(struct shard *out, const char *word, const char *from, struct err *err);

#endif
