/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/import/toml_allow.h"

/* An allowlist as it stands in the file. */
struct allowlist {
	struct texts paths, regexes, stopwords, commits, rules;
	enum allow_target target;
	bool all;
};

bool toml_is(const struct toml *value, const char *key)
{
	return text_is_nocase(value->key, key);
}

const struct toml *toml_lookup(const struct toml *table, const char *key)
{
	if (!table || table->type != TOML_TABLE)
		return NULL;
	for (const struct toml *value = table->child; value; value = value->next)
		if (toml_is(value, key))
			return value;
	return NULL;
}

struct text toml_text_of(const struct toml *table, const char *key)
{
	const struct toml *value = toml_lookup(table, key);

	return value && value->type == TOML_STRING ? value->text : (struct text){"", 0};
}

int toml_strings(
	struct import *import, struct text rule, const struct toml *value, struct texts *out)
{
	if (value->type != TOML_ARRAY)
		return import_note(import, rule, "%.*s is no list: not carried over",
			(int)value->key.len, value->key.ptr);
	for (const struct toml *item = value->child; item; item = item->next) {
		if (item->type == TOML_STRING && texts_add(import, out, item->text) < 0)
			return -1;
		if (item->type != TOML_STRING &&
			import_note(import, rule,
				"%.*s has an item that is no string: not carried over",
				(int)value->key.len, value->key.ptr) < 0)
			return -1;
	}
	return 0;
}

/* ---- reading one ---- */

static int read_lower(
	struct import *import, struct text rule, const struct toml *value, struct texts *out)
{
	struct texts words = {0};

	if (toml_strings(import, rule, value, &words) < 0)
		return -1;
	for (size_t i = 0; i < words.count; i++) {
		struct text word = import_lower(import, words.items[i]);

		if (!word.ptr)
			return err_nomem(import->err);
		if (word.len && texts_add(import, out, text_trim(word)) < 0)
			return -1;
	}
	return 0;
}

static int read_rules(
	struct import *import, struct text rule, const struct toml *value, struct texts *out)
{
	struct texts ids = {0};

	if (toml_strings(import, rule, value, &ids) < 0)
		return -1;
	for (size_t i = 0; i < ids.count; i++) {
		struct text id;
		bool is_known = false;

		if (import_id(import, ids.items[i], &id) < 0)
			return -1;
		for (size_t k = 0; k < import->id_count; k++)
			is_known = is_known || text_equal(import->ids[k].id, id);
		if (is_known ? texts_add(import, out, id) < 0
			     : import_note(import, rule,
				       "targetRules names %.*s, which is not in the file",
				       text_quote(ids.items[i]), ids.items[i].ptr) < 0)
			return -1;
	}
	return 0;
}

static int read_target(
	struct import *import, struct text rule, const struct toml *value, struct allowlist *list)
{
	static const char *const names[] = {"secret", "match", "line"};

	for (size_t i = 0; i < 3; i++)
		if (text_is(value->text, names[i])) {
			list->target = (enum allow_target)i;
			return 0;
		}
	return value->text.len
		       ? import_note(import, rule, "regexTarget is none of secret, match, line")
		       : 0;
}

static int read_condition(
	struct import *import, struct text rule, const struct toml *value, struct allowlist *list)
{
	struct text word = import_lower(import, value->text);

	if (!word.ptr)
		return err_nomem(import->err);
	list->all = text_is(word, "and") || text_is(word, "&&");
	if (list->all || word.len == 0 || text_is(word, "or") || text_is(word, "||"))
		return 0;
	return import_note(import, rule, "condition is neither AND nor OR; read as OR");
}

