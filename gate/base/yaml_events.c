/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "gate/base/yaml_node.h"
#include "gate/base/yaml_tree.h"

enum { MOST_ALIASED = 1000000 };

struct event_handler {
	yaml_event_type_t type;
	int (*take)(struct yaml_builder *builder, const yaml_event_t *event);
};

/* --- what a node may carry --- */

static const char *unwanted_property(
	const struct yaml_builder *builder, const yaml_char_t *anchor, const yaml_char_t *tag)
{
	if (anchor && !builder->options->aliases)
		return "anchors are not accepted";
	if (tag && !builder->options->tags)
		return "tags are not accepted";
	return NULL;
}

static int take_tag(struct yaml_builder *builder, struct yaml *node, const yaml_char_t *tag)
{
	if (!tag)
		return 0;
	node->tag = arena_text(builder->arena, text_of((const char *)tag));
	if (!node->tag.ptr)
		return err_nomem(builder->err);
	if (text_is(node->tag, "tag:yaml.org,2002:str") || text_is(node->tag, "!"))
		node->quoted = node->type == YAML_SCALAR;
	return 0;
}

static int add_anchor(struct yaml_builder *builder, const yaml_char_t *name, size_t *number)
{
	*number = 0;
	if (!name)
		return 0;
	return yaml_anchor_add(
		&builder->anchors, text_of((const char *)name), number, builder->err);
}

/* The key is a list or a map: what is in it is skipped. */
static int begin_complex_key(struct yaml_builder *builder, const yaml_event_t *event)
{
	struct yaml key = {.type = YAML_LIST, .text = {"", 0}};

	builder->skipping = 1;
	return tree_take_key(builder, &event->start_mark, &key);
}

/* --- scalars and aliases --- */

static int check_scalar(const struct yaml_builder *builder, const yaml_event_t *event)
{
	const char *value = (const char *)event->data.scalar.value;
	size_t length = event->data.scalar.length;
	const char *unwanted =
		unwanted_property(builder, event->data.scalar.anchor, event->data.scalar.tag);

	if (unwanted)
		return tree_refuse(builder, &event->start_mark, unwanted);
	if (length > builder->longest_scalar)
		return tree_refuse(builder, &event->start_mark, "a value of more than 64 KiB");
	if (memchr(value, '\0', length))
		return tree_refuse(builder, &event->start_mark, "a NUL character");
	return 0;
}

static int fill_scalar(struct yaml_builder *builder, const yaml_event_t *event, struct yaml *node)
{
	struct text value = {(const char *)event->data.scalar.value, event->data.scalar.length};
	size_t anchor;

	node->text = arena_text(builder->arena, value);
	if (!node->text.ptr)
		return err_nomem(builder->err);
	node->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
	if (take_tag(builder, node, event->data.scalar.tag) < 0 ||
		add_anchor(builder, event->data.scalar.anchor, &anchor) < 0)
		return -1;
	yaml_anchor_set(&builder->anchors, anchor, node, 1);
	return 0;
}

/* A key is no node of the tree, unless an alias may want it. */
static int take_key_scalar(struct yaml_builder *builder, const yaml_event_t *event)
{
	struct yaml plain = {.tag = {"", 0}}, *key = &plain;

	if (event->data.scalar.anchor)
		key = tree_node(builder, YAML_SCALAR, &event->start_mark);
	if (!key || fill_scalar(builder, event, key) < 0)
		return -1;
	return tree_take_key(builder, &event->start_mark, key);
}

static int take_scalar(struct yaml_builder *builder, const yaml_event_t *event)
{
	struct yaml *node;

	if (check_scalar(builder, event) < 0)
		return -1;
	if (tree_awaits_key(builder))
		return take_key_scalar(builder, event);
	node = tree_add(builder, YAML_SCALAR, &event->start_mark);
	if (!node || fill_scalar(builder, event, node) < 0)
		return -1;
	tree_weigh(builder, 1);
	return 0;
}

