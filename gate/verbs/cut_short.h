/* SPDX-License-Identifier: Apache-2.0
 *
 * A file that is mapped (the workspace's, a pack) and became shorter while it was read has no bytes there any more, and the kernel sends SIGBUS.
 * What was made of it cannot be trusted, and there is nowhere to go back to: the run says what was read, ends with exit 3, and blocks.
 */
#ifndef SEAMGATE_VERBS_CUT_SHORT_H
#define SEAMGATE_VERBS_CUT_SHORT_H

/* For as long as the process lives. */
void cut_short_watch(void);

#endif
