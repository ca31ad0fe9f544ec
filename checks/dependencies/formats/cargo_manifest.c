/* SPDX-License-Identifier: Apache-2.0
 *
 * Cargo.toml (The Cargo Book, "The Manifest Format"): what a crate asks for, and the members of its workspace.
 */
#include "checks/dependencies/format.h"
#include "gate/base/toml.h"

static bool is_true(const struct toml *table, const char *key)
{
	const struct toml *value = toml_get(table, key);

	return value && value->type == TOML_BOOL && text_is(value->text, "true");
}

/* name = "range", or name = {version = …, package = …}. What the workspace defines stands in its manifest. */
static int read_need(struct lock *lock, const struct toml *entry, uint32_t flags, struct err *err)
{
	struct need need = {.name = entry->key,
		.range = entry->text,
		.flags = flags,
		.line = entry->key_line,
		.column = entry->key_column};

	if (entry->type == TOML_TABLE) {
		need.range = toml_text(entry, "version");
		if (toml_get(entry, "package"))
			need.name = toml_text(entry, "package");
		if (is_true(entry, "optional"))
			need.flags |= NEED_OPTIONAL;
		if (is_true(entry, "workspace") || toml_get(entry, "path"))
			need.flags |= NEED_LOCAL;
	}
	return lock_need(lock, &need, err);
}

static int read_block(struct lock *lock, const struct toml *block, uint32_t flags, struct err *err)
{
	for (const struct toml *entry = block ? block->child : NULL; entry; entry = entry->next)
		if (read_need(lock, entry, flags, err) < 0)
			return -1;
	return 0;
}

static int read_blocks(struct lock *lock, const struct toml *table, struct err *err)
{
	static const struct {
		const char *key;
		uint32_t flags;
	} blocks[] = {{"dependencies", 0}, {"dev-dependencies", NEED_DEV},
		{"dev_dependencies", NEED_DEV}, {"build-dependencies", 0},
		{"build_dependencies", 0}};

	for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++)
		if (read_block(lock, toml_get(table, blocks[i].key), blocks[i].flags, err) < 0)
			return -1;
	return 0;
}

static int read_targets(struct lock *lock, const struct toml *targets, struct err *err)
{
	for (const struct toml *target = targets ? targets->child : NULL; target;
		target = target->next)
		if (read_blocks(lock, target, err) < 0)
			return -1;
	return 0;
}

static int read_members(struct lock *lock, const struct toml *members, struct err *err)
{
	for (const struct toml *member = members ? members->child : NULL; member;
		member = member->next)
		if (member->type == TOML_STRING && lock_workspace(lock, member->text, err) < 0)
			return -1;
	return 0;
}

/* [patch.registry] and [replace]: crates that come from elsewhere than they say. */
static int read_elsewhere(struct lock *lock, const struct document *document,
	const struct toml *table, struct err *err)
{
	for (const struct toml *entry = table ? table->child : NULL; entry; entry = entry->next) {
		const struct toml *git = toml_get(entry, "git");
		struct setting setting = {.kind = SETTING_SOURCE,
			.line = entry->key_line,
			.column = entry->key_column};
		char *name = arena_printf(document->arena, "%.*s %.*s", (int)table->key.len,
			table->key.ptr, (int)entry->key.len, entry->key.ptr);

		if (!name)
			return err_nomem(err);
		if (!git || git->type != TOML_STRING)
			continue;
		setting.name = text_of(name);
		setting.value = git->text;
		if (lock_setting(lock, &setting, err) < 0)
			return -1;
	}
	return 0;
}

static int read_all_elsewhere(struct lock *lock, const struct document *document,
	const struct toml *root, struct err *err)
{
	const struct toml *patches = toml_get(root, "patch");

	for (const struct toml *patch = patches ? patches->child : NULL; patch; patch = patch->next)
		if (read_elsewhere(lock, document, patch, err) < 0)
			return -1;
	return read_elsewhere(lock, document, toml_get(root, "replace"), err);
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	const struct toml *root;

	if (toml_read(&root, document->content, document->name, document->arena, err) < 0)
		return -1;
	lock->has_needs = true;
	if (read_blocks(lock, root, err) < 0 ||
		read_targets(lock, toml_get(root, "target"), err) < 0 ||
		read_all_elsewhere(lock, document, root, err) < 0)
		return -1;
	return read_members(lock, toml_at(root, "workspace.members"), err);
}

static const char *const globs[] = {"Cargo.toml", NULL};

extern const struct format format_cargo_manifest;

const struct format format_cargo_manifest = {
	.name = "cargo-manifest", .ecosystem = "cargo", .globs = globs, .read = read};
