/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/yaml.h"
#include "gate/policy/policy.h"

/* A rule id that the policy names, and where. */
struct named {
	struct text id;
	uint32_t line, column;
};

enum { FARTHEST = 3 };

static void look_nearer(
	const struct rules *rules, struct text id, unsigned *distance, const char **nearest)
{
	for (size_t i = 0; i<rules->count && * distance> 0; i++) {
		unsigned away = text_distance(id, text_of(rules->items[i].id), *distance - 1);

		if (away < *distance) {
			*distance = away;
			*nearest = rules->items[i].id;
		}
	}
}

static int check_id(const struct policy *policy, const struct rules *own, const struct named *named,
	struct err *err)
{
	unsigned distance = FARTHEST + 1;
	const char *nearest = NULL;

	if (rule_find(&builtin_rules, named->id) || (own && rule_find(own, named->id)))
		return 0;
	look_nearer(&builtin_rules, named->id, &distance, &nearest);
	if (own)
		look_nearer(own, named->id, &distance, &nearest);
	yaml_error(err, policy->name.ptr, named->line, named->column,
		"no rule has the id \"%.*s\"%s%s%s", text_quote(named->id), named->id.ptr,
		nearest ? "; did you mean \"" : "", nearest ? nearest : "", nearest ? "\"?" : "");
	return err_remedy(err, "seamgate list rules");
}

int policy_check_rules(const struct policy *policy, const struct rules *own, struct err *err)
{
	for (size_t i = 0; i < policy->severities.count; i++) {
		const struct map_entry *entry = &policy->severities.items[i];
		const struct named named = {entry->key, entry->line, entry->column};

		if (check_id(policy, own, &named, err) < 0)
			return -1;
	}
	for (size_t i = 0; i < policy->waiver_count; i++) {
		const struct waiver *waiver = &policy->waivers[i];
		const struct named named = {waiver->rule, waiver->line, waiver->column};

		if (check_id(policy, own, &named, err) < 0)
			return -1;
	}
	return 0;
}
