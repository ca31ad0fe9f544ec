/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/import/toml_rules.h"

#include "checks/secrets/import/expression.h"
#include "checks/secrets/import/toml_allow.h"
#include "checks/secrets/import/toml_parts.h"
#include "checks/secrets/import/toml_required.h"

/* A rule on its way. */
struct reading {
	struct import *import;
	struct draft draft;
	bool is_left_out;
};

/* ---- the parts of a rule ---- */

static int read_text(struct reading *reading, const struct toml *value, struct text *out)
{
	if (value->type != TOML_STRING)
		return import_note(reading->import, reading->draft.id,
			"%.*s is no string: not carried over", (int)value->key.len, value->key.ptr);
	*out = value->text;
	return 0;
}

static int read_description(struct reading *reading, const struct toml *value)
{
	return read_text(reading, value, &reading->draft.why);
}

static int read_id(struct reading *reading, const struct toml *value)
{
	(void)reading;
	(void)value;
	return 0; /* was read first, for the notes */
}

/* What a rule looks for is the rule. */
static int read_pattern(
	struct reading *reading, const struct toml *value, const char *what, struct text *out)
{
	struct converted converted;
	struct text pattern = {"", 0};
	bool ok = false;

	if (read_text(reading, value, &pattern) < 0)
		return -1;
	if (pattern.len == 0)
		return 0;
	if (import_pattern(reading->import, reading->draft.id, what, pattern, DIALECT_GO, out,
		    &converted, &ok) < 0)
		return -1;
	reading->is_left_out = reading->is_left_out || !ok;
	return 0;
}

static int read_regex(struct reading *reading, const struct toml *value)
{
	return read_pattern(reading, value, "regex", &reading->draft.pattern);
}

static int read_path(struct reading *reading, const struct toml *value)
{
	return read_pattern(reading, value, "path", &reading->draft.path);
}

static int read_group(struct reading *reading, const struct toml *value)
{
	int64_t group;

	if (!toml_integer(value, &group) || group < 0 || group > 99) {
		reading->is_left_out = true;
		return import_note(reading->import, reading->draft.id,
			"secretGroup is no number from 0 to 99");
	}
	reading->draft.secret_group = (unsigned)group;
	return 0;
}

static int read_entropy(struct reading *reading, const struct toml *value)
{
	if (value->type != TOML_FLOAT && value->type != TOML_INTEGER)
		return import_note(reading->import, reading->draft.id,
			"entropy is no number: not carried over");
	return import_number(reading->import, value->text, &reading->draft.entropy);
}

static int read_keywords(struct reading *reading, const struct toml *value)
{
	struct texts words = {0};

	if (toml_strings(reading->import, reading->draft.id, value, &words) < 0)
		return -1;
	for (size_t i = 0; i < words.count; i++)
		if (words.items[i].len &&
			texts_add(reading->import, &reading->draft.keywords, words.items[i]) < 0)
			return -1;
	return 0;
}

static int read_tags(struct reading *reading, const struct toml *value)
{
	return import_note(reading->import, reading->draft.id,
		"%.*s: our rules have none; not carried over", (int)value->key.len, value->key.ptr);
}

static int read_validate(struct reading *reading, const struct toml *value)
{
	(void)value;
	return texts_add(reading->import, &reading->draft.comments,
		       text_of("validate: asks the provider over the network, which this gate "
			       "never does")) < 0
		       ? -1
		       : import_note(reading->import, reading->draft.id,
				 "validate: asks over the network, which this gate never does; "
				 "not carried over");
}

static int read_skip(struct reading *reading, const struct toml *value)
{
	reading->draft.hidden = value->type == TOML_BOOL && text_is(value->text, "true");
	return 0;
}

static int read_required(struct reading *reading, const struct toml *value)
{
	return toml_required(reading->import, &reading->draft, value);
}

static int read_allowlists(struct reading *reading, const struct toml *value)
{
	return toml_allow(reading->import, reading->draft.id, value, &reading->draft.allow);
}

static int read_filter(struct reading *reading, const struct toml *value)
{
	struct draft *draft = &reading->draft;
	bool ok = false;

	if (value->type != TOML_STRING)
		return read_tags(reading, value);
	if (expression_read(reading->import, draft->id, "filter", value->text, &draft->allow, &ok) <
		0)
		return -1;
	reading->is_left_out = reading->is_left_out || !ok;
	expression_entropy(&draft->allow, &draft->entropy);
	return 0;
}

static const struct {
	const char *key;
	int (*read)(struct reading *reading, const struct toml *value);
} rule_keys[] = {
	{"id", read_id},
	{"description", read_description},
	{"regex", read_regex},
	{"path", read_path},
	{"secretgroup", read_group},
	{"entropy", read_entropy},
	{"keywords", read_keywords},
	{"tags", read_tags},
	{"specificity", read_tags},
	{"skipreport", read_skip},
	{"required", read_required},
	{"allowlist", read_allowlists},
	{"allowlists", read_allowlists},
	{"filter", read_filter},
	{"validate", read_validate},
};

