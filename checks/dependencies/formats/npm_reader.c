/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/formats/npm_reader.h"

#include "checks/dependencies/formats/js.h"
#include "checks/dependencies/formats/npm_place.h"

int npm_add_ask(struct npm_reader *reader, struct text name, struct text range, enum ask_kind kind,
	struct err *err)
{
	struct npm_ask ask;

	if (js_keep(&name, reader->document, err) < 0 || js_keep(&range, reader->document, err) < 0)
		return -1;
	ask = npm_ask(name, range, kind);
	return npm_tree_ask(reader->tree, &ask, err);
}

int npm_read_asks(struct npm_reader *reader, const struct json *entry, const char *key,
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
		if (npm_add_ask(reader, member->key, member->text, kind, err) < 0)
			return -1;
	}
	return 0;
}

int npm_read_digests(
	struct npm_reader *reader, struct pin *pin, const struct json *entry, struct err *err)
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

int npm_check_entry(struct npm_reader *reader, const struct pin *pin, struct err *err)
{
	if (pin->place.len > NPM_LONGEST_PLACE)
		return js_error(reader->document, pin->line, pin->column, err,
			"the path of the folder is too long");
	if (pin->name.len == 0)
		return js_error(
			reader->document, pin->line, pin->column, err, "the entry has no name");
	return 0;
}

int npm_note_doubled(struct npm_reader *reader, const struct json_member *member, struct err *err)
{
	return member->duplicate
		       ? lock_doubled(reader->lock, member->key, member->line, member->column, err)
		       : 0;
}
