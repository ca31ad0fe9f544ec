/* SPDX-License-Identifier: Apache-2.0
 *
 * The columns of a feature: its reference, its current values, and what the current file held at the base. Private to the check.
 *
 * The reference is read at the base where it is there, so that a change cannot move its own measure; else at the head, and with
 * workspace: true from there.
 */
#ifndef SEAMGATE_DRIFT_SIDE_H
#define SEAMGATE_DRIFT_SIDE_H

#include "checks/drift/column.h"

struct sides {
	bool usable; /* false: what is wrong was noted */
	bool has_base, has_before;
	struct column base; /* the reference */
	struct column current;
	struct column before; /* the current file at the base, where the reference is another one */
};

MUST_CHECK int sides_read(struct sides *out, const struct check_job *job,
	const struct feature *feature, struct err *err);

/* Notes that the reference (base) or the current file is not there. */
MUST_CHECK int side_missing(
	const struct check_job *job, const struct feature *feature, bool base, struct err *err);

#endif
