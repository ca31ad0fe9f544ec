/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "docs/made/made.h"
#include "gate/rule.h"

static const char *type_name(enum option_type type)
{
	static const char *const names[] = {[OPTION_BOOL] = "true or false",
		[OPTION_INTEGER] = "whole number",
		[OPTION_NUMBER] = "number",
		[OPTION_TOLERANCE] = "`5%`, `40ms` or a number",
		[OPTION_DURATION] = "duration, `15m`",
		[OPTION_SIZE] = "size, `64MiB`",
		[OPTION_STRING] = "text",
		[OPTION_GLOB] = "glob",
		[OPTION_DATE] = "date",
		[OPTION_CHOICE] = "one of",
		[OPTION_STRINGS] = "list of texts",
		[OPTION_GLOBS] = "list of globs",
		[OPTION_BLOCK] = "block",
		[OPTION_BLOCKS] = "list of blocks",
		[OPTION_MAP] = "any key: one of"};

	return names[type];
}

/* In a cell of a table. */
static void cell(struct buffer *out, const char *text)
{
	for (; text && *text; text++) {
		if (*text == '|')
			buffer_byte(out, '\\');
		buffer_byte(out, *text == '\n' ? ' ' : *text);
	}
}

static void choices(struct buffer *out, const struct option *option)
{
	for (size_t i = 0; option->choices && option->choices[i]; i++)
		buffer_printf(out, "%s`%s`", i ? ", " : " ", option->choices[i]);
}

/* One row, and those of what is nested in it. */
static void option_rows(struct buffer *out, const struct option *options, const char *above)
{
	for (const struct option *option = options; option && option->key; option++) {
		char path[256];

		snprintf(path, sizeof(path), "%s%s%s", above, option->key,
			option->type == OPTION_BLOCKS ? "[]" : "");
		buffer_printf(out, "| `%s` | %s", path, type_name(option->type));
		choices(out, option);
		buffer_string(out, " | ");
		if (option->required)
			buffer_string(out, "required");
		else if (option->fallback)
			buffer_printf(out, "`%s`", option->fallback);
		buffer_string(out, " | ");
		cell(out, option->help);
		buffer_string(out, " |\n");
		strncat(path, ".", sizeof(path) - strlen(path) - 1);
		option_rows(out, option->nested, path);
	}
}

static bool is_of(const struct rule *rule, const char *check)
{
	size_t len = strlen(check);

	return strncmp(rule->id, check, len) == 0 && rule->id[len] == '/';
}

static void rule_row(struct buffer *out, const struct rule *rule)
{
	buffer_printf(out, "| `%s` | %s | %s | ", rule->id, severity_name(rule->severity),
		confidence_name(rule->confidence));
	cell(out, rule->why);
	buffer_string(out, " | ");
	cell(out, rule->remedy);
	buffer_string(out, " |\n");
}

void made_check(struct buffer *out, const struct check *check)
{
	buffer_printf(out, "# The check \"%s\"\n\n%s\n\n", check->name, check->summary);
	buffer_printf(out,
		"Made from the tables of the program (`docs/made`); what it means and why: "
		"[docs/%s.md](../%s.md).\n\n",
		check->name, check->name);
	buffer_printf(out,
		"%s, looks %s.\n\n## Options\n\nBelow `checks: {%s: …}` of the policy; `enabled: "
		"false` switches it off.\n\n",
		check->by_default ? "On unless switched off"
				  : "Runs where the policy gives it something to look at",
		check->grain == PER_BLOB ? "at each new content" : "at the change as a whole",
		check->name);
	if (check->options) {
		buffer_string(out, "| key | value | if absent | |\n|---|---|---|---|\n");
		option_rows(out, check->options, "");
	} else {
		buffer_string(out, "It has none.\n");
	}
	buffer_string(out,
		"\n## Rules\n\n`rules: {ID: error | warning | note | off}` of the policy changes a "
		"severity; "
		"`seamgate explain ID` prints a rule with examples.\n\n"
		"| rule | severity | confidence | why | what to do |\n|---|---|---|---|---|\n");
	for (size_t i = 0; i < builtin_rules.count; i++)
		if (is_of(&builtin_rules.items[i], check->name) && !builtin_rules.items[i].hidden)
			rule_row(out, &builtin_rules.items[i]);
}
