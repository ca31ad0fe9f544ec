/* SPDX-License-Identifier: Apache-2.0
 *
 * Values as trees, without recursion. Without an arena the same code only checks them.
 */
#include "gate/base/yaml_block_scan.h"
#include "gate/base/yaml_node.h"

/* An open container: of a block, or of a flow collection. */
struct frame {
	struct yaml *node, *last;
	enum yaml_type type;
	uint32_t indent;
	bool begun; /* a flow collection that is not empty */
};

struct reader {
	struct yaml_block *block;
	struct arena *whole; /* NULL: only checked */
	struct arena *arena; /* the same, NULL inside a member that is not wanted */
	struct err *err;
	bool keep_duplicates;
	struct yaml *root;
	struct yaml unread; /* stands for every node where there is no arena */
	const char *const *
		wanted; /* NULL, or names, NULL at the end: other members of the outermost mapping are only checked */
	unsigned outer; /* containers around the value that is read */
	unsigned depth;
	struct frame frames[YAML_DEEPEST];
};

static void append(struct reader *reader, struct yaml *node)
{
	struct frame *frame;

	if (reader->depth == 0) {
		reader->root = node;
		return;
	}
	frame = &reader->frames[reader->depth - 1];
	if (frame->last)
		frame->last->next = node;
	else
		frame->node->child = node;
	frame->last = node;
	frame->node->count++;
}

/* A node at line and column of the value, joined to what is open. */
static struct yaml *add_node(struct reader *reader, const struct yaml_block_entry *entry)
{
	struct yaml *node;

	if (!reader->arena)
		return &reader->unread;
	node = arena_alloc(reader->arena, sizeof(*node));
	if (!node) {
		err_nomem(reader->err);
		return NULL;
	}
	node->type = entry->value.type;
	node->line = entry->value.line;
	node->column = entry->value.column;
	node->text = node->tag = (struct text){"", 0};
	node->key = entry->key;
	node->key_line = entry->line;
	node->key_column = entry->column;
	append(reader, node);
	return node;
}

static int open_frame(struct reader *reader, const struct yaml_block_entry *entry)
{
	struct yaml *node;

	if (reader->outer + reader->depth == YAML_DEEPEST)
		return yaml_block_foreign(reader->block);
	node = add_node(reader, entry);
	if (!node)
		return -1;
	reader->frames[reader->depth++] = (struct frame){
		.node = node, .type = entry->value.type, .indent = entry->value.indent};
	return 0;
}

static int close_frame(struct reader *reader)
{
	const struct frame *frame = &reader->frames[--reader->depth];
	const struct yaml *duplicate;
	bool unread = !reader->arena;

	if (reader->depth == 1)
		reader->arena = reader->whole;
	if (unread || frame->type != YAML_MAP)
		return 0;
	if (yaml_mark_duplicates(frame->node, &duplicate, reader->arena, reader->err) < 0)
		return -1;
	return duplicate && !reader->keep_duplicates ? yaml_block_foreign(reader->block) : 0;
}

static int read_scalar(struct reader *reader, const struct yaml_block_entry *entry, bool flow)
{
	struct yaml *node = add_node(reader, entry);

	if (!node)
		return -1;
	if (yaml_block_peek(reader->block) != '|' || flow)
		return yaml_block_scalar(reader->block, flow, &node->text, &node->quoted,
			reader->arena, reader->err);
	node->quoted = true;
	return yaml_block_literal(
		reader->block, entry->value.parent, &node->text, reader->arena, reader->err);
}

/* --- flow collections on one line --- */

/* Behind an opening bracket or an item: to the next item, or behind the closing bracket. */
static int flow_separator(struct reader *reader, bool *closed)
{
	struct frame *frame = &reader->frames[reader->depth - 1];
	struct yaml_block *block = reader->block;
	char close = frame->type == YAML_MAP ? '}' : ']';

	yaml_block_spaces(block);
	*closed = yaml_block_peek(block) == close;
	if (*closed) {
		block->at++;
		return close_frame(reader);
	}
	if (frame->begun) {
		if (yaml_block_peek(block) != ',')
			return yaml_block_foreign(block);
		block->at++;
		yaml_block_spaces(block);
	}
	frame->begun = true;
	return 0;
}

static int flow_value(struct reader *reader, struct yaml_block_entry *entry)
{
	struct yaml_block *block = reader->block;
	char c;

	yaml_block_spaces(block);
	c = yaml_block_peek(block);
	entry->value.type = c == '{' ? YAML_MAP : c == '[' ? YAML_LIST : YAML_SCALAR;
	entry->value.line = block->line;
	entry->value.column = yaml_block_column(block);
	if (entry->value.type == YAML_SCALAR)
		return read_scalar(reader, entry, true);
	block->at++;
	return open_frame(reader, entry);
}

