/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/import/yaml_rules.h"

#include "checks/secrets/import/write.h"
#include "gate/base/yaml.h"

enum { LARGEST_FILE = 16 * 1024 * 1024, MOST_REQUIRED = 1000 };

/* What a special character is where the file does not say. */
#define SPECIAL "!@#$%^&*()_+-=[]{}|;:'\",.<>?/\\`~"

struct reading {
	struct import *import;
	enum dialect dialect;
	struct draft draft;
	bool is_left_out;
};

static int note(struct reading *reading, const char *what)
{
	return import_note(reading->import, reading->draft.id, "%s", what);
}

/* ---- the parts of a rule ---- */

static int read_name(struct reading *reading, const struct yaml *value)
{
	reading->draft.title = text_trim(value->text);
	return 0;
}

static int read_description(struct reading *reading, const struct yaml *value)
{
	reading->draft.why = text_trim(value->text);
	return 0;
}

static int ignore(struct reading *reading, const struct yaml *value)
{
	(void)reading;
	(void)value;
	return 0;
}

/* The secret is the group called TOKEN, or the first that has a name, as Kingfisher and Titus choose it. */
static int read_pattern(struct reading *reading, const struct yaml *value)
{
	struct converted converted;
	bool ok;

	if (import_pattern(reading->import, reading->draft.id, "pattern", value->text,
		    reading->dialect, &reading->draft.pattern, &converted, &ok) < 0)
		return -1;
	reading->is_left_out = !ok;
	reading->draft.secret_group =
		converted.token_group ? converted.token_group : converted.named_group;
	return 0;
}

static int read_entropy(struct reading *reading, const struct yaml *value)
{
	return import_number(reading->import, value->text, &reading->draft.entropy);
}

static int read_confidence(struct reading *reading, const struct yaml *value)
{
	static const char *const names[] = {"low", "medium", "high"};

	for (size_t i = 0; i < 3; i++)
		if (text_is(value->text, names[i])) {
			reading->draft.confidence = names[i];
			return 0;
		}
	return note(reading, "confidence is none of low, medium, high: taken for medium");
}

static int read_examples(struct reading *reading, const struct yaml *value, struct texts *out)
{
	struct import *import = reading->import;

	for (const struct yaml *item = value->child; item; item = item->next) {
		struct buffer made = {0};
		struct text example;

		write_template(&made, item->text);
		example = arena_text(import->arena, buffer_text(&made));
		if (made.failed || !example.ptr)
			err_nomem(import->err);
		buffer_free(&made);
		if (import->err->kind != ERR_NONE || texts_add(import, out, example) < 0)
			return -1;
	}
	return 0;
}

static int read_hits(struct reading *reading, const struct yaml *value)
{
	return read_examples(reading, value, &reading->draft.hits);
}

static int read_misses(struct reading *reading, const struct yaml *value)
{
	return read_examples(reading, value, &reading->draft.misses);
}

/* For people: they stay as comments. */
static int read_comment(struct reading *reading, const struct yaml *value)
{
	struct import *import = reading->import;

	for (const struct yaml *item = value->child; item; item = item->next) {
		struct text comment = arena_textf(import->arena, "%.*s: %.*s", (int)value->key.len,
			value->key.ptr, (int)item->text.len, item->text.ptr);

		if (!comment.ptr)
			return err_nomem(import->err);
		if (texts_add(import, &reading->draft.comments, comment) < 0)
			return -1;
	}
	return 0;
}

static int read_visible(struct reading *reading, const struct yaml *value)
{
	reading->draft.hidden = text_is(value->text, "false");
	return 0;
}

static int read_validation(struct reading *reading, const struct yaml *value)
{
	(void)value;
	return note(reading, "validation: asks over the network, which this gate never does; not "
			     "carried over");
}

static int read_depends(struct reading *reading, const struct yaml *value)
{
	(void)value;
	return note(reading, "depends_on_rule: serves the validation only; not carried over");
}

/* ---- pattern_requirements ---- */

static int add_lacks(struct reading *reading, const char *class_members, uint64_t count)
{
	struct allowance allowance = {.target = ALLOW_SECRET};

	allowance.lacks = arena_textf(reading->import->arena, "\\A(?:[^%s]*[%s]){%u}",
		class_members, class_members, (unsigned)count);
	if (!allowance.lacks.ptr)
		return err_nomem(reading->import->err);
	return allowances_add(reading->import, &reading->draft.allow, &allowance);
}

static int require(struct reading *reading, const struct yaml *value, const char *class_members)
{
	uint64_t count;

	if (!text_to_uint(value->text, MOST_REQUIRED, &count))
		return note(reading, "a requirement is no number: not carried over");
	return count ? add_lacks(reading, class_members, count) : 0;
}

static int require_special(struct reading *reading, const struct yaml *value, struct text members)
{
	struct buffer made = {0};
	int done;

	dialect_literal(&made, members);
	done = made.failed ? err_nomem(reading->import->err)
			   : require(reading, value, buffer_text(&made).ptr);
	buffer_free(&made);
	return done;
}

static int read_ignored(struct reading *reading, const struct yaml *value)
{
	struct allowance allowance = {.target = ALLOW_SECRET};

	for (const struct yaml *item = value->child; item; item = item->next) {
		struct text word = import_lower(reading->import, item->text);

		if (!word.ptr)
			return err_nomem(reading->import->err);
		if (word.len && texts_add(reading->import, &allowance.stopwords, word) < 0)
			return -1;
	}
	return allowance.stopwords.count
		       ? allowances_add(reading->import, &reading->draft.allow, &allowance)
		       : 0;
}

