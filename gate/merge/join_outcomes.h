/* SPDX-License-Identifier: Apache-2.0
 *
 * What the checks came to in all parts. Private to this folder.
 */
#ifndef SEAMGATE_MERGE_JOIN_OUTCOMES_H
#define SEAMGATE_MERGE_JOIN_OUTCOMES_H

#include "gate/merge/merge.h"

/* `result` has the outcomes of the first part and gets those of the others too. */
MUST_CHECK int join_outcomes(struct result *result, const struct merge_part *parts, size_t count,
	struct arena *arena, struct err *err);

#endif
