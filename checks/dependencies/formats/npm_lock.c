/* SPDX-License-Identifier: Apache-2.0
 *
 * package-lock.json, npm-shrinkwrap.json and node_modules/.package-lock.json: what npm installed. Version 1 has the tree
 * `dependencies`, version 3 the list of folders `packages`, version 2 both
 * (docs.npmjs.com/cli/configuring-npm/package-lock-json). Of version 2 both halves are read: npm 6 uses the one, later
 * ones the other. Where they say the same of a folder that is one pin, else two.
 */
#include <stdio.h>
#include <string.h>

#include "checks/dependencies/formats/js.h"
#include "checks/dependencies/formats/npm_tree.h"
#include "gate/base/glob.h"

enum { LONGEST_PLACE = 4096, NO_VERSION = 1, NEWEST_VERSION = 3 };

struct reader {
	struct lock *lock;
	const struct document *document;
	struct npm_tree *tree;
	const struct npm_tree *base; /* NULL where there is none */
	struct arena *scratch;       /* of one member */
	unsigned version;
	bool has_packages, has_root, has_requires;
};

static const char modules[] = "node_modules", below_modules[] = "/node_modules";

/* What is behind the last "node_modules/"; the whole where there is none. */
static struct text behind_modules(struct text place)
{
	const char *slash;
	size_t end = place.len;

	while (end > 0 && (slash = memrchr(place.ptr, '/', end)) != NULL) {
		struct text folder = {place.ptr, end = (size_t)(slash - place.ptr)};

		if (text_is(folder, modules) || text_ends(folder, below_modules))
			return text_slice(place, end + 1, place.len);
	}
	return place;
}

/* A member of the workspace, or another folder that a link points to. */
static bool is_folder(struct text place)
{
	return behind_modules(place).len == place.len;
}

static struct text last_part(struct text place)
{
	size_t from = place.len;

	while (from > 0 && place.ptr[from - 1] != '/')
		from--;
	return text_slice(place, from, place.len);
}

/* ---- what an entry asks for ---- */

static int add_ask(struct reader *reader, struct text name, struct text range, enum ask_kind kind,
	struct err *err)
{
	struct npm_ask ask;

	if (js_keep(&name, reader->document, err) < 0 || js_keep(&range, reader->document, err) < 0)
		return -1;
	ask = npm_ask(name, range, kind);
	return npm_tree_ask(reader->tree, &ask, err);
}

static int read_asks(struct reader *reader, const struct json *entry, const char *key,
	enum ask_kind kind, struct err *err)
{
	const struct json *block;

	if (js_object(&block, entry, key, reader->document, err) < 0)
		return -1;
	for (const struct json *member = block ? block->child : NULL; member;
		member = member->next) {
		if (member->type != JSON_STRING)
			return js_error(reader->document, member->line, member->column, err,
				"the version that is asked for is no string");
		if (add_ask(reader, member->key, member->text, kind, err) < 0)
			return -1;
	}
	return 0;
}

/* Names only: their versions are where the others are. */
static int read_bundled(struct reader *reader, const struct json *entry, struct err *err)
{
	const struct json *list = js_member(entry, "bundleDependencies");

	if (!list || list->type != JSON_ARRAY)
		return 0;
	for (const struct json *item = list->child; item; item = item->next) {
		if (item->type != JSON_STRING)
			return js_error(reader->document, item->line, item->column, err,
				"the name is no string");
		if (add_ask(reader, item->text, text_of("*"), ASK_PEER, err) < 0)
			return -1;
	}
	return 0;
}

static int read_all_asks(
	struct reader *reader, const struct json *entry, bool with_dev, struct err *err)
{
	if (read_asks(reader, entry, "dependencies", ASK_PLAIN, err) < 0 ||
		read_asks(reader, entry, "optionalDependencies", ASK_PLAIN, err) < 0 ||
		read_asks(reader, entry, "peerDependencies", ASK_PEER, err) < 0)
		return -1;
	return with_dev ? read_asks(reader, entry, "devDependencies", ASK_PLAIN, err) : 0;
}

