/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/change/delta.h"

#include <string.h>

enum { COPY = 0x80, OFFSET_BYTES = 4, SIZE_BYTES = 3, SIZE_OF_ZERO = 0x10000 };

static bool size_next(struct text *rest, uint64_t *out)
{
	uint64_t size = 0;

	for (unsigned shift = 0; shift < 63; shift += 7) {
		unsigned char byte;

		if (rest->len == 0)
			return false;
		byte = (unsigned char)*rest->ptr;
		*rest = text_slice(*rest, 1, rest->len);
		size |= (uint64_t)(byte & 0x7f) << shift;
		if (byte < 0x80) {
			*out = size;
			return true;
		}
	}
	return false;
}

bool delta_sizes_next(struct text *rest, struct delta_sizes *out)
{
	return size_next(rest, &out->base) && size_next(rest, &out->result);
}

/* Reads those of `count` little-endian bytes that the bits of `which` say are there. */
static bool number_next(
	const unsigned char **at, const unsigned char *end, unsigned which, int count, size_t *out)
{
	*out = 0;
	for (int i = 0; i < count; i++) {
		if (!(which & 1u << i))
			continue;
		if (*at == end)
			return false;
		*out |= (size_t) * (*at)++ << 8 * i;
	}
	return true;
}

/* The bytes that a copy stands for. */
static bool copy_next(const unsigned char **at, const unsigned char *end, unsigned opcode,
	struct text base, struct text *out)
{
	size_t offset, size;

	if (!number_next(at, end, opcode, OFFSET_BYTES, &offset) ||
		!number_next(at, end, opcode >> OFFSET_BYTES, SIZE_BYTES, &size))
		return false;
	if (size == 0)
		size = SIZE_OF_ZERO;
	if (offset > base.len || size > base.len - offset)
		return false;
	*out = (struct text){base.ptr + offset, size};
	return true;
}

static bool insert_next(
	const unsigned char **at, const unsigned char *end, unsigned size, struct text *out)
{
	if (size == 0 || size > (size_t)(end - *at))
		return false;
	*out = (struct text){(const char *)*at, size};
	*at += size;
	return true;
}

/* Notes a run of copies that go on in both when another one begins. */
static void follow(struct copied *run, struct copied next, struct copied_list *copied)
{
	if (run->at + run->len == next.at && run->from + run->len == next.from) {
		run->len += next.len;
		return;
	}
	if (run->len >= LEAST_NOTED)
		copied_note(copied, *run);
	*run = next;
}

bool delta_apply(char *out, size_t out_len, struct text base, struct text instructions,
	struct copied_list *copied)
{
	const unsigned char *at = (const unsigned char *)instructions.ptr;
	const unsigned char *end = at + instructions.len;
	struct copied run = {0};
	size_t done = 0;
	struct text part;

	while (at < end) {
		unsigned opcode = *at++;
		bool is_copy = opcode & COPY;
		bool is_whole = is_copy ? copy_next(&at, end, opcode, base, &part)
					: insert_next(&at, end, opcode, &part);

		if (!is_whole || part.len > out_len - done)
			return false;
		memcpy(out + done, part.ptr, part.len);
		if (is_copy && copied)
			follow(&run, (struct copied){done, (size_t)(part.ptr - base.ptr), part.len},
				copied);
		done += part.len;
	}
	if (copied)
		follow(&run, (struct copied){0}, copied);
	return done == out_len;
}
