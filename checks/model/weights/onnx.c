/* SPDX-License-Identifier: Apache-2.0
 *
 * ModelProto: graph 7, functions 25. GraphProto: node 1, initializer 5. NodeProto: input 1, output 2, name 3, op_type 4, attribute 5.
 * AttributeProto: name 1, i 3, t 5, g 6, graphs 11.
 */
#include "checks/model/weights/onnx.h"

#include "checks/model/weights/protobuf.h"

enum { ONNX_SHORTEST = 24 };

int onnx_broken(const struct onnx *onnx, const char *what)
{
	return weights_error(onnx->file, onnx->err, "no whole ONNX model: %s", what);
}

static int keep_inner(struct onnx *onnx, struct text message, uint32_t node_field)
{
	if (arena_reserve(onnx->weights->arena, (void **)&onnx->inner, &onnx->inner_capacity,
		    onnx->inner_count + 1, sizeof(*onnx->inner)) < 0)
		return err_nomem(onnx->err);
	onnx->inner[onnx->inner_count++] =
		(struct onnx_inner){.message = message, .node_field = node_field};
	return 0;
}

static void take_number(struct onnx_node *node, struct text name, int64_t value)
{
	const struct {
		const char *name;
		int64_t *to;
	} numbers[] = {{"axis", &node->axis}, {"block_size", &node->block_size},
		{"K", &node->inner}, {"N", &node->outer}, {"bits", &node->bits}};

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		if (text_is(name, numbers[i].name))
			*numbers[i].to = value;
}

struct attribute {
	struct text name, tensor;
	int64_t value;
};

static int take_attribute_field(
	struct onnx *onnx, struct attribute *out, const struct protobuf_field *field)
{
	bool is_message = field->type == PROTOBUF_BYTES;

	if (field->number == 1)
		out->name = field->bytes;
	else if (field->number == 3)
		out->value = (int64_t)field->value;
	else if (field->number == 5 && is_message)
		out->tensor = field->bytes;
	else if ((field->number == 6 || field->number == 11) && is_message)
		return keep_inner(onnx, field->bytes, 1);
	return 0;
}

static int read_attribute(struct onnx *onnx, struct onnx_node *node, struct text message)
{
	struct attribute attribute = {.value = 0};
	struct protobuf_field field;
	enum protobuf_step step;

	while ((step = protobuf_next(&message, &field)) == PROTOBUF_FIELD)
		if (take_attribute_field(onnx, &attribute, &field) < 0)
			return -1;
	if (step == PROTOBUF_BROKEN)
		return onnx_broken(onnx, "an attribute is cut off");
	if (text_is(attribute.name, "value"))
		node->value = attribute.tensor;
	take_number(node, attribute.name, attribute.value);
	return 0;
}

static void take_node_field(struct onnx_node *node, const struct protobuf_field *field)
{
	if (field->number == 1 && node->input_count < ONNX_INPUTS)
		node->inputs[node->input_count++] = field->bytes;
	else if (field->number == 2 && !node->output.ptr)
		node->output = field->bytes;
	else if (field->number == 3)
		node->name = field->bytes;
	else if (field->number == 4)
		node->op = field->bytes;
}

static int keep_constant(struct onnx *onnx, const struct onnx_node *node)
{
	if (!text_is(node->op, "Constant") || !node->value.ptr || node->output.len == 0)
		return 0;
	if (onnx_tensor_read(onnx, node->value, node->output) < 0)
		return -1;
	onnx->tensors[onnx->tensor_count - 1].is_constant = true;
	return 0;
}

static int read_node(struct onnx *onnx, struct text message)
{
	struct onnx_node node = {.axis = 1, .bits = 4};
	size_t inner = onnx->inner_count;
	struct protobuf_field field;
	enum protobuf_step step;

	while ((step = protobuf_next(&message, &field)) == PROTOBUF_FIELD) {
		take_node_field(&node, &field);
		if (field.number == 5 && read_attribute(onnx, &node, field.bytes) < 0)
			return -1;
	}
	if (step == PROTOBUF_BROKEN)
		return onnx_broken(onnx, "a node is cut off");
	for (; inner < onnx->inner_count; inner++)
		onnx->inner[inner].name = node.name.len ? node.name : node.output;
	if (arena_reserve(onnx->weights->arena, (void **)&onnx->nodes, &onnx->node_capacity,
		    onnx->node_count + 1, sizeof(*onnx->nodes)) < 0)
		return err_nomem(onnx->err);
	onnx->nodes[onnx->node_count++] = node;
	return keep_constant(onnx, &node);
}

