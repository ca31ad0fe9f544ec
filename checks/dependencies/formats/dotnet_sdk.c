/* SPDX-License-Identifier: Apache-2.0
 *
 * global.json (.NET, "global.json overview"): the folders that an SDK is taken from. Each but the machine's own ("$host$") is code of the project that runs every build.
 */
#include "checks/dependencies/json_document.h"

static int add_path(struct lock *lock, const struct json *path, struct err *err)
{
	struct setting setting = {.kind = SETTING_GUARD,
		.value = text_of("an SDK of the project"),
		.usual = 1,
		.line = path->line,
		.column = path->column};

	if (path->type != JSON_STRING || text_is(path->text, "$host$"))
		return 0;
	setting.name =
		arena_textf(lock->arena, "sdk.paths: %.*s", (int)path->text.len, path->text.ptr);
	return setting.name.ptr ? lock_setting(lock, &setting, err) : err_nomem(err);
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	const struct json *root, *sdk, *paths;

	if (document_json(&root, lock, document, err) < 0)
		return -1;
	sdk = json_get(root, "sdk");
	paths = sdk ? json_get(sdk, "paths") : NULL;
	for (const struct json *one = paths ? paths->child : NULL; one; one = one->next)
		if (add_path(lock, one, err) < 0)
			return -1;
	return 0;
}

/* Its comments are no JSON, and most have no paths, nor a key that is written in escapes. */
static bool is(struct text path, struct text content)
{
	(void)path;
	return content_has(content, "\"paths\"") || content_has(content, "\\u");
}

static const char *const globs[] = {"global.json", NULL};

extern const struct format format_dotnet_sdk;

const struct format format_dotnet_sdk = {.name = "dotnet-sdk",
	.ecosystem = "nuget",
	.globs = globs,
	.is = is,
	.by_content = true,
	.read = read};
