/* SPDX-License-Identifier: Apache-2.0
 *
 * package-lock.json, npm-shrinkwrap.json and node_modules/.package-lock.json: what npm installed. Version 1 has the tree
 * `dependencies`, version 3 the list of folders `packages`, version 2 both
 * (docs.npmjs.com/cli/configuring-npm/package-lock-json). Of version 2 both halves are read: npm 6 uses the one, later
 * ones the other. Where they say the same of a folder that is one pin, else two.
 */
#include <string.h>

#include "checks/dependencies/formats/js.h"
#include "checks/dependencies/formats/npm_reader.h"
#include "gate/base/glob.h"

enum { NO_VERSION = 1, NEWEST_VERSION = 3 };

static int read_version(struct npm_reader *reader, struct json_cursor *cursor, struct err *err)
{
	const struct json *value;
	uint64_t version;

	if (json_value(cursor, &value, reader->scratch, err) < 0)
		return -1;
	if (value->type != JSON_NUMBER || !text_to_uint(value->text, NEWEST_VERSION, &version) ||
		version == 0)
		return js_error(reader->document, value->line, value->column, err,
			"lockfileVersion %.*s is not known",
			(int)(value->text.len < 20 ? value->text.len : 20), value->text.ptr);
	reader->version = (unsigned)version;
	return 0;
}

static int read_newer(struct npm_reader *reader, struct json_cursor *cursor,
	const struct json_member *member, struct err *err)
{
	if (npm_note_doubled(reader, member, err) < 0)
		return -1;
	if (text_is(member->key, "lockfileVersion"))
		return read_version(reader, cursor, err);
	return text_is(member->key, "packages") ? npm_read_packages(reader, cursor, err) : 0;
}

static int read_older(struct npm_reader *reader, struct json_cursor *cursor,
	const struct json_member *member, struct err *err)
{
	const struct json *value;

	if (text_is(member->key, "dependencies"))
		return npm_read_older(reader, cursor, err);
	if (!text_is(member->key, "requires"))
		return 0;
	/* Then entries say what they need, and one that says nothing needs nothing. */
	if (json_value(cursor, &value, reader->scratch, err) < 0)
		return -1;
	reader->has_requires = reader->has_requires || value->type == JSON_TRUE;
	return 0;
}

typedef int read_key(struct npm_reader *reader, struct json_cursor *cursor,
	const struct json_member *member, struct err *err);

static int walk(struct npm_reader *reader, read_key *read, struct err *err)
{
	struct json_cursor cursor;
	struct json_member member;
	bool more;

	json_open(&cursor, reader->document->content, reader->document->name, &js_options,
		reader->document->arena);
	if (json_enter(&cursor, JSON_OBJECT, err) < 0)
		return -1;
	for (;;) {
		if (json_next(&cursor, &member, &more, err) < 0)
			return -1;
		if (!more)
			return json_end(&cursor, err);
		if (read(reader, &cursor, &member, err) < 0)
			return -1;
	}
}

/* What a link points to, where that is a folder of the project; EDGE_ROOT otherwise. */
static uint32_t member_of(struct npm_reader *reader, uint32_t link)
{
	struct npm_tree *tree = reader->tree;
	const struct npm_ask *target = tree->nodes[link].asks;
	const struct globs *globs = &reader->lock->workspaces;
	struct text place;

	if (tree->nodes[link].ask_count != 1 || target->kind != ASK_TARGET)
		return EDGE_ROOT;
	place = (struct text){target->name, target->name_len};
	for (size_t i = 0; i < globs->count && tree->work <= tree->budget; i++) {
		tree->work += globs->items[i].len + place.len;
		if (glob_match(globs->items[i], place))
			return npm_tree_at(tree, place);
	}
	return EDGE_ROOT;
}

/* Members of the workspace are the project's own. */
static int add_members(struct npm_reader *reader, struct err *err)
{
	for (uint32_t i = 0; reader->lock->workspaces.count && i < reader->tree->node_count; i++) {
		struct pin *pins = reader->lock->pins.items;
		struct npm_ask ask = npm_ask(pins[i].place, text_of(""), ASK_TARGET);
		uint32_t member = member_of(reader, i);

		if (member == EDGE_ROOT)
			continue;
		pins[member].flags |= PIN_PROJECT;
		if (npm_tree_ask(reader->tree, &ask, err) < 0)
			return -1;
	}
	return npm_tree_settle_root(reader->tree, err);
}

/* npm can be told to leave the URLs of the registry out. */
static bool has_sources(const struct lock *lock)
{
	for (size_t i = 0; i < lock->pins.count; i++)
		if (lock->pins.items[i].source.len && !(lock->pins.items[i].flags & PIN_VCS))
			return true;
	return false;
}

static int read_file(struct npm_reader *reader, struct err *err)
{
	struct lock *lock = reader->lock;

	if (walk(reader, read_newer, err) < 0)
		return -1;
	if (reader->version >= 2 && !reader->has_packages)
		return js_error(reader->document, 1, 1, err,
			"version %u of a lock has packages, this has none", reader->version);
	if (reader->version < NEWEST_VERSION && walk(reader, read_older, err) < 0)
		return -1;
	lock->has_edges = true;
	lock->guesses_edges = !reader->has_packages && !reader->has_requires;
	lock->has_needs = reader->has_root;
	lock->open_roots = !reader->has_root;
	lock->lacks_scripts = !reader->has_packages;
	reader->tree->has_plain_only = !reader->has_packages;
	if (add_members(reader, err) < 0)
		return -1;
	return has_sources(lock) ? 0 : js_implied_registry(lock, err);
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	struct npm_reader reader = {.lock = lock,
		.document = document,
		.version = NO_VERSION,
		.base = document->base ? document->base->index : NULL,
		.scratch = arena_new()};
	int done =
		reader.scratch ? npm_tree_new(&reader.tree, lock, document, err) : err_nomem(err);

	if (done == 0)
		done = read_file(&reader, err);
	arena_free(reader.scratch);
	return done;
}

static const char *const globs[] = {
	"package-lock.json", "npm-shrinkwrap.json", ".package-lock.json", NULL};
static const char *const manifests[] = {"package.json", NULL};

extern const struct format format_npm_lock;

const struct format format_npm_lock = {.name = "npm-lock",
	.ecosystem = "npm",
	.globs = globs,
	.domain = DOMAIN_PACKAGE,
	.read = read,
	.link = npm_tree_link,
	.manifests = manifests,
	.find = npm_tree_find,
	.url_fits = js_url_fits,
	.shadow = npm_tree_shadow};
