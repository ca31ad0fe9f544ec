/* SPDX-License-Identifier: Apache-2.0
 *
 * poetry.lock, lock-version 1.x and 2.x. 1.x lists the files of all versions of a name together in [metadata.files], 2.x
 * with each package; both give the same pins. What the project asks for stands in pyproject.toml only.
 */
#include <string.h>

#include "checks/dependencies/formats/python_asks.h"

struct package {
	const struct toml *table;
	uint32_t pin;
};

struct reader {
	struct python_lock base;
	struct package *packages;
	size_t count, capacity;
};

static int read_source(
	struct reader *reader, struct pin *pin, const struct toml *package, struct err *err)
{
	const struct toml *source;
	struct text type;

	if (python_member(&reader->base, &source, package, "source", TOML_TABLE, err) < 0)
		return -1;
	if (!source)
		return 0;
	if (python_want(&reader->base, &type, source, "type", err) < 0)
		return -1;
	if (text_is(type, "git"))
		return python_set_git(&reader->base, pin, source,
			(struct python_git){toml_text(source, "url"),
				toml_text(source, "reference"),
				toml_text(source, "resolved_reference")},
			err);
	if (text_is(type, "directory") || text_is(type, "file"))
		pin->flags |= PIN_LOCAL;
	else if (!text_is(type, "legacy") && !text_is(type, "url"))
		return python_error(
			&reader->base, source, err, "a kind of source that is not known");
	return python_want(&reader->base, &pin->source, source, "url", err);
}

