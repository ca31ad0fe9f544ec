/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/rule.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gate/base/yaml.h"

enum {
	MOST_KEYS = 32,
	LEAST_KEYWORD = 3,
	LEAST_EXAMPLES = 2,
	MOST_GROUPS = 99,
	MOST_NEAR = 1000 * 1000
};

enum field_type {
	FIELD_STRING,  /* const char *, not blank */
	FIELD_CHOICE,  /* enum; index in `choices` plus `first` */
	FIELD_STRINGS, /* const char *const *, NULL at the end */
	FIELD_WORDS,   /* the same, each in lower case */
	FIELD_GROUP,   /* uint32_t */
	FIELD_ENTROPY, /* double */
	FIELD_REPORT,  /* bool, true where the file says false */
	FIELD_ALLOW,   /* const struct rule_allow * and, in allow_count, their number */
	FIELD_NEAR,    /* uint32_t; UINT32_MAX where the file says nothing */
	FIELD_REQUIRE, /* const struct rule_require * and, in require_count, their number */
	FIELD_COUNT,
};

/* A key of a rule, or of one of its allowances. */
struct field {
	const char *key;
	enum field_type type;
	bool required;
	size_t offset;
	const char *const *choices;
	int first; /* value of the first choice */
};

struct reader {
	const char *name, *check;
	struct arena *arena;
	struct err *err;
};

/* A rule and where it stands, so that a duplicate has a place after sorting. */
struct placed {
	struct rule rule;
	const struct yaml *node;
};

static const char *const severities[] = {"note", "warning", "error", NULL};
static const char *const confidences[] = {"low", "medium", "high", NULL};
static const char *const targets[] = {"secret", "match", "line", "path", NULL};
static const char *const whens[] = {"any", "all", NULL};
static const char *const captures[] = {"text", "match", NULL};

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
_Static_assert(sizeof(rule_fields) / sizeof(rule_fields[0]) <= MOST_KEYS,
	"refuse_key's array holds all keys");

const char *confidence_name(enum confidence confidence)
{
	return confidences[confidence];
}

static int refuse(const struct reader *reader, const struct yaml *node, const char *what)
{
	return yaml_error(reader->err, reader->name, node->line, node->column, "%.*s %s",
		text_quote(node->key), node->key.ptr, what);
}

static bool is_string(const struct yaml *node)
{
	static const char *const nothing[] = {"", "~", "null", "Null", "NULL"};

	if (node->type != YAML_SCALAR || node->quoted)
		return node->type == YAML_SCALAR;
	for (size_t i = 0; i < sizeof(nothing) / sizeof(nothing[0]); i++)
		if (text_is(node->text, nothing[i]))
			return false;
	return true;
}

static int read_string(
	const struct reader *reader, const struct field *field, const struct yaml *node, void *out)
{
	(void)field;
	if (!is_string(node) || text_trim(node->text).len == 0)
		return refuse(reader, node, "wants a string that is not blank");
	*(const char **)out = node->text.ptr;
	return 0;
}

static size_t count_choices(const char *const *choices)
{
	size_t count = 0;

	while (choices[count])
		count++;
	return count;
}

static int refuse_choice(
	const struct reader *reader, const struct yaml *node, const char *const *choices)
{
	char names[128] = "";
	size_t used = 0;

	for (size_t i = 0; choices[i] && used < sizeof(names); i++)
		used += (size_t)snprintf(
			names + used, sizeof(names) - used, "%s%s", i ? ", " : "", choices[i]);
	return yaml_error(reader->err, reader->name, node->line, node->column,
		"%.*s wants one of %s", text_quote(node->key), node->key.ptr, names);
}