/* ---- packages ---- */

static int name_of(struct text *out, struct reader *reader, const struct json *entry,
	struct text place, struct err *err)
{
	if (js_string(out, entry, "name", reader->document, err) < 0)
		return -1;
	if (out->len == 0)
		*out = is_folder(place) ? last_part(place) : behind_modules(place);
	return 0;
}

static uint32_t flags_of(const struct json *entry)
{
	static const struct {
		const char *key;
		uint32_t flag;
	} all[] = {{"hasInstallScript", PIN_INSTALL_SCRIPT}, {"optional", PIN_OPTIONAL},
		{"devOptional", PIN_OPTIONAL}};
	uint32_t flags = 0;

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (js_is_true(entry, all[i].key))
			flags |= all[i].flag;
	return flags;
}

/* A folder of the project, or what came inside another package. */
static bool is_part(const struct pin *pin, const struct json *entry)
{
	if (pin->source.len || js_member(entry, "integrity"))
		return false;
	return is_folder(pin->place) ||
	       (js_is_true(entry, "inBundle") &&
		       text_find(pin->place, text_of("/node_modules/")) < pin->place.len);
}

/* Where an entry's bytes come from decides what it must have. */
static void place_flags(struct pin *pin, const struct json *entry)
{
	bool is_url = text_find(pin->source, text_of("://")) < pin->source.len;

	if ((js_is_true(entry, "link") || js_is_local(pin->source)) && !is_url)
		pin->flags |= PIN_LOCAL;
	else if (is_part(pin, entry))
		pin->flags |= is_folder(pin->place) ? PIN_LOCAL : PIN_LOCAL | PIN_BUNDLED;
	else if (js_is_vcs(pin->source))
		pin->flags |= PIN_VCS;
}

static int add_digests(
	struct reader *reader, struct pin *pin, const struct json *entry, struct err *err)
{
	const struct json *integrity = js_member(entry, "integrity");
	struct text text;

	if (pin->flags & PIN_VCS)
		return js_commit(reader->lock, pin, err);
	if (!integrity || integrity->type == JSON_NULL || integrity->type == JSON_FALSE)
		return 0;
	return js_string(&text, entry, "integrity", reader->document, err) < 0
		       ? -1
		       : pin_sri(reader->lock, pin, text, err);
}

static int check_version(
	struct reader *reader, const struct json *entry, const struct pin *pin, struct err *err)
{
	if (pin->version.len == 0 && !(pin->flags & (PIN_LOCAL | PIN_VCS)))
		return js_error(reader->document, entry->line, entry->column, err,
			"the entry has no version");
	return 0;
}

static int check_entry(struct reader *reader, const struct pin *pin, struct err *err)
{
	if (pin->place.len > LONGEST_PLACE)
		return js_error(reader->document, pin->line, pin->column, err,
			"the path of the folder is too long");
	if (pin->name.len == 0)
		return js_error(
			reader->document, pin->line, pin->column, err, "the entry has no name");
	return 0;
}

/* Of a link: the folder it points to. */
static int read_target(struct reader *reader, struct pin *pin, struct err *err)
{
	if (!(pin->flags & PIN_LOCAL))
		return 0;
	if (add_ask(reader, pin->source, text_of(""), ASK_TARGET, err) < 0)
		return -1;
	pin->source = text_of("");
	return npm_tree_settle(reader->tree, err);
}

static int read_folder(
	struct reader *reader, const struct json *entry, struct text place, struct err *err)
{
	struct text with_slash = {
		arena_printf(reader->document->arena, "%.*s/", (int)place.len, place.ptr),
		place.len + 1};

	if (!with_slash.ptr)
		return err_nomem(err);
	return js_needs(reader->lock, entry, with_slash, reader->document, err);
}

