/* SPDX-License-Identifier: Apache-2.0
 *
 * A crash in this process, mostly in a library that met something it was not made for (no memory left, a hostile archive), is
 * said and is exit 4: never a bare signal, which some runners take for no answer at all. Nothing that was made of the run until then is kept.
 */
#ifndef SEAMGATE_VERBS_CRASH_H
#define SEAMGATE_VERBS_CRASH_H

#include "gate/base/arena.h"

/* For as long as the process lives; the stack that it is said on is the arena's. What already watches (a sanitizer) goes on doing so. */
void crash_watch(struct arena *arena);

/* From now on a crash ends the process by its signal: for one whose parent says how it ended. */
void crash_show(void);

/* Before the arena is freed. */
void crash_unwatch(void);

#endif