static int add_alias(
	struct yaml_builder *builder, const yaml_event_t *event, const struct yaml_anchor *anchor)
{
	struct yaml *node;

	builder->aliased += anchor->weight;
	if (builder->aliased > MOST_ALIASED)
		return tree_refuse(
			builder, &event->start_mark, "aliases stand for more than 1000000 values");
	tree_weigh(builder, anchor->weight);
	if (tree_awaits_key(builder))
		return tree_take_key(builder, &event->start_mark, anchor->node);
	node = tree_add(builder, anchor->node->type, &event->start_mark);
	if (!node)
		return -1;
	node->text = anchor->node->text;
	node->quoted = anchor->node->quoted;
	node->tag = anchor->node->tag;
	node->child = anchor->node->child;
	node->count = anchor->node->count;
	return 0;
}

static int take_alias(struct yaml_builder *builder, const yaml_event_t *event)
{
	const struct yaml_anchor *anchor;

	if (!builder->options->aliases)
		return tree_refuse(builder, &event->start_mark, "aliases are not accepted");
	if (yaml_anchor_find(&builder->anchors, text_of((const char *)event->data.alias.anchor),
		    &anchor, builder->err) < 0)
		return -1;
	if (!anchor)
		return tree_refuse(builder, &event->start_mark, "an alias without an anchor");
	if (!anchor->node)
		return tree_refuse(builder, &event->start_mark, "an alias inside its own anchor");
	return add_alias(builder, event, anchor);
}

/* --- lists and maps --- */

/* The list of documents is not in the file. */
static size_t most_depth(const struct yaml_builder *builder)
{
	return YAML_DEEPEST + (builder->options->documents ? 1U : 0U);
}

static int open_frame(struct yaml_builder *builder, enum yaml_type type, const yaml_event_t *event,
	const yaml_char_t *anchor, const yaml_char_t *tag)
{
	struct yaml_frame frame = {.key = {"", 0}, .weight = 1};

	if (builder->depth == most_depth(builder))
		return tree_refuse(builder, &event->start_mark, "nested deeper than 64 levels");
	frame.node = tree_add(builder, type, &event->start_mark);
	if (!frame.node || take_tag(builder, frame.node, tag) < 0 ||
		add_anchor(builder, anchor, &frame.anchor) < 0)
		return -1;
	builder->frames[builder->depth++] = frame;
	return 0;
}

static int take_container(struct yaml_builder *builder, enum yaml_type type,
	const yaml_event_t *event, const yaml_char_t *anchor, const yaml_char_t *tag)
{
	const char *unwanted = unwanted_property(builder, anchor, tag);

	if (unwanted)
		return tree_refuse(builder, &event->start_mark, unwanted);
	if (tree_awaits_key(builder))
		return begin_complex_key(builder, event);
	return open_frame(builder, type, event, anchor, tag);
}

static int take_list(struct yaml_builder *builder, const yaml_event_t *event)
{
	return take_container(builder, YAML_LIST, event, event->data.sequence_start.anchor,
		event->data.sequence_start.tag);
}

static int take_map(struct yaml_builder *builder, const yaml_event_t *event)
{
	return take_container(builder, YAML_MAP, event, event->data.mapping_start.anchor,
		event->data.mapping_start.tag);
}

static int check_duplicates(struct yaml_builder *builder, const struct yaml *map)
{
	const struct yaml *found;

	if (yaml_mark_duplicates(map, &found, builder->arena, builder->err) < 0)
		return -1;
	if (!found || builder->options->keep_duplicates)
		return 0;
	return err_set(builder->err, builder->options->kind,
		"%.200s:%u:%u: key \"%.*s\" is there twice", builder->name, found->key_line,
		found->key_column, text_quote(found->key), found->key.ptr);
}

