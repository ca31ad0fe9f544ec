/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/rule.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gate/rule_parts.h"

enum { LEAST_KEYWORD = 3, LEAST_EXAMPLES = 2 };

/* A rule and where it stands, so that a duplicate has a place after sorting. */
struct placed {
	struct rule rule;
	const struct yaml *node;
};

static const char *const severities[] = {"note", "warning", "error", NULL};
static const char *const confidences[] = {"low", "medium", "high", NULL};
static const char *const captures[] = {"text", "match", NULL};

static const struct field rule_fields[] = {
	{"id", FIELD_STRING, true, offsetof(struct rule, id), NULL, 0},
	{"title", FIELD_STRING, false, offsetof(struct rule, title), NULL, 0},
	{"severity", FIELD_CHOICE, true, offsetof(struct rule, severity), severities,
		SEVERITY_NOTE},
	{"confidence", FIELD_CHOICE, false, offsetof(struct rule, confidence), confidences,
		CONFIDENCE_LOW},
	{"why", FIELD_STRING, true, offsetof(struct rule, why), NULL, 0},
	{"remedy", FIELD_STRING, true, offsetof(struct rule, remedy), NULL, 0},
	{"pattern", FIELD_STRING, false, offsetof(struct rule, pattern), NULL, 0},
	{"ends", FIELD_STRING, false, offsetof(struct rule, ends), NULL, 0},
	{"path", FIELD_STRING, false, offsetof(struct rule, path), NULL, 0},
	{"keywords", FIELD_STRINGS, false, offsetof(struct rule, keywords), NULL, 0},
	{"captures", FIELD_CHOICE, false, offsetof(struct rule, captures), captures, CAPTURES_TEXT},
	{"origin", FIELD_STRING, false, offsetof(struct rule, origin), NULL, 0},
	{"secret_group", FIELD_GROUP, false, offsetof(struct rule, secret_group), NULL, 0},
	{"entropy", FIELD_ENTROPY, false, offsetof(struct rule, entropy), NULL, 0},
	{"allow", FIELD_ALLOW, false, offsetof(struct rule, allow), NULL, 0},
	{"require", FIELD_REQUIRE, false, offsetof(struct rule, require), NULL, 0},
	{"report", FIELD_REPORT, false, offsetof(struct rule, hidden), NULL, 0},
	{"verify", FIELD_STRING, false, offsetof(struct rule, verify), NULL, 0},
	{"severity_raised", FIELD_CHOICE, false, offsetof(struct rule, severity_raised), severities,
		SEVERITY_NOTE},
	{"hit", FIELD_STRINGS, false, offsetof(struct rule, hit), NULL, 0},
	{"miss", FIELD_STRINGS, false, offsetof(struct rule, miss), NULL, 0},
};
enum { RULE_FIELDS = sizeof(rule_fields) / sizeof(rule_fields[0]) };
_Static_assert(sizeof(rule_fields) / sizeof(rule_fields[0]) <= MOST_RULE_KEYS,
	"refuse_key's array holds all keys");

const char *confidence_name(enum confidence confidence)
{
	return confidences[confidence];
}

static bool is_word_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* [a-z0-9]+(-[a-z0-9]+)* */
static bool is_kebab(struct text text)
{
	for (size_t i = 0; i < text.len; i++) {
		bool is_hyphen = text.ptr[i] == '-' && i > 0 && i + 1 < text.len;

		if (!is_word_byte(text.ptr[i]) && !(is_hyphen && text.ptr[i - 1] != '-'))
			return false;
	}
	return text.len > 0;
}

static int check_id(const struct rule_reader *reader, const char *id, const struct yaml *node)
{
	struct text check = {"", 0}, rest = text_of(id);

	if (text_next_part(&rest, '/', &check) && text_is(check, reader->check) && is_kebab(rest))
		return 0;
	return yaml_error(reader->err, reader->name, node->line, node->column,
		"id wants the form %s/kebab-name, not \"%.*s\"", reader->check,
		text_quote(node->text), node->text.ptr);
}

static size_t count_strings(const char *const *strings)
{
	size_t count = 0;

	while (strings && strings[count])
		count++;
	return count;
}

static const char *pattern_fault(const struct rule *rule)
{
	if (rule->origin)
		return NULL;
	if (count_strings(rule->hit) < LEAST_EXAMPLES)
		return "a rule with a pattern wants at least two templates in hit";
	if (count_strings(rule->miss) < LEAST_EXAMPLES)
		return "a rule with a pattern wants at least two templates in miss";
	return NULL;
}

static const char *rule_fault(const struct rule *rule)
{
	if (rule->severity_raised && !rule->verify)
		return "severity_raised without verify";
	if (rule->pattern)
		return pattern_fault(rule);
	if (rule->keywords)
		return "keywords without a pattern";
	if (rule->ends)
		return "ends without a pattern";
	if (rule->secret_group || rule->entropy > 0 || rule->verify)
		return "secret_group, entropy or verify without a pattern";
	return NULL;
}

/* "secrets/example-token" is titled "Example token" where nobody gave it a title. */
static const char *title_of(const struct rule_reader *reader, const char *id)
{
	char *title = arena_copy(reader->arena, text_of(strchr(id, '/') + 1));

	if (!title)
		return NULL;
	if (title[0] >= 'a' && title[0] <= 'z')
		title[0] = (char)(title[0] - 'a' + 'A');
	for (char *c = title; *c; c++)
		if (*c == '-')
			*c = ' ';
	return title;
}

