/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/toml_number.h"
#include "gate/base/toml_parts.h"

enum { FEW_MEMBERS = 8, SMALLEST = 32 };

struct slot {
	uint64_t hash;
	const struct toml *member; /* NULL: free */
};

/* Open addressing; size is a power of two, at least a quarter is free. */
struct toml_index {
	struct siphash_key secret;
	struct slot *slots;
	size_t size;
};

/* An array or table in one allocation. */
struct container {
	struct toml toml;
	struct toml_inside inside;
};

/* --- finding --- */

/* The slot of a key, or the free one where it belongs. */
static struct slot *slot_of(const struct toml_index *index, struct text key, uint64_t hash)
{
	size_t at = (size_t)hash & (index->size - 1);

	while (index->slots[at].member &&
		(index->slots[at].hash != hash || !text_equal(index->slots[at].member->key, key)))
		at = (at + 1) & (index->size - 1);
	return &index->slots[at];
}

const struct toml *toml_find(const struct toml_inside *table, struct text key)
{
	const struct toml *member;

	if (table->index)
		return slot_of(table->index, key, siphash(&table->index->secret, key))->member;
	for (member = table->self->child; member; member = member->next)
		if (text_equal(member->key, key))
			break;
	return member;
}

/* --- building --- */

/* One random key for all tables of a file. */
static int draw_secret(struct toml_parser *parser)
{
	if (parser->has_secret)
		return 0;
	if (siphash_key_new(&parser->secret, parser->err) < 0)
		return -1;
	parser->has_secret = true;
	return 0;
}

static void put(struct toml_index *index, const struct toml *member)
{
	uint64_t hash = siphash(&index->secret, member->key);

	*slot_of(index, member->key, hash) = (struct slot){hash, member};
}

static struct toml_index *new_index(struct toml_parser *parser, size_t size)
{
	struct toml_index *index = arena_alloc(parser->arena, sizeof(*index));

	if (!index)
		return NULL;
	index->secret = parser->secret;
	index->size = size;
	index->slots = arena_array(parser->arena, size, sizeof(*index->slots));
	return index->slots ? index : NULL;
}

/* Into twice the room, without a look at the keys. */
static void move_slots(struct toml_index *to, const struct toml_index *from)
{
	for (size_t i = 0; i < from->size; i++) {
		size_t at = (size_t)from->slots[i].hash & (to->size - 1);

		if (!from->slots[i].member)
			continue;
		while (to->slots[at].member)
			at = (at + 1) & (to->size - 1);
		to->slots[at] = from->slots[i];
	}
}

static int grow_index(struct toml_parser *parser, struct toml_inside *table)
{
	struct toml_index *index;

	if (draw_secret(parser) < 0)
		return -1;
	index = new_index(parser, table->index ? table->index->size * 2 : SMALLEST);
	if (!index)
		return err_nomem(parser->err);
	if (table->index)
		move_slots(index, table->index);
	else
		for (const struct toml *at = table->self->child; at != table->last; at = at->next)
			put(index, at);
	table->index = index;
	return 0;
}

/* The newest member. */
static int index_last(struct toml_parser *parser, struct toml_inside *table)
{
	size_t count = table->self->count;
	bool is_full = !table->index || count * 4 > table->index->size * 3;

	if (count <= FEW_MEMBERS)
		return 0;
	if (is_full && grow_index(parser, table) < 0)
		return -1;
	put(table->index, table->last);
	return 0;
}

/* Into the tree, with the cursor's place. */
static int join(struct toml_parser *parser, struct toml_inside *parent, struct toml *toml,
	const struct toml_key *key)
{
	toml->line = parser->line;
	toml->column = toml_column(parser, parser->at);
	if (parent->last)
		parent->last->next = toml;
	else
		parent->self->child = toml;
	parent->last = toml;
	parent->self->count++;
	if (!key)
		return 0;
	toml->key = key->text;
	toml->key_line = key->line;
	toml->key_column = key->column;
	return index_last(parser, parent);
}

struct toml *toml_add(struct toml_parser *parser, struct toml_inside *parent, enum toml_type type,
	const struct toml_key *key)
{
	struct toml *toml = arena_alloc(parser->arena, sizeof(*toml));

	if (!toml) {
		err_nomem(parser->err);
		return NULL;
	}
	toml->type = type;
	return join(parser, parent, toml, key) < 0 ? NULL : toml;
}

static struct toml_inside *new_inside(
	struct toml_parser *parser, enum toml_type type, enum toml_state state)
{
	struct container *container = arena_alloc(parser->arena, sizeof(*container));

	if (!container) {
		err_nomem(parser->err);
		return NULL;
	}
	container->toml.type = type;
	container->toml.inside = &container->inside;
	container->inside.self = &container->toml;
	container->inside.state = state;
	return &container->inside;
}

struct toml_inside *toml_add_inside(struct toml_parser *parser, struct toml_inside *parent,
	enum toml_type type, enum toml_state state, const struct toml_key *key)
{
	struct toml_inside *inside;

	if (parent->depth == TOML_DEEPEST) {
		toml_fail(parser, "nested too deeply, the limit is 128");
		return NULL;
	}
	inside = new_inside(parser, type, state);
	if (!inside)
		return NULL;
	inside->depth = parent->depth + 1;
	return join(parser, parent, inside->self, key) < 0 ? NULL : inside;
}

struct toml_inside *toml_add_named(struct toml_parser *parser, struct toml_inside *parent,
	enum toml_state state, const struct toml_key *key)
{
	struct toml_inside *inside = toml_add_inside(parser, parent, TOML_TABLE, state, key);

	if (inside) {
		inside->self->line = key->line;
		inside->self->column = key->column;
	}
	return inside;
}

struct toml_inside *toml_new_root(struct toml_parser *parser)
{
	struct toml_inside *root = new_inside(parser, TOML_TABLE, TOML_HEADED);

	if (root)
		root->self->line = root->self->column = 1;
	return root;
}

/* --- access --- */

const struct toml *toml_member(const struct toml *table, struct text key)
{
	return table && table->type == TOML_TABLE ? toml_find(table->inside, key) : NULL;
}

const struct toml *toml_get(const struct toml *table, const char *key)
{
	return toml_member(table, text_of(key));
}

struct text toml_text(const struct toml *table, const char *key)
{
	const struct toml *found = toml_get(table, key);

	return found && found->type == TOML_STRING ? found->text : text_of("");
}

const struct toml *toml_at(const struct toml *toml, const char *dotted_path)
{
	struct text rest = text_of(dotted_path), key;

	while (toml && text_next_part(&rest, '.', &key))
		toml = toml_member(toml, key);
	return toml;
}

bool toml_integer(const struct toml *toml, int64_t *value)
{
	return toml && toml->type == TOML_INTEGER && toml_integer_value(toml->text, value);
}
