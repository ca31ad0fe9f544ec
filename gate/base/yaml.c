/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/yaml.h"

#include <string.h>
#include <yaml.h>

#include "gate/base/yaml_anchor.h"
#include "gate/base/yaml_block.h"
#include "gate/base/yaml_node.h"

enum {
	LARGEST_POLICY = 1 << 20,
	LONGEST_POLICY_SCALAR = 64 * 1024,
	MOST_POLICY_NODES = 200000,
	MOST_NODES = 2000000,
	MOST_ALIASED = 1000000,
};

/* An open list or map. */
struct frame {
	struct yaml *node, *last;
	struct text key; /* of the member whose value comes next */
	uint32_t key_line, key_column;
	bool has_key, complex_key;
	bool merging;                    /* the value that comes next is that of a "<<" */
	struct yaml *merge, *last_merge; /* such values, which are not members */
	size_t anchor;
	size_t weight; /* nodes in it, those of aliases counted */
};

struct builder {
	const char *name;
	const struct yaml_options *options;
	size_t most_nodes, longest_scalar;
	struct arena *arena;
	struct err *err;
	struct yaml *root;
	struct frame frames[YAML_DEEPEST + 1]; /* the list of documents may be one more */
	size_t depth, nodes, aliased;
	struct yaml_anchors anchors;
	unsigned skipping; /* open containers of a key that is one */
	bool ended;        /* the stream is over */
};

struct event_handler {
	yaml_event_type_t type;
	int (*take)(struct builder *builder, const yaml_event_t *event);
};

static uint32_t one_based(size_t zero_based)
{
	return (uint32_t)zero_based + 1;
}

static int refuse_at(
	const struct builder *builder, uint32_t line, uint32_t column, const char *what)
{
	return err_set(builder->err, builder->options->kind, "%.200s:%u:%u: %s", builder->name,
		line, column, what);
}

static int refuse(const struct builder *builder, const yaml_mark_t *mark, const char *what)
{
	return refuse_at(builder, one_based(mark->line), one_based(mark->column), what);
}

static struct frame *top(struct builder *builder)
{
	return builder->depth ? &builder->frames[builder->depth - 1] : NULL;
}

/* --- nodes --- */

static void append_merge(struct frame *frame, struct yaml *node)
{
	if (frame->last_merge)
		frame->last_merge->next = node;
	else
		frame->merge = node;
	frame->last_merge = node;
	frame->merging = false;
}

static void append_member(struct frame *frame, struct yaml *node)
{
	if (frame->last)
		frame->last->next = node;
	else
		frame->node->child = node;
	frame->last = node;
	frame->node->count++;
}

static void append(struct builder *builder, struct yaml *node)
{
	struct frame *frame = top(builder);

	if (!frame) {
		builder->root = node;
		return;
	}
	node->key = frame->key;
	node->key_line = frame->key_line;
	node->key_column = frame->key_column;
	node->complex_key = frame->complex_key;
	frame->key = (struct text){"", 0};
	frame->key_line = frame->key_column = 0;
	frame->has_key = frame->complex_key = false;
	if (frame->merging)
		append_merge(frame, node);
	else
		append_member(frame, node);
}

static bool awaits_key(const struct builder *builder)
{
	const struct frame *frame = builder->depth ? &builder->frames[builder->depth - 1] : NULL;

	return frame && frame->node->type == YAML_MAP && !frame->has_key;
}

static int too_many(const struct builder *builder, const yaml_mark_t *mark)
{
	return err_set(builder->err, builder->options->kind, "%.200s:%u:%u: more than %zu values",
		builder->name, one_based(mark->line), one_based(mark->column), builder->most_nodes);
}

/* A node that is not joined to anything. */
static struct yaml *make_node(struct builder *builder, enum yaml_type type, const yaml_mark_t *mark)
{
	struct yaml *node;

	if (++builder->nodes > builder->most_nodes) {
		too_many(builder, mark);
		return NULL;
	}
	node = arena_alloc(builder->arena, sizeof(*node));
	if (!node) {
		err_nomem(builder->err);
		return NULL;
	}
	node->type = type;
	node->line = one_based(mark->line);
	node->column = one_based(mark->column);
	node->text = node->key = node->tag = (struct text){"", 0};
	return node;
}

static struct yaml *add_node(struct builder *builder, enum yaml_type type, const yaml_mark_t *mark)
{
	struct yaml *node = make_node(builder, type, mark);

	if (node)
		append(builder, node);
	return node;
}