static int read_choice(
	const struct reader *reader, const struct field *field, const struct yaml *node, void *out)
{
	size_t count = count_choices(field->choices);

	for (size_t i = 0; node->type == YAML_SCALAR && i < count; i++) {
		int value = field->first + (int)i;

		if (!text_is(node->text, field->choices[i]))
			continue;
		/* An enum of the ABI's size; its type differs from field to field. */
		memcpy(out, &value, sizeof(value));
		return 0;
	}
	return refuse_choice(reader, node, field->choices);
}
_Static_assert(sizeof(enum severity) == sizeof(int) && sizeof(enum confidence) == sizeof(int) &&
		       sizeof(enum allow_target) == sizeof(int) &&
		       sizeof(enum allow_when) == sizeof(int) &&
		       sizeof(enum rule_captures) == sizeof(int),
	"read_choice writes enums as int");

static bool has_upper(struct text text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] >= 'A' && text.ptr[i] <= 'Z')
			return true;
	return false;
}

static const char *item_fault(const struct field *field, const struct yaml *item)
{
	if (!is_string(item) || item->text.len == 0)
		return "has an item that is no string or empty";
	if (field->type == FIELD_WORDS && has_upper(item->text))
		return "has a word with upper-case letters; words are compared in lower case";
	return NULL;
}

static int read_strings(
	const struct reader *reader, const struct field *field, const struct yaml *node, void *out)
{
	const char **items;
	size_t count = 0;

	if (node->type != YAML_LIST || node->count == 0)
		return refuse(reader, node, "wants a list of strings");
	items = arena_array(reader->arena, node->count + 1, sizeof(*items));
	if (!items)
		return err_nomem(reader->err);
	for (const struct yaml *item = node->child; item; item = item->next) {
		const char *fault = item_fault(field, item);

		if (fault)
			return yaml_error(reader->err, reader->name, item->line, item->column,
				"%s %s", field->key, fault);
		items[count++] = item->text.ptr;
	}
	*(const char *const **)out = items;
	return 0;
}

static int read_group(
	const struct reader *reader, const struct field *field, const struct yaml *node, void *out)
{
	uint64_t value = 0;

	(void)field;
	if (node->type != YAML_SCALAR || node->quoted ||
		!text_to_uint(node->text, MOST_GROUPS, &value))
		return refuse(reader, node, "wants a whole number from 0 to 99");
	*(uint32_t *)out = (uint32_t)value;
	return 0;
}

/* Digits with at most one point between them; no sign, no exponent: an entropy is from 0 to 8. */
static bool is_decimal(struct text text)
{
	struct text whole = {"", 0};
	uint64_t ignored;

	if (text.len > 20 || !text_next_part(&text, '.', &whole))
		return false;
	return text_to_uint(whole, UINT64_MAX, &ignored) &&
	       (text.len == 0 ? whole.ptr[whole.len] != '.'
			      : text_to_uint(text, UINT64_MAX, &ignored));
}

static int read_entropy(
	const struct reader *reader, const struct field *field, const struct yaml *node, void *out)
{
	double value;

	(void)field;
	if (node->type != YAML_SCALAR || node->quoted || !is_decimal(node->text))
		return refuse(reader, node, "wants a number from 0 to 8, in bits per byte");
	value = strtod(node->text.ptr, NULL);
	if (value > 8)
		return refuse(reader, node, "wants a number from 0 to 8, in bits per byte");
	*(double *)out = value;
	return 0;
}

static int read_report(
	const struct reader *reader, const struct field *field, const struct yaml *node, void *out)
{
	bool is_false = text_is(node->text, "false");

	(void)field;
	if (node->type != YAML_SCALAR || node->quoted ||
		(!is_false && !text_is(node->text, "true")))
		return refuse(reader, node, "wants true or false");
	*(bool *)out = is_false;
	return 0;
}

static int read_near(
	const struct reader *reader, const struct field *field, const struct yaml *node, void *out)
{
	uint64_t value = 0;

	(void)field;
	if (node->type != YAML_SCALAR || node->quoted ||
		!text_to_uint(node->text, MOST_NEAR, &value))
		return refuse(reader, node, "wants a whole number from 0 to 1000000");
	*(uint32_t *)out = (uint32_t)value;
	return 0;
}

static int read_allow(
	const struct reader *reader, const struct field *field, const struct yaml *node, void *out);

