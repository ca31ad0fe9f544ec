/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/yaml_tree.h"

#include <string.h>

#include "checks/dependencies/environment_settings.h"

enum { MOST_BYTES = 32 << 20, DEEPEST = 256 };

static const struct yaml_options reading = {.max_bytes = MOST_BYTES,
	.aliases = true,
	.tags = true,
	.documents = true,
	.keep_duplicates = true,
	.complex_keys = true,
	.kind = ERR_LOOK};

bool is_scalar(const struct yaml *node)
{
	return node && node->type == YAML_SCALAR;
}

struct text yaml_text(const struct yaml *map, const char *key)
{
	const struct yaml *value = yaml_get(map, key);

	return is_scalar(value) ? value->text : text_of("");
}

bool contains(struct text content, const char *word)
{
	return text_find(content, text_of(word)) < content.len;
}

bool is_template(struct text content)
{
	return contains(content, "{{") || contains(content, "{%") || contains(content, "<%");
}

bool has_line(struct text content, const char *beginning)
{
	struct text word = text_of(beginning);

	for (size_t from = 0; from < content.len; from++) {
		from += text_find(text_slice(content, from, content.len), word);
		if (from < content.len && (from == 0 || content.ptr[from - 1] == '\n'))
			return true;
	}
	return false;
}

static int walk(const struct yaml_tree *tree, const struct yaml *node, yaml_visit *visit,
	unsigned depth, struct err *err)
{
	if (depth > DEEPEST)
		return document_error(
			tree->document, node->line, node->column, err, "nested too deeply");
	if (node->type == YAML_MAP && visit(tree, node, err) < 0)
		return -1;
	for (const struct yaml *child = node->child; child; child = child->next)
		if (child->type != YAML_SCALAR && walk(tree, child, visit, depth + 1, err) < 0)
			return -1;
	return 0;
}

int yaml_walk(const struct yaml_tree *tree, yaml_visit *visit, struct err *err)
{
	return walk(tree, tree->documents, visit, 0, err);
}

static int note_doubles(const struct yaml_tree *tree, const struct yaml *map, struct err *err)
{
	for (const struct yaml *member = map->child; member; member = member->next)
		if (member->duplicate && lock_doubled(tree->lock, member->key, member->key_line,
						 member->key_column, err) < 0)
			return -1;
	return 0;
}

int yaml_tree_read(
	struct yaml_tree *out, struct lock *lock, const struct document *document, struct err *err)
{
	*out = (struct yaml_tree){.lock = lock, .document = document};
	if (lines_of(&out->lines, document->content, document->arena, err) < 0 ||
		yaml_read_with(&out->documents, document->content, document->name, &reading,
			document->arena, err) < 0)
		return -1;
	return yaml_walk(out, note_doubles, err);
}

int yaml_tree_try(
	struct yaml_tree *out, struct lock *lock, const struct document *document, struct err *err)
{
	static const struct yaml nothing = {.type = YAML_LIST};
	struct err own = {0};

	if (yaml_tree_read(out, lock, document, &own) == 0)
		return 0;
	if (own.kind != ERR_LOOK) {
		*err = own;
		return -1;
	}
	out->documents = &nothing;
	lock->doubled.count = 0;
	return 0;
}

/* ---- environment variables ---- */

static int add_variable(const struct yaml_tree *tree, const struct yaml *at, struct text name,
	struct text value, struct err *err)
{
	return environment_setting(
		tree->lock, tree->document->arena, name, value, at->line, at->column, err);
}

int yaml_environment(const struct yaml_tree *tree, const struct yaml *variables, struct err *err)
{
	for (const struct yaml *one = variables ? variables->child : NULL; one; one = one->next) {
		const struct yaml *value = one->type == YAML_MAP ? yaml_get(one, "value") : one;
		struct text name = one->key, text = is_scalar(value) ? value->text : text_of("");

		if (variables->type == YAML_LIST) {
			size_t equals = text_find(text, text_of("="));

			name = text_slice(text, 0, equals);
			text = text_slice(text, equals + 1, text.len);
		}
		if (is_scalar(value) && add_variable(tree, value, name, text, err) < 0)
			return -1;
	}
	return 0;
}

/* ---- comments ---- */

/* Columns are in characters. */
static size_t byte_of_column(struct text line, uint32_t column)
{
	size_t at = 0;

	for (uint32_t i = 1; i < column && at < line.len; i++) {
		at++;
		while (at < line.len && ((unsigned char)line.ptr[at] & 0xc0) == 0x80)
			at++;
	}
	return at;
}

/* The end of a value that is in quotes; "from" where it is not. */
static size_t skip_quoted(struct text line, size_t from)
{
	char quote = from < line.len ? line.ptr[from] : '\0';
	size_t at = from + 1;

	if (quote != '"' && quote != '\'')
		return from;
	while (at < line.len && line.ptr[at] != quote)
		at += quote == '"' && line.ptr[at] == '\\' ? 2 : 1;
	return at;
}

static struct text comment_behind(struct text line, size_t from)
{
	for (size_t i = skip_quoted(line, from); i + 1 < line.len; i++)
		if ((line.ptr[i] == ' ' || line.ptr[i] == '\t') && line.ptr[i + 1] == '#')
			return text_trim(text_slice(line, i + 2, line.len));
	return text_of("");
}

struct reference yaml_reference(const struct yaml_tree *tree, const struct yaml *scalar)
{
	struct text line = lines_get(&tree->lines, scalar->line);

	return (struct reference){.written = scalar->text,
		.line = scalar->line,
		.column = scalar->column,
		.comment = comment_behind(line, byte_of_column(line, scalar->column))};
}
