/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/policy/options.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "gate/base/glob.h"
#include "gate/policy/value.h"

/* A block that is still to be read. Blocks wait in a list, so that nothing here recurses. */
struct task {
	struct task *next;
	const struct option *table;
	const struct yaml *map; /* NULL: fallbacks only */
	char *out;
};

struct reader {
	const char *name;
	struct arena *arena;
	struct err *err;
	struct task *first, **end; /* in the order of the file */
};

/* One value: the option, where its text is, and the field it fills. */
struct slot {
	const struct option *option;
	const struct yaml *node;
	void *field;
};

static bool is_nothing(const struct yaml *node)
{
	static const char *const words[] = {"", "~", "null", "Null", "NULL", NULL};

	return node->type == YAML_SCALAR && !node->quoted && value_choice(words, node->text) >= 0;
}

static size_t count_words(const char *const *words)
{
	size_t count = 0;

	while (words[count])
		count++;
	return count;
}

/* "one of a, b, c" for choices, else the type's own words. */
static const char *wanted(const struct reader *reader, const struct option *option)
{
	const char *words = "one of";

	if (!option->choices)
		return option->required && option->type == OPTION_STRING
			       ? "a string that is not blank"
			       : value_wanted(option->type);
	for (size_t i = 0; words && option->choices[i]; i++)
		words = arena_printf(
			reader->arena, "%s%s%s", words, i ? ", " : " ", option->choices[i]);
	return words;
}

static const char *item_wanted(const struct reader *reader, const struct option *option)
{
	switch (option->type) {
	case OPTION_GLOBS:
		return value_wanted(OPTION_GLOB);
	case OPTION_BLOCKS:
		return value_wanted(OPTION_BLOCK);
	case OPTION_MAP:
		return wanted(reader, option);
	default:
		return "a string that is not blank";
	}
}

/* What stands there instead: nothing, "word", the string "word", a list, a mapping. */
static const char *found(const struct reader *reader, const struct yaml *node)
{
	if (node->type != YAML_SCALAR)
		return node->type == YAML_LIST ? "a list" : "a mapping";
	if (is_nothing(node))
		return "nothing";
	return arena_printf(reader->arena, "%s\"%.*s\"", node->quoted ? "the string " : "",
		text_quote(node->text), node->text.ptr);
}

static const char *suggestion(
	const struct reader *reader, struct text word, const char *const *words, size_t count)
{
	const char *nearest = word.len ? text_nearest(word, words, count) : NULL;

	return nearest ? arena_printf(reader->arena, "; did you mean \"%s\"?", nearest) : "";
}

/* "subject wants this, not that". */
static int refuse_value(const struct reader *reader, const struct option *option,
	const struct yaml *node, const char *subject, const char *wants)
{
	const char *has = found(reader, node), *hint = "";

	if (option->choices && node->type == YAML_SCALAR)
		hint = suggestion(
			reader, node->text, option->choices, count_words(option->choices));
	if (!subject || !wants || !has || !hint)
		return err_nomem(reader->err);
	return yaml_error(reader->err, reader->name, node->line, node->column,
		"%s wants %s, not %s%s", subject, wants, has, hint);
}

static int refuse(const struct reader *reader, const struct slot *slot)
{
	return refuse_value(
		reader, slot->option, slot->node, slot->option->key, wanted(reader, slot->option));
}

static int refuse_item(
	const struct reader *reader, const struct option *option, const struct yaml *item)
{
	const char *subject = arena_printf(reader->arena, "an item of %s", option->key);

	if (option->type == OPTION_MAP)
		subject = arena_printf(reader->arena, "%.*s", text_quote(item->key), item->key.ptr);
	return refuse_value(reader, option, item, subject, item_wanted(reader, option));
}

static int check_glob(const struct reader *reader, const struct yaml *node)
{
	struct err fault = {0};

	if (glob_check(node->text, &fault) == 0)
		return 0;
	return yaml_error(reader->err, reader->name, node->line, node->column, "%s", fault.message);
}

static int read_single(struct reader *reader, const struct slot *slot)
{
	const struct yaml *node = slot->node;

	if (node->type != YAML_SCALAR || is_nothing(node) ||
		!value_parse(slot->option, node->text, node->quoted, slot->field))
		return refuse(reader, slot);
	return slot->option->type == OPTION_GLOB ? check_glob(reader, node) : 0;
}

