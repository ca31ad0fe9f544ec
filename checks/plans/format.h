/* SPDX-License-Identifier: Apache-2.0
 *
 * What a reader of plans is: one line in formats.def, and where it is not a shared one a file in formats/. Private to the check.
 */
#ifndef SEAMGATE_PLANS_FORMAT_H
#define SEAMGATE_PLANS_FORMAT_H

#include "gate/base/pg_plan.h"

struct plan_format {
	const char *summary;
	/* Nodes have PostgreSQL's names, whoever made the plan. */
	int (*read)(struct pg_plans *out, struct text content, const char *name,
		struct arena *arena, struct err *err);
};

extern const char *const plan_format_names[]; /* NULL at the end */
extern const struct plan_format *const plan_formats[];

#endif
