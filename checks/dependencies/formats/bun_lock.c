/* SPDX-License-Identifier: Apache-2.0
 *
 * bun.lock, lockfileVersion 0 to 2 (bun.com/docs/pm/lockfile; src/install/lockfile/bun.lock.zig): JSON with commas at the end.
 * `packages` is by path, "a" or "a/@scope/b" for what only a gets: the same tree as folders node_modules. An entry is
 * ["name@version", registry, {dependencies…}, "sha512-…"], shorter for what does not come from a registry. And bun.lockb, which is
 * binary and cannot be read.
 */
#include <string.h>

#include "checks/dependencies/formats/js.h"
#include "checks/dependencies/formats/npm_tree.h"

enum { NEWEST_VERSION = 2 };

struct reader {
	struct lock *lock;
	const struct document *document;
	struct npm_tree *tree;
	struct json_cursor cursor;
	struct arena *scratch; /* one entry */
	struct arena *work;    /* the whole reading */
	const struct json *workspaces;
	bool has_version;
};

static int wrong(
	const struct reader *reader, const struct json *at, struct err *err, const char *what)
{
	return js_error(reader->document, at->line, at->column, err, "%s", what);
}

/* ---- who asks ---- */

static int read_block(const struct reader *reader, const struct json *package, const char *key,
	enum ask_kind kind, struct err *err)
{
	const struct json *block;

	if (js_object(&block, package, key, reader->document, err) < 0)
		return -1;
	for (const struct json *member = block ? block->child : NULL; member;
		member = member->next) {
		struct text name = member->key, range = member->text;
		struct npm_ask ask;

		if (member->type != JSON_STRING)
			return wrong(
				reader, member, err, "the version that is asked for is no string");
		if (js_keep(&name, reader->document, err) < 0 ||
			js_keep(&range, reader->document, err) < 0)
			return -1;
		ask = npm_ask(name, range, kind);
		if (npm_tree_ask(reader->tree, &ask, err) < 0)
			return -1;
	}
	return 0;
}

static int read_asks(const struct reader *reader, const struct json *package, struct err *err)
{
	if (read_block(reader, package, "dependencies", ASK_PLAIN, err) < 0 ||
		read_block(reader, package, "devDependencies", ASK_PLAIN, err) < 0 ||
		read_block(reader, package, "optionalDependencies", ASK_PLAIN, err) < 0)
		return -1;
	return read_block(reader, package, "peerDependencies", ASK_PEER, err);
}

static int read_workspace(
	const struct reader *reader, const struct json *workspace, struct err *err)
{
	struct text place = text_of("");

	if (workspace->type != JSON_OBJECT)
		return wrong(reader, workspace, err, "a workspace that is no object");
	if (workspace->key.len) {
		place = arena_textf(reader->document->arena, "%.*s/", (int)workspace->key.len,
			workspace->key.ptr);
		if (!place.ptr)
			return err_nomem(err);
	} else if (read_asks(reader, workspace, err) < 0 ||
		   npm_tree_settle_root(reader->tree, err) < 0) {
		return -1;
	}
	return js_needs(reader->lock, workspace, place, reader->document, err);
}

static int read_workspaces(struct reader *reader, struct err *err)
{
	if (json_value(&reader->cursor, &reader->workspaces, reader->work, err) < 0)
		return -1;
	if (reader->workspaces->type != JSON_OBJECT)
		return wrong(reader, reader->workspaces, err, "workspaces are no object");
	if (js_doubled(reader->lock, reader->workspaces, reader->document, err) < 0)
		return -1;
	for (const struct json *at = reader->workspaces->child; at; at = at->next)
		if (read_workspace(reader, at, err) < 0)
			return -1;
	return 0;
}

/* ---- packages ---- */

/* "a/@scope/b" as "node_modules/a/node_modules/@scope/b". */
static int place_of(
	struct text *out, const struct reader *reader, struct text path, struct err *err)
{
	static const char folder[] = "node_modules/";
	size_t slashes = 1, len = 0;
	bool in_scope = false, starts = true;
	char *place;

	for (size_t i = 0; i < path.len; i++)
		slashes += path.ptr[i] == '/';
	place = arena_array(
		reader->document->arena, slashes * (sizeof(folder) - 1) + path.len + 1, 1);
	if (!place)
		return err_nomem(err);
	for (size_t i = 0; i < path.len; i++) {
		if (starts) {
			memcpy(place + len, folder, sizeof(folder) - 1);
			len += sizeof(folder) - 1;
			in_scope = path.ptr[i] == '@';
		}
		place[len++] = path.ptr[i];
		starts = path.ptr[i] == '/' && !in_scope;
		if (path.ptr[i] == '/')
			in_scope = false;
	}
	*out = (struct text){place, len};
	return 0;
}

static const struct json *item_of_type(const struct json *list, enum json_type type, unsigned skip)
{
	for (const struct json *item = list->child ? list->child->next : NULL; item;
		item = item->next)
		if (item->type == type && skip-- == 0)
			return item;
	return NULL;
}

