/* SPDX-License-Identifier: Apache-2.0
 *
 * What patterns found in windows, by the windows' bytes: the versions of a file have most of their lines in common, and what was found in one version
 * is asked about again in the next. Bytes are compared, not only hashed. For one thread.
 *
 * Only for patterns without look-around (all that Hyperscan takes): what is found depends on the bytes from the query's beginning to the subject's end, the byte before
 * them (\b), whether anything is before and behind them (^, $), and nothing else.
 */
#ifndef SEAMGATE_SECRETS_RECALL_H
#define SEAMGATE_SECRETS_RECALL_H

#include "checks/secrets/matcher.h"

struct recall;

struct recall *recall_open(void);         /* NULL: out of memory */
void recall_close(struct recall *recall); /* NULL is fine */

/* False: not known. *match is valid until the next call. */
bool recall_find(struct recall *recall, const struct query *query, struct match *match);

/* Remembers what was found right after recall_find did not know it; what is too large is passed over, and so is MATCH_LIMIT. It takes the place of
 * something else; match->worthless_to is where it may be noted, NULL where it was passed over. */
void recall_keep(struct recall *recall, const struct query *query, struct match *match);

#endif
