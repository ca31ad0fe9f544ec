/* SPDX-License-Identifier: Apache-2.0
 *
 * Single numbers of a tensor in memory, by the types of ONNX (TensorProto.DataType in onnx.proto; ONNX Runtime's
 * ONNXTensorElementDataType has the same numbers). Little-endian, as NumPy writes them and as this machine has them.
 */
#ifndef SEAMGATE_MODEL_RUNNER_ELEMENT_H
#define SEAMGATE_MODEL_RUNNER_ELEMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum element {
	ELEMENT_NONE = 0,
	ELEMENT_FLOAT = 1,
	ELEMENT_UINT8 = 2,
	ELEMENT_INT8 = 3,
	ELEMENT_UINT16 = 4,
	ELEMENT_INT16 = 5,
	ELEMENT_INT32 = 6,
	ELEMENT_INT64 = 7,
	ELEMENT_BOOL = 9,
	ELEMENT_FLOAT16 = 10,
	ELEMENT_DOUBLE = 11,
	ELEMENT_UINT32 = 12,
	ELEMENT_UINT64 = 13,
};

/* Bytes of one; 0 for a type that is not read. */
size_t element_size(enum element element);

/* "float", "int64"; "another type". */
const char *element_name(enum element element);

bool element_is_whole(enum element element);

double element_load(enum element element, const void *bytes, size_t at);

/* Rounded towards zero and held within the type. False: a half, which nothing is written as, or no number in a type that has only numbers. */
bool element_store(enum element element, void *bytes, size_t at, double value);

#endif
