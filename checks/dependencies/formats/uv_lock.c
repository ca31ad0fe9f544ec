/* SPDX-License-Identifier: Apache-2.0
 *
 * uv.lock, version 1 with any revision. Files stand with their packages and have URLs of their own. What the project asks for
 * is repeated in [package.metadata] of the project and of each member of its workspace, and in [manifest] where
 * the root is no project: that is what leads to the other entries, so that one that is only added to the resolved
 * `dependencies` is still an orphan.
 */
#include <string.h>

#include "checks/dependencies/formats/uv.h"

/* ---- where a package comes from ---- */

static int set_registry(
	struct uv_reader *reader, struct pin *pin, const struct toml *value, struct err *err)
{
	(void)reader;
	(void)err;
	pin->source = value->text;
	return 0;
}

static int set_git(
	struct uv_reader *reader, struct pin *pin, const struct toml *value, struct err *err)
{
	struct text url = value->text;

	pin->source = url;
	pin->flags = PIN_VCS;
	if (!is_commit_id(text_slice(url, text_find(url, text_of("#")) + 1, url.len)))
		return python_error(&reader->base, value, err, "a repository without its commit");
	return 0;
}

static bool is_project(struct uv_reader *reader, const struct pin *pin, struct text path, bool *out,
	struct err *err)
{
	uint32_t *member;

	*out = text_is(path, ".");
	if (keys_add(&reader->members, pin->name, &member, err) < 0)
		return false;
	*out |= *member != 0;
	return true;
}

static int set_local(
	struct uv_reader *reader, struct pin *pin, const struct toml *value, struct err *err)
{
	bool project;

	pin->flags = PIN_LOCAL;
	pin->source = value->text;
	pin->place = value->text;
	if (!is_project(reader, pin, value->text, &project, err))
		return -1;
	if (project)
		pin->flags |= PIN_PROJECT;
	return 0;
}

static int set_path(
	struct uv_reader *reader, struct pin *pin, const struct toml *value, struct err *err)
{
	(void)reader;
	(void)err;
	pin->flags = PIN_LOCAL;
	pin->source = value->text;
	return 0;
}

static const struct source_kind {
	const char *key;
	int (*set)(struct uv_reader *reader, struct pin *pin, const struct toml *value,
		struct err *err);
} kinds[] = {{"registry", set_registry}, {"git", set_git}, {"url", set_registry},
	{"path", set_path}, {"directory", set_local}, {"editable", set_local},
	{"virtual", set_local}};

static int read_source(
	struct uv_reader *reader, struct pin *pin, const struct toml *package, struct err *err)
{
	const struct toml *source, *value;

	if (python_member(&reader->base, &source, package, "source", TOML_TABLE, err) < 0)
		return -1;
	if (!source)
		return python_error(&reader->base, package, err, "a package without its source");
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		value = toml_get(source, kinds[i].key);
		if (!value)
			continue;
		if (value->type != TOML_STRING || value->text.len == 0)
			return python_error(&reader->base, value, err, "a source is no string");
		return kinds[i].set(reader, pin, value, err);
	}
	return python_error(&reader->base, source, err, "a kind of source that is not known");
}

/* ---- files ---- */

static int read_file(
	struct uv_reader *reader, uint32_t package, const struct toml *item, struct err *err)
{
	const struct pin *of = &reader->base.lock->pins.items[package];
	struct python_file file = {
		.flags = of->flags & PIN_LOCAL, .line = item->line, .column = item->column};
	struct text path, hash, source = of->source;
	const struct python_field fields[] = {
		{"url", &file.url}, {"path", &path}, {"filename", &file.name}, {"hash", &hash}};
	uint32_t index;

	if (python_fields(&reader->base, item, fields, 4, err) < 0)
		return -1;
	if (path.len)
		file.flags |= PIN_LOCAL;
	if (file.url.len == 0)
		file.url = path.len ? path : source;
	if (file.name.len == 0)
		file.name = python_file_of(file.url);
	if (python_file(&reader->base, package, &file, &index, err) < 0)
		return -1;
	return hash.len ? python_file_digest(&reader->base, package, index, hash, err) : 0;
}

static int read_files(
	struct uv_reader *reader, uint32_t package, const struct toml *table, struct err *err)
{
	const struct toml *sdist, *wheel;

