/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/json_document.h"

/* As deep as the reader lets a file be, at most JSON_DEEPEST. */
static int note_doubled(struct lock *lock, const struct json *tree, struct err *err)
{
	for (const struct json *one = tree->child; one; one = one->next) {
		if (one->duplicate &&
			lock_doubled(lock, one->key, one->key_line, one->key_column, err) < 0)
			return -1;
		if (note_doubled(lock, one, err) < 0)
			return -1;
	}
	return 0;
}

int json_error(
	const struct document *document, const struct json *at, struct err *err, const char *what)
{
	return document_error(document, at->line, at->column, err, "%s", what);
}

int document_json(const struct json **out, struct lock *lock, const struct document *document,
	struct err *err)
{
	static const struct json_options options = {.keep_duplicates = true};

	if (json_read_with(out, document->content, document->name, &options, document->arena, err) <
		0)
		return -1;
	if ((*out)->type != JSON_OBJECT)
		return json_error(document, *out, err, "the file is no JSON object");
	return note_doubled(lock, *out, err);
}

struct pin json_pin(const struct json *at)
{
	return (struct pin){.line = at->key_line ? at->key_line : at->line,
		.column = at->key_line ? at->key_column : at->column};
}

bool json_is_true(const struct json *object, const char *key)
{
	const struct json *value = json_get(object, key);

	return value && value->type == JSON_TRUE;
}
