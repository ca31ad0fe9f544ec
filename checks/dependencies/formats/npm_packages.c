/* SPDX-License-Identifier: Apache-2.0
 *
 * `packages` of npm's locks from version 2 on: a list of folders.
 */
#include <string.h>

#include "checks/dependencies/formats/js.h"
#include "checks/dependencies/formats/npm_place.h"
#include "checks/dependencies/formats/npm_reader.h"

/* Names only: their versions are where the others are. */
static int read_bundled(struct npm_reader *reader, const struct json *entry, struct err *err)
{
	const struct json *list = js_member(entry, "bundleDependencies");

	if (!list || list->type != JSON_ARRAY)
		return 0;
	for (const struct json *item = list->child; item; item = item->next) {
		if (item->type != JSON_STRING)
			return js_error(reader->document, item->line, item->column, err,
				"the name is no string");
		if (npm_add_ask(reader, item->text, text_of("*"), ASK_PEER, err) < 0)
			return -1;
	}
	return 0;
}

static int read_all_asks(
	struct npm_reader *reader, const struct json *entry, bool with_dev, struct err *err)
{
	if (npm_read_asks(reader, entry, "dependencies", ASK_PLAIN, err) < 0 ||
		npm_read_asks(reader, entry, "optionalDependencies", ASK_PLAIN, err) < 0 ||
		npm_read_asks(reader, entry, "peerDependencies", ASK_PEER, err) < 0)
		return -1;
	return with_dev ? npm_read_asks(reader, entry, "devDependencies", ASK_PLAIN, err) : 0;
}

static int name_of(struct text *out, struct npm_reader *reader, const struct json *entry,
	struct text place, struct err *err)
{
	if (js_string(out, entry, "name", reader->document, err) < 0)
		return -1;
	if (out->len == 0)
		*out = npm_place_is_folder(place) ? npm_place_last(place)
						  : npm_place_package(place);
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
	return npm_place_is_folder(pin->place) ||
	       (js_is_true(entry, "inBundle") &&
		       text_find(pin->place, text_of("/node_modules/")) < pin->place.len);
}

/* Where an entry's bytes come from decides what it must have. */
static void place_flags(struct pin *pin, const struct json *entry)
{
	bool is_url = text_find(pin->source, text_of("://")) < pin->source.len;

	if ((js_is_true(entry, "link") || js_is_local(pin->source)) && !is_url)
		pin->flags |= pin->source.len ? PIN_LOCAL
					      : PIN_LOCAL | PIN_IDLE; /* "": the project itself */
	else if (is_part(pin, entry))
		pin->flags |= !npm_place_is_folder(pin->place)  ? PIN_LOCAL | PIN_BUNDLED
			      : js_is_true(entry, "extraneous") ? PIN_LOCAL | PIN_IDLE
								: PIN_LOCAL;
	else if (js_is_vcs(pin->source))
		pin->flags |= PIN_VCS;
}

static int check_version(
	struct npm_reader *reader, const struct json *entry, const struct pin *pin, struct err *err)
{
	if (pin->version.len == 0 && !(pin->flags & (PIN_LOCAL | PIN_VCS)))
		return js_error(reader->document, entry->line, entry->column, err,
			"the entry has no version");
	return 0;
}

/* Of a link: the folder it points to. */
static int read_target(struct npm_reader *reader, struct pin *pin, struct err *err)
{
	if (!(pin->flags & PIN_LOCAL))
		return 0;
	if (npm_add_ask(reader, pin->source, text_of(""), ASK_TARGET, err) < 0)
		return -1;
	pin->source = text_of("");
	return npm_tree_settle(reader->tree, err);
}

static int read_folder(
	struct npm_reader *reader, const struct json *entry, struct text place, struct err *err)
{
	struct text with_slash = {
		arena_printf(reader->document->arena, "%.*s/", (int)place.len, place.ptr),
		place.len + 1};

	if (!with_slash.ptr)
		return err_nomem(err);
	return js_needs(reader->lock, entry, with_slash, reader->document, err);
}

