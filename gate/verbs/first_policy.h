/* SPDX-License-Identifier: Apache-2.0
 *
 * The policy that `init` writes: valid as it is, with comments that say what was found in the repository and what
 * could be switched on for it.
 */
#ifndef SEAMGATE_VERBS_FIRST_POLICY_H
#define SEAMGATE_VERBS_FIRST_POLICY_H

#include "gate/base/buffer.h"
#include "gate/change/repo.h"

MUST_CHECK int first_policy(
	struct buffer *out, struct repo *repo, struct arena *arena, struct err *err);

#endif
