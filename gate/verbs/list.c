/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "gate/registry.h"
#include "gate/report/report.h"
#include "gate/rule.h"
#include "gate/verbs/verb.h"

static void list_checks(struct buffer *out)
{
	for (size_t i = 0; i < registry.count; i++)
		buffer_printf(out, "%-14s %s%s\n", registry.items[i]->name, registry.items[i]->summary,
			registry.items[i]->by_default ? "" : " (off unless configured)");
	buffer_printf(out, "%-14s %s\n", "policy", "what a change edits in the policy (always on)");
}

static void list_rules(struct buffer *out)
{
	for (size_t i = 0; i < builtin_rules.count; i++) {
		const struct rule *rule = &builtin_rules.items[i];

		buffer_printf(out, "%-44s %-8s %-7s %s\n", rule->id, severity_name(rule->severity),
			confidence_name(rule->confidence), rule->title);
	}
}

static void list_reports(struct buffer *out)
{
	for (size_t i = 0; reports[i]; i++)
		buffer_printf(out, "%-8s %s\n", reports[i]->name, reports[i]->summary);
}

static const struct {
	const char *name;
	void (*print)(struct buffer *out);
} lists[] = {
	{"checks", list_checks},
	{"rules", list_rules},
	{"reports", list_reports},
};

enum { LISTS = sizeof(lists) / sizeof(lists[0]) };

static int list(const struct call *call, struct err *err)
{
	const char *names[LISTS];
	struct buffer out = {0};
	int done = -1;

	for (size_t i = 0; i < LISTS; i++)
		names[i] = lists[i].name;
	if (!call->argv[0] || call->argv[1])
		return err_set(err, ERR_USAGE, "list what? seamgate list checks|rules|reports");
	for (size_t i = 0; i < LISTS; i++) {
		if (strcmp(call->argv[0], lists[i].name) != 0)
			continue;
		lists[i].print(&out);
		done = verb_print(&out, err);
		buffer_free(&out);
		return done;
	}
	return verb_unknown_word("list", call->argv[0], names, LISTS, err);
}

const struct verb verb_list = {"list", "checks|rules|reports", "print what this binary has", NULL,
	list};
