/* SPDX-License-Identifier: Apache-2.0
 *
 * The values of a GGUF file's header.
 */
#include "checks/model/weights/gguf.h"

enum { GGUF_U16 = 2, GGUF_U32 = 4, GGUF_I32 = 5, GGUF_STRING = 8, GGUF_ARRAY = 9, GGUF_TYPES = 13 };
static const uint64_t longest_string = (uint64_t)1 << 30;

static int cut(const struct gguf *gguf)
{
	return weights_error(gguf->file, gguf->err, "its header ends before it is whole");
}

int gguf_take(struct gguf *gguf, uint64_t len, const uint8_t **out)
{
	if (len > gguf->rest.len)
		return cut(gguf);
	*out = (const uint8_t *)gguf->rest.ptr;
	gguf->rest = text_slice(gguf->rest, (size_t)len, gguf->rest.len);
	return 0;
}

int gguf_take_u32(struct gguf *gguf, uint32_t *out)
{
	const uint8_t *bytes = NULL;

	if (gguf_take(gguf, 4, &bytes) < 0)
		return -1;
	*out = load_u32(bytes);
	return 0;
}

int gguf_take_u64(struct gguf *gguf, uint64_t *out)
{
	const uint8_t *bytes = NULL;

	if (gguf_take(gguf, 8, &bytes) < 0)
		return -1;
	*out = load_u64(bytes);
	return 0;
}

int gguf_take_string(struct gguf *gguf, struct text *out)
{
	const uint8_t *bytes = NULL;
	uint64_t len;

	if (gguf_take_u64(gguf, &len) < 0)
		return -1;
	if (len > longest_string || len > gguf->rest.len)
		return weights_error(gguf->file, gguf->err,
			"a string of its header says that it is %llu bytes long",
			(unsigned long long)len);
	if (gguf_take(gguf, len, &bytes) < 0)
		return -1;
	*out = (struct text){(const char *)bytes, (size_t)len};
	return 0;
}

/* Of a plain type its bytes; 0 for strings, arrays and what is no type. */
static uint64_t size_of(uint32_t type)
{
	static const uint8_t sizes[GGUF_TYPES] = {1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};

	return type < GGUF_TYPES ? sizes[type] : 0;
}

static int skip_array(struct gguf *gguf)
{
	const uint8_t *ignored;
	struct text string;
	uint32_t type;
	uint64_t count;

	if (gguf_take_u32(gguf, &type) < 0 || gguf_take_u64(gguf, &count) < 0)
		return -1;
	if (size_of(type))
		return gguf_take(gguf, times(count, size_of(type)), &ignored);
	if (type != GGUF_STRING)
		return weights_error(gguf->file, gguf->err,
			"an array of its header has items of type %u, which there is not", type);
	for (uint64_t i = 0; i < count; i++)
		if (gguf_take_string(gguf, &string) < 0)
			return -1;
	return 0;
}

static int skip_value(struct gguf *gguf, uint32_t type)
{
	const uint8_t *ignored;
	struct text string;

	if (type == GGUF_STRING)
		return gguf_take_string(gguf, &string);
	if (type == GGUF_ARRAY)
		return skip_array(gguf);
	if (size_of(type))
		return gguf_take(gguf, size_of(type), &ignored);
	return weights_error(gguf->file, gguf->err,
		"a value of its header has type %u, which there is not", type);
}

static int take_alignment(struct gguf *gguf, uint32_t type)
{
	uint32_t alignment;

	if (type != GGUF_U32)
		return weights_error(gguf->file, gguf->err, "general.alignment is no u32");
	if (gguf_take_u32(gguf, &alignment) < 0)
		return -1;
	if (alignment == 0 || (alignment & (alignment - 1)))
		return weights_error(gguf->file, gguf->err,
			"general.alignment is %u, no power of two", alignment);
	gguf->alignment = alignment;
	return 0;
}