static void default_confidence(struct rule *rule, const struct yaml *node)
{
	if (!yaml_get(node, "confidence"))
		rule->confidence = (enum confidence)(rule->severity - SEVERITY_NOTE);
}
_Static_assert(SEVERITY_ERROR - SEVERITY_NOTE == CONFIDENCE_HIGH &&
		       SEVERITY_WARNING - SEVERITY_NOTE == CONFIDENCE_MEDIUM,
	"a rule's default confidence goes with its severity");

/* A short keyword opens nearly every text; what was imported has what it has. */
static int check_keywords(
	const struct rule_reader *reader, const struct rule *rule, const struct yaml *list)
{
	for (const struct yaml *item = list ? list->child : NULL; item && !rule->origin;
		item = item->next)
		if (item->text.len < LEAST_KEYWORD)
			return yaml_error(reader->err, reader->name, item->line, item->column,
				"keywords has a keyword of fewer than 3 bytes");
	return 0;
}

static int read_rule(const struct rule_reader *reader, const struct yaml *node, struct rule *rule)
{
	const char *fault;

	if (rule_fields_read(reader, node, rule_fields, RULE_FIELDS, rule) < 0 ||
		check_keywords(reader, rule, yaml_get(node, "keywords")) < 0 ||
		check_id(reader, rule->id, yaml_get(node, "id")) < 0)
		return -1;
	fault = rule_fault(rule);
	if (fault)
		return yaml_error(reader->err, reader->name, node->line, node->column, "%s: %s",
			rule->id, fault);
	default_confidence(rule, node);
	if (!rule->title)
		rule->title = title_of(reader, rule->id);
	return rule->title ? 0 : err_nomem(reader->err);
}

static int by_id(const void *left, const void *right)
{
	const struct placed *a = left, *b = right;
	int order = strcmp(a->rule.id, b->rule.id);

	if (order)
		return order;
	return (a->node->line > b->node->line) - (a->node->line < b->node->line);
}

static int check_unique(const struct rule_reader *reader, const struct placed *placed, size_t count)
{
	for (size_t i = 1; i < count; i++)
		if (strcmp(placed[i - 1].rule.id, placed[i].rule.id) == 0)
			return yaml_error(reader->err, reader->name, placed[i].node->line,
				placed[i].node->column, "id \"%.*s\" is there twice",
				text_quote(text_of(placed[i].rule.id)), placed[i].rule.id);
	return 0;
}

static int read_list(const struct rule_reader *reader, const struct yaml *list,
	struct placed *placed, struct rule *sorted)
{
	size_t count = 0;

	for (const struct yaml *item = list->child; item; item = item->next) {
		placed[count].node = item;
		if (read_rule(reader, item, &placed[count].rule) < 0)
			return -1;
		count++;
	}
	qsort(placed, count, sizeof(*placed), by_id);
	if (check_unique(reader, placed, count) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		sorted[i] = placed[i].rule;
	return 0;
}

/* The list of rules, or NULL with an error. */
static const struct yaml *find_list(const struct rule_reader *reader, const struct yaml *root)
{
	static const struct field keys[] = {{.key = "rules"}, {.key = "allow"}};
	const struct yaml *list;

	for (const struct yaml *member = root->child; root->type == YAML_MAP && member;
		member = member->next)
		if (!rule_field_find(keys, 2, member->key)) {
			rule_key_refuse(reader, member, keys, 2);
			return NULL;
		}
	list = yaml_get(root, "rules");
	if (!list || list->type != YAML_LIST || list->count == 0) {
		const struct yaml *where = list ? list : root;

		yaml_error(reader->err, reader->name, where->line, where->column,
			"a rules file wants the key \"rules\" with a list of rules");
		return NULL;
	}
	return list;
}

/* NOLINTNEXTLINE(readability-function-size): three of the six say whose memory, name and error */
int rules_read(struct rules *out, struct text yaml, const char *name, const char *check,
	struct arena *arena, struct err *err)
{
	const struct rule_reader reader = {name, check, arena, err};
	const struct yaml *root, *list;
	struct placed *placed;
	struct rule *sorted;

	if (yaml_read(&root, yaml, name, arena, err) < 0)
		return -1;
	list = find_list(&reader, root);
	if (!list)
		return -1;
	placed = arena_array(arena, list->count, sizeof(*placed));
	sorted = arena_array(arena, list->count, sizeof(*sorted));
	if (!placed || !sorted)
		return err_nomem(err);
	if (read_list(&reader, list, placed, sorted) < 0 ||
		rule_allow_share(&reader, root, sorted, list->count) < 0)
		return -1;
	*out = (struct rules){sorted, list->count};
	return 0;
}

const struct rule *rule_find(const struct rules *rules, struct text id)
{
	size_t from = 0, to = rules->count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;
		int order = text_compare(id, text_of(rules->items[middle].id));

		if (order == 0)
			return &rules->items[middle];
		if (order < 0)
			to = middle;
		else
			from = middle + 1;
	}
	return NULL;
}