/* "https://…", or a registry's address of which bun writes the beginning. */
static bool is_url(struct text text)
{
	return text_find(text, text_of("://")) < text.len;
}

static bool is_hash(const struct json *item)
{
	return item && item->type == JSON_STRING &&
	       text_find(item->text, text_of("-")) < item->text.len &&
	       algorithm_named(text_slice(item->text, 0, text_find(item->text, text_of("-")))) !=
		       DIGEST_UNKNOWN;
}

static const struct json *last_item(const struct json *list)
{
	const struct json *item = list->child;

	while (item && item->next)
		item = item->next;
	return item;
}

/* From a registry: the second item is its address, "" for the usual one; the last is the hash. */
static int add_registry_pin(
	struct reader *reader, struct pin *pin, const struct json *entry, struct err *err)
{
	const struct json *from = entry->child->next, *hash = last_item(entry);
	struct pin *added;
	struct text sri;

	if (!from || from->type != JSON_STRING)
		return wrong(reader, entry, err, "an entry of a registry without its address");
	pin->source = is_url(from->text) ? from->text : text_of("");
	if (js_keep(&pin->source, reader->document, err) < 0 ||
		lock_pin(reader->lock, pin, &added, err) < 0)
		return -1;
	if (hash == from || hash->type != JSON_STRING)
		return 0;
	sri = hash->text;
	return js_keep(&sri, reader->document, err) < 0 ? -1
							: pin_sri(reader->lock, added, sri, err);
}

static int add_other_pin(
	struct reader *reader, struct pin *pin, const struct json *entry, struct err *err)
{
	const struct json *hash = last_item(entry);
	struct pin *added;
	struct text sri = hash->text;

	pin->source = pin->version;
	pin->version = text_of("");
	if (js_is_vcs(pin->source))
		pin->flags |= PIN_VCS;
	else if (js_is_local(pin->source) || text_starts(pin->source, "root:"))
		pin->flags |= PIN_LOCAL;
	if (lock_pin(reader->lock, pin, &added, err) < 0 ||
		(pin->flags & PIN_VCS && js_commit(reader->lock, added, err) < 0))
		return -1;
	if (!is_hash(hash))
		return 0;
	return js_keep(&sri, reader->document, err) < 0 ? -1
							: pin_sri(reader->lock, added, sri, err);
}

static const struct json *workspace_at(const struct reader *reader, struct text folder)
{
	for (const struct json *at = reader->workspaces ? reader->workspaces->child : NULL; at;
		at = at->next)
		if (text_equal(at->key, folder))
			return at;
	return NULL;
}

/* "name@version": the pin's place, name and version. */
static int read_name(struct pin *pin, struct reader *reader, const struct json_member *member,
	const struct json *entry, struct err *err)
{
	const struct json *first = entry->child;
	struct text spec;

	if (entry->type != JSON_ARRAY || !first || first->type != JSON_STRING)
		return wrong(reader, entry, err, "an entry that does not begin with its name");
	spec = first->text;
	if (js_keep(&spec, reader->document, err) < 0 ||
		place_of(&pin->place, reader, member->key, err) < 0)
		return -1;
	js_split(spec, &pin->name, &pin->version);
	if (pin->name.len == 0 || pin->version.len == 0)
		return wrong(reader, first, err, "an entry without a name or a version");
	return 0;
}

static bool is_other(const struct pin *pin)
{
	return text_find(pin->version, text_of(":")) < pin->version.len ||
	       js_is_local(pin->version);
}

/* Who asks: the entry's own object, or that of the workspace it stands for, which makes it the project's. */
static const struct json *asks_of(
	struct pin *pin, const struct reader *reader, const struct json *entry)
{
	const struct json *asks = item_of_type(entry, JSON_OBJECT, 0);

	if (!text_starts(pin->version, "workspace:"))
		return asks;
	asks = workspace_at(
		reader, text_slice(pin->version, strlen("workspace:"), pin->version.len));
	pin->flags |= asks ? PIN_PROJECT : 0;
	return asks;
}

static int read_entry(struct reader *reader, const struct json_member *member,
	const struct json *entry, struct err *err)
{
	struct pin pin = {.line = member->line, .column = member->column};
	const struct json *asks;
	int done;

	if (read_name(&pin, reader, member, entry, err) < 0)
		return -1;
	asks = asks_of(&pin, reader, entry);
	done = is_other(&pin) ? add_other_pin(reader, &pin, entry, err)
			      : add_registry_pin(reader, &pin, entry, err);
	if (done < 0 || npm_tree_node(reader->tree, true, NULL, err) < 0 ||
		(asks && read_asks(reader, asks, err) < 0))
		return -1;
	return npm_tree_settle(reader->tree, err);
}

static int read_package(struct reader *reader, const struct json_member *member, struct err *err)
{
	const struct json *entry;

	arena_reset(reader->scratch);
	if (member->duplicate &&
		lock_doubled(reader->lock, member->key, member->line, member->column, err) < 0)
		return -1;
	if (json_value(&reader->cursor, &entry, reader->scratch, err) < 0 ||
		js_doubled(reader->lock, entry, reader->document, err) < 0)
		return -1;
	return read_entry(reader, member, entry, err);
}