static int read_graph(struct onnx *onnx, struct text message, uint32_t node_field)
{
	struct protobuf_field field;
	enum protobuf_step step;

	while ((step = protobuf_next(&message, &field)) == PROTOBUF_FIELD) {
		if (field.type != PROTOBUF_BYTES)
			continue;
		if (field.number == node_field && read_node(onnx, field.bytes) < 0)
			return -1;
		if (field.number == 5 && node_field == 1 &&
			onnx_tensor_read(onnx, field.bytes, (struct text){0}) < 0)
			return -1;
	}
	return step == PROTOBUF_BROKEN ? onnx_broken(onnx, "its graph is cut off") : 0;
}

/* --- scopes --- */

struct text onnx_name(const struct onnx *onnx, struct text name)
{
	if (onnx->name.len == 0)
		return name.ptr ? name : text_of(""); /* one without a name is no lack of memory */
	return arena_textf(onnx->weights->arena, "%.*s/%.*s", (int)onnx->name.len, onnx->name.ptr,
		(int)name.len, name.ptr);
}

struct onnx_tensor *onnx_tensor_named(const struct onnx *onnx, struct text name)
{
	for (; onnx && name.len; onnx = onnx->around) {
		const uint32_t *number = keys_find(&onnx->names, name);

		if (number)
			return &onnx->tensors[*number - 1];
	}
	return NULL;
}

struct onnx_tensor *onnx_input(const struct onnx *onnx, const struct onnx_node *node, int input)
{
	if (input < 0 || (unsigned)input >= node->input_count)
		return NULL;
	return onnx_tensor_named(onnx, node->inputs[input]);
}

/* The branches of one If are two scopes of one node. */
static int name_scope(struct onnx *scope, const struct onnx *around, size_t at)
{
	const struct onnx_inner *inner = &around->inner[at];

	scope->name = arena_textf(around->weights->arena, "%.*s#%zu", (int)inner->name.len,
		inner->name.ptr ? inner->name.ptr : "", at);
	if (!scope->name.ptr)
		return err_nomem(around->err);
	scope->name = onnx_name(around, scope->name);
	return scope->name.ptr ? 0 : err_nomem(around->err);
}

int onnx_read_inner(struct onnx *onnx)
{
	for (size_t i = 0; i < onnx->inner_count; i++) {
		struct onnx scope = {.file = onnx->file,
			.weights = onnx->weights,
			.around = onnx,
			.depth = onnx->depth + 1,
			.err = onnx->err};

		if (scope.depth > ONNX_DEPTH)
			return onnx_broken(onnx, "its graphs lie more than 8 deep");
		keys_start(&scope.names, onnx->weights->arena);
		if (name_scope(&scope, onnx, i) < 0 ||
			read_graph(&scope, onnx->inner[i].message, onnx->inner[i].node_field) < 0 ||
			onnx_add_all(&scope) < 0)
			return -1;
	}
	return 0;
}

/* FunctionProto: name 1, node 7. What it holds in Constant nodes is everybody's who calls it. */
static int keep_function(struct onnx *onnx, struct text message)
{
	struct text whole = message;
	struct protobuf_field field;
	size_t at = onnx->inner_count;

	if (keep_inner(onnx, whole, 7) < 0)
		return -1;
	while (protobuf_next(&message, &field) == PROTOBUF_FIELD)
		if (field.number == 1)
			onnx->inner[at].name = field.bytes;
	return 0;
}

/* A protobuf has no first bytes of its own. What is shorter stands for a model, and is none. */
static bool onnx_is_one(const struct weights_file *file)
{
	return text_ends(file->path, ".onnx") && file->content.len >= ONNX_SHORTEST;
}

static int take_model_field(struct onnx *onnx, const struct protobuf_field *field, unsigned *graphs)
{
	if (field->type != PROTOBUF_BYTES)
		return 0;
	if (field->number == 25)
		return keep_function(onnx, field->bytes);
	if (field->number != 7)
		return 0;
	return (*graphs)++ ? onnx_broken(onnx, "it has two graphs")
			   : read_graph(onnx, field->bytes, 1);
}

static int onnx_read(struct weights *weights, const struct weights_file *file, struct err *err)
{
	struct onnx onnx = {.file = file, .weights = weights, .err = err};
	struct text rest = file->content;
	struct protobuf_field field;
	enum protobuf_step step;
	unsigned graphs = 0;

	keys_start(&onnx.names, weights->arena);
	while ((step = protobuf_next(&rest, &field)) == PROTOBUF_FIELD)
		if (take_model_field(&onnx, &field, &graphs) < 0)
			return -1;
	if (step == PROTOBUF_BROKEN)
		return onnx_broken(&onnx, "it is cut off");
	if (graphs == 0)
		return onnx_broken(&onnx, "it has no graph");
	return onnx_add_all(&onnx);
}

extern const struct weights_reader weights_onnx;

const struct weights_reader weights_onnx = {"ONNX", onnx_is_one, onnx_read};
