/* SPDX-License-Identifier: Apache-2.0
 *
 * What must not be printed out of texts that are nobody's blob: messages, names of revisions, policies.
 */
#ifndef SEAMGATE_SECRETS_CONCEAL_H
#define SEAMGATE_SECRETS_CONCEAL_H

#include "gate/base/arena.h"
#include "gate/base/err.h"
#include "gate/base/mask.h"

/* No built-in rule has a shorter match (a test sees to that): names such as "HEAD" cost nothing. */
enum { SHORTEST_MATCH = 13 };

/* Adds to the masks every secret that a built-in rule sees in these texts, allowed ones too. */
MUST_CHECK int conceal(struct masks *masks, const struct text *texts, size_t count,
	struct arena *arena, struct err *err);

#endif