static int flow_item(struct reader *reader)
{
	bool map = reader->frames[reader->depth - 1].type == YAML_MAP, closed;
	struct yaml_block_entry entry = {.key = {"", 0}};

	if (flow_separator(reader, &closed) < 0)
		return -1;
	if (closed)
		return 0;
	if (map && yaml_block_key(reader->block, true, &entry, reader->arena, reader->err) < 0)
		return -1;
	return flow_value(reader, &entry);
}

static int read_flow(struct reader *reader, const struct yaml_block_entry *entry)
{
	unsigned depth = reader->depth;

	reader->block->at++;
	if (open_frame(reader, entry) < 0)
		return -1;
	while (reader->depth > depth)
		if (flow_item(reader) < 0)
			return -1;
	return 0;
}

/* --- values --- */

static int read_inline(struct reader *reader, const struct yaml_block_entry *entry)
{
	int result = entry->value.type == YAML_SCALAR ? read_scalar(reader, entry, false)
						      : read_flow(reader, entry);

	return result < 0 ? -1 : yaml_block_finish_line(reader->block, entry->value.parent);
}

static int read_value(struct reader *reader, const struct yaml_block_entry *entry)
{
	switch (entry->value.form) {
	case YAML_BLOCK_NESTED:
		return open_frame(reader, entry);
	case YAML_BLOCK_INLINE:
		return read_inline(reader, entry);
	case YAML_BLOCK_EMPTY:
		break;
	}
	return add_node(reader, entry) ? 0 : -1;
}

static bool is_wanted(const struct reader *reader, struct text key)
{
	if (!reader->wanted || reader->depth > 1)
		return true;
	for (const char *const *name = reader->wanted; *name; name++)
		if (text_is(key, *name))
			return true;
	return false;
}

static int add_pair(struct reader *reader, const struct yaml_block_entry *entry, struct text value)
{
	struct yaml *node =
		is_wanted(reader, entry->key) ? add_node(reader, entry) : &reader->unread;

	if (!node)
		return -1;
	node->text = value;
	node->quoted = false;
	return yaml_block_finish_line(reader->block, reader->frames[reader->depth - 1].indent);
}

/* Without a tree up to where the outermost mapping goes on. */
static int check_value(struct reader *reader, const struct yaml_block_entry *entry)
{
	reader->arena = NULL;
	if (read_value(reader, entry) < 0)
		return -1;
	if (reader->depth == 1)
		reader->arena = reader->whole;
	return 0;
}

static int read_next(struct reader *reader)
{
	const struct frame *frame = &reader->frames[reader->depth - 1];
	struct yaml_block_entry entry = {.value = {.type = YAML_SCALAR}};
	struct text value;
	bool more;

	if (frame->type == YAML_MAP &&
		yaml_block_pair(reader->block, frame->indent, &entry, &value))
		return add_pair(reader, &entry, value);
	if (yaml_block_next(reader->block, frame->type, frame->indent, &entry, &more, reader->arena,
		    reader->err) < 0)
		return -1;
	if (!more)
		return close_frame(reader);
	/* Where an item of a list is, is its node's to say. */
	if (frame->type == YAML_LIST)
		entry.line = entry.column = 0;
	else if (!is_wanted(reader, entry.key))
		return check_value(reader, &entry);
	return read_value(reader, &entry);
}

/* Field by field: the frames need not be cleared, which would cost more than a small value. */
static void start(struct reader *reader, struct yaml_block *block, unsigned outer,
	bool keep_duplicates, const char *const *wanted, struct arena *arena, struct err *err)
{
	reader->block = block;
	reader->wanted = wanted;
	reader->whole = reader->arena = arena;
	reader->err = err;
	reader->keep_duplicates = keep_duplicates;
	reader->root = NULL;
	reader->outer = outer;
	reader->depth = 0;
}

int yaml_block_read(struct yaml_block *block, const struct yaml_block_value *value, unsigned depth,
	bool keep_duplicates, const char *const *wanted, const struct yaml **out,
	struct arena *arena, struct err *err)
{
	struct yaml_block_entry entry = {.key = {"", 0}, .value = *value};
	struct reader reader;

	start(&reader, block, depth, keep_duplicates, wanted, arena, err);
	if (block->foreign || read_value(&reader, &entry) < 0)
		return -1;
	while (reader.depth > 0)
		if (read_next(&reader) < 0)
			return -1;
	*out = reader.root;
	return 0;
}

static int read_document(struct yaml_block *block, const struct yaml **out, struct text text,
	bool keep_duplicates, struct arena *arena, struct err *err)
{
	struct yaml_block_value value;

	if (yaml_block_open(block, text, &value) < 0 ||
		yaml_block_read(block, &value, 0, keep_duplicates, NULL, out, arena, err) < 0)
		return -1;
	return block->ended ? 0 : yaml_block_foreign(block);
}

int yaml_block_tree(const struct yaml **out, struct text text, bool keep_duplicates, bool *foreign,
	struct arena *arena, struct err *err)
{
	struct yaml_block block;
	int result = read_document(&block, out, text, keep_duplicates, arena, err);

	*foreign = block.foreign;
	return result;
}
