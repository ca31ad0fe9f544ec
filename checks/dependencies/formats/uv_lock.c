/* SPDX-License-Identifier: Apache-2.0
 *
 * uv.lock, version 1 with any revision. Files stand with their packages and have URLs of their own. What the project asks for
 * is repeated in [package.metadata] of the project and of each member of its workspace, and in [manifest] where
 * the root is no project: that is what leads to the other entries, so that one that is only added to the resolved
 * `dependencies` is still an orphan.
 */
#include <string.h>

#include "checks/dependencies/formats/python_asks.h"

struct reader {
	struct python_lock base;
	struct keys members;
	uint32_t *packages; /* pins of the packages, in the order of the file */
	size_t capacity;
	struct text extra; /* the list of which is read; "" */
};

/* ---- where a package comes from ---- */

static int set_registry(
	struct reader *reader, struct pin *pin, const struct toml *value, struct err *err)
{
	(void)reader;
	(void)err;
	pin->source = value->text;
	return 0;
}

static int set_git(
	struct reader *reader, struct pin *pin, const struct toml *value, struct err *err)
{
	struct text url = value->text;

	pin->source = url;
	pin->flags = PIN_VCS;
	if (!is_commit_id(text_slice(url, text_find(url, text_of("#")) + 1, url.len)))
		return python_error(&reader->base, value, err, "a repository without its commit");
	return 0;
}

static bool is_project(
	struct reader *reader, const struct pin *pin, struct text path, bool *out, struct err *err)
{
	uint32_t *member;

	*out = text_is(path, ".");
	if (keys_add(&reader->members, pin->name, &member, err) < 0)
		return false;
	*out |= *member != 0;
	return true;
}

static int set_local(
	struct reader *reader, struct pin *pin, const struct toml *value, struct err *err)
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
	struct reader *reader, struct pin *pin, const struct toml *value, struct err *err)
{
	(void)reader;
	(void)err;
	pin->flags = PIN_LOCAL;
	pin->source = value->text;
	return 0;
}

static const struct source_kind {
	const char *key;
	int (*set)(
		struct reader *reader, struct pin *pin, const struct toml *value, struct err *err);
} kinds[] = {{"registry", set_registry}, {"git", set_git}, {"url", set_registry},
	{"path", set_path}, {"directory", set_local}, {"editable", set_local},
	{"virtual", set_local}};

static int read_source(
	struct reader *reader, struct pin *pin, const struct toml *package, struct err *err)
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
	struct reader *reader, uint32_t package, const struct toml *item, struct err *err)
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
	struct reader *reader, uint32_t package, const struct toml *table, struct err *err)
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
	struct reader *reader, const struct toml *package, size_t number, struct err *err)
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

/* ---- who needs whom ---- */

/* "extra" of a resolved need, "extras" of what a project asks for. */
static int ask_extras(struct reader *reader, const struct python_ask *ask, const struct toml *item,
	struct err *err)
{
	const struct toml *extras = toml_get(item, "extra");

	if (!extras)
		extras = toml_get(item, "extras");
	for (const struct toml *one = extras ? extras->child : NULL; one; one = one->next)
		if (python_ask_extras(&reader->base, ask, one->text, err) < 0)
			return -1;
	return 0;
}

static int add_ask(struct reader *reader, uint32_t from, struct text name, const struct toml *item,
	struct err *err)
{
	const struct python_ask ask = {.from = from,
		.name = name,
		.range = text_of(""),
		.extra = reader->extra,
		.is_conditional = toml_get(item, "marker") != NULL};

	return python_ask(&reader->base, &ask, err) < 0 ? -1 : ask_extras(reader, &ask, item, err);
}