static void add_weight(struct builder *builder, size_t weight)
{
	struct frame *frame = top(builder);

	if (frame)
		frame->weight += weight;
}

/* --- what a node may carry --- */

static const char *unwanted_property(
	const struct builder *builder, const yaml_char_t *anchor, const yaml_char_t *tag)
{
	if (anchor && !builder->options->aliases)
		return "anchors are not accepted";
	if (tag && !builder->options->tags)
		return "tags are not accepted";
	return NULL;
}

static int take_tag(struct builder *builder, struct yaml *node, const yaml_char_t *tag)
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

static int add_anchor(struct builder *builder, const yaml_char_t *name, size_t *number)
{
	*number = 0;
	if (!name)
		return 0;
	return yaml_anchor_add(
		&builder->anchors, text_of((const char *)name), number, builder->err);
}

/* --- keys --- */

static int take_key(struct builder *builder, const yaml_mark_t *mark, const struct yaml *key)
{
	struct frame *frame = top(builder);
	bool merging = !key->quoted && text_is(key->text, "<<");

	if (merging && !builder->options->aliases)
		return refuse(builder, mark, "merge keys are not accepted");
	if (merging && frame->merge && !builder->options->keep_duplicates)
		return refuse(builder, mark, "key \"<<\" is there twice");
	frame->merging = merging;
	frame->complex_key = key->type != YAML_SCALAR;
	if (frame->complex_key && !builder->options->complex_keys)
		return refuse(builder, mark, "a key must be a single word");
	frame->key = key->text;
	frame->key_line = one_based(mark->line);
	frame->key_column = one_based(mark->column);
	frame->has_key = true;
	return 0;
}

/* The key is a list or a map: what is in it is skipped. */
static int begin_complex_key(struct builder *builder, const yaml_event_t *event)
{
	struct yaml key = {.type = YAML_LIST, .text = {"", 0}};

	builder->skipping = 1;
	return take_key(builder, &event->start_mark, &key);
}

/* --- scalars and aliases --- */

static int check_scalar(const struct builder *builder, const yaml_event_t *event)
{
	const char *value = (const char *)event->data.scalar.value;
	size_t length = event->data.scalar.length;
	const char *unwanted =
		unwanted_property(builder, event->data.scalar.anchor, event->data.scalar.tag);

	if (unwanted)
		return refuse(builder, &event->start_mark, unwanted);
	if (length > builder->longest_scalar)
		return refuse(builder, &event->start_mark, "a value of more than 64 KiB");
	if (memchr(value, '\0', length))
		return refuse(builder, &event->start_mark, "a NUL character");
	return 0;
}

static int fill_scalar(struct builder *builder, const yaml_event_t *event, struct yaml *node)
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
static int take_key_scalar(struct builder *builder, const yaml_event_t *event)
{
	struct yaml plain = {.tag = {"", 0}}, *key = &plain;

	if (event->data.scalar.anchor)
		key = make_node(builder, YAML_SCALAR, &event->start_mark);
	if (!key || fill_scalar(builder, event, key) < 0)
		return -1;
	return take_key(builder, &event->start_mark, key);
}

static int take_scalar(struct builder *builder, const yaml_event_t *event)
{
	struct yaml *node;

	if (check_scalar(builder, event) < 0)
		return -1;
	if (awaits_key(builder))
		return take_key_scalar(builder, event);
	node = add_node(builder, YAML_SCALAR, &event->start_mark);
	if (!node || fill_scalar(builder, event, node) < 0)
		return -1;
	add_weight(builder, 1);
	return 0;
}

static int add_alias(
	struct builder *builder, const yaml_event_t *event, const struct yaml_anchor *anchor)
{
	struct yaml *node;

	builder->aliased += anchor->weight;
	if (builder->aliased > MOST_ALIASED)
		return refuse(
			builder, &event->start_mark, "aliases stand for more than 1000000 values");
	add_weight(builder, anchor->weight);
	if (awaits_key(builder))
		return take_key(builder, &event->start_mark, anchor->node);
	node = add_node(builder, anchor->node->type, &event->start_mark);
	if (!node)
		return -1;
	node->text = anchor->node->text;
	node->quoted = anchor->node->quoted;
	node->tag = anchor->node->tag;
	node->child = anchor->node->child;
	node->count = anchor->node->count;
	return 0;
}

