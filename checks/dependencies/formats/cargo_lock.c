/* SPDX-License-Identifier: Apache-2.0
 *
 * Cargo.lock, versions 1 to 4 (cargo, src/resolver/encode.rs). Checksums are SHA-256 of the .crate file: in the
 * package from version 2 on, in [metadata] before. Packages without a source are members of the
 * workspace or path dependencies. Version 4 percent-encodes the source. The pins of the lock are sorted by
 * name, version and source, whatever the order in the file.
 */
#include <stdlib.h>
#include <string.h>

#include "checks/dependencies/format.h"
#include "gate/base/toml.h"

/* More sources of one version than any lock has; a dependency that fits more would make edges quadratic. */
enum { NEWEST_VERSION = 4, MOST_FITTING = 16 };

struct reading {
	struct lock *lock;
	const struct document *document;
	struct err *err;
	const struct toml **packages; /* in the order of the pins */
	size_t count;
};

struct key {
	struct text name, version, source;
};

static int fail(const struct reading *reading, const struct toml *at, const char *what)
{
	return document_error(reading->document, at->line, at->column, reading->err, "%s", what);
}

/* ---- packages ---- */

static struct key key_of(const struct toml *package)
{
	return (struct key){toml_text(package, "name"), toml_text(package, "version"),
		toml_text(package, "source")};
}

static int compare_keys(const struct key *a, const struct key *b)
{
	int order = text_compare(a->name, b->name);

	if (order == 0)
		order = text_compare(a->version, b->version);
	return order ? order : text_compare(a->source, b->source);
}

static int compare_packages(const void *left, const void *right)
{
	const struct toml *const *a = left, *const *b = right;
	struct key a_key = key_of(*a), b_key = key_of(*b);
	int order = compare_keys(&a_key, &b_key);

	if (order == 0)
		order = ((*a)->line > (*b)->line) - ((*a)->line < (*b)->line);
	return order ? order : ((*a)->column > (*b)->column) - ((*a)->column < (*b)->column);
}

static bool is_word(const struct toml *value)
{
	return value && value->type == TOML_STRING && value->text.len > 0;
}

static int check_package(const struct reading *reading, const struct toml *package)
{
	static const char *const words[] = {"name", "version", "source", "checksum", "replace"};

	if (package->type != TOML_TABLE)
		return fail(reading, package, "a package that is no table");
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		const struct toml *value = toml_get(package, words[i]);

		if (value ? !is_word(value) : i < 2)
			return document_error(reading->document,
				value ? value->line : package->line,
				value ? value->column : package->column, reading->err,
				"a package whose %s is no text", words[i]);
	}
	return 0;
}

static int collect(struct reading *reading, const struct toml *packages, const struct toml *root)
{
	if (packages && packages->type != TOML_ARRAY)
		return fail(reading, packages, "package is no array of tables");
	reading->packages = arena_array(reading->document->arena,
		(packages ? packages->count : 0) + 1, sizeof(const struct toml *));
	if (!reading->packages)
		return err_nomem(reading->err);
	for (const struct toml *package = packages ? packages->child : NULL; package;
		package = package->next)
		reading->packages[reading->count++] = package;
	if (root)
		reading->packages[reading->count++] = root;
	for (size_t i = 0; i < reading->count; i++)
		if (check_package(reading, reading->packages[i]) < 0)
			return -1;
	qsort(reading->packages, reading->count, sizeof(const struct toml *), compare_packages);
	return 0;
}

/* "git+https://host/path?rev=…#<commit>" */
static int add_commit(const struct reading *reading, struct pin *pin)
{
	size_t mark = text_find(pin->source, text_of("#"));

	return pin_git(reading->lock, pin, text_slice(pin->source, mark + 1, pin->source.len),
		reading->err);
}

static int read_package(const struct reading *reading, const struct toml *package, struct pin **pin)
{
	const struct toml *name = toml_get(package, "name"),
			  *checksum = toml_get(package, "checksum");
	struct key key = key_of(package);
	struct pin read = {.name = key.name,
		.version = key.version,
		.source = key.source,
		.line = name->key_line,
		.column = name->key_column};

	if (read.source.len == 0)
		read.flags = PIN_LOCAL | PIN_PROJECT;
	if (text_starts(read.source, "git+"))
		read.flags = PIN_VCS;
	if (lock_pin(reading->lock, &read, pin, reading->err) < 0)
		return -1;
	if (read.flags & PIN_VCS)
		return add_commit(reading, *pin);
	return checksum ? pin_hex(reading->lock, *pin, DIGEST_SHA256, checksum->text, reading->err)
			: 0;
}