/* With a version where the lock has several of that name. */
static int add_edges(struct reader *reader, uint32_t from, const struct toml *item, struct err *err)
{
	struct python_lock *base = &reader->base;
	struct text name, version;
	uint32_t pin;

	if (python_name_of(base, &name, item, err) < 0 ||
		python_may(base, &version, item, "version", err) < 0 ||
		add_ask(reader, from, name, item, err) < 0 ||
		python_named(base, name, &pin, err) < 0)
		return -1;
	for (; pin != UINT32_MAX; pin = python_next_named(base, pin))
		if ((version.len == 0 ||
			    text_equal(base->lock->pins.items[pin].version, version)) &&
			lock_edge(base->lock, from, pin, err) < 0)
			return -1;
	return 0;
}

static int edges_of_list(struct reader *reader, uint32_t from, const struct toml *table,
	const char *key, struct err *err)
{
	const struct toml *item;

	if (python_tables(&reader->base, &item, table, key, err) < 0)
		return -1;
	for (; item; item = item->next)
		if (add_edges(reader, from, item, err) < 0)
			return -1;
	return 0;
}

/* A key as a NUL-terminated string, for the functions that take one. */
static int key_string(
	const char **out, struct reader *reader, const struct toml *member, struct err *err)
{
	*out = arena_copy(reader->base.document->arena, member->key);
	return *out ? 0 : err_nomem(err);
}

static int edges_of_groups(struct reader *reader, uint32_t from, const struct toml *table,
	const char *key, struct err *err)
{
	const struct toml *groups;
	const char *name;

	if (python_member(&reader->base, &groups, table, key, TOML_TABLE, err) < 0)
		return -1;
	for (const struct toml *group = groups ? groups->child : NULL; group; group = group->next) {
		reader->extra = group->key;
		if (key_string(&name, reader, group, err) < 0 ||
			edges_of_list(reader, from, groups, name, err) < 0)
			return -1;
	}
	reader->extra = text_of("");
	return 0;
}

/* ---- what the manifests ask for ---- */

struct needing {
	uint32_t from; /* pin, or EDGE_ROOT */
	struct text place;
	bool has_place; /* the manifest is one of this repository */
	uint32_t flags;
};

/* A repository or file instead of a version. In members the table that says so may stand in the root's manifest,
 * which theirs does not show. */
static void set_range_of_url(struct need *need, struct text url, const struct needing *needing)
{
	if (url.len == 0)
		return;
	need->range = url;
	if (needing->place.len)
		need->flags |= NEED_LOCAL;
}

static bool is_local(const struct toml *item)
{
	return toml_get(item, "path") || toml_get(item, "directory") ||
	       toml_get(item, "editable") || toml_get(item, "virtual");
}

static bool is_extra(const struct toml *item)
{
	struct text marker = toml_text(item, "marker");

	return text_find(marker, text_of("extra == ")) < marker.len;
}

static int add_need(struct reader *reader, const struct toml *item, const struct needing *needing,
	struct err *err)
{
	struct need need = {.place = needing->place,
		.flags = needing->flags,
		.line = item->line,
		.column = item->column};
	struct text git, url;
	const struct python_field fields[] = {
		{"specifier", &need.range}, {"git", &git}, {"url", &url}};

	if (python_name_of(&reader->base, &need.name, item, err) < 0 ||
		python_fields(&reader->base, item, fields, 3, err) < 0 ||
		python_specifier(&need.range, need.range, reader->base.document->arena, err) < 0)
		return -1;
	set_range_of_url(&need, python_plain_url(git.len ? git : url), needing);
	if (is_local(item))
		need.flags |= NEED_LOCAL;
	if (is_extra(item))
		need.flags |= NEED_OPTIONAL;
	if (needing->has_place && lock_need(reader->base.lock, &need, err) < 0)
		return -1;
	return add_edges(reader, needing->from, item, err);
}

static int needs_of_list(struct reader *reader, const struct toml *table, const char *key,
	const struct needing *needing, struct err *err)
{
	const struct toml *item;

	if (python_tables(&reader->base, &item, table, key, err) < 0)
		return -1;
	for (; item; item = item->next)
		if (add_need(reader, item, needing, err) < 0)
			return -1;
	return 0;
}

