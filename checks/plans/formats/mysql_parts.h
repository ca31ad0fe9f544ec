/* SPDX-License-Identifier: Apache-2.0
 *
 * What the two halves of the reader of MySQL's and MariaDB's plans share (mysql.c). Private to it.
 */
#ifndef SEAMGATE_PLANS_FORMATS_MYSQL_PARTS_H
#define SEAMGATE_PLANS_FORMATS_MYSQL_PARTS_H

#include "gate/base/pg_plan.h"

struct mysql_reader {
	struct pg_plan *plan;
	const char *name;
	struct arena *arena;
};

/* Where in the tree a value stands. */
struct mysql_place {
	uint32_t parent;
	bool is_inner; /* of a nested loop */
	bool is_timed; /* in a block whose time was taken */
};

/* "name:line:column: what". Always returns -1. */
int mysql_fail(const struct mysql_reader *reader, const struct json *at, struct err *err,
	const char *what, const char *remedy);

/* MySQL writes some numbers as strings. NAN where it is not there or null. */
MUST_CHECK int mysql_number(double *out, const struct mysql_reader *reader,
	const struct json *object, const char *key, struct err *err);

/* Adds a node below its place. */
MUST_CHECK int mysql_add(uint32_t *index, struct mysql_reader *reader, const struct json *at,
	struct pg_node *node, const struct mysql_place *place, struct err *err);

/* The node of a "table". */
MUST_CHECK int mysql_add_table(uint32_t *index, struct mysql_reader *reader,
	const struct json *table, const struct mysql_place *place, struct err *err);

#endif
