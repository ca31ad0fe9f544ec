/* SPDX-License-Identifier: Apache-2.0
 *
 * Models in YAML and JSON configuration: a key that names a model, with `revision` and `trust_remote_code` beside it in
 * the same map. Any file may be meant, so one that cannot be parsed is none of these.
 */
#include "checks/dependencies/model.h"
#include "checks/dependencies/yaml_tree.h"
#include "gate/base/json.h"

enum { LARGEST = 1 << 20, DEEPEST = JSON_DEEPEST };

static const char *const name_keys[] = {"model", "model_id", "model_name", "model_name_or_path",
	"model_path", "repo_id", "base_model", "pretrained_model_name_or_path", "hf_model",
	"tokenizer", "_name_or_path", NULL};
static const char *const revision_keys[] = {
	"revision", "model_revision", "base_model_revision", "hf_revision", "_commit_hash", NULL};

/* What is beside each other in a map. */
struct beside {
	struct text name, revision, code_revision, trust;
	uint32_t line, column;
};

static bool is_key(struct text key, const char *const *keys)
{
	for (; *keys; keys++)
		if (text_is(key, *keys))
			return true;
	return false;
}

static void note(
	struct beside *beside, struct text key, struct text value, uint32_t line, uint32_t column)
{
	if (beside->name.len == 0 && is_key(key, name_keys) && is_model_id(value)) {
		beside->name = value;
		beside->line = line;
		beside->column = column;
	} else if (is_key(key, revision_keys)) {
		beside->revision = value;
	} else if (text_is(key, "code_revision")) {
		beside->code_revision = value;
	} else if (text_is(key, "trust_remote_code")) {
		beside->trust = value;
	}
}

static int add(struct lock *lock, const struct beside *beside, struct err *err)
{
	struct model model = {.name = beside->name,
		.revision = beside->revision,
		.code_revision = beside->code_revision,
		.is_literal = true,
		.is_loose = true,
		.line = beside->line,
		.is_unknown = has_variable(beside->revision),
		.column = beside->column,
		.remote_code = text_is(beside->trust, "true") || text_is(beside->trust, "True") ||
			       text_is(beside->trust, "yes") || text_is(beside->trust, "on")};

	return beside->name.len ? model_add(lock, &model, err) : 0;
}

/* ---- YAML ---- */

static int visit(const struct yaml_tree *tree, const struct yaml *map, struct err *err)
{
	struct beside beside = {.line = 0};

	for (const struct yaml *member = map->child; member; member = member->next)
		if (is_scalar(member))
			note(&beside, member->key, member->text, member->line, member->column);
	return add(tree->lock, &beside, err);
}

static int read_yaml(struct lock *lock, const struct document *document, struct err *err)
{
	struct yaml_tree tree;

	if (yaml_tree_try(&tree, lock, document, err) < 0)
		return -1;
	lock->doubled.count = 0;
	return yaml_walk(&tree, visit, err);
}

/* ---- JSON ---- */

static struct text scalar(const struct json *value)
{
	if (value->type == JSON_STRING)
		return value->text;
	return text_of(value->type == JSON_TRUE ? "true" : "");
}

static int walk(struct lock *lock, const struct json *json, unsigned depth, struct err *err)
{
	struct beside beside = {.line = 0};

	if (depth > DEEPEST)
		return 0;
	for (const struct json *member = json->child; member; member = member->next) {
		if (json->type == JSON_OBJECT)
			note(&beside, member->key, scalar(member), member->line, member->column);
		if (member->child && walk(lock, member, depth + 1, err) < 0)
			return -1;
	}
	return add(lock, &beside, err);
}

static int read_json(struct lock *lock, const struct document *document, struct err *err)
{
	static const struct json_options lenient = {
		.comments = true, .trailing_commas = true, .keep_duplicates = true};
	const struct json *root;
	struct err own = {0};

	if (json_read_with(
		    &root, document->content, document->name, &lenient, document->arena, &own) == 0)
		return walk(lock, root, 0, err);
	if (own.kind == ERR_LOOK)
		return 0;
	*err = own;
	return -1;
}

/* What may stand between a key and its colon. */
static bool ends_as_key(struct text content, size_t at)
{
	while (at < content.len && (content.ptr[at] == '"' || content.ptr[at] == '\'' ||
					   content.ptr[at] == ' ' || content.ptr[at] == '\t'))
		at++;
	return at < content.len &&
	       (content.ptr[at] == ':' || content.ptr[at] == '\n' || content.ptr[at] == '\r');
}

static bool has_key(struct text content, struct text key)
{
	size_t at = 0, found;

	for (; at < content.len; at = found + 1) {
		found = at + text_find(text_slice(content, at, content.len), key);
		if (found < content.len && ends_as_key(content, found + key.len))
			return true;
	}
	return false;
}

/* How many digits stand before the last two of an escape, by its letter. */
static size_t digits_before(char letter)
{
	return letter == 'u' ? 2 : letter == 'U' ? 6 : 0;
}

/* The two digits of a lower-case letter or a "_". */
static bool is_letter_in_hex(const char *digits)
{
	return digits[0] == '7' || (digits[0] == '6' && digits[1] != '0') ||
	       (digits[0] == '5' && (digits[1] | 0x20) == 'f');
}

/* As "mod\x65l": a lower-case letter or a "_" in hexadecimal. */
static bool has_escaped_letter(struct text content)
{
	for (size_t i = 0; i + 3 < content.len; i++) {
		const char *at = content.ptr + i;
		size_t zeros = digits_before(at[1]);

		if (at[0] != '\\' || (at[1] != 'x' && !zeros) || i + 3 + zeros >= content.len)
			continue;
		if (is_letter_in_hex(at + 2 + zeros))
			return true;
	}
	return false;
}

/* Most files that speak of models name none: those are not parsed. Keys may be written with escapes. */
static bool names_model(struct text path, struct text content)
{
	(void)path;
	if (content.len > LARGEST || !contains(content, "/"))
		return false;
	for (size_t i = 0; name_keys[i]; i++)
		if (has_key(content, text_of(name_keys[i])))
			return true;
	return has_escaped_letter(content);
}

static const char *const yaml_globs[] = {"*.yaml", "*.yml", NULL};
static const char *const json_globs[] = {"*.json", NULL};

extern const struct format format_model_yaml, format_model_json;

const struct format format_model_yaml = {.name = "model-yaml",
	.ecosystem = "huggingface",
	.globs = yaml_globs,
	.domain = DOMAIN_COMMIT,
	.is = names_model,
	.by_content = true,
	.read = read_yaml};

const struct format format_model_json = {.name = "model-json",
	.ecosystem = "huggingface",
	.globs = json_globs,
	.domain = DOMAIN_COMMIT,
	.is = names_model,
	.by_content = true,
	.read = read_json};