static int read_item(const struct reader *reader, const struct slot *slot, const struct yaml *item,
	struct text *out)
{
	if (item->type != YAML_SCALAR || is_nothing(item) || text_trim(item->text).len == 0)
		return refuse_item(reader, slot->option, item);
	*out = item->text;
	return slot->option->type == OPTION_GLOBS ? check_glob(reader, item) : 0;
}

static int read_strings(struct reader *reader, const struct slot *slot)
{
	struct text_list list = {NULL, 0};

	if (slot->node->type != YAML_LIST)
		return refuse(reader, slot);
	if (slot->node->count == 0 && slot->option->if_empty)
		return yaml_error(reader->err, reader->name, slot->node->line, slot->node->column,
			"%s %s", slot->option->key, slot->option->if_empty);
	list.items = arena_array(reader->arena, slot->node->count, sizeof(*list.items));
	if (!list.items)
		return err_nomem(reader->err);
	for (const struct yaml *item = slot->node->child; item; item = item->next)
		if (read_item(reader, slot, item, &list.items[list.count++]) < 0)
			return -1;
	*(struct text_list *)slot->field = list;
	return 0;
}

static int read_map(struct reader *reader, const struct slot *slot)
{
	struct map_list list = {NULL, 0};

	if (slot->node->type != YAML_MAP)
		return refuse_value(reader, slot->option, slot->node, slot->option->key,
			value_wanted(OPTION_MAP));
	list.items = arena_array(reader->arena, slot->node->count, sizeof(*list.items));
	if (!list.items)
		return err_nomem(reader->err);
	for (const struct yaml *item = slot->node->child; item; item = item->next) {
		int choice = item->type == YAML_SCALAR
				     ? value_choice(slot->option->choices, item->text)
				     : -1;

		if (choice < 0)
			return refuse_item(reader, slot->option, item);
		list.items[list.count++] =
			(struct map_entry){item->key, choice, item->key_line, item->key_column};
	}
	*(struct map_list *)slot->field = list;
	return 0;
}

static int add_task(
	struct reader *reader, const struct option *table, const struct yaml *map, void *out)
{
	struct task *task = arena_alloc(reader->arena, sizeof(*task));

	if (!task)
		return err_nomem(reader->err);
	*task = (struct task){NULL, table, map, out};
	*reader->end = task;
	reader->end = &task->next;
	return 0;
}

static int read_block(struct reader *reader, const struct slot *slot)
{
	if (slot->node->type != YAML_MAP)
		return refuse(reader, slot);
	return add_task(reader, slot->option->nested, slot->node, slot->field);
}

static int fill_fallbacks(struct reader *reader, const struct option *table, char *out);

static int read_blocks(struct reader *reader, const struct slot *slot)
{
	size_t size = slot->option->nested_size;
	const struct yaml *list = slot->node;
	char *items;

	if (list->type != YAML_LIST)
		return refuse(reader, slot);
	items = arena_array(reader->arena, list->count, size);
	if (!items)
		return err_nomem(reader->err);
	*(struct block_list *)slot->field = (struct block_list){items, list->count};
	/* The fallbacks are worked out once for all items. */
	if (list->count && fill_fallbacks(reader, slot->option->nested, items) < 0)
		return -1;
	for (const struct yaml *item = list->child; item; item = item->next, items += size) {
		if (item != list->child)
			memcpy(items, items - size, size);
		if (item->type != YAML_MAP)
			return refuse_item(reader, slot->option, item);
		if (add_task(reader, slot->option->nested, item, items) < 0)
			return -1;
	}
	return 0;
}

static int (*const readers[])(struct reader *reader, const struct slot *slot) = {
	[OPTION_BOOL] = read_single,
	[OPTION_INTEGER] = read_single,
	[OPTION_NUMBER] = read_single,
	[OPTION_TOLERANCE] = read_single,
	[OPTION_DURATION] = read_single,
	[OPTION_SIZE] = read_single,
	[OPTION_STRING] = read_single,
	[OPTION_GLOB] = read_single,
	[OPTION_DATE] = read_single,
	[OPTION_CHOICE] = read_single,
	[OPTION_STRINGS] = read_strings,
	[OPTION_GLOBS] = read_strings,
	[OPTION_BLOCK] = read_block,
	[OPTION_BLOCKS] = read_blocks,
	[OPTION_MAP] = read_map,
};

static bool is_bare(const char *fallback)
{
	return !strchr("\"'[{", fallback[0]);
}