static int read_packages(struct reader *reader, struct err *err)
{
	struct json_member member;
	bool more;

	if (!reader->workspaces)
		return js_error(reader->document, reader->cursor.line, 1, err,
			"workspaces do not come before packages");
	if (json_enter(&reader->cursor, JSON_OBJECT, err) < 0)
		return -1;
	for (;;) {
		if (json_next(&reader->cursor, &member, &more, err) < 0)
			return -1;
		if (!more)
			return 0;
		if (read_package(reader, &member, err) < 0)
			return -1;
	}
}

/* ---- the file ---- */

static int read_version(struct reader *reader, struct err *err)
{
	const struct json *value;
	uint64_t version;

	if (json_value(&reader->cursor, &value, reader->work, err) < 0)
		return -1;
	if (value->type != JSON_NUMBER || !text_to_uint(value->text, NEWEST_VERSION, &version))
		return wrong(
			reader, value, err, "a lockfileVersion that is not known (0 to 2 are)");
	reader->has_version = true;
	return 0;
}

/* Packages that may run code when they are installed. */
static int read_trusted(struct reader *reader, struct err *err)
{
	const struct json *list;

	if (json_value(&reader->cursor, &list, reader->work, err) < 0)
		return -1;
	for (const struct json *item = list->child; item; item = item->next) {
		struct setting setting = {.kind = SETTING_GUARD,
			.value = text_of("may run install scripts"),
			.usual = 1,
			.about = item->text,
			.line = item->line,
			.column = item->column};
		char *name = arena_printf(reader->document->arena, "trustedDependencies: %.*s",
			(int)item->text.len, item->text.ptr);

		if (!name)
			return err_nomem(err);
		setting.name = text_of(name);
		if (lock_setting(reader->lock, &setting, err) < 0)
			return -1;
	}
	return 0;
}

static int read_member(struct reader *reader, const struct json_member *member, struct err *err)
{
	static const struct {
		const char *key;
		int (*read)(struct reader *reader, struct err *err);
	} all[] = {{"lockfileVersion", read_version}, {"workspaces", read_workspaces},
		{"trustedDependencies", read_trusted}, {"packages", read_packages}};

	if (member->duplicate &&
		lock_doubled(reader->lock, member->key, member->line, member->column, err) < 0)
		return -1;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (text_is(member->key, all[i].key))
			return all[i].read(reader, err);
	return 0;
}

static int read_file(struct reader *reader, struct err *err)
{
	static const struct json_options options = {
		.comments = true, .trailing_commas = true, .keep_duplicates = true};
	const struct document *document = reader->document;
	struct json_member member;
	bool more;

	json_open(&reader->cursor, document->content, document->name, &options, document->arena);
	if (json_enter(&reader->cursor, JSON_OBJECT, err) < 0)
		return -1;
	for (;;) {
		if (json_next(&reader->cursor, &member, &more, err) < 0)
			return -1;
		if (!more)
			break;
		if (read_member(reader, &member, err) < 0)
			return -1;
	}
	if (json_end(&reader->cursor, err) < 0)
		return -1;
	if (!reader->has_version)
		return js_error(document, 1, 1, err, "no lockfileVersion");
	reader->lock->has_edges = reader->lock->has_needs = reader->lock->lacks_scripts = true;
	return js_implied_registry(reader->lock, err);
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	struct reader *reader = arena_alloc(document->arena, sizeof(*reader));
	int done;

	if (!reader)
		return err_nomem(err);
	*reader = (struct reader){
		.lock = lock, .document = document, .scratch = arena_new(), .work = arena_new()};
	done = reader->scratch && reader->work ? npm_tree_new(&reader->tree, lock, document, err)
					       : err_nomem(err);
	if (done == 0)
		done = read_file(reader, err);
	if (done == 0)
		reader->tree->nests_newest = true;
	arena_free(reader->scratch);
	arena_free(reader->work);
	return done;
}

static int read_binary(struct lock *lock, const struct document *document, struct err *err)
{
	(void)lock;
	js_error(
		document, 1, 1, err, "bun's binary lock cannot be read by people or by this check");
	return err_remedy(err, "run `bun install --save-text-lockfile --frozen-lockfile "
			       "--lockfile-only`, commit bun.lock and remove bun.lockb");
}

static const char *const globs[] = {"bun.lock", NULL}, *const binary_globs[] = {"bun.lockb", NULL};
static const char *const manifests[] = {"package.json", NULL};

extern const struct format format_bun_lock, format_bun_lockb;

const struct format format_bun_lock = {.name = "bun-lock",
	.ecosystem = "npm",
	.globs = globs,
	.domain = DOMAIN_PACKAGE,
	.read = read,
	.link = npm_tree_link,
	.manifests = manifests,
	.url_fits = js_url_fits,
	.shadow = npm_tree_shadow};

const struct format format_bun_lockb = {.name = "bun-lockb",
	.ecosystem = "npm",
	.globs = binary_globs,
	.read = read_binary,
	.manifests = manifests};
