/* SPDX-License-Identifier: Apache-2.0
 *
 * Who needs whom in uv.lock, and what it says that the project asks for.
 */
#include "checks/dependencies/formats/uv.h"

/* ---- who needs whom ---- */

/* "extra" of a resolved need, "extras" of what a project asks for. */
static int ask_extras(struct uv_reader *reader, const struct python_ask *ask,
	const struct toml *item, struct err *err)
{
	const struct toml *extras = toml_get(item, "extra");

	if (!extras)
		extras = toml_get(item, "extras");
	for (const struct toml *one = extras ? extras->child : NULL; one; one = one->next)
		if (python_ask_extras(&reader->base, ask, one->text, err) < 0)
			return -1;
	return 0;
}

static int add_ask(struct uv_reader *reader, uint32_t from, struct text name,
	const struct toml *item, struct err *err)
{
	const struct python_ask ask = {.from = from,
		.name = name,
		.range = text_of(""),
		.extra = reader->extra,
		.is_conditional = toml_get(item, "marker") != NULL};

	return python_ask(&reader->base, &ask, err) < 0 ? -1 : ask_extras(reader, &ask, item, err);
}

/* With a version where the lock has several of that name. Of too many the rest is needed by nothing. */
static int add_edges(
	struct uv_reader *reader, uint32_t from, const struct toml *item, struct err *err)
{
	struct python_lock *base = &reader->base;
	struct text name, version;
	uint32_t pin;

	if (python_name_of(base, &name, item, err) < 0 ||
		python_may(base, &version, item, "version", err) < 0 ||
		add_ask(reader, from, name, item, err) < 0 ||
		python_named(base, name, &pin, err) < 0)
		return -1;
	for (int i = 0; pin != UINT32_MAX && i < MOST_OF_A_NAME;
		i++, pin = python_next_named(base, pin))
		if ((version.len == 0 ||
			    text_equal(base->lock->pins.items[pin].version, version)) &&
			lock_edge(base->lock, from, pin, err) < 0)
			return -1;
	return 0;
}

static int edges_of_list(struct uv_reader *reader, uint32_t from, const struct toml *table,
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
	const char **out, struct uv_reader *reader, const struct toml *member, struct err *err)
{
	*out = arena_copy(reader->base.document->arena, member->key);
	return *out ? 0 : err_nomem(err);
}

static int edges_of_groups(struct uv_reader *reader, uint32_t from, const struct toml *table,
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

static int add_need(struct uv_reader *reader, const struct toml *item,
	const struct needing *needing, struct err *err)
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

static int needs_of_list(struct uv_reader *reader, const struct toml *table, const char *key,
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

static int needs_of_groups(struct uv_reader *reader, const struct toml *table, const char *key,
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
	struct needing *needing, struct uv_reader *reader, struct text path, struct err *err)
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
	struct uv_reader *reader, uint32_t pin, const struct toml *metadata, struct err *err)
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
int uv_read_edges(
	struct uv_reader *reader, uint32_t pin, const struct toml *package, struct err *err)
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

/* Of a root that is no project, and of a script. */
int uv_read_manifest(struct uv_reader *reader, const struct toml *manifest, struct err *err)
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
int uv_read_mark(struct uv_reader *reader, const struct toml *root, struct err *err)
{
	static const char *const keys[] = {"requires-python", "resolution-markers",
		"supported-markers", "required-markers", "conflicts"};

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (python_mark(&reader->base, toml_get(root, keys[i]), err) < 0)
			return -1;
	return 0;
}
