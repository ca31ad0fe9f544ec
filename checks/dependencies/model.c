/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/model.h"

#include <ctype.h>
#include <string.h>

#include "checks/dependencies/reference.h"

enum { LONGEST_PART = 96 };

static bool is_part(struct text part)
{
	if (part.len == 0 || part.len > LONGEST_PART || part.ptr[0] == '.' || part.ptr[0] == '-')
		return false;
	for (size_t i = 0; i < part.len; i++)
		if (!isalnum((unsigned char)part.ptr[i]) && !strchr("-_.", part.ptr[i]))
			return false;
	return memchr(part.ptr, '\0', part.len) == NULL;
}

static bool is_folder(struct text name)
{
	static const char *const usual[] = {"models", "model", "data", "dataset", "datasets",
		"checkpoints", "ckpt", "ckpts", "output", "outputs", "results", "runs", "weights",
		"tests", "test", "path", "tmp", "examples", "configs", "config", "assets", NULL};

	for (size_t i = 0; usual[i]; i++)
		if (text_is(name, usual[i]))
			return true;
	return false;
}

static bool is_file(struct text name)
{
	static const char *const endings[] = {".json", ".jsonl", ".txt", ".py", ".pt", ".pth",
		".bin", ".csv", ".yaml", ".yml", ".onnx", ".safetensors", ".ckpt", ".parquet",
		".md", ".gguf", ".tar", ".gz", ".zip", NULL};

	for (size_t i = 0; endings[i]; i++)
		if (text_ends(name, endings[i]))
			return true;
	return false;
}

bool is_model_id(struct text text)
{
	size_t slash = text_find(text, text_of("/"));
	struct text owner = text_slice(text, 0, slash),
		    name = text_slice(text, slash + 1, text.len);

	return is_part(owner) && is_part(name) && !is_folder(owner) && !is_file(name);
}

int model_add(struct lock *lock, const struct model *model, struct err *err)
{
	struct pin pin = {.name = model->name,
		.version = model->revision,
		.line = model->line,
		.column = model->column,
		.flags = PIN_REFERENCE | PIN_MODEL};
	struct pin *added;

	if (model->is_unknown)
		pin.flags |= PIN_UNKNOWN;
	if (!model->is_literal || (model->is_loose && model->revision.len == 0))
		pin.flags |= PIN_NO_DIGEST;
	if (model->remote_code && !is_whole_commit(model->code_revision))
		pin.flags |= PIN_REMOTE_CODE;
	if (lock_pin(lock, &pin, &added, err) < 0)
		return -1;
	return is_whole_commit(model->revision) && !model->is_unknown
		       ? pin_git(lock, added, model->revision, err)
		       : 0;
}