static int fill_pin(
	struct reader *reader, struct pin *pin, const struct json *entry, struct err *err)
{
	if (name_of(&pin->name, reader, entry, pin->place, err) < 0 ||
		js_string(&pin->version, entry, "version", reader->document, err) < 0 ||
		js_string(&pin->source, entry, "resolved", reader->document, err) < 0)
		return -1;
	pin->flags = flags_of(entry);
	place_flags(pin, entry);
	return check_version(reader, entry, pin, err) < 0 ? -1 : check_entry(reader, pin, err);
}

static int read_own_asks(
	struct reader *reader, const struct json *entry, bool with_dev, struct err *err)
{
	if (read_all_asks(reader, entry, with_dev, err) < 0 || read_bundled(reader, entry, err) < 0)
		return -1;
	return npm_tree_settle(reader->tree, err);
}

static int note_doubled(struct reader *reader, const struct json_member *member, struct err *err)
{
	return member->duplicate
		       ? lock_doubled(reader->lock, member->key, member->line, member->column, err)
		       : 0;
}

/* Folders are compared here: the cursor need not do that too. */
static int add_node(
	struct reader *reader, const struct json_member *member, bool fresh, struct err *err)
{
	struct json_member found = *member;

	if (npm_tree_node(reader->tree, true, &found.duplicate, err) < 0 ||
		(fresh && reader->base && npm_tree_fresh(reader->tree, err) < 0))
		return -1;
	return note_doubled(reader, &found, err);
}

static int read_entry(struct reader *reader, const struct json_member *member,
	const struct json *entry, struct err *err)
{
	struct pin pin = {.place = member->key, .line = member->line, .column = member->column},
		   *added;
	bool folder = is_folder(member->key);

	if (js_keep(&pin.place, reader->document, err) < 0 ||
		fill_pin(reader, &pin, entry, err) < 0 ||
		lock_pin(reader->lock, &pin, &added, err) < 0 ||
		add_node(reader, member, true, err) < 0)
		return -1;
	if (js_is_true(entry, "link"))
		return read_target(reader, added, err);
	if (add_digests(reader, added, entry, err) < 0 ||
		read_own_asks(reader, entry, folder, err) < 0)
		return -1;
	return folder ? read_folder(reader, entry, pin.place, err) : 0;
}

static int read_root(struct reader *reader, const struct json_member *member,
	const struct json *entry, struct err *err)
{
	struct json_member found = *member;

	found.duplicate = reader->has_root;
	reader->has_root = true;
	if (note_doubled(reader, &found, err) < 0)
		return -1;
	if (js_needs(reader->lock, entry, text_of(""), reader->document, err) < 0 ||
		js_workspaces(reader->lock, entry, reader->document, err) < 0)
		return -1;
	return read_all_asks(reader, entry, true, err) < 0
		       ? -1
		       : npm_tree_settle_root(reader->tree, err);
}

/* ---- entries that are the base's, byte for byte ---- */

static const struct npm_node *same_at_base(const struct reader *reader,
	const struct json_cursor *cursor, const struct json_member *member, uint32_t *number)
{
	struct text content = reader->document->content;
	const struct npm_node *node;

	*number = reader->base ? npm_tree_at(reader->base, member->key) : EDGE_ROOT;
	if (*number == EDGE_ROOT)
		return NULL;
	node = &reader->base->nodes[*number];
	if (node->bytes == 0 || content.len - cursor->at < node->bytes ||
		memcmp(content.ptr + cursor->at, reader->base->lock->content.ptr + node->at,
			node->bytes) != 0)
		return NULL;
	return node;
}

/* Keeps where the entry is, if everything in it is a pin and its asks. */
static void remember(struct reader *reader, size_t at, size_t end, uint32_t lines)
{
	struct npm_node *node = &reader->tree->nodes[reader->tree->node_count - 1];

	if (end - at > UINT32_MAX)
		return;
	node->at = at;
	node->bytes = (uint32_t)(end - at);
	node->lines = lines;
}