static int read_package(struct reader *reader, const struct toml *package, struct err *err)
{
	const struct toml *files;
	struct pin pin;
	uint32_t index;

	if (python_package_start(&reader->base, &pin, package, err) < 0 ||
		read_source(reader, &pin, package, err) < 0 ||
		python_tables(&reader->base, &files, package, "files", err) < 0)
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

/* ---- [metadata.files] ---- */

/* One of several versions, by the file's name; all of them where it tells none. */
static bool belongs(const struct pin *pin, struct text file, bool only_one)
{
	return only_one || python_file_fits(file, pin->name, pin->version);
}

static int add_listed(
	struct reader *reader, const struct toml *item, uint32_t first, struct err *err)
{
	bool only_one = python_next_named(&reader->base, first) == UINT32_MAX;
	struct python_file file = {.url = text_of(""), .line = item->line, .column = item->column};
	struct text hash;
	uint32_t index;

	if (python_want(&reader->base, &file.name, item, "file", err) < 0 ||
		python_may(&reader->base, &hash, item, "hash", err) < 0)
		return -1;
	for (uint32_t pin = first; pin != UINT32_MAX; pin = python_next_named(&reader->base, pin)) {
		if (!belongs(&reader->base.lock->pins.items[pin], file.name, only_one))
			continue;
		if (python_file(&reader->base, pin, &file, &index, err) < 0 ||
			(hash.len && python_file_digest(&reader->base, pin, index, hash, err) < 0))
			return -1;
	}
	return 0;
}

static int read_listed(
	struct reader *reader, const struct toml *files, const struct toml *list, struct err *err)
{
	const char *key = arena_copy(reader->base.document->arena, list->key);
	const struct toml *item;
	struct text name;
	uint32_t first;

	if (!key)
		return err_nomem(err);
	if (python_tables(&reader->base, &item, files, key, err) < 0 ||
		python_name(&name, list->key, reader->base.document->arena, err) < 0)
		return -1;
	if (!name.ptr)
		return python_error(&reader->base, list, err, "this is no name of a package");
	if (python_named(&reader->base, name, &first, err) < 0)
		return -1;
	for (; first != UINT32_MAX && item; item = item->next)
		if (add_listed(reader, item, first, err) < 0)
			return -1;
	return 0;
}

/* ---- edges ---- */

static bool is_conditional(const struct toml *need)
{
	return toml_get(need, "markers") || toml_get(need, "python") || toml_get(need, "platform");
}

/* "^1", or a table with `version`; a list of such where they are for several platforms. */
static int ask_one(struct reader *reader, const struct python_ask *of, const struct toml *need,
	struct err *err)
{
	struct python_ask ask = *of;
	const struct toml *extras = toml_get(need, "extras");

	ask.range = need->type == TOML_STRING ? need->text : toml_text(need, "version");
	ask.is_conditional = is_conditional(need);
	for (const struct toml *extra = extras ? extras->child : NULL; extra; extra = extra->next)
		if (python_ask_extras(&reader->base, &ask, extra->text, err) < 0)
			return -1;
	return python_ask(&reader->base, &ask, err);
}

static int ask(struct reader *reader, uint32_t from, const struct toml *need, struct err *err)
{
	struct python_ask of = {.from = from, .extra = text_of("")};

	if (python_name(&of.name, need->key, reader->base.document->arena, err) < 0)
		return -1;
	if (!of.name.ptr)
		return 0; /* leads to nothing */
	if (need->type != TOML_ARRAY)
		return ask_one(reader, &of, need, err);
	for (const struct toml *one = need->child; one; one = one->next)
		if (ask_one(reader, &of, one, err) < 0)
			return -1;
	return 0;
}

/* "PySocks (>=1.5.6,!=1.5.7)" */
static struct text offered_name(struct text written)
{
	size_t end = 0;

	while (end < written.len && !strchr(" ([<>=!~;", written.ptr[end]))
		end++;
	return text_slice(written, 0, end);
}

static int read_offers(struct reader *reader, const struct package *package, struct err *err)
{
	const struct toml *extras;
	struct text name;

	if (python_member(&reader->base, &extras, package->table, "extras", TOML_TABLE, err) < 0)
		return -1;
	for (const struct toml *list = extras ? extras->child : NULL; list; list = list->next)
		for (const struct toml *one = list->child; one; one = one->next) {
			if (python_name(&name, offered_name(one->text),
				    reader->base.document->arena, err) < 0)
				return -1;
			if (name.ptr && python_offer(&reader->base, package->pin, name, err) < 0)
				return -1;
		}
	return 0;
}

static int read_edges(struct reader *reader, const struct package *package, struct err *err)
{
	const struct toml *needs;

	if (python_member(&reader->base, &needs, package->table, "dependencies", TOML_TABLE, err) <
		0)
		return -1;
	for (const struct toml *need = needs ? needs->child : NULL; need; need = need->next)
		if (python_edges(&reader->base, package->pin, need->key, err) < 0 ||
			ask(reader, package->pin, need, err) < 0)
			return -1;
	return 0;
}

/* ---- the file ---- */

static int check_version(struct reader *reader, const struct toml *metadata, struct err *err)
{
	struct text version;

	if (python_want(&reader->base, &version, metadata, "lock-version", err) < 0)
		return -1;
	if (text_starts(version, "1.") || text_starts(version, "2."))
		return 0;
	return python_error(
		&reader->base, metadata, err, "a lock-version that is not known (1.x and 2.x are)");
}

static int read_metadata(struct reader *reader, const struct toml *root, struct err *err)
{
	const struct toml *metadata, *files;

	if (python_member(&reader->base, &metadata, root, "metadata", TOML_TABLE, err) < 0)
		return -1;
	if (!metadata)
		return python_error(
			&reader->base, root, err, "there is no [metadata]: the file is cut off");
	if (check_version(reader, metadata, err) < 0 ||
		python_mark(&reader->base, toml_get(metadata, "python-versions"), err) < 0 ||
		python_member(&reader->base, &files, metadata, "files", TOML_TABLE, err) < 0)
		return -1;
	for (const struct toml *list = files ? files->child : NULL; list; list = list->next)
		if (read_listed(reader, files, list, err) < 0)
			return -1;
	return 0;
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	struct reader reader = {.packages = NULL};
	const struct toml *root, *package;

	python_lock_start(&reader.base, lock, document);
	lock->has_edges = lock->open_roots = true;
	if (toml_read(&root, document->content, document->name, document->arena, err) < 0 ||
		python_tables(&reader.base, &package, root, "package", err) < 0)
		return -1;
	for (; package; package = package->next)
		if (read_package(&reader, package, err) < 0)
			return -1;
	for (size_t i = 0; i < reader.count; i++)
		if (read_edges(&reader, &reader.packages[i], err) < 0 ||
			read_offers(&reader, &reader.packages[i], err) < 0)
			return -1;
	if (python_join_same_names(&reader.base, err) < 0)
		return -1;
	return read_metadata(&reader, root, err) < 0 ? -1
						     : python_asks_done(&reader.base, true, err);
}

static const char *const globs[] = {"poetry.lock", NULL};
static const char *const manifests[] = {"pyproject.toml", NULL};

extern const struct format format_poetry_lock;

const struct format format_poetry_lock = {.name = "poetry-lock",
	.ecosystem = "pypi",
	.globs = globs,
	.domain = DOMAIN_PACKAGE,
	.read = read,
	.manifests = manifests,
	.find = python_find,
	.url_fits = python_url_fits,
	.shadow = python_shadow,
	.is_let_in = python_is_let_in};