static int fill_pin(
	struct npm_reader *reader, struct pin *pin, const struct json *entry, struct err *err)
{
	if (name_of(&pin->name, reader, entry, pin->place, err) < 0 ||
		js_string(&pin->version, entry, "version", reader->document, err) < 0 ||
		js_string(&pin->source, entry, "resolved", reader->document, err) < 0)
		return -1;
	pin->flags = flags_of(entry);
	place_flags(pin, entry);
	return check_version(reader, entry, pin, err) < 0 ? -1 : npm_check_entry(reader, pin, err);
}

static int read_own_asks(
	struct npm_reader *reader, const struct json *entry, bool with_dev, struct err *err)
{
	if (read_all_asks(reader, entry, with_dev, err) < 0 || read_bundled(reader, entry, err) < 0)
		return -1;
	return npm_tree_settle(reader->tree, err);
}

/* Folders are compared here: the cursor need not do that too. */
static int add_node(
	struct npm_reader *reader, const struct json_member *member, bool fresh, struct err *err)
{
	struct json_member found = *member;

	if (npm_tree_node(reader->tree, true, &found.duplicate, err) < 0 ||
		(fresh && reader->base && npm_tree_fresh(reader->tree, err) < 0))
		return -1;
	return npm_note_doubled(reader, &found, err);
}

static int read_entry(struct npm_reader *reader, const struct json_member *member,
	const struct json *entry, struct err *err)
{
	struct pin pin = {.place = member->key, .line = member->line, .column = member->column},
		   *added;
	bool folder = npm_place_is_folder(member->key);

	if (js_keep(&pin.place, reader->document, err) < 0 ||
		fill_pin(reader, &pin, entry, err) < 0 ||
		lock_pin(reader->lock, &pin, &added, err) < 0 ||
		add_node(reader, member, true, err) < 0)
		return -1;
	if (js_is_true(entry, "link"))
		return read_target(reader, added, err);
	if (npm_read_digests(reader, added, entry, err) < 0 ||
		read_own_asks(reader, entry, folder, err) < 0)
		return -1;
	return folder ? read_folder(reader, entry, pin.place, err) : 0;
}

static int read_root(struct npm_reader *reader, const struct json_member *member,
	const struct json *entry, struct err *err)
{
	struct json_member found = *member;

	found.duplicate = reader->has_root;
	reader->has_root = true;
	if (npm_note_doubled(reader, &found, err) < 0)
		return -1;
	if (js_needs(reader->lock, entry, text_of(""), reader->document, err) < 0 ||
		js_workspaces(reader->lock, entry, reader->document, err) < 0)
		return -1;
	return read_all_asks(reader, entry, true, err) < 0
		       ? -1
		       : npm_tree_settle_root(reader->tree, err);
}

/* ---- entries that are the base's, byte for byte ---- */

static const struct npm_node *same_at_base(const struct npm_reader *reader,
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
static void remember(struct npm_reader *reader, size_t at, size_t end, uint32_t lines)
{
	struct npm_node *node = &reader->tree->nodes[reader->tree->node_count - 1];

	if (end - at > UINT32_MAX)
		return;
	node->at = at;
	node->bytes = (uint32_t)(end - at);
	node->lines = lines;
}

static int take_over(struct npm_reader *reader, const struct json_cursor *cursor,
	const struct json_member *member, const struct npm_node *node, uint32_t number,
	struct err *err)
{
	struct pin pin = reader->base->lock->pins.items[number], *added;

	pin.line = member->line;
	pin.column = member->column;
	if (lock_pin(reader->lock, &pin, &added, err) < 0 ||
		add_node(reader, member, false, err) < 0)
		return -1;
	npm_tree_asks(reader->tree, node->asks, node->ask_count);
	remember(reader, cursor->at, cursor->at + node->bytes, node->lines);
	return 0;
}

static int read_member(struct npm_reader *reader, struct json_cursor *cursor,
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
	if (reader->lock->doubled.count == doubled && !npm_place_is_folder(member->key))
		remember(reader, at, cursor->at, cursor->line - line);
	return 0;
}

static int take_or_read(struct npm_reader *reader, struct json_cursor *cursor,
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

int npm_read_packages(struct npm_reader *reader, struct json_cursor *cursor, struct err *err)
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