static int read_packages(const struct reading *reading)
{
	for (size_t i = 0; i < reading->count; i++) {
		struct key key = key_of(reading->packages[i]), before;
		struct pin *pin;

		if (read_package(reading, reading->packages[i], &pin) < 0)
			return -1;
		if (i == 0)
			continue;
		before = key_of(reading->packages[i - 1]);
		if (compare_keys(&before, &key) == 0 &&
			lock_doubled(
				reading->lock, key.name, pin->line, pin->column, reading->err) < 0)
			return -1;
	}
	return 0;
}

/* [[patch.unused]]: patches that the manifest has and nothing takes. Written by cargo, needed by nobody. */
static int read_unused(struct reading *reading, const struct toml *unused)
{
	struct pin *pin;

	if (unused && unused->type != TOML_ARRAY)
		return fail(reading, unused, "patch.unused is no array of tables");
	for (const struct toml *package = unused ? unused->child : NULL; package;
		package = package->next)
		if (check_package(reading, package) < 0 ||
			read_package(reading, package, &pin) < 0 ||
			lock_edge(reading->lock, EDGE_ROOT, (uint32_t)reading->lock->pins.count - 1,
				reading->err) < 0)
			return -1;
	return 0;
}

/* ---- who needs whom ---- */

/* "name", "name version" or "name version (source)". */
static struct key split(struct text dependency)
{
	size_t space = text_find(dependency, text_of(" "));
	struct text rest = text_slice(dependency, space + 1, dependency.len);
	size_t next = text_find(rest, text_of(" "));
	struct key key = {text_slice(dependency, 0, space), text_slice(rest, 0, next),
		text_slice(rest, next + 1, rest.len)};

	if (key.source.len > 2 && key.source.ptr[0] == '(')
		key.source = text_slice(key.source, 1, key.source.len - 1);
	return key;
}

static struct key key_of_pin(const struct pin *pin)
{
	return (struct key){pin->name, pin->version, pin->source};
}

