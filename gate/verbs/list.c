/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "gate/registry.h"
#include "gate/report/report.h"
#include "gate/rule.h"
#include "gate/verbs/verb.h"

static void list_checks(struct buffer *out)
{
	for (size_t i = 0; i < registry.count; i++)
		buffer_printf(out, "%-14s %s%s\n", registry.items[i]->name,
			registry.items[i]->summary,
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

/* What a policy may write behind `format:`, wherever a check has such an option. */
static void list_choices(struct buffer *out, const char *check, const struct option *options)
{
	for (; options && options->key; options++) {
		bool is_format =
			options->type == OPTION_CHOICE && strcmp(options->key, "format") == 0;

		for (size_t i = 0; is_format && options->choices[i]; i++)
			buffer_printf(out, "%-14s %s\n", check, options->choices[i]);
		if (!is_format)
			list_choices(out, check, options->nested);
	}
}

static void list_formats(struct buffer *out)
{
	for (size_t i = 0; i < registry.count; i++)
		list_choices(out, registry.items[i]->name, registry.items[i]->options);
}

static void list_reports(struct buffer *out)
{
	for (size_t i = 0; reports[i]; i++)
		buffer_printf(out, "%-20s %s\n", reports[i]->name, reports[i]->summary);
}

static const struct {
	const char *name;
	void (*print)(struct buffer *out);
} lists[] = {
	{"checks", list_checks},
	{"rules", list_rules},
	{"formats", list_formats},
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
		return err_set(
			err, ERR_USAGE, "list what? seamgate list checks|rules|formats|reports");
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

const struct verb verb_list = {"list", "checks|rules|formats|reports", "print what this binary has",
	NULL, list, "checks|rules|formats|reports"};
