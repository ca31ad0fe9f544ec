/* SPDX-License-Identifier: Apache-2.0
 *
 * Which hits stand when several rules see the same bytes.
 */
#ifndef SEAMGATE_SECRETS_OVERLAP_H
#define SEAMGATE_SECRETS_OVERLAP_H

#include "checks/secrets/scan.h"

/* What becomes of a hit at a place. */
enum fate {
	FATE_REPORT,
	FATE_MASK, /* allowed, or another rule says more about the same bytes */
	FATE_NONE, /* the rule does not apply at this path */
};

/* Turns FATE_REPORT into FATE_MASK: a generic rule (its id has "generic") yields to any other whose
 * secret overlaps, and to a generic one as confident whose id comes first; of two rules for the very same bytes the less confident yields. A hit
 * yields only to one that is reported. fates[i] is scan->hits[i]'s. Linear in hits and overlaps. */
void overlap_settle(enum fate *fates, const struct scan *scan);

/* The same secret by the same rule more than once: for each hit the number of the first such hit of
 * the scan (its own for the first). `order` is scratch space for as many numbers. */
void overlap_repeats(
	size_t *first, size_t *order, const struct scan *scan, const struct views *views);

#endif
