/* SPDX-License-Identifier: Apache-2.0
 *
 * What a thread reads at the moment out of files that are mapped. A file that becomes shorter meanwhile is a signal in the midst of it, whose handler
 * has to say what could not be read. Borrowed: it lives until what was at hand before is put back.
 */
#ifndef SEAMGATE_CHANGE_AT_HAND_H
#define SEAMGATE_CHANGE_AT_HAND_H

#include "gate/change/change.h"

struct at_hand {
	const struct oid *object; /* or NULL, */
	const char *pack;         /* whose path has no ".pack" and no ".idx"; or NULL */
};

/* Of the calling thread, and what was before, for at_hand_put_back. */
struct at_hand at_hand_object(const struct oid *oid);
struct at_hand at_hand_pack(const char *stem);
void at_hand_put_back(struct at_hand before);

/* Of the calling thread. May be asked in the handler of a signal that the thread has caused itself. */
struct at_hand at_hand(void);

#endif
