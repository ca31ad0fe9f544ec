/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/yaml.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "gate/base/escape.h"

enum {
	LARGEST_FILE = 1 << 20,
	LONGEST_SCALAR = 64 * 1024,
	MOST_NODES = 200000,
	DEEPEST = 64,
};

/* An open list or map. */
struct frame {
	struct yaml *node, *last;
	struct text key; /* of the member whose value comes next */
	uint32_t key_line, key_column;
	bool has_key;
};

struct builder {
	const char *name;
	struct arena *arena;
	struct err *err;
	struct yaml *root;
	struct frame frames[DEEPEST];
	size_t depth, nodes;
	bool ended; /* the stream is over */
};

struct event_handler {
	yaml_event_type_t type;
	int (*take)(struct builder *builder, const yaml_event_t *event);
};

int yaml_error(
	struct err *err, const char *name, uint32_t line, uint32_t column, const char *format, ...)
{
	char what[512];
	va_list args;

	va_start(args, format);
	vsnprintf(what, sizeof(what), format, args);
	va_end(args);
	return err_set(err, ERR_USAGE, "%.200s:%u:%u: %s", name, line, column, what);
}

static uint32_t one_based(size_t zero_based)
{
	return (uint32_t)zero_based + 1;
}

static int refuse(const struct builder *builder, const yaml_mark_t *mark, const char *what)
{
	return yaml_error(builder->err, builder->name, one_based(mark->line),
		one_based(mark->column), "%s", what);
}

/* What a file may not hold. C1 controls and U+2028-9 would be line ends to libyaml and to nobody
 * else, so that its line numbers would be wrong. */
static const struct {
	uint32_t first, last;
	const char *what;
} unwanted_ranges[] = {
	{0x00, 0x08, "a control character"},
	{0x0b, 0x0c, "a control character"},
	{0x0e, 0x1f, "a control character"},
	{0x7f, 0x9f, "a control character"},
	{0x2028, 0x2029, "a Unicode line separator; use a plain line end"},
	{0xfeff, 0xfeff, "a byte order mark"},
	{0xfffe, 0xffff, "a code point that is no character"},
};

static const char *unwanted(uint32_t code)
{
	for (size_t i = 0; i < sizeof(unwanted_ranges) / sizeof(unwanted_ranges[0]); i++)
		if (code >= unwanted_ranges[i].first && code <= unwanted_ranges[i].last)
			return unwanted_ranges[i].what;
	return NULL;
}

/* libyaml compares every %TAG with all before it; a file full of them would take minutes. */
static const char *fault_at(struct text rest, uint32_t column, unsigned *length, uint32_t *code)
{
	*length = utf8_decode(rest, code);
	if (*length == 0)
		return "not valid UTF-8";
	if (*code == '%' && column == 1)
		return "a line that begins with % (directives are not accepted)";
	return unwanted(*code);
}

static int check_bytes(struct text text, const char *name, struct err *err)
{
	uint32_t line = 1, column = 1, code = 0;
	unsigned length = 0;

	for (size_t at = 0; at < text.len; at += length) {
		const char *fault =
			fault_at(text_slice(text, at, text.len), column, &length, &code);
		bool lone_cr = code == '\r' && (at + 1 == text.len || text.ptr[at + 1] != '\n');

		if (fault)
			return yaml_error(err, name, line, column, "%s", fault);
		column++;
		if (code == '\n' || lone_cr) {
			line++;
			column = 1;
		}
	}
	return 0;
}

static int by_key(const void *left, const void *right)
{
	const struct yaml *a = *(const struct yaml *const *)left;
	const struct yaml *b = *(const struct yaml *const *)right;
	int order = text_compare(a->key, b->key);

	if (order)
		return order;
	if (a->key_line != b->key_line)
		return a->key_line < b->key_line ? -1 : 1;
	return (a->key_column > b->key_column) - (a->key_column < b->key_column);
}