static int take_over(struct reader *reader, const struct json_cursor *cursor,
	const struct json_member *member, const struct npm_node *node, uint32_t number,
	struct err *err)
{
	struct pin pin = reader->base->lock->pins.items[number], *added;

	pin.line = member->line;
	pin.column = member->column;
	if (lock_pin(reader->lock, &pin, &added, err) < 0 || add_node(reader, member, false, err) < 0)
		return -1;
	npm_tree_asks(reader->tree, node->asks, node->ask_count);
	remember(reader, cursor->at, cursor->at + node->bytes, node->lines);
	return 0;
}

static int read_member(struct reader *reader, struct json_cursor *cursor,
	const struct json_member *member, struct err *err)
{
	size_t doubled = reader->lock->doubled.count, at = cursor->at;
	uint32_t line = cursor->line;
	const struct json *entry;

	arena_reset(reader->scratch);
	if (json_value(cursor, &entry, reader->scratch, err) < 0)
		return -1;
	if (entry->type != JSON_OBJECT)
		return js_error(reader->document, member->line, member->column, err,
			"the entry is no object");
	if (js_doubled(reader->lock, entry, reader->document, err) < 0)
		return -1;
	if (member->key.len == 0)
		return read_root(reader, member, entry, err);
	if (read_entry(reader, member, entry, err) < 0)
		return -1;
	if (reader->lock->doubled.count == doubled && !is_folder(member->key))
		remember(reader, at, cursor->at, cursor->line - line);
	return 0;
}

static int take_or_read(struct reader *reader, struct json_cursor *cursor,
	const struct json_member *member, struct err *err)
{
	uint32_t number;
	const struct npm_node *node = same_at_base(reader, cursor, member, &number);

	if (!node)
		return read_member(reader, cursor, member, err);
	if (take_over(reader, cursor, member, node, number, err) < 0)
		return -1;
	json_jump(cursor, node->bytes, node->lines);
	return 0;
}

static int read_packages(struct reader *reader, struct json_cursor *cursor, struct err *err)
{
	struct json_member member;
	bool more = true;

	reader->has_packages = true;
	if (json_enter(cursor, JSON_OBJECT, err) < 0)
		return -1;
	cursor->options.loose_keys = true; /* add_node compares them */
	while (more) {
		if (json_next(cursor, &member, &more, err) < 0 ||
			(more && take_or_read(reader, cursor, &member, err) < 0))
			return -1;
	}
	cursor->options.loose_keys = false;
	return 0;
}

/* ---- the tree of version 1 ---- */

/* "1.2.3" of ".../name-1.2.3.tgz"; "" of other URLs. */
static struct text version_in(struct text name, struct text url)
{
	struct text file = last_part(url), base = last_part(name);

	if (!text_ends(file, ".tgz") || file.len < base.len + 6 || file.ptr[base.len] != '-' ||
		!text_equal(text_slice(file, 0, base.len), base))
		return text_of("");
	return text_slice(file, base.len + 1, file.len - strlen(".tgz"));
}

/* "1.2.3", "npm:other@1.2.3", a URL, a repository or "file:…". */
static void split_version(struct pin *pin)
{
	struct text written = pin->version;

	if (text_starts(written, "npm:")) {
		js_split(text_slice(written, strlen("npm:"), written.len), &pin->name,
			&pin->version);
		return;
	}
	if (js_is_local(written))
		pin->flags |= PIN_LOCAL;
	else if (js_is_vcs(written))
		pin->flags |= PIN_VCS;
	else if (text_find(written, text_of("://")) == written.len)
		return;
	pin->source = pin->flags & PIN_LOCAL ? text_of("") : written;
	pin->version = pin->flags & (PIN_LOCAL | PIN_VCS) ? text_of("") : version_in(pin->name, written);
}

