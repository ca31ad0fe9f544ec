/* SPDX-License-Identifier: Apache-2.0
 *
 * Whether the library that looks for patterns finds what is there. Vectorscan 5.4.9, Debian 12's, misses three to seven words in a
 * hundred, without a sign: a gate with it would pass keys.
 */
#ifndef SEAMGATE_SECRETS_ENGINE_H
#define SEAMGATE_SECRETS_ENGINE_H

#include "gate/base/err.h"

/* Has the library look for one word among 2, 24 and 300 at every place of short texts (some tens of milliseconds). ERR_LOOK with the library's
 * version where it misses one. */
MUST_CHECK int engine_probe(struct err *err);

/* What rules/embed.c writes: hs_version() of the library that it has probed. */
extern const char builtin_engine[];

#endif
