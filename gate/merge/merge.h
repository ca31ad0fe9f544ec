/* SPDX-License-Identifier: Apache-2.0
 *
 * Results of shards, as the report format json writes them, and the one result that they make. A result file comes from
 * a job that had the change in its hands: it is read like any other foreign file. What is in it stays masked, as the
 * shard has masked it; what it says about its verdict is not believed but found out again.
 */
#ifndef SEAMGATE_MERGE_MERGE_H
#define SEAMGATE_MERGE_MERGE_H

#include "gate/result.h"

/* One shard's result, or one of several that were merged already. Everything lives in the arena it was read into. */
struct merge_part {
	const char *name;     /* of its file, for messages */
	struct result result; /* shard.parts is filled; masks is NULL: nothing is masked twice */
	struct change
		change; /* what result.change points to: no blobs and files, but their counts; of the commits those that
	                        * findings name */
};

/* ERR_LOOK: not such a file, of another version of seamgate, or the result of a whole run. */
MUST_CHECK int merge_read(struct merge_part *out, struct text json, const char *name,
	struct arena *arena, struct err *err);

/* Whether a result file is, byte for byte, what a shard with that key wrote. ERR_LOOK. */
MUST_CHECK int merge_check_seal(
	struct text json, struct text key, const char *name, struct err *err);

/* The shards of one run as one result; `partial` lets some be missing, and the result is then a part itself, to be merged
 * with the others. Pure, and the same whatever the order and the grouping of the parts. ERR_LOOK: one is missing or there
 * twice, or they are not of one run. Texts are borrowed from the parts, which are spent by it. */
MUST_CHECK int merge_join(struct merge_part *out, const struct merge_part *parts, size_t count,
	bool partial, struct arena *arena, struct err *err);

#endif