static int read_key(struct reading *reading, const struct toml *value)
{
	for (size_t i = 0; i < sizeof(rule_keys) / sizeof(rule_keys[0]); i++)
		if (toml_is(value, rule_keys[i].key))
			return rule_keys[i].read(reading, value);
	return import_note(reading->import, reading->draft.id,
		"the key %.*s is not known: not carried over", text_quote(value->key),
		value->key.ptr);
}

/* ---- a rule ---- */

/* A rule whose id says that it is generic is one that is often wrong. */
static void rate(struct draft *draft)
{
	bool is_generic = text_contains_nocase(draft->id, text_of("generic"));

	draft->severity = is_generic ? "warning" : "error";
	draft->confidence = is_generic ? "low" : "medium";
	if (text_trim(draft->why).len == 0)
		draft->why = text_of(
			"It looks like a secret, and whoever reads the repository can use it.");
}

static int read_rule(struct import *import, const struct toml *table)
{
	struct reading reading = {.import = import, .draft = {.alone = true}};

	reading.draft.id = text_trim(toml_text_of(table, "id"));
	if (reading.draft.id.len == 0) {
		import->left_out++;
		return import_note(import, (struct text){"", 0},
			"the rule in line %u has no id: left out", table->line);
	}
	for (const struct toml *value = table->child; value; value = value->next)
		if (read_key(&reading, value) < 0)
			return -1;
	rate(&reading.draft);
	if (reading.is_left_out)
		return import_leave_out(
			import, reading.draft.id, "it would not find the same without that");
	return import_draft(import, &reading.draft);
}

/* ---- the file ---- */

static int write_global(struct import *import, const struct allowances *list)
{
	for (size_t i = 0; i < list->count; i++)
		allowance_write(&import->allow, &list->items[i], 2);
	return import->allow.failed ? err_nomem(import->err) : 0;
}

static int read_global(struct import *import, const struct toml *value)
{
	struct allowances list = {0};

	if (toml_allow(import, (struct text){"", 0}, value, &list) < 0)
		return -1;
	return write_global(import, &list);
}

static int read_global_expression(struct import *import, const struct toml *value)
{
	struct allowances list = {0};
	bool ok;

	if (value->type != TOML_STRING)
		return 0;
	if (expression_read(
		    import, (struct text){"", 0}, "the file's filter", value->text, &list, &ok) < 0)
		return -1;
	return write_global(import, &list);
}

static int read_extend(struct import *import, const struct toml *value)
{
	(void)value;
	return import_note(import, (struct text){"", 0},
		"extend: the rules of the other file are not in this one; import that file too, "
		"and "
		"switch single rules off with rules: {ID: off} in .seamgate.yml");
}

static int ignore(struct import *import, const struct toml *value)
{
	(void)import;
	(void)value;
	return 0;
}

static const struct {
	const char *key;
	int (*read)(struct import *import, const struct toml *value);
} file_keys[] = {
	{"title", ignore},
	{"description", ignore},
	{"minversion", ignore},
	{"betterleaksminversion", ignore},
	{"rules", ignore}, /* first, so that allowances can name them */
	{"extend", read_extend},
	{"allowlist", read_global},
	{"allowlists", read_global},
	{"prefilter", read_global_expression},
	{"filter", read_global_expression},
};

static int read_file_key(struct import *import, const struct toml *value)
{
	for (size_t i = 0; i < sizeof(file_keys) / sizeof(file_keys[0]); i++)
		if (toml_is(value, file_keys[i].key))
			return file_keys[i].read(import, value);
	return import_note(import, (struct text){"", 0},
		"the key %.*s is not known: not carried over", text_quote(value->key),
		value->key.ptr);
}

static int read_rules(struct import *import, const struct toml *rules, bool requiring)
{
	for (const struct toml *rule = rules->child; rule; rule = rule->next)
		if ((toml_lookup(rule, "required") != NULL) == requiring &&
			read_rule(import, rule) < 0)
			return -1;
	return 0;
}

int toml_rules_read(struct import *import, struct text file, const char *name)
{
	const struct toml *root, *rules;

	if (toml_read(&root, file, name, import->arena, import->err) < 0)
		return -1;
	rules = toml_lookup(root, "rules");
	/* Those that require others come behind them. */
	if (rules && rules->type == TOML_ARRAY &&
		(read_rules(import, rules, false) < 0 || read_rules(import, rules, true) < 0))
		return -1;
	for (const struct toml *value = root->child; value; value = value->next)
		if (read_file_key(import, value) < 0)
			return -1;
	return 0;
}
