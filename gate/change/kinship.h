/* SPDX-License-Identifier: Apache-2.0
 *
 * What one unpacked object has of another, by what each has of the one that it is a delta of. Private.
 */
#ifndef SEAMGATE_CHANGE_KINSHIP_H
#define SEAMGATE_CHANGE_KINSHIP_H

#include "gate/change/cache.h"

enum { KINSHIP_LISTS = 3 };

/* Through the nearest object that both come from, a few steps away at most, as far as those in between are in the cache. What is in
 * room_for is lost. False: it is not known. */
bool kinship_copies(const struct cache *cache, const struct unpacked *before,
	const struct unpacked *now, struct copied_list room_for[KINSHIP_LISTS],
	struct copied_list *out);

#endif
