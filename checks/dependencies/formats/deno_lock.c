/* SPDX-License-Identifier: Apache-2.0
 *
 * deno.lock, versions 2 to 5 (github.com/denoland/deno_lockfile): packages of npm and jsr, modules by URL with the SHA-256 of
 * their text, and redirects. What the project imports stands in `specifiers`, under the range that was asked for.
 */
#include <string.h>

#include "checks/dependencies/formats/asks.h"
#include "checks/dependencies/formats/js.h"

enum { OLDEST_VERSION = 2, NEWEST_VERSION = 5 };

struct reader {
	struct lock *lock;
	const struct document *document;
	struct asks asks;
	uint64_t version;
};

static int wrong(
	const struct reader *reader, const struct json *at, struct err *err, const char *what)
{
	return js_error(reader->document, at->line, at->column, err, "%s", what);
}

static int joined(struct text *out, const struct reader *reader, const char *registry,
	struct text rest, struct err *err)
{
	*out = text_of(
		arena_printf(reader->document->arena, "%s%.*s", registry, (int)rest.len, rest.ptr));
	return out->ptr ? 0 : err_nomem(err);
}

/* The name of "npm:@scope/name@1.0.0_peer@2". */
static struct text name_of(struct text key)
{
	struct text bare = text_slice(key, strlen("npm:"), key.len), name, rest;

	js_split(bare, &name, &rest);
	return text_slice(key, 0, strlen("npm:") + name.len);
}

/* ---- what asks for what ---- */

/* "npm:a@1" of a registry's package: in a list "a", "a@1", from version 4 on "jsr:a@1"; in a map its value. */
static int add_ask(struct reader *reader, uint32_t from, const char *registry, struct text wanted,
	struct err *err)
{
	struct ask ask = {.from = from};
	bool is_whole = text_starts(wanted, "npm:") || text_starts(wanted, "jsr:");

	if (joined(&ask.key, reader, is_whole ? "" : registry, wanted, err) < 0)
		return -1;
	ask.name = name_of(ask.key);
	return asks_add(&reader->asks, &ask, err);
}

/* "alias@npm:name@1.0.0" is about name@1.0.0. */
static struct text without_alias(struct text dependency)
{
	size_t at = text_find(dependency, text_of("@npm:"));

	return at > 0 && at < dependency.len
		       ? text_slice(dependency, at + strlen("@npm:"), dependency.len)
		       : dependency;
}

static int read_asks(struct reader *reader, uint32_t pin, const char *registry,
	const struct json *block, struct err *err)
{
	for (const struct json *item = block ? block->child : NULL; item; item = item->next) {
		if (item->type != JSON_STRING)
			return wrong(reader, item, err, "a dependency that is no string");
		if (add_ask(reader, pin, registry, without_alias(item->text), err) < 0)
			return -1;
	}
	return 0;
}

/* "npm:a@^1": "1.2.0" from version 4 on, the whole "npm:a@1.2.0" or "a@1.2.0" before. */
static int read_specifiers(struct reader *reader, const struct json *map, struct err *err)
{
	for (const struct json *at = map ? map->child : NULL; at; at = at->next) {
		struct text wanted = at->text, name = name_of(at->key);
		char *whole;

		if (at->type != JSON_STRING)
			return wrong(reader, at, err, "a specifier that is no string");
		if (reader->version >= 4) {
			whole = arena_printf(reader->document->arena, "%.*s@%.*s", (int)name.len,
				name.ptr, (int)wanted.len, wanted.ptr);
			if (!whole)
				return err_nomem(err);
			wanted = text_of(whole);
		}
		if (add_ask(reader, EDGE_ROOT, "npm:", wanted, err) < 0)
			return -1;
	}
	return 0;
}

/* ---- packages ---- */

static int name_pin(
	struct reader *reader, const char *registry, struct text key, uint32_t pin, struct err *err)
{
	struct text whole;

	if (joined(&whole, reader, registry, key, err) < 0 ||
		asks_name(&reader->asks, whole, pin, err) < 0)
		return -1;
	return asks_also(&reader->asks, name_of(whole), pin, err);
}

static int add_hash(struct reader *reader, struct pin *added, const char *registry,
	const struct json *entry, struct err *err)
{
	const struct json *integrity = js_member(entry, "integrity");
	struct text hash;

	if (js_string(&hash, entry, "integrity", reader->document, err) < 0)
		return -1;
	if (!integrity)
		return 0;
	return strcmp(registry, "npm:") == 0
		       ? pin_sri(reader->lock, added, hash, err)
		       : pin_hex(reader->lock, added, DIGEST_SHA256, hash, err);
}

/* "name@version", with the peers that it was resolved with behind a "_". */
static int split_key(struct pin *pin, const struct reader *reader, const struct json *entry,
	struct text key, struct err *err)
{
	js_split(key, &pin->name, &pin->version);
	pin->version = text_slice(pin->version, 0, text_find(pin->version, text_of("_")));
	if (pin->name.len == 0 || pin->version.len == 0)
		return wrong(reader, entry, err, "an entry without a name or a version");
	return 0;
}

static int read_all_asks(struct reader *reader, uint32_t from, const char *registry,
	const struct json *entry, struct err *err)
{
	if (read_asks(reader, from, registry, js_member(entry, "dependencies"), err) < 0)
		return -1;
	return read_asks(reader, from, registry, js_member(entry, "optionalDependencies"), err);
}

