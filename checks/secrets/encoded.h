/* SPDX-License-Identifier: Apache-2.0
 *
 * Hits in decoded views beside those in what they are decoded from.
 */
#ifndef SEAMGATE_SECRETS_ENCODED_H
#define SEAMGATE_SECRETS_ENCODED_H

#include "checks/secrets/overlap.h"

/* Settles which stands where one is found in what another is made of: of one rule the outer, of a generic and another
 * the other, else the outer. After overlap_settle, which settles within each view. */
void encoded_settle(enum fate *fates, const struct scan *scan, const struct views *views);

/* Calls back with the encoded text of a hit's secret, at each level. */
void encoded_forms(const struct hit *hit, const struct views *views,
	void (*form)(void *context, struct text encoded), void *context);

#endif
