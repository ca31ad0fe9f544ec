/* SPDX-License-Identifier: Apache-2.0
 *
 * ModelProto: graph 7. GraphProto: node 1, initializer 5. NodeProto: input 1, op_type 4, attribute 5. AttributeProto: name 1, i 3.
 */
#include "checks/model/weights/onnx.h"

#include "checks/model/weights/protobuf.h"

enum { ONNX_SHORTEST = 24 };

int onnx_broken(const struct onnx *onnx, const char *what)
{
	return weights_error(onnx->file, onnx->err, "no whole ONNX model: %s", what);
}

static int read_attribute(struct onnx *onnx, struct onnx_node *node, struct text message)
{
	struct text name = {0};
	struct protobuf_field field;
	enum protobuf_step step;
	int64_t value = 0;

	while ((step = protobuf_next(&message, &field)) == PROTOBUF_FIELD) {
		if (field.number == 1)
			name = field.bytes;
		else if (field.number == 3)
			value = (int64_t)field.value;
	}
	if (step == PROTOBUF_BROKEN)
		return onnx_broken(onnx, "an attribute is cut off");
	if (text_is(name, "axis"))
		node->axis = value;
	else if (text_is(name, "block_size"))
		node->block_size = value;
	return 0;
}

static int read_node(struct onnx *onnx, struct text message)
{
	struct onnx_node node = {.axis = 1};
	struct protobuf_field field;
	enum protobuf_step step;

	while ((step = protobuf_next(&message, &field)) == PROTOBUF_FIELD) {
		if (field.number == 1 && node.input_count < ONNX_INPUTS)
			node.inputs[node.input_count++] = field.bytes;
		else if (field.number == 4)
			node.op = field.bytes;
		else if (field.number == 5 && read_attribute(onnx, &node, field.bytes) < 0)
			return -1;
	}
	if (step == PROTOBUF_BROKEN)
		return onnx_broken(onnx, "a node is cut off");
	if (arena_reserve(onnx->weights->arena, (void **)&onnx->nodes, &onnx->node_capacity,
		    onnx->node_count + 1, sizeof(*onnx->nodes)) < 0)
		return err_nomem(onnx->err);
	onnx->nodes[onnx->node_count++] = node;
	return 0;
}

static int read_graph(struct onnx *onnx, struct text message)
{
	struct protobuf_field field;
	enum protobuf_step step;

	while ((step = protobuf_next(&message, &field)) == PROTOBUF_FIELD) {
		if (field.type != PROTOBUF_BYTES)
			continue;
		if (field.number == 1 && read_node(onnx, field.bytes) < 0)
			return -1;
		if (field.number == 5 && onnx_tensor_read(onnx, field.bytes) < 0)
			return -1;
	}
	return step == PROTOBUF_BROKEN ? onnx_broken(onnx, "its graph is cut off") : 0;
}

/* A protobuf has no first bytes of its own. What is shorter stands for a model, and is none. */
static bool onnx_is_one(const struct weights_file *file)
{
	return text_ends(file->path, ".onnx") && file->content.len >= ONNX_SHORTEST;
}

static int onnx_read(struct weights *weights, const struct weights_file *file, struct err *err)
{
	struct onnx onnx = {.file = file, .weights = weights, .err = err};
	struct text rest = file->content;
	struct protobuf_field field;
	enum protobuf_step step;
	unsigned graphs = 0;

	keys_start(&onnx.names, weights->arena);
	while ((step = protobuf_next(&rest, &field)) == PROTOBUF_FIELD) {
		if (field.number != 7 || field.type != PROTOBUF_BYTES)
			continue;
		if (graphs++ || read_graph(&onnx, field.bytes) < 0)
			return graphs > 1 ? onnx_broken(&onnx, "it has two graphs") : -1;
	}
	if (step == PROTOBUF_BROKEN)
		return onnx_broken(&onnx, "it is cut off");
	if (graphs == 0)
		return onnx_broken(&onnx, "it has no graph");
	return onnx_add_all(&onnx);
}

extern const struct weights_reader weights_onnx;

const struct weights_reader weights_onnx = {"ONNX", onnx_is_one, onnx_read};