static bool stands_before(const struct yaml *a, const struct yaml *b)
{
	return a->key_line < b->key_line ||
	       (a->key_line == b->key_line && a->key_column < b->key_column);
}

/* The first member in file order whose key was there before. Sorted: not quadratic, and no hash
 * that an attacker can make collide. */
static const struct yaml *find_duplicate(const struct yaml **members, size_t count)
{
	const struct yaml *found = NULL;

	qsort(members, count, sizeof(struct yaml *), by_key);
	for (size_t i = 1; i < count; i++)
		if (text_equal(members[i - 1]->key, members[i]->key) &&
			(!found || stands_before(members[i], found)))
			found = members[i];
	return found;
}

static int check_duplicates(const struct builder *builder, const struct yaml *map)
{
	const struct yaml **members, *found;
	size_t count = 0;

	if (map->type != YAML_MAP || map->count < 2)
		return 0;
	members = calloc(map->count, sizeof(struct yaml *));
	if (!members)
		return err_nomem(builder->err);
	for (const struct yaml *member = map->child; member; member = member->next)
		members[count++] = member;
	found = find_duplicate(members, count);
	free(members);
	if (!found)
		return 0;
	return yaml_error(builder->err, builder->name, found->key_line, found->key_column,
		"key \"%.*s\" is there twice", yaml_quote(found->key), found->key.ptr);
}

static void append(struct builder *builder, struct yaml *node)
{
	struct frame *frame;

	if (builder->depth == 0) {
		builder->root = node;
		return;
	}
	frame = &builder->frames[builder->depth - 1];
	node->key = frame->key;
	node->key_line = frame->key_line;
	node->key_column = frame->key_column;
	frame->key = (struct text){"", 0};
	frame->key_line = frame->key_column = 0;
	frame->has_key = false;
	if (frame->last)
		frame->last->next = node;
	else
		frame->node->child = node;
	frame->last = node;
	frame->node->count++;
}

static bool awaits_key(const struct builder *builder)
{
	const struct frame *frame = builder->depth ? &builder->frames[builder->depth - 1] : NULL;

	return frame && frame->node->type == YAML_MAP && !frame->has_key;
}

static struct yaml *add_node(struct builder *builder, enum yaml_type type, const yaml_mark_t *mark)
{
	struct yaml *node;