static int read_require(
	const struct reader *reader, const struct field *field, const struct yaml *node, void *out);

static int (*const field_readers[FIELD_COUNT])(const struct reader *reader,
	const struct field *field, const struct yaml *node, void *out) = {
	[FIELD_STRING] = read_string,
	[FIELD_CHOICE] = read_choice,
	[FIELD_STRINGS] = read_strings,
	[FIELD_WORDS] = read_strings,
	[FIELD_GROUP] = read_group,
	[FIELD_ENTROPY] = read_entropy,
	[FIELD_REPORT] = read_report,
	[FIELD_ALLOW] = read_allow,
	[FIELD_NEAR] = read_near,
	[FIELD_REQUIRE] = read_require,
};

static const struct field *field_find(const struct field *fields, size_t count, struct text key)
{
	for (size_t i = 0; i < count; i++)
		if (text_is(key, fields[i].key))
			return &fields[i];
	return NULL;
}

static int refuse_key(const struct reader *reader, const struct yaml *member,
	const struct field *fields, size_t count)
{
	const char *keys[MOST_KEYS], *nearest;

	for (size_t i = 0; i < count; i++)
		keys[i] = fields[i].key;
	nearest = text_nearest(member->key, keys, count);
	return yaml_error(reader->err, reader->name, member->key_line, member->key_column,
		"unknown key \"%.*s\"%s%s%s", text_quote(member->key), member->key.ptr,
		nearest ? "; did you mean \"" : "", nearest ? nearest : "", nearest ? "\"?" : "");
}

static int read_fields(const struct reader *reader, const struct yaml *map,
	const struct field *fields, size_t count, void *out)
{
	if (map->type != YAML_MAP)
		return yaml_error(reader->err, reader->name, map->line, map->column,
			"wants a mapping of keys to values");
	for (const struct yaml *member = map->child; member; member = member->next) {
		const struct field *field = field_find(fields, count, member->key);

		if (!field)
			return refuse_key(reader, member, fields, count);
		if (field_readers[field->type](reader, field, member, (char *)out + field->offset) <
			0)
			return -1;
	}
	for (size_t i = 0; i < count; i++)
		if (fields[i].required && !yaml_get(map, fields[i].key))
			return yaml_error(reader->err, reader->name, map->line, map->column,
				"%s is missing", fields[i].key);
	return 0;
}

static const char *allow_fault(const struct rule_allow *allow)
{
	if (!allow->pattern && !allow->lacks && !allow->stopwords && !allow->path &&
		!allow->commits && !(allow->entropy > 0))
		return "an allowance wants a pattern or stopwords, lacks, entropy, path or commits";
	if (allow->target == ALLOW_PATH &&
		(allow->path || allow->lacks || allow->when == ALLOW_ALL))
		return "target: path goes with a pattern only; give the path beside other parts "
		       "with "
		       "the key path";
	if (allow->stopwords && allow->target != ALLOW_SECRET && allow->when == ALLOW_ANY)
		return "stopwords are looked for in the secret only; target must be secret";
	return NULL;
}

static int read_one_allow(
	const struct reader *reader, const struct yaml *item, struct rule_allow *allow)
{
	const char *fault;

	if (read_fields(reader, item, allow_fields, ALLOW_FIELDS, allow) < 0)
		return -1;
	fault = allow_fault(allow);
	return fault ? yaml_error(reader->err, reader->name, item->line, item->column, "%s", fault)
		     : 0;
}

static int read_allow_list(
	const struct reader *reader, const struct yaml *node, struct rule_allow **out)
{
	struct rule_allow *items;
	size_t count = 0;

	if (node->type != YAML_LIST || node->count == 0)
		return refuse(reader, node, "wants a list of mappings");
	items = arena_array(reader->arena, node->count, sizeof(*items));
	if (!items)
		return err_nomem(reader->err);
	for (const struct yaml *item = node->child; item; item = item->next)
		if (read_one_allow(reader, item, &items[count++]) < 0)
			return -1;
	*out = items;
	return 0;
}