	if (python_member(&reader->base, &sdist, table, "sdist", TOML_TABLE, err) < 0 ||
		python_tables(&reader->base, &wheel, table, "wheels", err) < 0)
		return -1;
	if (sdist && read_file(reader, package, sdist, err) < 0)
		return -1;
	for (; wheel; wheel = wheel->next)
		if (read_file(reader, package, wheel, err) < 0)
			return -1;
	return 0;
}

static int read_package(
	struct uv_reader *reader, const struct toml *package, size_t number, struct err *err)
{
	struct pin pin;
	uint32_t index;

	if (python_package_start(&reader->base, &pin, package, err) < 0 ||
		read_source(reader, &pin, package, err) < 0 ||
		python_package(&reader->base, &pin, &index, err) < 0)
		return -1;
	if (arena_reserve(reader->base.document->arena, (void **)&reader->packages,
		    &reader->capacity, number + 1, sizeof(*reader->packages)) < 0)
		return err_nomem(err);
	reader->packages[number] = index;
	if (pin.version.len == 0 && !(pin.flags & PIN_LOCAL))
		return python_error(&reader->base, package, err, "a package without its version");
	return python_add_commit(&reader->base, index, err) < 0
		       ? -1
		       : read_files(reader, index, package, err);
}

/* ---- the file ---- */

static int read_members(struct uv_reader *reader, const struct toml *manifest, struct err *err)
{
	const struct toml *members;
	struct text name;
	uint32_t *number;

	if (python_member(&reader->base, &members, manifest, "members", TOML_ARRAY, err) < 0)
		return -1;
	for (const struct toml *item = members ? members->child : NULL; item; item = item->next) {
		if (item->type != TOML_STRING)
			return python_error(&reader->base, item, err, "a member is no string");
		if (python_name(&name, item->text, reader->base.document->arena, err) < 0)
			return -1;
		if (!name.ptr)
			return python_error(
				&reader->base, item, err, "this is no name of a package");
		if (keys_add(&reader->members, name, &number, err) < 0)
			return -1;
		*number = 1;
	}
	return 0;
}

static int read_packages(struct uv_reader *reader, const struct toml *root, struct err *err)
{
	const struct toml *first;
	size_t number = 0;

	if (python_tables(&reader->base, &first, root, "package", err) < 0)
		return -1;
	for (const struct toml *package = first; package; package = package->next)
		if (read_package(reader, package, number++, err) < 0)
			return -1;
	number = 0;
	for (const struct toml *package = first; package; package = package->next)
		if (uv_read_edges(reader, reader->packages[number++], package, err) < 0)
			return -1;
	return 0;
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	struct uv_reader reader = {.packages = NULL, .extra = text_of("")};
	const struct toml *root, *manifest, *version;
	int64_t number;

	python_lock_start(&reader.base, lock, document);
	keys_start(&reader.members, document->arena);
	if (toml_read(&root, document->content, document->name, document->arena, err) < 0)
		return -1;
	version = toml_get(root, "version");
	if (!toml_integer(version, &number) || number != 1)
		return python_error(&reader.base, version ? version : root, err,
			"this is no uv lock of a version that is known (version = 1)");
	lock->has_edges = true;
	if (python_member(&reader.base, &manifest, root, "manifest", TOML_TABLE, err) < 0 ||
		read_members(&reader, manifest, err) < 0 || read_packages(&reader, root, err) < 0 ||
		uv_read_mark(&reader, root, err) < 0 ||
		uv_read_manifest(&reader, manifest, err) < 0)
		return -1;
	return python_asks_done(&reader.base, false, err);
}

static const char *const globs[] = {"uv.lock", NULL};
static const char *const manifests[] = {"pyproject.toml", NULL};

extern const struct format format_uv_lock, format_uv_script_lock;

const struct format format_uv_lock = {.name = "uv-lock",
	.ecosystem = "pypi",
	.globs = globs,
	.domain = DOMAIN_PACKAGE,
	.read = read,
	.manifests = manifests,
	.url_fits = python_url_fits,
	.shadow = python_shadow,
	.is_let_in = python_is_let_in};

/* A script's requirements stand in its own comments: no manifest. */
static const char *const script_globs[] = {"{**/*,*}.py.lock", NULL};

const struct format format_uv_script_lock = {.name = "uv-script-lock",
	.ecosystem = "pypi",
	.globs = script_globs,
	.domain = DOMAIN_PACKAGE,
	.read = read,
	.url_fits = python_url_fits,
	.shadow = python_shadow,
	.is_let_in = python_is_let_in};