static int take_alias(struct builder *builder, const yaml_event_t *event)
{
	const struct yaml_anchor *anchor;

	if (!builder->options->aliases)
		return refuse(builder, &event->start_mark, "aliases are not accepted");
	if (yaml_anchor_find(&builder->anchors, text_of((const char *)event->data.alias.anchor),
		    &anchor, builder->err) < 0)
		return -1;
	if (!anchor)
		return refuse(builder, &event->start_mark, "an alias without an anchor");
	if (!anchor->node)
		return refuse(builder, &event->start_mark, "an alias inside its own anchor");
	return add_alias(builder, event, anchor);
}

/* --- lists and maps --- */

/* The list of documents is not in the file. */
static size_t most_depth(const struct builder *builder)
{
	return YAML_DEEPEST + (builder->options->documents ? 1U : 0U);
}

static int open_frame(struct builder *builder, enum yaml_type type, const yaml_event_t *event,
	const yaml_char_t *anchor, const yaml_char_t *tag)
{
	struct frame frame = {.key = {"", 0}, .weight = 1};

	if (builder->depth == most_depth(builder))
		return refuse(builder, &event->start_mark, "nested deeper than 64 levels");
	frame.node = add_node(builder, type, &event->start_mark);
	if (!frame.node || take_tag(builder, frame.node, tag) < 0 ||
		add_anchor(builder, anchor, &frame.anchor) < 0)
		return -1;
	builder->frames[builder->depth++] = frame;
	return 0;
}

static int take_container(struct builder *builder, enum yaml_type type, const yaml_event_t *event,
	const yaml_char_t *anchor, const yaml_char_t *tag)
{
	const char *unwanted = unwanted_property(builder, anchor, tag);

	if (unwanted)
		return refuse(builder, &event->start_mark, unwanted);
	if (awaits_key(builder))
		return begin_complex_key(builder, event);
	return open_frame(builder, type, event, anchor, tag);
}

static int take_list(struct builder *builder, const yaml_event_t *event)
{
	return take_container(builder, YAML_LIST, event, event->data.sequence_start.anchor,
		event->data.sequence_start.tag);
}

static int take_map(struct builder *builder, const yaml_event_t *event)
{
	return take_container(builder, YAML_MAP, event, event->data.mapping_start.anchor,
		event->data.mapping_start.tag);
}

static int check_duplicates(struct builder *builder, const struct yaml *map)
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

static int merge(struct builder *builder, struct frame *frame)
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
			return refuse_at(
				builder, bad->line, bad->column, "a merge key needs a mapping");
	}
	return 0;
}

static int take_end(struct builder *builder, const yaml_event_t *event)
{
	struct frame *frame = &builder->frames[--builder->depth];

	(void)event;
	if (frame->node->type == YAML_MAP && check_duplicates(builder, frame->node) < 0)
		return -1;
	if (frame->merge && merge(builder, frame) < 0)
		return -1;
	yaml_anchor_set(&builder->anchors, frame->anchor, frame->node, frame->weight);
	add_weight(builder, frame->weight);
	return 0;
}

/* --- documents and the stream --- */

static int take_document(struct builder *builder, const yaml_event_t *event)
{
	if (builder->root && !builder->options->documents)
		return refuse(builder, &event->start_mark, "a second document");
	yaml_anchors_start(&builder->anchors, builder->arena);
	return 0;
}

/* A document that holds nothing is an empty mapping. */
static int take_document_end(struct builder *builder, const yaml_event_t *event)
{
	struct yaml *node = builder->depth ? builder->frames[0].last : builder->root;

	(void)event;
	if (node->type == YAML_SCALAR && !node->quoted && node->text.len == 0 && node->tag.len == 0)
		node->type = YAML_MAP;
	return 0;
}

static int take_stream_end(struct builder *builder, const yaml_event_t *event)
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
static int skip_event(struct builder *builder, const yaml_event_t *event)
{
	if (event->type == YAML_SEQUENCE_START_EVENT || event->type == YAML_MAPPING_START_EVENT)
		builder->skipping++;
	else if (event->type == YAML_SEQUENCE_END_EVENT || event->type == YAML_MAPPING_END_EVENT)
		builder->skipping--;
	if (builder->depth + builder->skipping > most_depth(builder))
		return refuse(builder, &event->start_mark, "nested deeper than 64 levels");
	return 0;
}

static int take_event(struct builder *builder, const yaml_event_t *event)
{
	if (builder->skipping > 0)
		return skip_event(builder, event);
	for (size_t i = 0; i < sizeof(handlers) / sizeof(handlers[0]); i++)
		if (handlers[i].type == event->type)
			return handlers[i].take(builder, event);
	return 0;
}

