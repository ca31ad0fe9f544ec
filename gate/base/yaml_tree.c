/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/yaml_tree.h"

static uint32_t one_based(size_t zero_based)
{
	return (uint32_t)zero_based + 1;
}

int tree_refuse_at(
	const struct yaml_builder *builder, uint32_t line, uint32_t column, const char *what)
{
	return err_set(builder->err, builder->options->kind, "%.200s:%u:%u: %s", builder->name,
		line, column, what);
}

int tree_refuse(const struct yaml_builder *builder, const yaml_mark_t *mark, const char *what)
{
	return tree_refuse_at(builder, one_based(mark->line), one_based(mark->column), what);
}

struct yaml_frame *tree_top(struct yaml_builder *builder)
{
	return builder->depth ? &builder->frames[builder->depth - 1] : NULL;
}

/* --- nodes --- */

static void append_merge(struct yaml_frame *frame, struct yaml *node)
{
	if (frame->last_merge)
		frame->last_merge->next = node;
	else
		frame->merge = node;
	frame->last_merge = node;
	frame->merging = false;
}

static void append_member(struct yaml_frame *frame, struct yaml *node)
{
	if (frame->last)
		frame->last->next = node;
	else
		frame->node->child = node;
	frame->last = node;
	frame->node->count++;
}

static void append(struct yaml_builder *builder, struct yaml *node)
{
	struct yaml_frame *frame = tree_top(builder);

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

bool tree_awaits_key(const struct yaml_builder *builder)
{
	const struct yaml_frame *frame =
		builder->depth ? &builder->frames[builder->depth - 1] : NULL;

	return frame && frame->node->type == YAML_MAP && !frame->has_key;
}

static int too_many(const struct yaml_builder *builder, const yaml_mark_t *mark)
{
	return err_set(builder->err, builder->options->kind, "%.200s:%u:%u: more than %zu values",
		builder->name, one_based(mark->line), one_based(mark->column), builder->most_nodes);
}

/* A node that is not joined to anything. */
struct yaml *tree_node(struct yaml_builder *builder, enum yaml_type type, const yaml_mark_t *mark)
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

struct yaml *tree_add(struct yaml_builder *builder, enum yaml_type type, const yaml_mark_t *mark)
{
	struct yaml *node = tree_node(builder, type, mark);

	if (node)
		append(builder, node);
	return node;
}

void tree_weigh(struct yaml_builder *builder, size_t weight)
{
	struct yaml_frame *frame = tree_top(builder);

	if (frame)
		frame->weight += weight;
}

/* --- keys --- */

int tree_take_key(struct yaml_builder *builder, const yaml_mark_t *mark, const struct yaml *key)
{
	struct yaml_frame *frame = tree_top(builder);
	bool merging = !key->quoted && text_is(key->text, "<<");

	if (merging && !builder->options->aliases)
		return tree_refuse(builder, mark, "merge keys are not accepted");
	if (merging && frame->merge && !builder->options->keep_duplicates)
		return tree_refuse(builder, mark, "key \"<<\" is there twice");
	frame->merging = merging;
	frame->complex_key = key->type != YAML_SCALAR;
	if (frame->complex_key && !builder->options->complex_keys)
		return tree_refuse(builder, mark, "a key must be a single word");
	frame->key = key->text;
	frame->key_line = one_based(mark->line);
	frame->key_column = one_based(mark->column);
	frame->has_key = true;
	return 0;
}