	if (++builder->nodes > MOST_NODES) {
		refuse(builder, mark, "more than 200000 values");
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
	node->text = node->key = (struct text){"", 0};
	append(builder, node);
	return node;
}

static int check_scalar(const struct builder *builder, const yaml_event_t *event)
{
	const char *value = (const char *)event->data.scalar.value;
	size_t length = event->data.scalar.length;

	if (event->data.scalar.anchor)
		return refuse(builder, &event->start_mark, "anchors are not accepted");
	if (event->data.scalar.tag)
		return refuse(builder, &event->start_mark, "tags are not accepted");
	if (length > LONGEST_SCALAR)
		return refuse(builder, &event->start_mark, "a value of more than 64 KiB");
	if (memchr(value, '\0', length))
		return refuse(builder, &event->start_mark, "a NUL character");
	return 0;
}

static int take_key(struct builder *builder, const yaml_event_t *event, struct text key)
{
	struct frame *frame = &builder->frames[builder->depth - 1];

	if (event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE && text_is(key, "<<"))
		return refuse(builder, &event->start_mark, "merge keys are not accepted");
	frame->key = key;
	frame->key_line = one_based(event->start_mark.line);
	frame->key_column = one_based(event->start_mark.column);
	frame->has_key = true;
	return 0;
}

static int take_scalar(struct builder *builder, const yaml_event_t *event)
{
	struct text value = {(const char *)event->data.scalar.value, event->data.scalar.length};
	struct yaml *node;

	if (check_scalar(builder, event) < 0)
		return -1;
	value = arena_text(builder->arena, value);
	if (!value.ptr)
		return err_nomem(builder->err);
	if (awaits_key(builder))
		return take_key(builder, event, value);
	node = add_node(builder, YAML_SCALAR, &event->start_mark);
	if (!node)
		return -1;
	node->text = value;
	node->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
	return 0;
}

static int open_frame(struct builder *builder, enum yaml_type type, const yaml_event_t *event)
{
	struct yaml *node;

	if (awaits_key(builder))
		return refuse(builder, &event->start_mark, "a key must be a single word");
	if (builder->depth == DEEPEST)
		return refuse(builder, &event->start_mark, "nested deeper than 64 levels");
	node = add_node(builder, type, &event->start_mark);
	if (!node)
		return -1;
	builder->frames[builder->depth++] = (struct frame){.node = node, .key = {"", 0}};
	return 0;
}

static int take_list(struct builder *builder, const yaml_event_t *event)
{
	if (event->data.sequence_start.anchor)
		return refuse(builder, &event->start_mark, "anchors are not accepted");
	if (event->data.sequence_start.tag)
		return refuse(builder, &event->start_mark, "tags are not accepted");
	return open_frame(builder, YAML_LIST, event);
}

static int take_map(struct builder *builder, const yaml_event_t *event)
{
	if (event->data.mapping_start.anchor)
		return refuse(builder, &event->start_mark, "anchors are not accepted");
	if (event->data.mapping_start.tag)
		return refuse(builder, &event->start_mark, "tags are not accepted");
	return open_frame(builder, YAML_MAP, event);
}

static int take_end(struct builder *builder, const yaml_event_t *event)
{
	(void)event;
	return check_duplicates(builder, builder->frames[--builder->depth].node);
}

static int take_alias(struct builder *builder, const yaml_event_t *event)
{
	return refuse(builder, &event->start_mark, "aliases are not accepted");
}

static int take_document(struct builder *builder, const yaml_event_t *event)
{
	if (builder->root)
		return refuse(builder, &event->start_mark, "a second document");
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
	{YAML_ALIAS_EVENT, take_alias},
	{YAML_SCALAR_EVENT, take_scalar},
	{YAML_SEQUENCE_START_EVENT, take_list},
	{YAML_SEQUENCE_END_EVENT, take_end},
	{YAML_MAPPING_START_EVENT, take_map},
	{YAML_MAPPING_END_EVENT, take_end},
};

static int take_event(struct builder *builder, const yaml_event_t *event)
{
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

/* No document, or one that holds nothing, is an empty mapping. */
static int finish(struct builder *builder)
{
	static const yaml_mark_t start;
	struct yaml *root = builder->root;

	if (!root)
		return add_node(builder, YAML_MAP, &start) ? 0 : -1;
	if (root->type == YAML_SCALAR && !root->quoted && root->text.len == 0)
		root->type = YAML_MAP;
	return 0;
}

int yaml_read(const struct yaml **out, struct text text, const char *name, struct arena *arena,
	struct err *err)
{
	struct builder builder = {.name = name, .arena = arena, .err = err};
	yaml_parser_t parser;
	int result;

	if (text.len > LARGEST_FILE)
		return err_set(err, ERR_USAGE, "%.200s: larger than 1 MiB", name);
	if (text_starts(text, "\xef\xbb\xbf"))
		text = text_slice(text, 3, text.len);
	if (check_bytes(text, name, err) < 0)
		return -1;
	if (!yaml_parser_initialize(&parser))
		return err_nomem(err);
	yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(
		&parser, (const unsigned char *)(text.len ? text.ptr : ""), text.len);
	result = read_events(&builder, &parser);
	yaml_parser_delete(&parser);
	if (result < 0 || finish(&builder) < 0)
		return -1;
	*out = builder.root;
	return 0;
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

int yaml_quote(struct text text)
{
	size_t length = text.len < 60 ? text.len : 60;

	/* Never half a character. */
	while (length < text.len && length > 0 && ((unsigned char)text.ptr[length] & 0xc0) == 0x80)
		length--;
	return (int)length;
}
