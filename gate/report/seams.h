/* SPDX-License-Identifier: Apache-2.0
 *
 * The chain of hops with what was measured at each, for people: for each hop and check the worst row and the first finding that blocks, in the order in
 * which data flow, and within a hop from what comes in to what goes out. The first that blocks is where to begin; those at later hops
 * may be its consequence.
 */
#ifndef SEAMGATE_REPORT_SEAMS_H
#define SEAMGATE_REPORT_SEAMS_H

#include "gate/report/measured.h"

enum { SEAMS_MOST = 200 };

struct seam {
	const struct hop *hop;
	const char *check;
	const struct measurement *worst; /* NULL where nothing was measured */
	size_t rows;                     /* so many were */
	const struct finding *finding;   /* the first that blocks, or NULL */
};

struct seams {
	struct seam items[SEAMS_MOST];
	size_t count;
	size_t left_out; /* hops at whose turn there was no room any more */
};

void seams_gather(struct seams *out, const struct result *result);

/* Where it begins; NULL where nothing blocks at a hop. */
const struct seam *seams_cause(const struct seams *seams);

/* "amount psi 0.226, limit 0.1" without the verdict; where it is no number that blocks, what the finding says. */
void seam_figures(struct buffer *out, const struct seam *seam);

#endif
