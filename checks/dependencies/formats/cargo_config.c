/* SPDX-License-Identifier: Apache-2.0
 *
 * .cargo/config.toml (The Cargo Book, "Configuration"): where crates come from, and checks that can be
 * switched off.
 */
#include "checks/dependencies/environment_settings.h"
#include "checks/dependencies/format.h"
#include "gate/base/toml.h"

static int add_source(struct lock *lock, const struct document *document, const struct toml *table,
	const struct toml *value, struct err *err)
{
	struct setting setting = {.kind = SETTING_SOURCE,
		.value = value->text,
		.line = value->key_line,
		.column = value->key_column};
	char *name = arena_printf(document->arena, "%.*s.%.*s", (int)table->key.len, table->key.ptr,
		(int)value->key.len, value->key.ptr);

	if (!name)
		return err_nomem(err);
	setting.name = text_of(name);
	return lock_setting(lock, &setting, err);
}

/* [source.name] registry = URL, git = URL; [registries.name] index = URL; [patch.name.crate] git = URL */
static int read_source(struct lock *lock, const struct document *document, const struct toml *table,
	struct err *err)
{
	static const char *const keys[] = {"registry", "git", "index", "proxy"};

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		const struct toml *value = toml_get(table, keys[i]);

		if (value && value->type == TOML_STRING &&
			add_source(lock, document, table, value, err) < 0)
			return -1;
	}
	return 0;
}

static int read_sources(struct lock *lock, const struct document *document,
	const struct toml *tables, struct err *err)
{
	for (const struct toml *table = tables ? tables->child : NULL; table; table = table->next)
		if (read_source(lock, document, table, err) < 0)
			return -1;
	return 0;
}

static int read_patches(struct lock *lock, const struct document *document,
	const struct toml *patches, struct err *err)
{
	for (const struct toml *patch = patches ? patches->child : NULL; patch; patch = patch->next)
		if (read_sources(lock, document, patch, err) < 0)
			return -1;
	return 0;
}

static int read_guard(struct lock *lock, const struct toml *root, const char *path, struct err *err)
{
	const struct toml *value = toml_at(root, path);
	struct setting setting = {.kind = SETTING_GUARD, .name = text_of(path), .usual = 1};

	if (!value)
		return 0;
	setting.value = value->text;
	setting.strength = !text_is(value->text, "false");
	setting.line = value->key_line;
	setting.column = value->key_column;
	return lock_setting(lock, &setting, err);
}

/* [env] CARGO_…, and what git and TLS take from there. */
static int read_environment(
	struct lock *lock, const struct document *document, const struct toml *env, struct err *err)
{
	for (const struct toml *entry = env ? env->child : NULL; entry; entry = entry->next) {
		struct text value =
			entry->type == TOML_TABLE ? toml_text(entry, "value") : entry->text;

		if (environment_setting(lock, document->arena, entry->key, value, entry->key_line,
			    entry->key_column, err) < 0)
			return -1;
	}
	return 0;
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	const struct toml *root;

	if (toml_read(&root, document->content, document->name, document->arena, err) < 0 ||
		read_sources(lock, document, toml_get(root, "source"), err) < 0 ||
		read_sources(lock, document, toml_get(root, "registries"), err) < 0 ||
		read_source(lock, document, toml_get(root, "registry"), err) < 0 ||
		read_source(lock, document, toml_get(root, "http"), err) < 0 ||
		read_patches(lock, document, toml_get(root, "patch"), err) < 0 ||
		read_environment(lock, document, toml_get(root, "env"), err) < 0)
		return -1;
	return read_guard(lock, root, "http.check-revoke", err);
}

static const char *const globs[] = {"**/.cargo/config.toml", "**/.cargo/config", NULL};

extern const struct format format_cargo_config;

const struct format format_cargo_config = {
	.name = "cargo-config", .ecosystem = "cargo", .globs = globs, .read = read};