/* The first of the sorted pins that is not before the key. */
static size_t lower_bound(const struct lock *lock, size_t count, const struct key *key)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		struct key other = key_of_pin(&lock->pins.items[middle]);

		if (compare_keys(&other, key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool begins(struct text text, struct text with)
{
	return text.len >= with.len && memcmp(text.ptr, with.ptr, with.len) == 0;
}

/* Still among those that may fit, in the order of the pins. */
static bool is_near(const struct pin *pin, const struct key *key)
{
	return text_equal(pin->name, key->name) &&
	       (key->version.len == 0 || (text_equal(pin->version, key->version) &&
						 begins(pin->source, key->source)));
}

/* A git source may be written without its commit. */
static bool fits(const struct pin *pin, const struct key *key)
{
	return key->source.len == 0 || pin->source.len == key->source.len ||
	       (text_starts(pin->source, "git+") && pin->source.ptr[key->source.len] == '#');
}

/* Those that a dependency may mean: one in what cargo writes. */
static int find_fitting(const struct reading *reading, const struct key *key,
	uint32_t found[MOST_FITTING], size_t *count)
{
	size_t at = lower_bound(reading->lock, reading->count, key);

	*count = 0;
	for (size_t seen = 0; at < reading->count && is_near(&reading->lock->pins.items[at], key);
		at++) {
		if (seen++ == MOST_FITTING)
			return -1;
		if (fits(&reading->lock->pins.items[at], key))
			found[(*count)++] = (uint32_t)at;
	}
	return *count ? 0 : -1;
}

static int read_edge(const struct reading *reading, uint32_t from, const struct toml *dependency)
{
	struct key key = split(dependency->text);
	uint32_t found[MOST_FITTING];
	size_t count;

	if (!is_word(dependency))
		return fail(reading, dependency, "a dependency that is no text");
	if (find_fitting(reading, &key, found, &count) < 0)
		return 0; /* a merge gone wrong: cargo passes over it too, and resolves anew */
	for (size_t i = 0; i < count; i++)
		if (lock_edge(reading->lock, from, found[i], reading->err) < 0)
			return -1;
	return 0;
}

/* What is replaced (`replace = "name version (source)"`) needs what takes its place. */
static int read_edges(const struct reading *reading, uint32_t from)
{
	const struct toml *package = reading->packages[from],
			  *replace = toml_get(package, "replace");
	const struct toml *all = toml_get(package, "dependencies");

	if (replace && read_edge(reading, from, replace) < 0)
		return -1;
	if (all && all->type != TOML_ARRAY)
		return fail(reading, all, "dependencies are no array");
	for (const struct toml *one = all ? all->child : NULL; one; one = one->next)
		if (read_edge(reading, from, one) < 0)
			return -1;
	return 0;
}

static int read_all_edges(const struct reading *reading)
{
	reading->lock->has_edges = true;
	for (size_t i = 0; i < reading->count; i++)
		if (read_edges(reading, (uint32_t)i) < 0)
			return -1;
	return 0;
}

/* ---- checksums of version 1 ---- */

/* "checksum name version (source)" = "<hex>" or "<none>" */
static int read_checksum(const struct reading *reading, const struct toml *entry)
{
	static const char prefix[] = "checksum ";
	uint32_t found[MOST_FITTING];
	struct key key;
	struct pin *pin;
	size_t count;

	if (!text_starts(entry->key, prefix))
		return 0;
	if (!is_word(entry))
		return fail(reading, entry, "a checksum that is no text");
	key = split(text_slice(entry->key, strlen(prefix), entry->key.len));
	if (find_fitting(reading, &key, found, &count) < 0)
		return 0; /* as above */
	pin = &reading->lock->pins.items[found[0]];
	if (text_is(entry->text, "<none>") || pin->flags & PIN_VCS)
		return 0;
	pin->line = entry->key_line;
	pin->column = entry->key_column;
	return pin_hex(reading->lock, pin, DIGEST_SHA256, entry->text, reading->err);
}

static int read_checksums(const struct reading *reading, const struct toml *metadata)
{
	if (metadata && metadata->type != TOML_TABLE)
		return fail(reading, metadata, "metadata is no table");
	for (const struct toml *entry = metadata ? metadata->child : NULL; entry;
		entry = entry->next)
		if (read_checksum(reading, entry) < 0)
			return -1;
	return 0;
}

/* ---- the file ---- */

static int check_version(const struct reading *reading, const struct toml *root)
{
	const struct toml *version = toml_get(root, "version");
	int64_t number;

	if (!version)
		return 0;
	if (!toml_integer(version, &number) || number < 1 || number > NEWEST_VERSION)
		return fail(reading, version, "a version of Cargo.lock that is not known");
	return 0;
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	struct reading reading = {lock, document, err, NULL, 0};
	const struct toml *root;

	if (toml_read(&root, document->content, document->name, document->arena, err) < 0 ||
		check_version(&reading, root) < 0 ||
		collect(&reading, toml_get(root, "package"), toml_get(root, "root")) < 0 ||
		read_packages(&reading) < 0 || read_all_edges(&reading) < 0 ||
		read_checksums(&reading, toml_get(root, "metadata")) < 0)
		return -1;
	return read_unused(&reading, toml_at(root, "patch.unused"));
}

/* Pins are sorted by name first, those of unused patches apart, which stand at the end and by themselves. */
static uint32_t find(const struct lock *lock, const struct need *need)
{
	size_t sorted = lock->pins.count;
	struct key key = {.name = need->name, .version = text_of(""), .source = text_of("")};
	size_t at;

	for (size_t i = lock->edges.count; i > 0 && lock->edges.items[i - 1].from == EDGE_ROOT; i--)
		sorted--;
	at = lower_bound(lock, sorted, &key);
	return at < sorted && text_equal(lock->pins.items[at].name, need->name) ? (uint32_t)at
										: EDGE_ROOT;
}

/* A git source that asks for a whole commit has that commit. */
static bool url_fits(const struct pin *pin)
{
	size_t mark = text_find(pin->source, text_of("#")),
	       rev = text_find(pin->source, text_of("?rev="));
	struct text asked = text_slice(pin->source, rev + strlen("?rev="), mark);

	if (!(pin->flags & PIN_VCS) || rev >= mark || !is_commit_id(asked))
		return true;
	return text_equal(asked, text_slice(pin->source, mark + 1, pin->source.len));
}

static const char *const globs[] = {"Cargo.lock", NULL};
static const char *const manifests[] = {"Cargo.toml", NULL};

extern const struct format format_cargo_lock;

const struct format format_cargo_lock = {
	.name = "cargo-lock",
	.ecosystem = "cargo",
	.globs = globs,
	.domain = DOMAIN_PACKAGE,
	.read = read,
	.manifests = manifests,
	.find = find,
	.url_fits = url_fits,
};
