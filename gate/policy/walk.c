/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/policy/walk.h"

#include <assert.h>
#include <string.h>

#include "gate/policy/value.h"

void walk_start(
	struct walk *walk, const struct option *table, const void *fields, const struct yaml *file)
{
	*walk = (struct walk){.depth = 1};
	walk->frames[0] = (struct walk_frame){.next = table, .fields = fields, .node = file};
}

static struct walk_frame *push(struct walk *walk)
{
	assert(walk->depth < WALK_DEEPEST);
	walk->frames[walk->depth] = (struct walk_frame){.owner = walk->option};
	return &walk->frames[walk->depth++];
}

static enum walk_step enter_block(struct walk *walk)
{
	struct walk_frame *frame = push(walk);

	frame->next = walk->option->nested;
	frame->fields = walk->field;
	frame->node = walk->node;
	return WALK_BLOCK;
}

static enum walk_step enter_list(struct walk *walk)
{
	struct walk_frame *frame = push(walk);
	const struct block_list *list = walk->field;

	frame->fields = list ? list->items : NULL;
	frame->left = list ? list->count : 1;
	frame->node = walk->node && walk->node->type == YAML_LIST ? walk->node->child : NULL;
	return WALK_LIST;
}

static enum walk_step enter_item(struct walk *walk, struct walk_frame *list)
{
	struct walk_frame *item;

	walk->option = list->owner;
	walk->field = list->fields;
	walk->node = list->node;
	item = push(walk);
	item->next = walk->option->nested;
	item->fields = list->fields;
	item->node = list->node;
	item->is_item = true;
	list->left--;
	list->fields = list->fields ? list->fields + walk->option->nested_size : NULL;
	list->node = list->node ? list->node->next : NULL;
	return WALK_ITEM;
}

static enum walk_step leave(struct walk *walk)
{
	const struct walk_frame *frame = &walk->frames[--walk->depth];

	walk->option = frame->owner;
	walk->field = NULL;
	walk->node = NULL;
	if (!frame->next)
		return WALK_LIST_END;
	if (!frame->owner)
		return WALK_DONE;
	return frame->is_item ? WALK_ITEM_END : WALK_BLOCK_END;
}

enum walk_step walk_next(struct walk *walk)
{
	struct walk_frame *frame;

	if (walk->depth == 0)
		return WALK_DONE;
	frame = &walk->frames[walk->depth - 1];
	if (!frame->next)
		return frame->left ? enter_item(walk, frame) : leave(walk);
	if (!frame->next->key)
		return leave(walk);
	walk->option = frame->next++;
	walk->field = frame->fields ? frame->fields + walk->option->offset : NULL;
	walk->node = yaml_get(frame->node, walk->option->key);
	if (walk->option->type == OPTION_BLOCK)
		return enter_block(walk);
	return walk->option->type == OPTION_BLOCKS ? enter_list(walk) : WALK_VALUE;
}

void walk_skip(struct walk *walk)
{
	walk->depth--;
}

static void add_strings(struct buffer *out, const struct text_list *list)
{
	buffer_byte(out, '[');
	for (size_t i = 0; i < list->count; i++) {
		buffer_string(out, i ? ", " : "");
		value_format_string(out, list->items[i]);
	}
	buffer_byte(out, ']');
}

static void add_map(struct buffer *out, const struct option *option, const struct map_list *list)
{
	buffer_byte(out, '{');
	for (size_t i = 0; i < list->count; i++) {
		buffer_string(out, i ? ", " : "");
		value_format_string(out, list->items[i].key);
		buffer_string(out, ": ");
		buffer_string(out, option->choices[list->items[i].choice]);
	}
	buffer_byte(out, '}');
}

void walk_value(struct buffer *out, const struct option *option, const void *field)
{
	assert(field);
	if (option->type == OPTION_STRINGS || option->type == OPTION_GLOBS)
		add_strings(out, field);
	else if (option->type == OPTION_MAP)
		add_map(out, option, field);
	else
		value_format(out, option, field);
}

/* A comma where something stands before it in this block or list. */
static void separate(struct buffer *out)
{
	if (out->len && !strchr("{[", out->ptr[out->len - 1]))
		buffer_string(out, ", ");
}

static void add_key(struct buffer *out, const struct option *option)
{
	separate(out);
	buffer_string(out, option->key);
	buffer_string(out, ": ");
}

static void add_step(struct buffer *out, const struct walk *walk, enum walk_step step)
{
	static const char *const brackets[] = {[WALK_BLOCK] = "{",
		[WALK_LIST] = "[",
		[WALK_ITEM] = "{",
		[WALK_BLOCK_END] = "}",
		[WALK_LIST_END] = "]",
		[WALK_ITEM_END] = "}"};

	if (step == WALK_VALUE) {
		if (value_is_unset(walk->option, walk->field))
			return;
		add_key(out, walk->option);
		walk_value(out, walk->option, walk->field);
		return;
	}
	if (step == WALK_BLOCK || step == WALK_LIST)
		add_key(out, walk->option);
	else if (step == WALK_ITEM)
		separate(out);
	buffer_string(out, brackets[step]);
}

void walk_flow(struct buffer *out, const struct option *table, const void *fields)
{
	enum walk_step step;
	struct walk walk;

	walk_start(&walk, table, fields, NULL);
	buffer_byte(out, '{');
	while ((step = walk_next(&walk)) != WALK_DONE)
		add_step(out, &walk, step);
	buffer_byte(out, '}');
}