/* The fallback as a node. A bare word is one without asking libyaml. */
static int fallback_node(struct reader *reader, const struct option *option, struct yaml *word,
	const struct yaml **node)
{
	if (is_bare(option->fallback)) {
		*word = (struct yaml){.type = YAML_SCALAR,
			.text = text_of(option->fallback),
			.key = text_of(option->key)};
		*node = word;
		return 0;
	}
	return yaml_read(node, text_of(option->fallback), option->key, reader->arena, reader->err);
}

static int fill_fallback(struct reader *reader, const struct option *option, void *out)
{
	struct slot slot = {option, NULL, (char *)out + option->offset};
	const char *name = reader->name;
	struct yaml word;
	int result;

	reader->name = option->key;
	result = fallback_node(reader, option, &word, &slot.node);
	if (result == 0)
		result = readers[option->type](reader, &slot);
	reader->name = name;
	/* The table is wrong, not the file. */
	if (result < 0 && reader->err->kind == ERR_USAGE)
		reader->err->kind = ERR_INTERNAL;
	return result;
}

enum { DEEPEST_TABLE = 8 };

/* Nested blocks are filled in place, with a stack: as deep as the tables are nested. */
static int fill_fallbacks(struct reader *reader, const struct option *table, char *out)
{
	struct {
		const struct option *at;
		char *out;
	} stack[DEEPEST_TABLE] = {{table, out}};
	size_t depth = 1;

	while (depth > 0) {
		const struct option *option = stack[depth - 1].at++;

		out = stack[depth - 1].out;
		if (!option->key) {
			depth--;
		} else if (option->type == OPTION_BLOCK) {
			assert(depth < DEEPEST_TABLE);
			stack[depth].at = option->nested;
			stack[depth++].out = out + option->offset;
		} else if (option->fallback && fill_fallback(reader, option, out) < 0) {
			return -1;
		}
	}
	return 0;
}

static const struct option *option_find(const struct option *table, struct text key)
{
	for (; table->key; table++)
		if (text_is(key, table->key))
			return table;
	return NULL;
}

static int refuse_key(
	const struct reader *reader, const struct option *table, const struct yaml *member)
{
	const char **keys, *hint;
	size_t count = 0;

	while (table[count].key)
		count++;
	keys = arena_array(reader->arena, count, sizeof(*keys));
	if (!keys)
		return err_nomem(reader->err);
	for (size_t i = 0; i < count; i++)
		keys[i] = table[i].key;
	hint = suggestion(reader, member->key, keys, count);
	if (!hint)
		return err_nomem(reader->err);
	return yaml_error(reader->err, reader->name, member->key_line, member->key_column,
		"unknown key \"%.*s\"%s", text_quote(member->key), member->key.ptr, hint);
}

/* A list, block or map with nothing behind its key is as if it were not there. */
static bool is_absent(const struct option *option, const struct yaml *node)
{
	return !node || (!value_is_single(option->type) && is_nothing(node));
}

static int read_map_of_options(struct reader *reader, const struct task *task)
{
	for (const struct yaml *member = task->map->child; member; member = member->next) {
		const struct option *option = option_find(task->table, member->key);
		struct slot slot = {option, member, NULL};

		if (!option)
			return refuse_key(reader, task->table, member);
		if (is_absent(option, member))
			continue;
		slot.field = task->out + option->offset;
		if (readers[option->type](reader, &slot) < 0)
			return -1;
	}
	for (const struct option *option = task->table; option->key; option++)
		if (option->required && is_absent(option, yaml_get(task->map, option->key))) {
			yaml_error(reader->err, reader->name, task->map->line, task->map->column,
				"%s is missing", option->key);
			return strcmp(option->key, "version") == 0
				       ? err_remedy(reader->err, "begin the file with: version: 1")
				       : -1;
		}
	return 0;
}

/* NOLINTNEXTLINE(readability-function-size): three of the six say whose memory, name and error */
int options_read(const struct option *table, const struct yaml *map, void *out, const char *name,
	struct arena *arena, struct err *err)
{
	struct reader reader = {.name = name, .arena = arena, .err = err};

	reader.end = &reader.first;
	if (map && map->type != YAML_MAP)
		return yaml_error(
			err, name, map->line, map->column, "wants a mapping of keys to values");
	if (fill_fallbacks(&reader, table, out) < 0)
		return -1;
	if (map && add_task(&reader, table, map, out) < 0)
		return -1;
	for (const struct task *task = reader.first; task; task = task->next)
		if (read_map_of_options(&reader, task) < 0)
			return -1;
	return 0;
}
