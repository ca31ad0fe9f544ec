/* SPDX-License-Identifier: Apache-2.0
 *
 * SHA-256 of vendored crates' files that are taken while the tree of a scan is still being listed: by the id of a blob, whose
 * bytes they are whatever its path. What was not come to is hashed as ever.
 */
#ifndef SEAMGATE_DEPENDENCIES_PROOF_HASHED_AHEAD_H
#define SEAMGATE_DEPENDENCIES_PROOF_HASHED_AHEAD_H

#include "gate/check.h"

/* check.ahead and check.forget of this check. */
void *hash_ahead(struct ahead *ahead);
void hashed_ahead_free(void *made);

/* False where it was not hashed; `made` may be NULL. */
struct hashed_ahead;
bool hashed_ahead_find(const struct hashed_ahead *made, const struct oid *oid,
	unsigned char sha256[32], uint64_t *size);

#endif
