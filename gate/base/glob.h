/* SPDX-License-Identifier: Apache-2.0
 *
 * Path patterns of the policy, matched against a whole repository path:
 *   *       any bytes but '/'         **      any bytes, '/' included ("**" + "/" also nothing)
 *   ?       one byte but '/'          [a-z]   one byte of a set, [!a-z] one not of it
 *   {a,b}   either (may be nested)    \x      x itself
 * A pattern without '/' matches the file name at any depth ("*.pem" = "**" "/" "*.pem"). A pattern that
 * ends in '/' matches everything below that folder. Case counts. Linear backtracking only:
 * a pattern costs at most pattern * path steps for each alternative.
 */
#ifndef SEAMGATE_BASE_GLOB_H
#define SEAMGATE_BASE_GLOB_H

#include "gate/base/arena.h"
#include "gate/base/err.h"
#include "gate/base/text.h"

/* Says what is wrong with a pattern (unclosed set or brace, too many alternatives, empty). */
MUST_CHECK int glob_check(struct text pattern, struct err *err);

/* False for a pattern that glob_check refuses. */
bool glob_match(struct text pattern, struct text path);

/* A pattern below a folder ("" or with its slash), no byte of which counts as a pattern. In the arena; NULL when out of memory. */
const char *glob_in_folder(struct text folder, const char *glob, struct arena *arena);

#endif
