/* SPDX-License-Identifier: Apache-2.0
 *
 * The whole policy file as one table of options: the core's own keys, and under `checks` a block
 * for each check of the registry, made of "enabled" and the check's own table.
 */
#ifndef SEAMGATE_POLICY_ROOT_H
#define SEAMGATE_POLICY_ROOT_H

#include "gate/policy/policy.h"

/* What the table fills. The blocks of the checks follow behind it in the same allocation. */
struct root {
	const struct option *table;
	const struct yaml *file; /* what it was filled from; NULL for the built-in default */
	int64_t version;
	int block; /* enum severity less SEVERITY_NOTE */
	struct text salt;
	struct text_list ignore, pipeline;
	struct map_list severities;
	struct policy_limits limits;
	struct block_list waivers; /* struct waiver */
};

/* A check's block begins with this; its options struct follows. */
struct root_check {
	bool enabled;
	_Alignas(16) char options[];
};

/* The table of `waivers`; key NULL at the end. */
extern const struct option waiver_options[];

/* The table for the checks of the registry, or NULL when out of memory. *size gets the bytes of
 * the struct that it fills. */
const struct option *root_table(struct arena *arena, size_t *size);

/* Of such a table: an option for each check, in the order of the registry. Its offset is that of the
 * check's struct root_check in the filled struct. */
const struct option *root_checks(const struct option *table);

#endif
