/* SPDX-License-Identifier: Apache-2.0
 *
 * Two ways in which a run ends in the midst of something, with exit 3, which blocks.
 *
 * A file that is mapped (the workspace's, a pack) and became shorter while it was read has no bytes there any more, and the kernel sends SIGBUS.
 * What was made of it cannot be trusted, and there is nowhere to go back to: the run says what was read and ends.
 *
 * The time limit of the policy is asked for between blobs. What has no such point, as one match of an expensive pattern, is ended some time later,
 * without a report: the run says which step that was.
 */
#ifndef SEAMGATE_VERBS_CUT_SHORT_H
#define SEAMGATE_VERBS_CUT_SHORT_H

/* For as long as the process lives. */
void cut_short_watch(void);

/* From now on; 0: no more. */
void cut_short_after(double seconds);

#endif