static int read_member(
	struct import *import, struct text rule, const struct toml *value, struct allowlist *list)
{
	const struct {
		const char *key;
		struct texts *out;
		int (*read)(struct import *import, struct text rule, const struct toml *value,
			struct texts *out);
	} lists[] = {
		{"paths", &list->paths, toml_strings},
		{"regexes", &list->regexes, toml_strings},
		{"stopwords", &list->stopwords, read_lower},
		{"commits", &list->commits, read_lower},
		{"targetrules", &list->rules, read_rules},
	};

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		if (toml_is(value, lists[i].key))
			return lists[i].read(import, rule, value, lists[i].out);
	if (toml_is(value, "regexTarget"))
		return read_target(import, rule, value, list);
	if (toml_is(value, "condition"))
		return read_condition(import, rule, value, list);
	if (toml_is(value, "description"))
		return 0;
	return import_note(import, rule,
		"the key %.*s of an allowlist is not known: not carried over",
		text_quote(value->key), value->key.ptr);
}

/* ---- turning one into ours ---- */

/* An allowance for each pattern, so that one that is not understood takes no other with it. */
static int add_patterns(struct import *import, struct text rule, const char *what,
	const struct texts *patterns, struct allowance allowance, struct allowances *out)
{
	for (size_t i = 0; i < patterns->count; i++) {
		struct converted converted;
		bool ok;

		if (import_pattern(import, rule, what, patterns->items[i], DIALECT_GO,
			    &allowance.pattern, &converted, &ok) < 0 ||
			(ok && allowances_add(import, out, &allowance) < 0))
			return -1;
	}
	return 0;
}

static int add_any(struct import *import, struct text rule, const struct allowlist *list,
	struct allowances *out)
{
	struct allowance path = {.target = ALLOW_PATH, .rules = list->rules};
	struct allowance regex = {.target = list->target, .rules = list->rules};
	struct allowance rest = {
		.stopwords = list->stopwords, .commits = list->commits, .rules = list->rules};

	if (add_patterns(import, rule, "a path of an allowlist", &list->paths, path, out) < 0 ||
		add_patterns(import, rule, "a regex of an allowlist", &list->regexes, regex, out) <
			0)
		return -1;
	return rest.stopwords.count || rest.commits.count ? allowances_add(import, out, &rest) : 0;
}

static int add_all(struct import *import, struct text rule, const struct allowlist *list,
	struct allowances *out)
{
	struct allowance all = {.all = true,
		.target = list->target,
		.stopwords = list->stopwords,
		.commits = list->commits,
		.rules = list->rules};
	bool paths_ok, regexes_ok;

	if (import_joined(import, rule, "a path of an allowlist", &list->paths, DIALECT_GO,
		    &all.path, &paths_ok) < 0 ||
		import_joined(import, rule, "a regex of an allowlist", &list->regexes, DIALECT_GO,
			&all.pattern, &regexes_ok) < 0)
		return -1;
	/* Half of what must hold together would allow more. */
	return paths_ok && regexes_ok ? allowances_add(import, out, &all) : 0;
}

static int read_one(
	struct import *import, struct text rule, const struct toml *table, struct allowances *out)
{
	struct allowlist list = {0};
	bool targets = toml_lookup(table, "targetRules") != NULL;

	for (const struct toml *value = table->child; value; value = value->next)
		if (read_member(import, rule, value, &list) < 0)
			return -1;
	/* Of rules that are all unknown: it is for none, and not for all. */
	if (targets && list.rules.count == 0)
		return 0;
	if (!list.paths.count && !list.regexes.count && !list.stopwords.count &&
		!list.commits.count)
		return 0;
	return list.all ? add_all(import, rule, &list, out) : add_any(import, rule, &list, out);
}

int toml_allow(
	struct import *import, struct text rule, const struct toml *value, struct allowances *out)
{
	if (value->type == TOML_TABLE)
		return read_one(import, rule, value, out);
	if (value->type != TOML_ARRAY)
		return import_note(import, rule, "an allowlist is no table: not carried over");
	for (const struct toml *item = value->child; item; item = item->next)
		if (read_one(import, rule, item, out) < 0)
			return -1;
	return 0;
}
