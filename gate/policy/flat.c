/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/policy/flat.h"

#include <stdlib.h>
#include <string.h>

#include "gate/policy/root.h"
#include "gate/policy/walk.h"

enum { LONGEST_LABEL = 100 };

struct flattener {
	struct walk walk;
	struct settings *out;
	struct arena *arena;
	struct buffer key;         /* of the block that is walked, with a dot behind it */
	size_t ends[WALK_DEEPEST]; /* length of the key outside of each open block */
	size_t depth;
	struct buffer value;
};

int setting_compare(const struct setting *a, const struct setting *b)
{
	int order = text_compare(a->key, b->key);

	if (order || a->kind != SETTING_MEMBER)
		return order;
	return text_compare(a->value, b->value);
}

static int by_key_and_value(const void *left, const void *right)
{
	const struct setting *a = left, *b = right;
	int order = text_compare(a->key, b->key);

	return order ? order : text_compare(a->value, b->value);
}

/* Adds a setting whose value stands in flattener->value, and empties that. NULL: out of memory. */
static struct setting *add(struct flattener *flattener, enum setting_kind kind, struct text name)
{
	struct settings *out = flattener->out;
	struct text block = buffer_text(&flattener->key);
	struct setting *setting;
	char *key;

	key = arena_printf(flattener->arena, "%.*s%.*s", (int)block.len, block.ptr, (int)name.len,
		name.len ? name.ptr : "");
	if (!key || flattener->value.failed || flattener->key.failed ||
		arena_reserve(flattener->arena, (void **)&out->items, &out->capacity,
			out->count + 1, sizeof(*out->items)) < 0)
		return NULL;
	setting = &out->items[out->count++];
	*setting = (struct setting){.kind = kind,
		.key = text_of(key),
		.value = arena_text(flattener->arena, buffer_text(&flattener->value)),
		.option = flattener->walk.option,
		.line = flattener->walk.node ? flattener->walk.node->line : 0};
	buffer_clear(&flattener->value);
	return setting->value.ptr ? setting : NULL;
}

static int add_single(struct flattener *flattener)
{
	const struct walk *walk = &flattener->walk;
	struct setting *setting;

	if (!value_is_unset(walk->option, walk->field))
		value_format(&flattener->value, walk->option, walk->field);
	setting = add(flattener, SETTING_VALUE, text_of(walk->option->key));
	if (!setting)
		return -1;
	setting->rank = value_rank(walk->option, walk->field);
	return 0;
}

static int add_strings(struct flattener *flattener)
{
	const struct text_list *list = flattener->walk.field;
	const struct yaml *node = flattener->walk.node ? flattener->walk.node->child : NULL;
	struct text key = text_of(flattener->walk.option->key);

	for (size_t i = 0; i < list->count; i++, node = node ? node->next : NULL) {
		struct setting *setting;

		value_format_string(&flattener->value, list->items[i]);
		setting = add(flattener, SETTING_MEMBER, key);
		if (!setting)
			return -1;
		setting->line = node ? node->line : 0;
	}
	return 0;
}

/* `rules` of the policy itself: where it says nothing, the rule's own severity stands. */
static void set_own(const struct flattener *flattener, struct setting *setting, struct text id)
{
	const struct rule *rule = rule_find(&builtin_rules, id);

	if (flattener->walk.depth != 1 || !rule)
		return;
	setting->has_own = true;
	setting->own = (int)rule->severity;
}

static int add_pairs(struct flattener *flattener)
{
	const struct option *option = flattener->walk.option;
	const struct map_list *map = flattener->walk.field;

	for (size_t i = 0; i < map->count; i++) {
		const struct map_entry *entry = &map->items[i];
		const char *name = arena_printf(flattener->arena, "%s.%.*s", option->key,
			(int)entry->key.len, entry->key.ptr);
		struct setting *setting;

		buffer_string(&flattener->value, option->choices[entry->choice]);
		setting = name ? add(flattener, SETTING_PAIR, text_of(name)) : NULL;
		if (!setting)
			return -1;
		setting->rank = (struct value_rank){true, 0, entry->choice};
		setting->line = entry->line;
		set_own(flattener, setting, entry->key);
	}
	return 0;
}

static int add_value(struct flattener *flattener)
{
	switch (flattener->walk.option->type) {
	case OPTION_STRINGS:
	case OPTION_GLOBS:
		return add_strings(flattener);
	case OPTION_MAP:
		return add_pairs(flattener);
	default:
		return add_single(flattener);
	}
}

static void enter(struct flattener *flattener, const char *name)
{
	flattener->ends[flattener->depth++] = flattener->key.len;
	buffer_string(&flattener->key, name);
}

static void leave(struct flattener *flattener)
{
	flattener->key.len = flattener->ends[--flattener->depth];
}

/* Blocks that begin with a name are compared option by option, all others as a whole. */
static const struct option *name_option(const struct option *list)
{
	const struct option *first = list->nested;

	return first->type == OPTION_STRING && strcmp(first->key, "name") == 0 ? first : NULL;
}

/* "[name]". A long one is cut and told apart by its digest: it stands in the key of each option of its block, so
 * that one name of 60 KB would make gigabytes of keys. NULL: out of memory. */
static const char *label_of(struct arena *arena, struct text name)
{
	char digest[SHA256_HEX];
	struct err err = {0};

	if (name.len <= LONGEST_LABEL)
		return arena_printf(arena, "[%.*s]", (int)name.len, name.len ? name.ptr : "");
	if (hash_sha256_hex(name, digest, &err) < 0)
		return NULL;
	return arena_printf(arena, "[%.*s...%.16s]", text_quote(name), name.ptr, digest);
}

/* walk_next has just made WALK_ITEM. */
static int add_block(struct flattener *flattener)
{
	struct walk *walk = &flattener->walk;
	const struct option *list = walk->option, *name = name_option(list);
	const char *fields = walk->field, *label = "";

	if (name)
		label = label_of(flattener->arena,
			*(const struct text *)(const void *)(fields + name->offset));
	walk_flow(&flattener->value, list->nested, fields);
	if (!label || !add(flattener, name ? SETTING_BLOCK : SETTING_MEMBER, text_of(label)))
		return -1;
	if (name) {
		enter(flattener, label);
		buffer_byte(&flattener->key, '.');
	} else {
		walk_skip(walk);
	}
	return 0;
}

static int add_step(struct flattener *flattener, enum walk_step step)
{
	switch (step) {
	case WALK_VALUE:
		return add_value(flattener);
	case WALK_ITEM:
		return add_block(flattener);
	case WALK_BLOCK:
		enter(flattener, flattener->walk.option->key);
		buffer_byte(&flattener->key, '.');
		return 0;
	case WALK_LIST:
		enter(flattener, flattener->walk.option->key);
		return 0;
	default:
		leave(flattener);
		return 0;
	}
}

int policy_flatten(
	struct settings *out, const struct policy *policy, struct arena *arena, struct err *err)
{
	const struct root *root = policy->root;
	struct flattener flattener = {.out = out, .arena = arena};
	enum walk_step step;
	int result = 0;

	walk_start(&flattener.walk, root->table, root, root->file);
	while (result == 0 && (step = walk_next(&flattener.walk)) != WALK_DONE)
		result = add_step(&flattener, step);
	buffer_free(&flattener.key);
	buffer_free(&flattener.value);
	if (result < 0)
		return err_nomem(err);
	if (out->count)
		qsort(out->items, out->count, sizeof(*out->items), by_key_and_value);
	return 0;
}