static int parser_error(const struct builder *builder, const yaml_parser_t *parser)
{
	if (parser->error == YAML_MEMORY_ERROR)
		return err_nomem(builder->err);
	return refuse(builder, &parser->problem_mark,
		parser->problem ? parser->problem : "not valid YAML");
}

static int read_events(struct builder *builder, yaml_parser_t *parser)
{
	while (!builder->ended) {
		yaml_event_t event;
		int result;

		if (!yaml_parser_parse(parser, &event))
			return parser_error(builder, parser);
		result = take_event(builder, &event);
		yaml_event_delete(&event);
		if (result < 0)
			return -1;
	}
	return 0;
}

static const yaml_mark_t start_of_file;

/* All documents are items of a list that is not in the file. */
static int open_documents(struct builder *builder)
{
	struct yaml *list;

	if (!builder->options->documents)
		return 0;
	list = add_node(builder, YAML_LIST, &start_of_file);
	if (!list)
		return -1;
	builder->frames[builder->depth++] = (struct frame){.node = list, .key = {"", 0}};
	return 0;
}

static int parse(struct builder *builder, struct text text)
{
	yaml_parser_t parser;
	int result;

	if (open_documents(builder) < 0)
		return -1;
	if (!yaml_parser_initialize(&parser))
		return err_nomem(builder->err);
	yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&parser, (const unsigned char *)text.ptr, text.len);
	result = read_events(builder, &parser);
	yaml_parser_delete(&parser);
	return result;
}

/* No document is an empty mapping too. */
static int build(struct builder *builder, struct text text, const struct yaml **out)
{
	if (parse(builder, text) < 0)
		return -1;
	if (!builder->root && !add_node(builder, YAML_MAP, &start_of_file))
		return -1;
	*out = builder->root;
	return 0;
}

int yaml_read(const struct yaml **out, struct text text, const char *name, struct arena *arena,
	struct err *err)
{
	static const struct yaml_options policy = {.max_bytes = LARGEST_POLICY, .kind = ERR_USAGE};
	struct builder builder = {.name = name,
		.options = &policy,
		.most_nodes = MOST_POLICY_NODES,
		.longest_scalar = LONGEST_POLICY_SCALAR,
		.arena = arena,
		.err = err};

	if (yaml_check_text(&text, text, name, &policy, err) < 0)
		return -1;
	return build(&builder, text, out);
}

static int read_checked(const struct yaml **out, struct text text, const char *name,
	const struct yaml_options *options, struct arena *arena, struct err *err)
{
	struct builder builder = {.name = name,
		.options = options,
		.most_nodes = MOST_NODES,
		.longest_scalar = SIZE_MAX,
		.arena = arena,
		.err = err};

	return build(&builder, text, out);
}

int yaml_read_events(const struct yaml **out, struct text text, const char *name,
	const struct yaml_options *options, struct arena *arena, struct err *err)
{
	if (yaml_check_text(&text, text, name, options, err) < 0)
		return -1;
	return read_checked(out, text, name, options, arena, err);
}

/* The list of documents that yaml_read_with promises, around the only one. */
static const struct yaml *list_of_one(const struct yaml *document, struct arena *arena)
{
	struct yaml *list = arena_alloc(arena, sizeof(*list));

	if (!list)
		return NULL;
	list->type = YAML_LIST;
	list->line = list->column = 1;
	list->text = list->key = list->tag = (struct text){"", 0};
	list->child = document;
	list->count = 1;
	return list;
}

int yaml_read_with(const struct yaml **out, struct text text, const char *name,
	const struct yaml_options *options, struct arena *arena, struct err *err)
{
	const struct yaml *root;
	bool foreign;

	if (yaml_check_text(&text, text, name, options, err) < 0)
		return -1;
	if (yaml_block_tree(&root, text, options->keep_duplicates, &foreign, arena, err) < 0)
		return foreign ? read_checked(out, text, name, options, arena, err) : -1;
	*out = options->documents ? list_of_one(root, arena) : root;
	return *out ? 0 : err_nomem(err);
}

const struct yaml *yaml_get(const struct yaml *map, const char *key)
{
	if (!map || map->type != YAML_MAP)
		return NULL;
	for (const struct yaml *member = map->child; member; member = member->next)
		if (text_is(member->key, key))
			return member;
	return NULL;
}
