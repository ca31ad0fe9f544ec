/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/toml_parts.h"

/* A part of the header's key that is not its last. */
static struct toml_inside *step(
	struct toml_parser *parser, struct toml_inside *table, const struct toml_key *key)
{
	const struct toml *found = toml_find(table, key->text);

	if (!found)
		return toml_add_named(parser, table, TOML_IMPLIED, key);
	if (found->inside && found->inside->state == TOML_LIST)
		return found->inside->last->inside;
	if (found->inside && found->inside->state != TOML_CLOSED)
		return found->inside;
	toml_fail_key(parser, key, "cannot add to");
	return NULL;
}

/* All parts but the last, which goes to *key. */
static struct toml_inside *walk(struct toml_parser *parser, struct toml_key *key)
{
	struct toml_inside *table = parser->root;

	for (;;) {
		toml_skip_blanks(parser);
		if (toml_key_part(parser, key) < 0)
			return NULL;
		if (toml_peek(parser) != '.')
			return table;
		parser->at++;
		table = step(parser, table, key);
		if (!table)
			return NULL;
	}
}

static struct toml_inside *define_table(
	struct toml_parser *parser, struct toml_inside *parent, const struct toml_key *key)
{
	const struct toml *found = toml_find(parent, key->text);

	if (!found)
		return toml_add_inside(parser, parent, TOML_TABLE, TOML_HEADED, key);
	if (found->inside && found->inside->state == TOML_IMPLIED) {
		found->inside->state = TOML_HEADED;
		return found->inside;
	}
	toml_fail_key(parser, key, "duplicate table");
	return NULL;
}

static struct toml_inside *define_list(
	struct toml_parser *parser, struct toml_inside *parent, const struct toml_key *key)
{
	const struct toml *found = toml_find(parent, key->text);

	if (!found)
		return toml_add_inside(parser, parent, TOML_ARRAY, TOML_LIST, key);
	if (found->inside && found->inside->state == TOML_LIST)
		return found->inside;
	toml_fail_key(parser, key, "no array of tables");
	return NULL;
}

static void place(const struct toml_parser *parser, struct toml_inside *inside, size_t start)
{
	inside->self->line = parser->line;
	inside->self->column = toml_column(parser, start);
}

/* The array's place is that of its first header. */
static int open_item(struct toml_parser *parser, struct toml_inside *parent,
	const struct toml_key *key, size_t start)
{
	struct toml_inside *list = define_list(parser, parent, key);

	if (!list)
		return -1;
	if (list->self->count == 0)
		place(parser, list, start);
	parser->section = toml_add_inside(parser, list, TOML_TABLE, TOML_HEADED, NULL);
	if (!parser->section)
		return -1;
	place(parser, parser->section, start);
	return 0;
}

static int open_table(struct toml_parser *parser, struct toml_inside *parent,
	const struct toml_key *key, size_t start)
{
	parser->section = define_table(parser, parent, key);
	if (!parser->section)
		return -1;
	place(parser, parser->section, start);
	return 0;
}

int toml_header(struct toml_parser *parser)
{
	size_t start = parser->at;
	bool is_item = parser->bytes[start + 1] == '[';
	struct toml_inside *parent;
	struct toml_key key;

	parser->at += is_item ? 2 : 1;
	parent = walk(parser, &key);
	if (!parent)
		return -1;
	if (toml_peek(parser) != ']' || (is_item && parser->bytes[parser->at + 1] != ']'))
		return toml_fail(parser, is_item ? "expected ']]'" : "expected ']'");
	parser->at += is_item ? 2 : 1;
	return is_item ? open_item(parser, parent, &key, start)
		       : open_table(parser, parent, &key, start);
}
