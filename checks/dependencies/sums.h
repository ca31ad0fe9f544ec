/* SPDX-License-Identifier: Apache-2.0
 *
 * Checksum files against the files that they are of, where those are in the repository: no registry is needed to tell whether
 * such a line is true.
 */
#ifndef SEAMGATE_DEPENDENCIES_SUMS_H
#define SEAMGATE_DEPENDENCIES_SUMS_H

#include "checks/dependencies/judging.h"

enum sum_state {
	SUM_OF_NOTHING, /* no such file here (nor the object that a pointer of Git LFS stands for), or no sound digest */
	SUM_HOLDS,
	SUM_BROKEN,
	SUM_LINKED, /* a link stands there, or in the place of a folder above */
};

/* True for the format of checksum files. */
bool sums_are(const struct format *format);

/* A name that stays in its folder: relative, no part of it is "..". */
bool sum_is_below(struct text name);

/* Reads the file that the pin of the checksum file at `path` names, in its folder or below, on one side. */
MUST_CHECK int sum_state(enum sum_state *out, const struct judging *judging, enum side side,
	struct text path, const struct pin *pin, struct err *err);

#endif