static int collect_keys(struct keys *keys, const struct yaml *map, struct err *err)
{
	for (const struct yaml *member = map->child; member; member = member->next) {
		uint32_t *there;

		if (member->complex_key)
			continue;
		if (keys_add(keys, member->key, &there, err) < 0)
			return -1;
		*there = 1;
	}
	return 0;
}

static int merge(struct yaml_builder *builder, struct yaml_frame *frame)
{
	const struct yaml *bad = NULL;
	struct keys keys = {0};

	keys_start(&keys, builder->arena);
	if (collect_keys(&keys, frame->node, builder->err) < 0)
		return -1;
	for (const struct yaml *from = frame->merge; from; from = from->next) {
		if (yaml_merge(frame->node, &frame->last, from, &keys, &bad, builder->arena,
			    builder->err) < 0)
			return -1;
		if (bad)
			return tree_refuse_at(
				builder, bad->line, bad->column, "a merge key needs a mapping");
	}
	return 0;
}

static int take_end(struct yaml_builder *builder, const yaml_event_t *event)
{
	struct yaml_frame *frame = &builder->frames[--builder->depth];

	(void)event;
	if (frame->node->type == YAML_MAP && check_duplicates(builder, frame->node) < 0)
		return -1;
	if (frame->merge && merge(builder, frame) < 0)
		return -1;
	yaml_anchor_set(&builder->anchors, frame->anchor, frame->node, frame->weight);
	tree_weigh(builder, frame->weight);
	return 0;
}

/* --- documents and the stream --- */

static int take_document(struct yaml_builder *builder, const yaml_event_t *event)
{
	if (builder->root && !builder->options->documents)
		return tree_refuse(builder, &event->start_mark, "a second document");
	yaml_anchors_start(&builder->anchors, builder->arena);
	return 0;
}

/* A document that holds nothing is an empty mapping. */
static int take_document_end(struct yaml_builder *builder, const yaml_event_t *event)
{
	struct yaml *node = builder->depth ? builder->frames[0].last : builder->root;

	(void)event;
	if (node->type == YAML_SCALAR && !node->quoted && node->text.len == 0 && node->tag.len == 0)
		node->type = YAML_MAP;
	return 0;
}

static int take_stream_end(struct yaml_builder *builder, const yaml_event_t *event)
{
	(void)event;
	builder->ended = true;
	return 0;
}

/* Events that are not here carry nothing. */
static const struct event_handler handlers[] = {
	{YAML_STREAM_END_EVENT, take_stream_end},
	{YAML_DOCUMENT_START_EVENT, take_document},
	{YAML_DOCUMENT_END_EVENT, take_document_end},
	{YAML_ALIAS_EVENT, take_alias},
	{YAML_SCALAR_EVENT, take_scalar},
	{YAML_SEQUENCE_START_EVENT, take_list},
	{YAML_SEQUENCE_END_EVENT, take_end},
	{YAML_MAPPING_START_EVENT, take_map},
	{YAML_MAPPING_END_EVENT, take_end},
};

/* Nesting is limited here too: libyaml's time grows with its square. */
static int skip_event(struct yaml_builder *builder, const yaml_event_t *event)
{
	if (event->type == YAML_SEQUENCE_START_EVENT || event->type == YAML_MAPPING_START_EVENT)
		builder->skipping++;
	else if (event->type == YAML_SEQUENCE_END_EVENT || event->type == YAML_MAPPING_END_EVENT)
		builder->skipping--;
	if (builder->depth + builder->skipping > most_depth(builder))
		return tree_refuse(builder, &event->start_mark, "nested deeper than 64 levels");
	return 0;
}

int yaml_take_event(struct yaml_builder *builder, const yaml_event_t *event)
{
	if (builder->skipping > 0)
		return skip_event(builder, event);
	for (size_t i = 0; i < sizeof(handlers) / sizeof(handlers[0]); i++)
		if (handlers[i].type == event->type)
			return handlers[i].take(builder, event);
	return 0;
}