/* "github:owner/name#commit" as npm 7 and later write it. */
static int spell_out(struct pin *pin, struct arena *arena, struct err *err)
{
	static const struct {
		const char *short_form, *host;
	} forges[] = {{"github:", "github.com"}, {"gitlab:", "gitlab.com"}, {"bitbucket:", "bitbucket.org"}};

	for (size_t i = 0; i < sizeof(forges) / sizeof(forges[0]); i++) {
		struct text rest = text_slice(pin->source, strlen(forges[i].short_form), pin->source.len);
		size_t mark = text_find(rest, text_of("#"));

		if (!text_starts(pin->source, forges[i].short_form))
			continue;
		pin->source = arena_textf(arena, "git+ssh://git@%s/%.*s.git%.*s", forges[i].host, (int)mark,
			rest.ptr, (int)(rest.len - mark), rest.ptr + mark);
		return pin->source.ptr ? 0 : err_nomem(err);
	}
	return 0;
}

static int fill_node(
	struct reader *reader, struct pin *pin, const struct json *node, struct err *err)
{
	if (node->type != JSON_OBJECT)
		return js_error(
			reader->document, node->line, node->column, err, "the entry is no object");
	if (js_string(&pin->version, node, "version", reader->document, err) < 0 ||
		js_string(&pin->source, node, "resolved", reader->document, err) < 0)
		return -1;
	if (pin->version.len == 0)
		return js_error(reader->document, node->line, node->column, err,
			"the entry has no version");
	if (js_is_true(node, "optional"))
		pin->flags |= PIN_OPTIONAL;
	if (js_is_true(node, "bundled") && pin->source.len == 0 && !js_member(node, "integrity"))
		pin->flags |= PIN_LOCAL | PIN_BUNDLED;
	split_version(pin);
	if (spell_out(pin, reader->document->arena, err) < 0)
		return -1;
	return check_entry(reader, pin, err);
}

static bool same_digests(const struct pin *a, const struct pin *b)
{
	if (a->digest_count != b->digest_count)
		return false;
	for (uint32_t i = 0; i < a->digest_count; i++)
		if (!text_equal(a->digests[i].written, b->digests[i].written))
			return false;
	return true;
}

/* Both halves of version 2 about the same folder. The older one knows no version of what has a URL. */
static bool agree(const struct pin *later, const struct pin *older)
{
	if ((later->flags ^ older->flags) & (PIN_LOCAL | PIN_VCS))
		return false;
	if (later->flags & PIN_LOCAL)
		return true;
	return text_equal(later->name, older->name) && text_equal(later->source, older->source) &&
	       (older->version.len == 0 || text_equal(later->version, older->version)) &&
	       same_digests(later, older);
}

/* In version 2 the newer half has the asks. */
static bool asks_here(struct reader *reader, const struct json *node)
{
	const struct json *requires = js_member(node, "requires");

	if (requires)
		reader->has_requires = true;
	return requires && !reader->has_packages && !js_is_true(node, "requires");
}

/* The last pin again goes where it is no news. */
static int settle(
	struct reader *reader, struct pin *added, const struct json *node, struct err *err)
{
	uint32_t known = reader->has_packages ? npm_tree_at(reader->tree, added->place) : EDGE_ROOT;

	if (known != EDGE_ROOT && agree(&reader->lock->pins.items[known], added)) {
		reader->lock->pins.count--;
		return 0;
	}
	if (js_keep(&added->place, reader->document, err) < 0 ||
		npm_tree_node(reader->tree, !reader->has_packages, NULL, err) < 0)
		return -1;
	if (!asks_here(reader, node))
		return 0;
	return read_asks(reader, node, "requires", ASK_PLAIN, err) < 0
		       ? -1
		       : npm_tree_settle(reader->tree, err);
}

