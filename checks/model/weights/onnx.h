/* SPDX-License-Identifier: Apache-2.0
 *
 * An ONNX model (onnx/onnx.proto) as far as its weights go: the initializers of the graph, and the nodes that say which of them are
 * codes, scales and zero points. Private to onnx*.c. Subgraphs, functions and Constant nodes are not looked into.
 */
#ifndef SEAMGATE_MODEL_WEIGHTS_ONNX_H
#define SEAMGATE_MODEL_WEIGHTS_ONNX_H

#include "checks/model/weights/reader.h"

enum { ONNX_INPUTS = 9 };

enum onnx_type {
	ONNX_FLOAT = 1,
	ONNX_UINT8 = 2,
	ONNX_INT8 = 3,
	ONNX_UINT16 = 4,
	ONNX_INT16 = 5,
	ONNX_INT32 = 6,
	ONNX_INT64 = 7,
	ONNX_BOOL = 9,
	ONNX_FLOAT16 = 10,
	ONNX_DOUBLE = 11,
	ONNX_BFLOAT16 = 16,
	ONNX_UINT4 = 21,
	ONNX_INT4 = 22,
};

struct onnx_tensor {
	struct tensor tensor; /* name, shape, data */
	uint64_t type;        /* enum onnx_type, or one that is not looked into */
	bool is_used;         /* as codes, scale or zero point of another one */
};

struct onnx_node {
	struct text op, inputs[ONNX_INPUTS];
	unsigned input_count;
	int64_t axis, block_size; /* axis 1 where it is not said */
};

struct onnx {
	const struct weights_file *file;
	struct weights *weights;
	struct onnx_tensor *tensors;
	size_t tensor_count, tensor_capacity;
	struct keys names; /* number: index + 1 */
	struct onnx_node *nodes;
	size_t node_count, node_capacity;
	struct err *err;
};

/* Reads one TensorProto into tensors. */
MUST_CHECK int onnx_tensor_read(struct onnx *onnx, struct text message);

/* Adds what the nodes say is quantized, then the initializers that are left. */
MUST_CHECK int onnx_add_all(struct onnx *onnx);

/* Bits of a value, or 0 for a type that is not looked into. */
unsigned onnx_bits(uint64_t type);

int onnx_broken(const struct onnx *onnx, const char *what);

#endif