static int read_allow(
	const struct reader *reader, const struct field *field, const struct yaml *node, void *out)
{
	struct rule *rule = (struct rule *)(void *)((char *)out - field->offset);
	struct rule_allow *items;

	if (read_allow_list(reader, node, &items) < 0)
		return -1;
	for (size_t i = 0; i < node->count; i++)
		if (items[i].rules)
			return refuse(
				reader, node, "names rules; only the file's own allowances do");
	rule->allow = items;
	rule->allow_count = node->count;
	return 0;
}

static int read_require(
	const struct reader *reader, const struct field *field, const struct yaml *node, void *out)
{
	struct rule *rule = (struct rule *)(void *)((char *)out - field->offset);
	struct rule_require *items;

	if (node->type != YAML_LIST || node->count == 0)
		return refuse(reader, node, "wants a list of mappings");
	items = arena_array(reader->arena, node->count, sizeof(*items));
	if (!items)
		return err_nomem(reader->err);
	rule->require = items;
	for (const struct yaml *item = node->child; item; item = item->next, items++) {
		items->within_lines = items->within_columns = UINT32_MAX;
		if (read_fields(reader, item, require_fields, REQUIRE_FIELDS, items) < 0)
			return -1;
		rule->require_count++;
	}
	return 0;
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

static int check_id(const struct reader *reader, const char *id, const struct yaml *node)
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
	return strings ? count_choices(strings) : 0;
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
	if (rule->secret_group || rule->entropy > 0 || rule->verify)
		return "secret_group, entropy or verify without a pattern";
	return NULL;
}

/* "secrets/example-token" is titled "Example token" where nobody gave it a title. */
static const char *title_of(const struct reader *reader, const char *id)
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
	const struct reader *reader, const struct rule *rule, const struct yaml *list)
{
	for (const struct yaml *item = list ? list->child : NULL; item && !rule->origin;
		item = item->next)
		if (item->text.len < LEAST_KEYWORD)
			return yaml_error(reader->err, reader->name, item->line, item->column,
				"keywords has a keyword of fewer than 3 bytes");
	return 0;
}

static int read_rule(const struct reader *reader, const struct yaml *node, struct rule *rule)
{
	const char *fault;

	if (read_fields(reader, node, rule_fields, RULE_FIELDS, rule) < 0 ||
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

static int check_unique(const struct reader *reader, const struct placed *placed, size_t count)
{
	for (size_t i = 1; i < count; i++)
		if (strcmp(placed[i - 1].rule.id, placed[i].rule.id) == 0)
			return yaml_error(reader->err, reader->name, placed[i].node->line,
				placed[i].node->column, "id \"%.*s\" is there twice",
				text_quote(text_of(placed[i].rule.id)), placed[i].rule.id);
	return 0;
}

static int read_list(const struct reader *reader, const struct yaml *list, struct placed *placed,
	struct rule *sorted)
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

/* ---- what a file allows ---- */

static bool names(const char *const *ids, const char *id)
{
	for (size_t i = 0; ids[i]; i++)
		if (strcmp(ids[i], id) == 0)
			return true;
	return false;
}

/* Puts the file's allowances that are for a rule behind its own. */
static int extend_allow(const struct reader *reader, struct rule *rule,
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

static int check_named(const struct reader *reader, const struct yaml *list,
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

static int share_allow(
	const struct reader *reader, const struct yaml *root, struct rule *sorted, size_t count)
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

/* The list of rules, or NULL with an error. */
static const struct yaml *find_list(const struct reader *reader, const struct yaml *root)
{
	static const struct field keys[] = {{.key = "rules"}, {.key = "allow"}};
	const struct yaml *list;

	for (const struct yaml *member = root->child; root->type == YAML_MAP && member;
		member = member->next)
		if (!field_find(keys, 2, member->key)) {
			refuse_key(reader, member, keys, 2);
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
	const struct reader reader = {name, check, arena, err};
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
		share_allow(&reader, root, sorted, list->count) < 0)
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
