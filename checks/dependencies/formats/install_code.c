/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/formats/install_code.h"

#include "gate/base/hash.h"

int install_code_add(struct lock *lock, const struct install_code *code, struct err *err)
{
	return lock_setting(lock,
		&(struct setting){.kind = SETTING_CODE,
			.name = code->name,
			.value = code->value,
			.line = code->line,
			.column = code->column},
		err);
}

static int add_script(
	struct lock *lock, struct text name, const struct json *script, struct err *err)
{
	struct install_code code = {name, script->text, script->line, script->column};

	return script->type == JSON_STRING ? install_code_add(lock, &code, err) : 0;
}

int install_code_scripts(
	struct lock *lock, const struct json *scripts, const char *const *names, struct err *err)
{
	for (; *names; names++) {
		const struct json *script = json_get(scripts, *names);
		struct text name = text_of(*names);

		if (!script)
			continue;
		if (add_script(lock, name, script, err) < 0)
			return -1;
		for (const struct json *one = script->child; one; one = one->next)
			if (add_script(lock, name, one, err) < 0)
				return -1;
	}
	return 0;
}

/* ---- .pnpmfile.cjs (pnpm, "The .pnpmfile.cjs file"): its hooks change what every package asks for ---- */

static int read_hooks(struct lock *lock, const struct document *document, struct err *err)
{
	char hex[SHA256_HEX];
	struct install_code code = {.name = text_of("pnpm"), .line = 1, .column = 1};

	if (hash_sha256_hex(document->content, hex, err) < 0)
		return -1;
	code.value = arena_textf(lock->arena, "hooks, SHA-256 %s", hex);
	return code.value.ptr ? install_code_add(lock, &code, err) : err_nomem(err);
}

static const char *const hook_globs[] = {
	".pnpmfile.cjs", ".pnpmfile.mjs", "pnpmfile.js", "pnpmfile.cjs", NULL};

extern const struct format format_pnpm_hooks;

const struct format format_pnpm_hooks = {.name = "pnpm-hooks",
	.ecosystem = "npm",
	.globs = hook_globs,
	.plain = PLAIN_BYTES,
	.read = read_hooks};
