/* SPDX-License-Identifier: Apache-2.0
 *
 * gradle/libs.versions.toml (Gradle, "Version catalogs"): versions by name, and those of libraries and plugins. Read for whether they move.
 */
#include "checks/dependencies/formats/moving.h"
#include "gate/base/toml.h"

/* "1.0", or { strictly = "…", require = "…", prefer = "…" }; "g:a:1.0" of a library. */
static struct text version_of(const struct toml *entry)
{
	static const char *const keys[] = {"require", "strictly", "prefer"};
	struct text text = text_of("");

	if (entry->type == TOML_STRING)
		return entry->text;
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]) && !text.len; i++)
		text = toml_text(entry, keys[i]);
	return text;
}

static int add(
	struct moving *moving, const struct toml *entry, struct text version, struct err *err)
{
	return moving_add(moving,
		&(struct moving_at){.name = entry->key,
			.version = version,
			.line = entry->key_line,
			.column = entry->key_column,
			.counts_snapshots = true},
		err);
}

static int read_table(
	struct moving *moving, const struct toml *table, bool is_of_versions, struct err *err)
{
	for (const struct toml *entry = table ? table->child : NULL; entry; entry = entry->next) {
		const struct toml *version = entry->type == TOML_TABLE && !is_of_versions
						     ? toml_get(entry, "version")
						     : entry;
		struct text text = version ? version_of(version) : text_of("");

		if (text.len && add(moving, entry, text, err) < 0)
			return -1;
	}
	return 0;
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	struct moving moving = {.lock = lock};
	const struct toml *root;

	keys_start(&moving.seen, lock->arena);
	if (toml_read(&root, document->content, document->name, document->arena, err) < 0 ||
		read_table(&moving, toml_get(root, "versions"), true, err) < 0 ||
		read_table(&moving, toml_get(root, "libraries"), false, err) < 0)
		return -1;
	return read_table(&moving, toml_get(root, "plugins"), false, err);
}

static const char *const globs[] = {"*.versions.toml", NULL};

extern const struct format format_version_catalog;

const struct format format_version_catalog = {
	.name = "gradle-catalog", .ecosystem = "maven", .globs = globs, .read = read};
