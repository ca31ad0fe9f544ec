/* SPDX-License-Identifier: Apache-2.0
 *
 * Processor time that one text may take of rules that are looked for without being compiled. What is beyond is left out: a gap, for which the text
 * is looked at with compiled rules. So it decides how something is found, and never what.
 */
#ifndef SEAMGATE_SECRETS_RATION_H
#define SEAMGATE_SECRETS_RATION_H

#include <stdbool.h>
#include <stddef.h>

struct ration {
	double allowed; /* processor time, in seconds; 0: without a limit */
	double until;   /* of this thread's; 0: the clock has not been looked at yet */
	unsigned asked; /* how often */
	size_t len;     /* of what was searched at once last, and how long that took */
	double began, took;
};

/* For a text of len bytes, from when the clock is looked at first. */
struct ration ration_of(size_t len);

/* Looks at the clock only one time in RATION_OFTEN: that takes longer than most of what is asked about. */
enum { RATION_OFTEN = 32 };
bool ration_is_used_up(struct ration *ration);

/* Something took as many steps as it may: the clock is looked at when it is asked about next. */
void ration_hurry(struct ration *ration);

/* Around a search of so many bytes at once, which nothing can stop. False: it may take longer than there is, judging by the one before, of which
 * it is a larger part of the same text. */
void ration_restart(struct ration *ration); /* before the first of them */
bool ration_begins(struct ration *ration, size_t len);
void ration_ends(struct ration *ration);

extern const char ration_gap[];

#endif