static int read_package(
	struct reader *reader, const char *registry, const struct json *entry, struct err *err)
{
	struct pin pin = {.artifact = text_of(strcmp(registry, "npm:") == 0 ? "" : "jsr"),
			   .flags = js_is_true(entry, "scripts") ? PIN_INSTALL_SCRIPT : 0,
			   .line = entry->key_line,
			   .column = entry->key_column},
		   *added;
	uint32_t index = (uint32_t)reader->lock->pins.count;
	struct text key = entry->key;

	if (entry->type != JSON_OBJECT)
		return wrong(reader, entry, err, "an entry that is no object");
	if (js_keep(&key, reader->document, err) < 0 ||
		js_string(&pin.source, entry, "tarball", reader->document, err) < 0 ||
		split_key(&pin, reader, entry, key, err) < 0)
		return -1;
	if (lock_pin(reader->lock, &pin, &added, err) < 0 ||
		add_hash(reader, added, registry, entry, err) < 0 ||
		name_pin(reader, registry, key, index, err) < 0)
		return -1;
	return read_all_asks(reader, index, registry, entry, err);
}

static int read_packages(
	struct reader *reader, const char *registry, const struct json *map, struct err *err)
{
	if (map && map->type != JSON_OBJECT)
		return wrong(reader, map, err, "packages are no object");
	for (const struct json *entry = map ? map->child : NULL; entry; entry = entry->next)
		if (read_package(reader, registry, entry, err) < 0)
			return -1;
	return 0;
}

/* ---- modules by URL ---- */

/* Whatever stands here the project asks for: add the pin under its URL. */
static int add_url(struct reader *reader, struct pin *pin, struct pin **added, struct err *err)
{
	struct ask ask = {.from = EDGE_ROOT, .key = pin->name, .name = pin->name};

	if (asks_also(&reader->asks, pin->name, (uint32_t)reader->lock->pins.count, err) < 0 ||
		asks_add(&reader->asks, &ask, err) < 0)
		return -1;
	return lock_pin(reader->lock, pin, added, err);
}

/* URL: hash of the module there, or URL: the URL that it leads to. */
static int read_url(struct reader *reader, const struct json *at, bool redirects, struct err *err)
{
	struct pin pin = {.name = at->key,
			   .artifact = text_of(redirects ? "redirect" : "module"),
			   .flags = redirects ? PIN_NO_DIGEST : 0,
			   .line = at->key_line,
			   .column = at->key_column},
		   *added;
	struct text value = at->text;

	if (at->type != JSON_STRING)
		return wrong(reader, at, err, "a hash or address that is no string");
	if (js_keep(&pin.name, reader->document, err) < 0 ||
		js_keep(&value, reader->document, err) < 0)
		return -1;
	pin.source = redirects ? value : pin.name;
	if (add_url(reader, &pin, &added, err) < 0)
		return -1;
	return redirects ? 0 : pin_hex(reader->lock, added, DIGEST_SHA256, value, err);
}

static int read_remote(
	struct reader *reader, const struct json *map, bool redirects, struct err *err)
{
	for (const struct json *at = map ? map->child : NULL; at; at = at->next)
		if (read_url(reader, at, redirects, err) < 0)
			return -1;
	return 0;
}

/* ---- the file ---- */

static int read_version(struct reader *reader, const struct json *root, struct err *err)
{
	struct text version;

	if (js_string(&version, root, "version", reader->document, err) < 0)
		return -1;
	if (!text_to_uint(version, NEWEST_VERSION, &reader->version) ||
		reader->version < OLDEST_VERSION)
		return wrong(reader, root, err,
			"a version of the format that is not known (2 to 5 are)");
	reader->lock->lacks_scripts = reader->version < 5;
	return 0;
}

/* Version 2 has npm's in an object of its own, version 3 those of both registries, later ones at the top. */
static int read_registries(struct reader *reader, const struct json *root, struct err *err)
{
	const struct json *packages = reader->version == 3 ? js_member(root, "packages") : root;
	const struct json *npm = js_member(packages, "npm"), *jsr = js_member(packages, "jsr");
	const struct json *specifiers =
		js_member(reader->version == 2 ? npm : packages, "specifiers");

	if (reader->version == 2)
		npm = js_member(npm, "packages");
	if (read_packages(reader, "npm:", npm, err) < 0 ||
		read_packages(reader, "jsr:", jsr, err) < 0)
		return -1;
	return read_specifiers(reader, specifiers, err);
}

static int read_root(struct reader *reader, const struct json *root, struct err *err)
{
	if (root->type != JSON_OBJECT)
		return wrong(reader, root, err, "the lock is no object");
	if (js_doubled(reader->lock, root, reader->document, err) < 0 ||
		read_version(reader, root, err) < 0)
		return -1;
	if (read_registries(reader, root, err) < 0 ||
		read_remote(reader, js_member(root, "remote"), false, err) < 0 ||
		read_remote(reader, js_member(root, "redirects"), true, err) < 0)
		return -1;
	reader->lock->has_edges = true;
	return asks_resolve(&reader->asks, err) < 0 ? -1 : js_implied_registry(reader->lock, err);
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	struct reader reader = {.lock = lock, .document = document};
	const struct json *root;

	if (asks_start(&reader.asks, lock, document->arena, err) < 0 ||
		json_read_with(&root, document->content, document->name, &js_options,
			document->arena, err) < 0)
		return -1;
	return read_root(&reader, root, err);
}

static const char *const globs[] = {"deno.lock", NULL};

extern const struct format format_deno_lock;

const struct format format_deno_lock = {.name = "deno-lock",
	.ecosystem = "npm",
	.globs = globs,
	.domain = DOMAIN_PACKAGE,
	.read = read,
	.url_fits = js_url_fits,
	.ignores_orphans = true,
	.shadow = asks_shadow};