/* Of a folder that is linked: what is below it is in its own node_modules. */
static struct text children_at(struct reader *reader, const struct json *node, struct text place)
{
	const struct json *version = js_member(node, "version");

	if (!reader->has_packages || !version || !text_starts(version->text, "file:"))
		return place;
	return text_slice(version->text, strlen("file:"), version->text.len);
}

static int read_tree(
	struct reader *reader, const struct json *block, struct text above, struct err *err);

/* NOLINTNEXTLINE(misc-no-recursion): as deep as JSON may be nested */
static int read_node(
	struct reader *reader, const struct json *node, struct text above, struct err *err)
{
	struct pin pin = {.name = node->key, .line = node->key_line, .column = node->key_column},
		   *added;
	const char *place = arena_printf(reader->scratch, "%.*s%s%s/%.*s", (int)above.len, above.ptr,
		above.len ? "/" : "", modules, (int)node->key.len, node->key.ptr);
	const struct json *children;

	if (!place)
		return err_nomem(err);
	pin.place = text_of(place);
	if (js_keep(&pin.name, reader->document, err) < 0 ||
		fill_node(reader, &pin, node, err) < 0 ||
		lock_pin(reader->lock, &pin, &added, err) < 0 ||
		add_digests(reader, added, node, err) < 0 || settle(reader, added, node, err) < 0 ||
		js_object(&children, node, "dependencies", reader->document, err) < 0)
		return -1;
	return read_tree(reader, children, children_at(reader, node, pin.place), err);
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as JSON may be nested */
static int read_tree(
	struct reader *reader, const struct json *block, struct text above, struct err *err)
{
	for (const struct json *node = block ? block->child : NULL; node; node = node->next)
		if (read_node(reader, node, above, err) < 0)
			return -1;
	return 0;
}

static int read_top_node(struct reader *reader, struct json_cursor *cursor,
	const struct json_member *member, struct err *err)
{
	const struct json *value;
	struct json node;

	arena_reset(reader->scratch);
	if (note_doubled(reader, member, err) < 0 ||
		json_value(cursor, &value, reader->scratch, err) < 0 ||
		js_doubled(reader->lock, value, reader->document, err) < 0)
		return -1;
	node = *value;
	node.key = member->key;
	node.key_line = member->line;
	node.key_column = member->column;
	return read_node(reader, &node, text_of(""), err);
}

static int read_dependencies(struct reader *reader, struct json_cursor *cursor, struct err *err)
{
	struct json_member member;
	bool more;

	if (json_enter(cursor, JSON_OBJECT, err) < 0)
		return -1;
	for (;;) {
		if (json_next(cursor, &member, &more, err) < 0)
			return -1;
		if (!more)
			return 0;
		if (read_top_node(reader, cursor, &member, err) < 0)
			return -1;
	}
}

/* ---- the file ---- */

static int read_version(struct reader *reader, struct json_cursor *cursor, struct err *err)
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

static int read_newer(struct reader *reader, struct json_cursor *cursor,
	const struct json_member *member, struct err *err)
{
	if (note_doubled(reader, member, err) < 0)
		return -1;
	if (text_is(member->key, "lockfileVersion"))
		return read_version(reader, cursor, err);
	return text_is(member->key, "packages") ? read_packages(reader, cursor, err) : 0;
}

static int read_older(struct reader *reader, struct json_cursor *cursor,
	const struct json_member *member, struct err *err)
{
	return text_is(member->key, "dependencies") ? read_dependencies(reader, cursor, err) : 0;
}

typedef int read_key(struct reader *reader, struct json_cursor *cursor,
	const struct json_member *member, struct err *err);

static int walk(struct reader *reader, read_key *read, struct err *err)
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
static uint32_t member_of(struct reader *reader, uint32_t link)
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
static int add_members(struct reader *reader, struct err *err)
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

static int read_file(struct reader *reader, struct err *err)
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
	struct reader reader = {.lock = lock,
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
