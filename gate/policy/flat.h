/* SPDX-License-Identifier: Apache-2.0
 *
 * A policy as a flat list of settings, sorted by key, so that two of them can be merged.
 */
#ifndef SEAMGATE_POLICY_FLAT_H
#define SEAMGATE_POLICY_FLAT_H

#include "gate/policy/policy.h"
#include "gate/policy/value.h"

enum setting_kind {
	SETTING_VALUE, /* a single value */
	SETTING_MEMBER, /* an item of a list that is compared as a set: told apart by key and value */
	SETTING_PAIR,   /* an entry of a map */
	SETTING_BLOCK, /* a block of a list whose blocks have names; its options follow as settings */
};

struct setting {
	enum setting_kind kind;
	struct text key;   /* "checks.latency.flows[product-page].budget_ms" */
	struct text value; /* as it would stand in the file; empty: unset */
	const struct option *option;
	struct value_rank rank;
	bool has_own; /* the severity of a rule: the rule's own is `own`, where nothing is said */
	int own;
	uint32_t line; /* 0: not in the file */
};

struct settings {
	struct setting *items;
	size_t count, capacity;
};

/* All settings, every default included, in the arena. */
MUST_CHECK int policy_flatten(
	struct settings *out, const struct policy *policy, struct arena *arena, struct err *err);

/* Order of keys, and of values where a setting is a member of a set: 0 for the same setting. */
int setting_compare(const struct setting *a, const struct setting *b);

#endif
