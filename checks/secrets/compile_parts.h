/* SPDX-License-Identifier: Apache-2.0
 *
 * Between the files that make plans: compile.c and gates.c.
 */
#ifndef SEAMGATE_SECRETS_COMPILE_PARTS_H
#define SEAMGATE_SECRETS_COMPILE_PARTS_H

#include "checks/secrets/compile.h"

#define COMPILING "the team's own rules were compiled"

/* Plans in the making. */
struct making {
	const struct rules *rules;
	struct plan *plans;
	char **gates; /* sorted */
	size_t gate_count;
	uint32_t *lists;
	size_t list_count, list_capacity;
	struct arena *arena;
	struct err *err;
	const struct deadline *deadline;
	bool strict;
	bool untried;  /* no pattern is compiled by Hyperscan */
	double read_s; /* what it took to read those that are not */
	enum manner manner;
	struct anchor *anchors;
	size_t anchor_count, anchor_capacity;
	uint32_t anchor_longest;
};

/* All gates that any rule needs, sorted, each once; then those of one rule, whose plan gets them. */
MUST_CHECK int gates_collect(struct making *making, const struct rules *rules);
MUST_CHECK int gates_list(struct making *making, const struct rule *rule, struct plan *plan);

#endif
