/* SPDX-License-Identifier: Apache-2.0
 *
 * What a reader of values is: one file in formats/ and one line in formats.def. Private to the check.
 */
#ifndef SEAMGATE_DRIFT_FORMAT_H
#define SEAMGATE_DRIFT_FORMAT_H

#include "checks/drift/column.h"

/* Which column or member. `named`: the policy says so; else it is the feature's name. */
struct select {
	struct text path;
	bool named;
};

struct drift_format {
	const char *summary;
	/* Fills the column from the file's bytes. `scratch` is the call's own. Errors are ERR_LOOK with file and line. */
	int (*read)(struct column *out, struct text content, struct select select,
		struct arena *scratch, struct err *err);
};

extern const char *const drift_format_names[]; /* NULL at the end */
extern const struct drift_format *const drift_formats[];

#endif
