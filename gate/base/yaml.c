/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/yaml.h"

#include <yaml.h>

#include "gate/base/yaml_block.h"
#include "gate/base/yaml_tree.h"

enum {
	LARGEST_POLICY = 1 << 20,
	LONGEST_POLICY_SCALAR = 64 * 1024,
	MOST_POLICY_NODES = 200000,
	MOST_NODES = 2000000,
};

static int parser_error(const struct yaml_builder *builder, const yaml_parser_t *parser)
{
	if (parser->error == YAML_MEMORY_ERROR)
		return err_nomem(builder->err);
	return tree_refuse(builder, &parser->problem_mark,
		parser->problem ? parser->problem : "not valid YAML");
}

static int read_events(struct yaml_builder *builder, yaml_parser_t *parser)
{
	while (!builder->ended) {
		yaml_event_t event;
		int result;

		if (!yaml_parser_parse(parser, &event))
			return parser_error(builder, parser);
		result = yaml_take_event(builder, &event);
		yaml_event_delete(&event);
		if (result < 0)
			return -1;
	}
	return 0;
}

static const yaml_mark_t start_of_file;

/* All documents are items of a list that is not in the file. */
static int open_documents(struct yaml_builder *builder)
{
	struct yaml *list;

	if (!builder->options->documents)
		return 0;
	list = tree_add(builder, YAML_LIST, &start_of_file);
	if (!list)
		return -1;
	builder->frames[builder->depth++] = (struct yaml_frame){.node = list, .key = {"", 0}};
	return 0;
}

static int parse(struct yaml_builder *builder, struct text text)
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
static int build(struct yaml_builder *builder, struct text text, const struct yaml **out)
{
	if (parse(builder, text) < 0)
		return -1;
	if (!builder->root && !tree_add(builder, YAML_MAP, &start_of_file))
		return -1;
	*out = builder->root;
	return 0;
}

int yaml_read(const struct yaml **out, struct text text, const char *name, struct arena *arena,
	struct err *err)
{
	static const struct yaml_options policy = {.max_bytes = LARGEST_POLICY, .kind = ERR_USAGE};
	struct yaml_builder builder = {.name = name,
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
	struct yaml_builder builder = {.name = name,
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
