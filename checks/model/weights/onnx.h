/* SPDX-License-Identifier: Apache-2.0
 *
 * An ONNX model (onnx/onnx.proto) as far as its weights go: the initializers of the graph, and the nodes that say which of them are
 * codes, scales and zero points. Private to onnx*.c. A subgraph (of If, Loop, Scan) and a function is a scope of its own: its
 * nodes see the tensors of the scopes around it, and what it holds is called "NODE/NAME". A Constant's value is a tensor of the name
 * of its output.
 */
#ifndef SEAMGATE_MODEL_WEIGHTS_ONNX_H
#define SEAMGATE_MODEL_WEIGHTS_ONNX_H

#include "checks/model/weights/reader.h"

enum { ONNX_INPUTS = 9, ONNX_DEPTH = 8 };

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
	bool is_constant;     /* of a node */
};

struct onnx_node {
	struct text op, inputs[ONNX_INPUTS];
	unsigned input_count;
	int64_t axis, block_size;        /* axis 1 where it is not said */
	int64_t inner, outer, bits;      /* K, N and bits of MatMulNBits */
	struct text name, output, value; /* value: of a Constant, a TensorProto; ptr NULL */
};

/* A graph in a node, or a function. */
struct onnx_inner {
	struct text name, message;
	uint32_t node_field; /* 1 in a graph, 7 in a function */
};

struct onnx {
	const struct weights_file *file;
	struct weights *weights;
	struct onnx_tensor *tensors;
	size_t tensor_count, tensor_capacity;
	struct keys names; /* number: index + 1 */
	struct onnx_node *nodes;
	size_t node_count, node_capacity;
	struct onnx_inner *inner;
	size_t inner_count, inner_capacity;
	const struct onnx *around; /* NULL: it is the model's graph */
	struct text name;          /* of the scope; "" */
	unsigned depth;
	struct err *err;
};

/* Reads one TensorProto into tensors; under another name where one is given. */
MUST_CHECK int onnx_tensor_read(struct onnx *onnx, struct text message, struct text name);

/* In this scope or in one around it; NULL. An input that is not there or is no tensor, too. */
struct onnx_tensor *onnx_tensor_named(const struct onnx *onnx, struct text name);
struct onnx_tensor *onnx_input(const struct onnx *onnx, const struct onnx_node *node, int input);

/* The scopes in this one. */
MUST_CHECK int onnx_read_inner(struct onnx *onnx);

/* ggml's number of a float or whole type; -1. */
int onnx_ggml_type(uint64_t type);

/* As the scope calls it. ptr NULL: out of memory. */
struct text onnx_name(const struct onnx *onnx, struct text name);

/* Adds the weight of a node of com.microsoft's MatMulNBits, if it is one. */
MUST_CHECK int onnx_nbits(struct onnx *onnx, const struct onnx_node *node);

/* Adds what the nodes say is quantized, then the initializers that are left. */
MUST_CHECK int onnx_add_all(struct onnx *onnx);

/* Bits of a value, or 0 for a type that is not looked into. */
unsigned onnx_bits(uint64_t type);

int onnx_broken(const struct onnx *onnx, const char *what);

#endif
