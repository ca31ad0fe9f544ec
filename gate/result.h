/* SPDX-License-Identifier: Apache-2.0
 *
 * What a run came to: the only thing a report sees. Read-only once the verdict is in.
 * Order is fixed: outcomes as in the registry, findings by check, path, line, column, rule, fingerprint.
 */
#ifndef SEAMGATE_RESULT_H
#define SEAMGATE_RESULT_H

#include "gate/base/mask.h"
#include "gate/component.h"
#include "gate/finding.h"
#include "gate/measurement.h"
#include "gate/shard.h"

enum status { STATUS_CLEAN, STATUS_FINDINGS, STATUS_INCOMPLETE, STATUS_SKIPPED };
enum verdict { VERDICT_PASS, VERDICT_BLOCK, VERDICT_INCOMPLETE };

struct incomplete {
	struct text path; /* "" when it is about no file */
	struct text reason, remedy;
	const struct blob
		*blob; /* not NULL: it is about any of its places; the core then finds the path */
};

struct counter {
	const char *name;
	uint64_t count;
};

/* What one check came to. */
struct outcome {
	const char *check;
	enum status status;
	const char *reason;       /* of skipped or of a clean without subjects; or "" */
	struct counter *counters; /* sorted by name */
	size_t counter_count;
	struct incomplete *incomplete;
	size_t incomplete_count;
	struct measurement *measurements; /* as reported; each subject and name once */
	size_t measurement_count;
	bool has_components;          /* an inventory was taken, if of nothing */
	struct component *components; /* as given */
	size_t component_count;
	double duration_ms;
	struct counter
		*prepared; /* of the counters, what counts once for all shards; sorted by name */
	size_t prepared_count;
	bool elsewhere; /* skipped, because another shard looks at it */
};

enum hop_status { HOP_ORIGIN, HOP_DOWNSTREAM, HOP_CLEAN, HOP_UNMEASURED };

struct hop {
	struct text name;
	enum hop_status status;
	size_t findings;
};

struct result {
	enum verdict verdict;
	int exit_code;
	struct text reason; /* for an exit that no finding explains: "base equals head", … */
	const struct change *change;
	struct {
		const char *source; /* "base+head", "head", "file", "builtin" */
		struct text path;
		char sha256
			[SHA256_HEX]; /* of the policy that judges as head, "" for the built-in */
	} policy;
	struct shard shard; /* the whole, or the part that this is the result of */
	struct outcome *outcomes;
	size_t outcome_count;
	struct finding **findings;
	size_t finding_count;
	struct hop *hops;
	size_t hop_count;
	const struct masks *masks; /* every printed byte passes them */
	double duration_ms;
};

const char *status_name(enum status status);
const char *verdict_name(enum verdict verdict);
const char *state_name(enum finding_state state);
const char *hop_status_name(enum hop_status status);

#endif
