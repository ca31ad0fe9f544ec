/* SPDX-License-Identifier: Apache-2.0
 *
 * The tensors of a model's files, whatever format they are in: names, shapes, and how to get at the values. Nothing is
 * unpacked when it is read; values are made of the bytes where somebody asks for them, so that a file of many gigabytes is mapped
 * and memory stays flat. A reader (reader.h) fills a set and judges nothing.
 *
 * A tensor is either blocks (of ggml, of which plain floats are one kind) or affine: integer codes, and scales and zero points that
 * stand elsewhere. Values are counted in the order of rows: the last dimension runs fastest.
 *
 * Texts borrow from the files' content; arrays lie in the arena. All fields were checked against the content when it was read:
 * no accessor can leave it, and none fails.
 */
#ifndef SEAMGATE_MODEL_WEIGHTS_H
#define SEAMGATE_MODEL_WEIGHTS_H

#include "checks/model/weights/dequant/dequant.h"
#include "gate/base/arena.h"
#include "gate/base/err.h"
#include "gate/base/keys.h"

enum { WEIGHTS_DIMENSIONS = 8, WEIGHTS_CHUNK = 4096 };

/* Where the codes of a value lie. */
enum layout {
	LAYOUT_BYTES,   /* one byte for a code, in the order of rows */
	LAYOUT_WORDS,   /* two bytes, likewise */
	LAYOUT_INTS,    /* four bytes, likewise */
	LAYOUT_NIBBLES, /* two codes in a byte, the first low, without regard to rows (ONNX) */
	LAYOUT_ROW_BITS, /* a row is a stream of bits in words of 32, lowest first (compressed-tensors) */
	LAYOUT_COLUMN_BITS, /* a column is a stream of bits, lowest first (MatMulNBits) */
	LAYOUT_INPUT_BITS, /* words along the inputs: GPTQ's qweight [inputs / per word, outputs] */
	LAYOUT_AWQ, /* words along the outputs, in the order 0 2 4 6 1 3 5 7: qweight [inputs, outputs / 8] */
};

/* Where the zero point of a scale lies. */
enum zeros {
	ZEROS_NONE,
	ZEROS_PLAIN,      /* one number for each scale */
	ZEROS_ROW_BITS,   /* compressed-tensors: packed along the rows */
	ZEROS_GROUP_BITS, /* GPTQ: [groups, outputs / per word] */
	ZEROS_AWQ,
};

struct affine {
	struct text codes, scales, zeros;
	unsigned bits;
	bool is_signed_scale; /* negative scales are sound */
	bool is_signed;       /* of plain codes and zero points; packed ones are unsigned */
	enum layout layout;
	uint64_t stride; /* bytes of a packed row */
	int offset;      /* taken from each code: 8 for 4 bits of compressed-tensors */
	const float *
		code_values; /* what codes stand for, where they are floats of 4 or 8 bits; else NULL */
	float code_most;     /* of those, the largest */
	float divisor;       /* of all scales; 0: none */
	enum zeros zero_layout;
	unsigned zero_bytes; /* of a plain one: 1, 2, 4 or 8 */
	int zero_offset;     /* added to each zero point: GPTQ's first format stores it less one */
	const struct block_type *scale_type; /* F32, F16, BF16 or F64 */
	uint64_t scale_count;
	/* scale = row / row_group % row_modulo * row_stride + group of the column * group_stride */
	uint64_t row_group, row_modulo, row_stride, column_group, group_stride, group_count;
	struct text group_index; /* GPTQ's g_idx: the group of each column; "" */
};

/* Rows of which each head's two halves are interleaved, or were: names.h. */
struct heads {
	uint64_t count;  /* 0: rows lie as they are asked for */
	bool are_halves; /* as they lie: halves one behind the other; asked for: interleaved */
};

struct tensor {
	struct text name;
	struct text path; /* of the file */
	uint64_t dimensions[WEIGHTS_DIMENSIONS];
	unsigned dimension_count;
	uint64_t count, columns; /* values in all, and of a row */
	struct text type;        /* "Q4_K", "int8 per channel" */
	double bits;             /* that a value is told by */
	unsigned fineness;       /* 0 one scale for all, 1 one a channel, 2 groups or blocks */
	struct text data;
	const struct block_type *block; /* NULL: affine */
	const struct affine *affine;    /* NULL too: of a type that is not looked into */
	struct heads heads;
};

/* A quantized weight that lacks a part. */
struct lack {
	struct tensor tensor;
	const char *part; /* "weight_scale" */
};

/* A file that is one of several: shards.h. */
struct shard {
	struct text path, stem; /* what all of them have in common */
	uint32_t number, count; /* from 1 */
	uint64_t tensors,
		total; /* of GGUF: in it, and in all of them as it says; 0: it does not say */
};

/* What a GGUF file says of itself. */
struct gguf_facts {
	struct text architecture; /* ptr NULL: no GGUF file was read, or it says none */
	uint64_t heads, kv_heads; /* 0: not said, or not as one number */
};

struct json;

struct shard_index {
	struct text path, stem;
	const struct json *map; /* tensor to file */
};

struct weights {
	struct arena *arena;
	struct shard *shards;
	size_t shard_count, shard_capacity;
	struct shard_index *indexes;
	size_t index_count, index_capacity;
	/* Bytes of data that tensors may have together: many may point at the same ones. 0: any number. */
	uint64_t used_bytes, most_bytes;
	struct gguf_facts gguf;
	int gptq_zero_offset; /* 1 for the first format of GPTQ, 0 for gptq_v2 */
	struct lack *lacks;
	size_t lack_count, lack_capacity;
	struct tensor *items;
	size_t count, capacity;
	struct keys names; /* number: index + 1 */
};

void weights_start(struct weights *weights, struct arena *arena);

/* ERR_LOOK for a second tensor of a name. Names live as long as the set. */
MUST_CHECK int weights_add(struct weights *weights, const struct tensor *tensor, struct err *err);

/* NULL where there is none. */
const struct tensor *weights_find(const struct weights *weights, struct text name);

/* Values `first` to `first + count` as floats; of blocks both are multiples of the block's values. */
void tensor_values(const struct tensor *tensor, uint64_t first, uint64_t count, float *out);

/* The scale and zero point of a value of an affine tensor. */
struct affine_place {
	uint64_t scale;
	uint64_t row, group;
};
struct affine_place affine_place(const struct affine *affine, uint64_t row, uint64_t column);
float affine_scale(const struct affine *affine, uint64_t scale);
int64_t affine_zero(const struct affine *affine, const struct affine_place *place);
int64_t affine_code(const struct affine *affine, uint64_t row, uint64_t column, uint64_t columns);

/* a * b, or UINT64_MAX where that is more. */
static inline uint64_t times(uint64_t a, uint64_t b)
{
	return b && a > UINT64_MAX / b ? UINT64_MAX : a * b;
}

/* Two shapes that are the same. */
bool tensor_same_shape(const struct tensor *a, const struct tensor *b);

/* "[4096, 11008]" */
struct text tensor_shape(const struct tensor *tensor, struct arena *arena);

#endif