/* The two that are in use are verifiers of ours. */
static int read_checksum(struct reading *reading, const struct yaml *value)
{
	static const struct {
		const char *expected, *verify;
	} known[] = {
		{"{{ BODY | crc32_hex }}", "zuplo-key"},
		{"{{ BODY | crc32_le_b64: 6 }}", "confluent-token"},
	};
	const struct yaml *expected = yaml_get(value, "expected");

	for (size_t i = 0; expected && i < sizeof(known) / sizeof(known[0]); i++)
		if (text_is(expected->text, known[i].expected)) {
			reading->draft.verify = known[i].verify;
			return note(reading,
				"checksum: a wrong one lowers the confidence here and drops "
				"nothing");
		}
	return note(reading, "checksum: a formula that is not known; not carried over");
}

static int read_requirement(struct reading *reading, const struct yaml *value, struct text special)
{
	if (text_is(value->key, "min_digits"))
		return require(reading, value, "0-9");
	if (text_is(value->key, "min_uppercase"))
		return require(reading, value, "A-Z");
	if (text_is(value->key, "min_lowercase"))
		return require(reading, value, "a-z");
	if (text_is(value->key, "min_special_chars"))
		return require_special(reading, value, special);
	if (text_is(value->key, "special_chars"))
		return 0;
	if (text_is(value->key, "ignore_if_contains"))
		return read_ignored(reading, value);
	if (text_is(value->key, "checksum"))
		return read_checksum(reading, value);
	return note(reading, "a requirement that is not known: not carried over");
}

static int read_requirements(struct reading *reading, const struct yaml *value)
{
	const struct yaml *special = yaml_get(value, "special_chars");
	struct text members = special && special->text.len ? special->text : text_of(SPECIAL);

	for (const struct yaml *item = value->child; item; item = item->next)
		if (read_requirement(reading, item, members) < 0)
			return -1;
	return 0;
}

/* ---- a rule ---- */

static const struct {
	const char *key;
	enum yaml_type type;
	int (*read)(struct reading *reading, const struct yaml *value);
} rule_keys[] = {
	{"id", YAML_SCALAR, ignore},
	{"name", YAML_SCALAR, read_name},
	{"description", YAML_SCALAR, read_description},
	{"pattern", YAML_SCALAR, read_pattern},
	{"min_entropy", YAML_SCALAR, read_entropy},
	{"confidence", YAML_SCALAR, read_confidence},
	{"examples", YAML_LIST, read_hits},
	{"negative_examples", YAML_LIST, read_misses},
	{"non_examples", YAML_LIST, read_misses},
	{"references", YAML_LIST, read_comment},
	{"categories", YAML_LIST, read_comment},
	{"visible", YAML_SCALAR, read_visible},
	{"depends_on_rule", YAML_LIST, read_depends},
	{"pattern_requirements", YAML_MAP, read_requirements},
	{"validation", YAML_MAP, read_validation},
	{"revocation", YAML_MAP, read_validation},
	{"prevalidated", YAML_SCALAR, ignore},
};

static int read_key(struct reading *reading, const struct yaml *value)
{
	if (value->type == YAML_SCALAR && value->text.len == 0)
		return 0; /* a key with nothing behind it */
	for (size_t i = 0; i < sizeof(rule_keys) / sizeof(rule_keys[0]); i++)
		if (text_is(value->key, rule_keys[i].key) && value->type == rule_keys[i].type)
			return rule_keys[i].read(reading, value);
	return import_note(reading->import, reading->draft.id,
		"the key %.*s is not known, or has a value of another type: not carried over",
		text_quote(value->key), value->key.ptr);
}

static void rate(struct draft *draft)
{
	if (!draft->confidence)
		draft->confidence = "medium";
	draft->severity = text_is(text_of(draft->confidence), "low") ? "warning" : "error";
	if (draft->why.len == 0)
		draft->why = text_of(
			"It looks like a secret, and whoever reads the repository can use it.");
}

static int read_rule(struct import *import, const struct yaml *item, enum dialect dialect)
{
	struct reading reading = {.import = import, .dialect = dialect};
	const struct yaml *id = yaml_get(item, "id");

	if (!id || id->type != YAML_SCALAR || text_trim(id->text).len == 0) {
		import->left_out++;
		return import_note(import, (struct text){"", 0},
			"the rule in line %u has no id: left out", item->line);
	}
	reading.draft.id = text_trim(id->text);
	for (const struct yaml *value = item->child; value; value = value->next)
		if (read_key(&reading, value) < 0)
			return -1;
	rate(&reading.draft);
	if (reading.is_left_out || reading.draft.pattern.len == 0)
		return import_leave_out(
			import, reading.draft.id, "it has no pattern that is understood");
	return import_draft(import, &reading.draft);
}

int yaml_rules_read(struct import *import, struct text file, const char *name, enum dialect dialect)
{
	const struct yaml_options options = {
		.max_bytes = LARGEST_FILE, .aliases = true, .tags = true, .kind = ERR_USAGE};
	const struct yaml *root, *list;

	if (yaml_read_with(&root, file, name, &options, import->arena, import->err) < 0)
		return -1;
	list = yaml_get(root, "rules");
	if (!list || list->type != YAML_LIST)
		return import_note(import, (struct text){"", 0}, "%s has no list of rules", name);
	for (const struct yaml *item = list->child; item; item = item->next)
		if (read_rule(import, item, dialect) < 0)
			return -1;
	return 0;
}
