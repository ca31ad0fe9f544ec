/* SPDX-License-Identifier: Apache-2.0
 *
 * The columns of a feature: its reference, its current values, and what the current file held at the base. Private to the check.
 * gate/source.h says where they stand.
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

/* `current` is what is in the current file. */
MUST_CHECK int sides_read(struct sides *out, const struct check_job *job,
	const struct feature *feature, const struct source *source, struct text current,
	struct err *err);

#endif
