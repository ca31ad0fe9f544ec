/* SPDX-License-Identifier: Apache-2.0
 *
 * pdm.lock, lock_version 3.x and 4.x. A package with extras stands there once more under the same name and version. 3.x and
 * early 4.x list files in [metadata.files] under "name version". What the project asks for stands in pyproject.toml.
 */
#include "checks/dependencies/formats/python_asks.h"
#include "checks/dependencies/formats/requirement.h"

struct package {
	const struct toml *table;
	uint32_t pin;
};

struct reader {
	struct python_lock base;
	const struct toml *listed; /* [metadata.files], or NULL */
	struct package *packages;
	size_t count, capacity;
};

static int read_source(
	struct reader *reader, struct pin *pin, const struct toml *package, struct err *err)
{
	struct text git, path;

	if (python_may(&reader->base, &git, package, "git", err) < 0 ||
		python_may(&reader->base, &path, package, "path", err) < 0 ||
		python_may(&reader->base, &pin->source, package, "url", err) < 0)
		return -1;
	if (path.len) {
		pin->flags |= PIN_LOCAL;
		pin->source = path;
	}
	if (git.len == 0)
		return 0;
	return python_set_git(&reader->base, pin, package,
		(struct python_git){git, toml_text(package, "ref"), toml_text(package, "revision")},
		err);
}

/* The files where they stand: with the package, or under "name version". */
static int find_files(struct reader *reader, const struct toml **out, const struct toml *package,
	const struct pin *pin, struct err *err)
{
	const char *key;

	if (python_tables(&reader->base, out, package, "files", err) < 0)
		return -1;
	if (*out || !reader->listed)
		return 0;
	key = arena_printf(reader->base.document->arena, "%.*s %.*s",
		(int)toml_text(package, "name").len, toml_text(package, "name").ptr,
		(int)pin->version.len, pin->version.ptr);
	return key ? python_tables(&reader->base, out, reader->listed, key, err) : err_nomem(err);
}

static int read_package(struct reader *reader, const struct toml *package, struct err *err)
{
	const struct toml *files;
	struct pin pin;
	uint32_t index;

	if (python_package_start(&reader->base, &pin, package, err) < 0 ||
		read_source(reader, &pin, package, err) < 0 ||
		find_files(reader, &files, package, &pin, err) < 0)
		return -1;
	if (pin.version.len == 0)
		return python_error(&reader->base, package, err, "a package without its version");
	if (python_package(&reader->base, &pin, &index, err) < 0 ||
		python_add_commit(&reader->base, index, err) < 0)
		return -1;
	if (arena_reserve(reader->base.document->arena, (void **)&reader->packages,
		    &reader->capacity, reader->count + 1, sizeof(*reader->packages)) < 0)
		return err_nomem(err);
	reader->packages[reader->count++] = (struct package){package, index};
	return python_files(&reader->base, index, files, pin.flags & PIN_LOCAL, err);
}

enum { MOST_EXTRAS = 16 }; /* of a list that is longer none is looked for */

/* A package with extras stands there once more, for what it asks for with those. */
static int extras_of(
	struct text *out, struct reader *reader, const struct toml *package, struct err *err)
{
	const struct toml *extras = toml_get(package, "extras");

	*out = text_of("");
	for (const struct toml *one = extras && extras->count <= MOST_EXTRAS ? extras->child : NULL;
		one; one = one->next) {
		*out = arena_textf(reader->base.document->arena, "%.*s%s%.*s", (int)out->len,
			out->ptr, out->len ? "," : "", (int)one->text.len, one->text.ptr);
		if (!out->ptr)
			return err_nomem(err);
	}
	return 0;
}

static int ask(struct reader *reader, const struct python_ask *of,
	const struct requirement *requirement, struct err *err)
{
	struct python_ask ask = *of;

	ask.range = requirement->specifier;
	ask.is_conditional = requirement->marker.len > 0;
	if (python_name(&ask.name, requirement->name, reader->base.document->arena, err) < 0)
		return -1;
	if (!ask.name.ptr)
		return 0; /* leads to nothing */
	return python_ask_extras(&reader->base, &ask, requirement->extras, err) < 0
		       ? -1
		       : python_ask(&reader->base, &ask, err);
}

static int read_edges(struct reader *reader, const struct package *package, struct err *err)
{
	struct python_ask of = {.from = package->pin};
	struct requirement requirement;
	const struct toml *needs;
	const char *wrong;

	if (python_member(&reader->base, &needs, package->table, "dependencies", TOML_ARRAY, err) <
			0 ||
		extras_of(&of.extra, reader, package->table, err) < 0)
		return -1;
	for (const struct toml *need = needs ? needs->child : NULL; need; need = need->next) {
		wrong = need->type == TOML_STRING ? requirement_read(&requirement, need->text)
						  : "this is no string";
		if (wrong)
			return python_error(&reader->base, need, err, wrong);
		if (python_edges(&reader->base, package->pin, requirement.name, err) < 0 ||
			ask(reader, &of, &requirement, err) < 0)
			return -1;
	}
	return 0;
}

/* For what the lock is. */
static int read_mark(struct reader *reader, const struct toml *metadata, struct err *err)
{
	static const char *const keys[] = {"requires_python", "targets", "strategy"};

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (python_mark(&reader->base, toml_get(metadata, keys[i]), err) < 0)
			return -1;
	return 0;
}

static int read_metadata(struct reader *reader, const struct toml *root, struct err *err)
{
	const struct toml *metadata;
	struct text version;

	if (python_member(&reader->base, &metadata, root, "metadata", TOML_TABLE, err) < 0)
		return -1;
	if (!metadata)
		return python_error(&reader->base, root, err, "there is no [metadata]");
	if (python_want(&reader->base, &version, metadata, "lock_version", err) < 0 ||
		python_member(&reader->base, &reader->listed, metadata, "files", TOML_TABLE, err) <
			0 ||
		read_mark(reader, metadata, err) < 0)
		return -1;
	if (text_starts(version, "3.") || text_starts(version, "4."))
		return 0;
	return python_error(
		&reader->base, metadata, err, "a lock_version that is not known (3.x and 4.x are)");
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	struct reader reader = {.packages = NULL};
	const struct toml *root, *package;

	python_lock_start(&reader.base, lock, document);
	lock->has_edges = lock->open_roots = true;
	if (toml_read(&root, document->content, document->name, document->arena, err) < 0 ||
		read_metadata(&reader, root, err) < 0 ||
		python_tables(&reader.base, &package, root, "package", err) < 0)
		return -1;
	for (; package; package = package->next)
		if (read_package(&reader, package, err) < 0)
			return -1;
	for (size_t i = 0; i < reader.count; i++)
		if (read_edges(&reader, &reader.packages[i], err) < 0)
			return -1;
	return python_join_same_names(&reader.base, err) < 0
		       ? -1
		       : python_asks_done(&reader.base, true, err);
}

static const char *const globs[] = {"pdm.lock", NULL};
static const char *const manifests[] = {"pyproject.toml", NULL};

extern const struct format format_pdm_lock;

const struct format format_pdm_lock = {.name = "pdm-lock",
	.ecosystem = "pypi",
	.globs = globs,
	.domain = DOMAIN_PACKAGE,
	.read = read,
	.manifests = manifests,
	.find = python_find,
	.url_fits = python_url_fits,
	.shadow = python_shadow,
	.is_let_in = python_is_let_in};
