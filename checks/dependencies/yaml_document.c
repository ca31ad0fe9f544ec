/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/yaml_document.h"

enum { MOST_BYTES = 256 << 20 };

/* As deep as the reader lets a file be, at most YAML_DEEPEST. */
static int note_doubled(struct lock *lock, const struct yaml *tree, struct err *err)
{
	for (const struct yaml *one = tree->child; one; one = one->next) {
		if (one->duplicate &&
			lock_doubled(lock, one->key, one->key_line, one->key_column, err) < 0)
			return -1;
		if (note_doubled(lock, one, err) < 0)
			return -1;
	}
	return 0;
}

int yaml_place_error(
	const struct document *document, const struct yaml *at, struct err *err, const char *what)
{
	return document_error(document, at->line, at->column, err, "%s", what);
}

int document_yaml(const struct yaml **out, struct lock *lock, const struct document *document,
	struct err *err)
{
	static const struct yaml_options options = {
		.max_bytes = MOST_BYTES, .keep_duplicates = true, .kind = ERR_LOOK};

	if (yaml_read_with(out, document->content, document->name, &options, document->arena, err) <
		0)
		return -1;
	if ((*out)->type != YAML_MAP)
		return yaml_place_error(document, *out, err, "the file is no mapping");
	return note_doubled(lock, *out, err);
}

struct pin yaml_pin(const struct yaml *at)
{
	return (struct pin){.line = at->key_line ? at->key_line : at->line,
		.column = at->key_line ? at->key_column : at->column};
}

struct text yaml_scalar(const struct yaml *map, const char *key)
{
	const struct yaml *node = yaml_get(map, key);

	return node && node->type == YAML_SCALAR ? node->text : text_of("");
}