static int needs_of_groups(struct reader *reader, const struct toml *table, const char *key,
	const struct needing *needing, struct err *err)
{
	const struct toml *groups;
	const char *name;

	if (python_member(&reader->base, &groups, table, key, TOML_TABLE, err) < 0)
		return -1;
	for (const struct toml *group = groups ? groups->child : NULL; group; group = group->next)
		if (key_string(&name, reader, group, err) < 0 ||
			needs_of_list(reader, groups, name, needing, err) < 0)
			return -1;
	return 0;
}

/* "packages/a" becomes "packages/a/", "." becomes "". False for what lies outside. */
static int place_of(
	struct needing *needing, struct reader *reader, struct text path, struct err *err)
{
	char *copy;

	needing->place = text_of("");
	needing->has_place = !text_starts(path, "/") && !text_starts(path, "..") && path.len > 0;
	if (!needing->has_place || text_is(path, "."))
		return 0;
	copy = arena_printf(reader->base.document->arena, "%.*s/", (int)path.len, path.ptr);
	needing->place = text_of(copy);
	return copy ? 0 : err_nomem(err);
}

static int read_metadata(
	struct reader *reader, uint32_t pin, const struct toml *metadata, struct err *err)
{
	struct needing needing = {.from = pin};

	if (place_of(&needing, reader, reader->base.lock->pins.items[pin].place, err) < 0)
		return -1;
	reader->base.lock->has_needs = true;
	if (needs_of_list(reader, metadata, "requires-dist", &needing, err) < 0)
		return -1;
	needing.flags = NEED_DEV;
	return needs_of_groups(reader, metadata, "requires-dev", &needing, err);
}

/* What a project asks for leads to others; what the resolver made of it only where that is all there is. */
static int read_edges(
	struct reader *reader, uint32_t pin, const struct toml *package, struct err *err)
{
	uint32_t flags = reader->base.lock->pins.items[pin].flags;
	const struct toml *metadata;

	if (python_member(&reader->base, &metadata, package, "metadata", TOML_TABLE, err) < 0)
		return -1;
	if (metadata && flags & PIN_LOCAL && read_metadata(reader, pin, metadata, err) < 0)
		return -1;
	if (metadata && flags & PIN_PROJECT)
		return 0;
	if (edges_of_list(reader, pin, package, "dependencies", err) < 0 ||
		edges_of_groups(reader, pin, package, "optional-dependencies", err) < 0)
		return -1;
	return edges_of_groups(reader, pin, package, "dev-dependencies", err);
}

/* ---- the file ---- */

static int read_members(struct reader *reader, const struct toml *manifest, struct err *err)
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

/* Of a root that is no project, and of a script. */
static int read_manifest(struct reader *reader, const struct toml *manifest, struct err *err)
{
	struct needing needing = {.from = EDGE_ROOT, .place = text_of(""), .has_place = true};

	if (!manifest)
		return 0;
	if (toml_get(manifest, "requirements") || toml_get(manifest, "dependency-groups"))
		reader->base.lock->has_needs = true;
	if (needs_of_list(reader, manifest, "requirements", &needing, err) < 0)
		return -1;
	needing.flags = NEED_DEV;
	return needs_of_groups(reader, manifest, "dependency-groups", &needing, err);
}

/* For what the lock is. */
static int read_mark(struct reader *reader, const struct toml *root, struct err *err)
{
	static const char *const keys[] = {"requires-python", "resolution-markers",
		"supported-markers", "required-markers", "conflicts"};

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (python_mark(&reader->base, toml_get(root, keys[i]), err) < 0)
			return -1;
	return 0;
}

static int read_packages(struct reader *reader, const struct toml *root, struct err *err)
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
		if (read_edges(reader, reader->packages[number++], package, err) < 0)
			return -1;
	return 0;
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	struct reader reader = {.packages = NULL, .extra = text_of("")};
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
		read_mark(&reader, root, err) < 0 || read_manifest(&reader, manifest, err) < 0)
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