/* split.no and split.count are u16, split.tensors.count is an i32 (gguf-split of llama.cpp, GGUFWriter of gguf-py). */
static int take_split(struct gguf *gguf, uint32_t type, uint32_t *out)
{
	const uint8_t *bytes = NULL;

	if (type != GGUF_U16)
		return weights_error(gguf->file, gguf->err, "split.no or split.count is no u16");
	if (gguf_take(gguf, 2, &bytes) < 0)
		return -1;
	*out = load_u16(bytes);
	return 0;
}

static int take_total(struct gguf *gguf, uint32_t type)
{
	uint32_t total;

	if (type != GGUF_I32)
		return weights_error(gguf->file, gguf->err, "split.tensors.count is no i32");
	if (gguf_take_u32(gguf, &total) < 0)
		return -1;
	if (total == 0 || total > INT32_MAX)
		return weights_error(
			gguf->file, gguf->err, "split.tensors.count is no number of tensors");
	gguf->split.total = total;
	return 0;
}

/* What names and orders of tensors depend on: names.h. Of several files the first says it. */
static int take_fact(struct gguf *gguf, struct text key, uint32_t type)
{
	struct gguf_facts *facts = &gguf->weights->gguf;
	uint64_t *number = text_ends(key, "_kv") ? &facts->kv_heads : &facts->heads;
	uint32_t heads;

	if (type == GGUF_STRING)
		return gguf_take_string(gguf, &facts->architecture);
	if (gguf_take_u32(gguf, &heads) < 0)
		return -1;
	*number = *number ? *number : heads;
	return 0;
}

/* What llama.cpp reads: "llama.attention.head_count" of a llama, and of no other. Writers say the architecture first; what stands before
 * it is not heard, and heads that are not known are compared with nothing. */
static bool is_of_architecture(const struct gguf *gguf, struct text key)
{
	struct text architecture = gguf->weights->gguf.architecture, rest;

	if (architecture.len == 0 || key.len < architecture.len ||
		!text_equal(text_slice(key, 0, architecture.len), architecture))
		return false;
	rest = text_slice(key, architecture.len, key.len);
	return text_is(rest, ".attention.head_count") || text_is(rest, ".attention.head_count_kv");
}

static bool is_fact(const struct gguf *gguf, struct text key, uint32_t type)
{
	if (type == GGUF_STRING)
		return text_is(key, "general.architecture") &&
		       !gguf->weights->gguf.architecture.ptr;
	return type == GGUF_U32 && is_of_architecture(gguf, key);
}

static int read_value(struct gguf *gguf, struct text key, uint32_t type)
{
	if (is_fact(gguf, key, type))
		return take_fact(gguf, key, type);
	if (text_is(key, "general.alignment"))
		return take_alignment(gguf, type);
	if (text_is(key, "split.no"))
		return take_split(gguf, type, &gguf->split.number);
	if (text_is(key, "split.count"))
		return take_split(gguf, type, &gguf->split.count);
	if (text_is(key, "split.tensors.count"))
		return take_total(gguf, type);
	return skip_value(gguf, type);
}

static int read_key(struct gguf *gguf, struct keys *keys)
{
	struct text key;
	uint32_t type, *number;

	if (gguf_take_string(gguf, &key) < 0 || gguf_take_u32(gguf, &type) < 0 ||
		keys_add(keys, key, &number, gguf->err) < 0)
		return -1;
	if (*number)
		return weights_error(
			gguf->file, gguf->err, "a second value of %.*s", text_quote(key), key.ptr);
	*number = 1;
	return read_value(gguf, key, type);
}

int gguf_read_keys(struct gguf *gguf, uint64_t count)
{
	struct keys keys = {0};

	keys_start(&keys, gguf->weights->arena);
	for (uint64_t i = 0; i < count; i++)
		if (read_key(gguf, &keys) < 0)
			return -1;
	if (gguf->split.count == 0)
		return 0;
	gguf->split.number++; /* it counts from 0 */
	return shards_note_part(gguf->weights, gguf->file, &gguf->split, gguf->err);
}
