/* SPDX-License-Identifier: Apache-2.0
 *
 * pylock.toml, pylock.NAME.toml (PEP 751, "pylock.toml Specification" of the Python Packaging User Guide), lock-version
 * 1.x. Who needs whom is optional there and hardly ever written: not read.
 */
#include "checks/dependencies/formats/python.h"

/* `hashes`: algorithm = hex, at least one. Of a file several algorithms are normal. */
static int read_hashes(struct python_lock *reading, uint32_t package, uint32_t file,
	const struct toml *item, struct err *err)
{
	const struct toml *hashes;
	const char *tagged;

	if (python_member(reading, &hashes, item, "hashes", TOML_TABLE, err) < 0)
		return -1;
	for (const struct toml *hash = hashes ? hashes->child : NULL; hash; hash = hash->next) {
		if (hash->type != TOML_STRING)
			return python_error(reading, hash, err, "a hash is no string");
		tagged = arena_printf(reading->document->arena, "%.*s:%.*s", (int)hash->key.len,
			hash->key.ptr, (int)hash->text.len, hash->text.ptr);
		if (!tagged)
			return err_nomem(err);
		if (python_file_digest(reading, package, file, text_of(tagged), err) < 0)
			return -1;
	}
	return 0;
}

/* pipenv knows only hashes: it makes one name up for all of a package's files, and a URL below the index or none, and
 * writes each hash as a file of that name. Any of them may be the one. */
static bool is_made_up(const struct python_lock *reading, uint32_t package, struct text url)
{
	struct text index = reading->lock->pins.items[package].source;

	if (!reading->by_pipenv)
		return false;
	return url.len == 0 || (index.len && text_equal(text_slice(url, 0, index.len), index));
}

/* *index: the file of that name right before. */
static bool goes_on(const struct python_lock *reading, uint32_t package,
	const struct python_file *file, uint32_t *index)
{
	const struct pins *pins = &reading->lock->pins;
	const struct pin *last = &pins->items[pins->count - 1];

	*index = (uint32_t)(pins->count - 1);
	return *index > package && file->flags & PIN_ANY_OF && last->flags & PIN_ANY_OF &&
	       text_equal(last->artifact, file->name);
}

/* Where the file is, and under which name. */
static int locate_file(struct python_lock *reading, uint32_t package, const struct toml *item,
	struct python_file *file, struct err *err)
{
	struct text path;

	if (python_may(reading, &file->name, item, "name", err) < 0 ||
		python_may(reading, &file->url, item, "url", err) < 0 ||
		python_may(reading, &path, item, "path", err) < 0)
		return -1;
	if (path.len && file->url.len == 0) {
		file->flags |= PIN_LOCAL;
		file->url = path;
	}
	if (is_made_up(reading, package, file->url))
		file->flags |= PIN_ANY_OF;
	if (file->name.len == 0)
		file->name = python_file_of(file->url);
	return file->name.len ? 0 : python_error(reading, item, err, "a file without a name");
}

static int read_file(
	struct python_lock *reading, uint32_t package, const struct toml *item, struct err *err)
{
	struct python_file file = {.flags = PIN_MIXED, .line = item->line, .column = item->column};
	uint32_t index;

	if (locate_file(reading, package, item, &file, err) < 0)
		return -1;
	if (!goes_on(reading, package, &file, &index) &&
		python_file(reading, package, &file, &index, err) < 0)
		return -1;
	return read_hashes(reading, package, index, item, err);
}

static int read_files(
	struct python_lock *reading, uint32_t package, const struct toml *table, struct err *err)
{
	static const char *const single[] = {"archive", "sdist"};
	const struct toml *item;

	for (size_t i = 0; i < sizeof(single) / sizeof(single[0]); i++) {
		if (python_member(reading, &item, table, single[i], TOML_TABLE, err) < 0 ||
			(item && read_file(reading, package, item, err) < 0))
			return -1;
	}
	if (python_tables(reading, &item, table, "wheels", err) < 0)
		return -1;
	for (; item; item = item->next)
		if (read_file(reading, package, item, err) < 0)
			return -1;
	return 0;
}

static int set_vcs(
	struct python_lock *reading, struct pin *pin, const struct toml *vcs, struct err *err)
{
	struct text url, path;

	if (python_may(reading, &url, vcs, "url", err) < 0 ||
		python_may(reading, &path, vcs, "path", err) < 0)
		return -1;
	return python_set_git(reading, pin, vcs,
		(struct python_git){url.len ? url : path, toml_text(vcs, "requested-revision"),
			toml_text(vcs, "commit-id")},
		err);
}

static int read_source(
	struct python_lock *reading, struct pin *pin, const struct toml *package, struct err *err)
{
	const struct toml *vcs, *directory;

	if (python_may(reading, &pin->source, package, "index", err) < 0 ||
		python_member(reading, &vcs, package, "vcs", TOML_TABLE, err) < 0 ||
		python_member(reading, &directory, package, "directory", TOML_TABLE, err) < 0)
		return -1;
	if (directory)
		pin->flags = PIN_LOCAL;
	return vcs ? set_vcs(reading, pin, vcs, err) : 0;
}

static int read_package(struct python_lock *reading, const struct toml *package, struct err *err)
{
	struct pin pin;
	uint32_t index;

	if (python_package_start(reading, &pin, package, err) < 0 ||
		read_source(reading, &pin, package, err) < 0 ||
		python_package(reading, &pin, &index, err) < 0 ||
		python_add_commit(reading, index, err) < 0)
		return -1;
	return read_files(reading, index, package, err);
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	struct python_lock reading;
	const struct toml *root, *package;
	struct text version;

	python_lock_start(&reading, lock, document);
	if (toml_read(&root, document->content, document->name, document->arena, err) < 0 ||
		python_want(&reading, &version, root, "lock-version", err) < 0)
		return -1;
	if (!text_starts(version, "1."))
		return python_error(
			&reading, root, err, "a lock-version that is not known (1.x is)");
	reading.by_pipenv = text_is(toml_text(root, "created-by"), "pipenv");
	if (!toml_get(root, "packages"))
		return python_error(
			&reading, root, err, "there are no packages: the file is cut off");
	if (python_tables(&reading, &package, root, "packages", err) < 0)
		return -1;
	for (; package; package = package->next)
		if (read_package(&reading, package, err) < 0)
			return -1;
	return 0;
}

static const char *const globs[] = {"pylock.toml", "pylock.*.toml", NULL};

extern const struct format format_pylock;

const struct format format_pylock = {.name = "pylock",
	.ecosystem = "pypi",
	.globs = globs,
	.domain = DOMAIN_PACKAGE,
	.read = read,
	.url_fits = python_url_fits};
