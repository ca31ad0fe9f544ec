/* SPDX-License-Identifier: Apache-2.0
 *
 * `dependencies` of npm's locks up to version 2: a tree of packages.
 */
#include <string.h>

#include "checks/dependencies/formats/js.h"
#include "checks/dependencies/formats/npm_place.h"
#include "checks/dependencies/formats/npm_reader.h"

static const char modules[] = "node_modules", to_folder[] = "file:";

/* "1.2.3" of ".../name-1.2.3.tgz"; "" of other URLs. */
static struct text version_in(struct text name, struct text url)
{
	struct text file = npm_place_last(url), base = npm_place_last(name);

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
	pin->version =
		pin->flags & (PIN_LOCAL | PIN_VCS) ? text_of("") : version_in(pin->name, written);
}

/* "github:owner/name#commit" as npm 7 and later write it. */
static int spell_out(struct pin *pin, struct arena *arena, struct err *err)
{
	static const struct {
		const char *short_form, *host;
	} forges[] = {{"github:", "github.com"}, {"gitlab:", "gitlab.com"},
		{"bitbucket:", "bitbucket.org"}};

	for (size_t i = 0; i < sizeof(forges) / sizeof(forges[0]); i++) {
		struct text rest =
			text_slice(pin->source, strlen(forges[i].short_form), pin->source.len);
		size_t mark = text_find(rest, text_of("#"));

		if (!text_starts(pin->source, forges[i].short_form))
			continue;
		pin->source = arena_textf(arena, "git+ssh://git@%s/%.*s.git%.*s", forges[i].host,
			(int)mark, rest.ptr, (int)(rest.len - mark), rest.ptr + mark);
		return pin->source.ptr ? 0 : err_nomem(err);
	}
	return 0;
}

static int fill_node(
	struct npm_reader *reader, struct pin *pin, const struct json *node, struct err *err)
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
	return npm_check_entry(reader, pin, err);
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
static bool asks_here(struct npm_reader *reader, const struct json *node)
{
	const struct json *requires = js_member(node, "requires");

	if (requires)
		reader->has_requires = true;
	return requires && !reader->has_packages && !js_is_true(node, "requires");
}

/* The last pin again goes where it is no news. */
static int settle(
	struct npm_reader *reader, struct pin *added, const struct json *node, struct err *err)
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
	return npm_read_asks(reader, node, "requires", ASK_PLAIN, err) < 0
		       ? -1
		       : npm_tree_settle(reader->tree, err);
}

/* What a linked folder needs is below it; only its own manifest says what that is. */
static int add_link(
	struct npm_reader *reader, const struct json *node, const struct pin *pin, struct err *err)
{
	const struct json *version = js_member(node, "version");
	struct linked linked = {.place = pin->place};

	if (reader->has_packages || !version || !text_starts(version->text, to_folder))
		return 0;
	linked.folder = text_slice(version->text, strlen(to_folder), version->text.len);
	return js_keep(&linked.folder, reader->document, err) < 0
		       ? -1
		       : lock_link(reader->lock, &linked, err);
}

/* Of a folder that is linked: what is below it is in its own node_modules. */
static struct text children_at(
	struct npm_reader *reader, const struct json *node, struct text place)
{
	const struct json *version = js_member(node, "version");

	if (!reader->has_packages || !version || !text_starts(version->text, to_folder))
		return place;
	return text_slice(version->text, strlen(to_folder), version->text.len);
}

static int read_tree(
	struct npm_reader *reader, const struct json *block, struct text above, struct err *err);

/* NOLINTNEXTLINE(misc-no-recursion): as deep as JSON may be nested */
static int read_node(
	struct npm_reader *reader, const struct json *node, struct text above, struct err *err)
{
	struct pin pin = {.name = node->key, .line = node->key_line, .column = node->key_column},
		   *added;
	const char *place = arena_printf(reader->scratch, "%.*s%s%s/%.*s", (int)above.len,
		above.ptr, above.len ? "/" : "", modules, (int)node->key.len, node->key.ptr);
	const struct json *children;

	if (!place)
		return err_nomem(err);
	pin.place = text_of(place);
	if (js_keep(&pin.name, reader->document, err) < 0 ||
		fill_node(reader, &pin, node, err) < 0 ||
		lock_pin(reader->lock, &pin, &added, err) < 0 ||
		npm_read_digests(reader, added, node, err) < 0 ||
		settle(reader, added, node, err) < 0 || add_link(reader, node, added, err) < 0 ||
		js_object(&children, node, "dependencies", reader->document, err) < 0)
		return -1;
	return read_tree(reader, children, children_at(reader, node, pin.place), err);
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as JSON may be nested */
static int read_tree(
	struct npm_reader *reader, const struct json *block, struct text above, struct err *err)
{
	for (const struct json *node = block ? block->child : NULL; node; node = node->next)
		if (read_node(reader, node, above, err) < 0)
			return -1;
	return 0;
}

static int read_top_node(struct npm_reader *reader, struct json_cursor *cursor,
	const struct json_member *member, struct err *err)
{
	const struct json *value;
	struct json node;

	arena_reset(reader->scratch);
	if (npm_note_doubled(reader, member, err) < 0 ||
		json_value(cursor, &value, reader->scratch, err) < 0 ||
		js_doubled(reader->lock, value, reader->document, err) < 0)
		return -1;
	node = *value;
	node.key = member->key;
	node.key_line = member->line;
	node.key_column = member->column;
	return read_node(reader, &node, text_of(""), err);
}

int npm_read_older(struct npm_reader *reader, struct json_cursor *cursor, struct err *err)
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
