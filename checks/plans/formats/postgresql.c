/* SPDX-License-Identifier: Apache-2.0
 *
 * PostgreSQL EXPLAIN (FORMAT JSON) (gate/base/pg_plan.h); without ANALYZE there are shapes and no times.
 */
#include "checks/plans/format.h"

static int read_postgresql(struct pg_plans *out, struct text content, const char *name,
	struct arena *arena, struct err *err)
{
	return pg_plans_read(out, content, name, false, arena, err);
}

extern const struct plan_format plan_format_postgresql;

const struct plan_format plan_format_postgresql = {
	.summary = "EXPLAIN (ANALYZE, FORMAT JSON) of PostgreSQL",
	.read = read_postgresql,
};
