/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/rule_parts.h"

#include <string.h>

static const char *const targets[] = {"secret", "match", "line", "path", NULL};
static const char *const whens[] = {"any", "all", NULL};

static const struct field allow_fields[] = {
	{"target", FIELD_CHOICE, false, offsetof(struct rule_allow, target), targets, ALLOW_SECRET},
	{"pattern", FIELD_STRING, false, offsetof(struct rule_allow, pattern), NULL, 0},
	{"lacks", FIELD_STRING, false, offsetof(struct rule_allow, lacks), NULL, 0},
	{"stopwords", FIELD_WORDS, false, offsetof(struct rule_allow, stopwords), NULL, 0},
	{"entropy", FIELD_ENTROPY, false, offsetof(struct rule_allow, entropy), NULL, 0},
	{"path", FIELD_STRING, false, offsetof(struct rule_allow, path), NULL, 0},
	{"commits", FIELD_WORDS, false, offsetof(struct rule_allow, commits), NULL, 0},
	{"when", FIELD_CHOICE, false, offsetof(struct rule_allow, when), whens, ALLOW_ANY},
	{"rules", FIELD_STRINGS, false, offsetof(struct rule_allow, rules), NULL, 0},
};
enum { ALLOW_FIELDS = sizeof(allow_fields) / sizeof(allow_fields[0]) };

static const struct field require_fields[] = {
	{"rule", FIELD_STRING, true, offsetof(struct rule_require, rule), NULL, 0},
	{"within_lines", FIELD_NEAR, false, offsetof(struct rule_require, within_lines), NULL, 0},
	{"within_columns", FIELD_NEAR, false, offsetof(struct rule_require, within_columns), NULL,
		0},
};
enum { REQUIRE_FIELDS = sizeof(require_fields) / sizeof(require_fields[0]) };

/* Nothing that could hold. */
static bool allows_nothing(const struct rule_allow *allow)
{
	return !allow->pattern && !allow->lacks && !allow->stopwords && !allow->path &&
	       !allow->commits && !(allow->entropy > 0);
}

static const char *allow_fault(const struct rule_allow *allow)
{
	bool has_parts = allow->path || allow->lacks || allow->when == ALLOW_ALL;

	if (allows_nothing(allow))
		return "an allowance wants a pattern or stopwords, lacks, entropy, path or commits";
	if (allow->target == ALLOW_PATH && has_parts)
		return "target: path goes with a pattern only; give the path beside other parts "
		       "with "
		       "the key path";
	if (allow->stopwords && allow->target != ALLOW_SECRET && allow->when == ALLOW_ANY)
		return "stopwords are looked for in the secret only; target must be secret";
	return NULL;
}

static int read_one_allow(
	const struct rule_reader *reader, const struct yaml *item, struct rule_allow *allow)
{
	const char *fault;

	if (rule_fields_read(reader, item, allow_fields, ALLOW_FIELDS, allow) < 0)
		return -1;
	fault = allow_fault(allow);
	return fault ? yaml_error(reader->err, reader->name, item->line, item->column, "%s", fault)
		     : 0;
}

static int read_allow_list(
	const struct rule_reader *reader, const struct yaml *node, struct rule_allow **out)
{
	struct rule_allow *items;
	size_t count = 0;

	if (node->type != YAML_LIST || node->count == 0)
		return rule_refuse(reader, node, "wants a list of mappings");
	items = arena_array(reader->arena, node->count, sizeof(*items));
	if (!items)
		return err_nomem(reader->err);
	for (const struct yaml *item = node->child; item; item = item->next)
		if (read_one_allow(reader, item, &items[count++]) < 0)
			return -1;
	*out = items;
	return 0;
}

int rule_allow_read(const struct rule_reader *reader, const struct field *field,
	const struct yaml *node, void *out)
{
	struct rule *rule = (struct rule *)(void *)((char *)out - field->offset);
	struct rule_allow *items;

	if (read_allow_list(reader, node, &items) < 0)
		return -1;
	for (size_t i = 0; i < node->count; i++)
		if (items[i].rules)
			return rule_refuse(
				reader, node, "names rules; only the file's own allowances do");
	rule->allow = items;
	rule->allow_count = node->count;
	return 0;
}

int rule_require_read(const struct rule_reader *reader, const struct field *field,
	const struct yaml *node, void *out)
{
	struct rule *rule = (struct rule *)(void *)((char *)out - field->offset);
	struct rule_require *items;

	if (node->type != YAML_LIST || node->count == 0)
		return rule_refuse(reader, node, "wants a list of mappings");
	items = arena_array(reader->arena, node->count, sizeof(*items));
	if (!items)
		return err_nomem(reader->err);
	rule->require = items;
	for (const struct yaml *item = node->child; item; item = item->next, items++) {
		items->within_lines = items->within_columns = UINT32_MAX;
		if (rule_fields_read(reader, item, require_fields, REQUIRE_FIELDS, items) < 0)
			return -1;
		rule->require_count++;
	}
	return 0;
}

/* ---- what a file allows ---- */

static bool names(const char *const *ids, const char *id)
{
	for (size_t i = 0; ids[i]; i++)
		if (strcmp(ids[i], id) == 0)
			return true;
	return false;
}

/* Puts the file's allowances that are for a rule behind its own. */
static int extend_allow(const struct rule_reader *reader, struct rule *rule,
	const struct rule_allow *shared, size_t count)
{
	struct rule_allow *items =
		arena_array(reader->arena, rule->allow_count + count, sizeof(*items));
	size_t used = rule->allow_count;

	if (!items)
		return err_nomem(reader->err);
	if (used)
		memcpy(items, rule->allow, used * sizeof(*items));
	for (size_t i = 0; i < count; i++)
		if (!shared[i].rules || names(shared[i].rules, rule->id))
			items[used++] = shared[i];
	rule->allow = items;
	rule->allow_count = used;
	return 0;
}

static int check_named(const struct rule_reader *reader, const struct yaml *list,
	const struct rule_allow *shared, const struct rules *rules)
{
	const struct yaml *item = list->child;

	for (size_t i = 0; i < list->count; i++, item = item->next)
		for (size_t n = 0; shared[i].rules && shared[i].rules[n]; n++)
			if (!rule_find(rules, text_of(shared[i].rules[n])))
				return yaml_error(reader->err, reader->name, item->line,
					item->column, "no rule of this file is called \"%.*s\"",
					text_quote(text_of(shared[i].rules[n])),
					shared[i].rules[n]);
	return 0;
}

int rule_allow_share(const struct rule_reader *reader, const struct yaml *root, struct rule *sorted,
	size_t count)
{
	const struct yaml *list = yaml_get(root, "allow");
	const struct rules rules = {sorted, count};
	struct rule_allow *shared;

	if (!list)
		return 0;
	if (read_allow_list(reader, list, &shared) < 0 ||
		check_named(reader, list, shared, &rules) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (extend_allow(reader, &sorted[i], shared, list->count) < 0)
			return -1;
	return 0;
}
