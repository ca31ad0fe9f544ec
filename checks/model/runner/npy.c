/* SPDX-License-Identifier: Apache-2.0
 *
 * One array of NumPy (numpy.lib.format): "\x93NUMPY", version, the length of the header in two or four bytes, a header that is a
 * Python dict of exactly descr, fortran_order and shape, and the numbers.
 */
#include <string.h>

#include "checks/model/runner/labelled.h"

static const struct {
	const char *name;
	enum element element;
} descriptions[] = {
	{"<f4", ELEMENT_FLOAT},
	{"<f8", ELEMENT_DOUBLE},
	{"<f2", ELEMENT_FLOAT16},
	{"|u1", ELEMENT_UINT8},
	{"|i1", ELEMENT_INT8},
	{"<u2", ELEMENT_UINT16},
	{"<i2", ELEMENT_INT16},
	{"<u4", ELEMENT_UINT32},
	{"<i4", ELEMENT_INT32},
	{"<u8", ELEMENT_UINT64},
	{"<i8", ELEMENT_INT64},
	{"|b1", ELEMENT_BOOL},
};

struct header {
	struct text rest;
	struct labelled_array *out;
	bool has_type, has_order, has_shape;
	struct err *err;
};

static int broken(const struct header *header, const char *what)
{
	return err_set(header->err, ERR_LOOK, "array %.*s: %s", text_quote(header->out->name),
		header->out->name.ptr, what);
}

static bool take(struct header *header, const char *word)
{
	while (header->rest.len && header->rest.ptr[0] == ' ')
		header->rest = text_slice(header->rest, 1, header->rest.len);
	if (!text_starts(header->rest, word))
		return false;
	header->rest = text_slice(header->rest, strlen(word), header->rest.len);
	return true;
}

static bool take_string(struct header *header, struct text *out)
{
	size_t end;

	if (!take(header, "'"))
		return false;
	end = text_find(header->rest, text_of("'"));
	if (end == header->rest.len)
		return false;
	*out = text_slice(header->rest, 0, end);
	header->rest = text_slice(header->rest, end + 1, header->rest.len);
	return true;
}

static bool take_number(struct header *header, uint64_t *out)
{
	size_t digits = 0;

	(void)take(header, "");
	*out = 0;
	while (digits < header->rest.len && digits < 16 && header->rest.ptr[digits] >= '0' &&
		header->rest.ptr[digits] <= '9')
		*out = *out * 10 + (uint64_t)(header->rest.ptr[digits++] - '0');
	header->rest = text_slice(header->rest, digits, header->rest.len);
	return digits > 0;
}

static int read_type(struct header *header)
{
	struct text name;

	header->has_type = true;
	if (!take_string(header, &name))
		return broken(header, "its elements are no single numbers");
	for (size_t i = 0; i < sizeof(descriptions) / sizeof(descriptions[0]); i++)
		if (text_is(name, descriptions[i].name))
			header->out->element = descriptions[i].element;
	return header->out->element ? 0
				    : broken(header, "its elements are no numbers that are read");
}

static int read_order(struct header *header)
{
	header->has_order = true;
	if (take(header, "False"))
		return 0;
	return broken(header, "it is written by columns; np.ascontiguousarray before saving");
}

static int read_shape(struct header *header)
{
	struct labelled_array *out = header->out;

	header->has_shape = true;
	if (!take(header, "("))
		return broken(header, "its shape is no tuple");
	while (!take(header, ")")) {
		if (out->dimension_count == LABELLED_DIMENSIONS)
			return broken(header, "it has more than 8 dimensions");
		if (!take_number(header, &out->dimensions[out->dimension_count++]))
			return broken(header, "its shape is no tuple of numbers");
		if (!take(header, ",") && !text_starts(header->rest, ")"))
			return broken(header, "its shape is no tuple of numbers");
	}
	return 0;
}

static int read_member(struct header *header)
{
	struct text key;

	if (!take_string(header, &key) || !take(header, ":"))
		return broken(header, "its header is no dict");
	if (text_is(key, "descr") && !header->has_type)
		return read_type(header);
	if (text_is(key, "fortran_order") && !header->has_order)
		return read_order(header);
	if (text_is(key, "shape") && !header->has_shape)
		return read_shape(header);
	return broken(header, "its header has a key that is not of the format, or twice");
}

static int read_dict(struct header *header)
{
	if (!take(header, "{"))
		return broken(header, "its header is no dict");
	while (!take(header, "}")) {
		if (read_member(header) < 0)
			return -1;
		if (!take(header, ",") && !text_starts(header->rest, "}"))
			return broken(header, "its header is no dict");
	}
	if (header->has_type && header->has_order && header->has_shape)
		return 0;
	return broken(header, "its header lacks a key");
}

static int measure(struct header *header, struct text data)
{
	struct labelled_array *out = header->out;
	uint64_t bytes = element_size(out->element);

	out->row_values = 1;
	for (unsigned i = 0; i < out->dimension_count; i++) {
		if (out->dimensions[i] && bytes > data.len / out->dimensions[i])
			return broken(header, "its shape is larger than its data");
		bytes *= out->dimensions[i];
		out->row_values *= i ? out->dimensions[i] : 1;
	}
	if (out->dimension_count == 0 || bytes != data.len || bytes == 0)
		return broken(header, "its shape is not that of its data");
	out->data = data;
	return 0;
}

static uint64_t little(struct text bytes)
{
	uint64_t value = 0;

	for (size_t i = bytes.len; i-- > 0;)
		value = value << 8 | (uint8_t)bytes.ptr[i];
	return value;
}

int npy_read(struct labelled_array *out, struct text content, struct err *err)
{
	struct header header = {.out = out, .err = err};
	size_t wide = content.len > 6 && content.ptr[6] >= 2 ? 4 : 2;
	uint64_t length;

	if (!text_starts(content, "\x93NUMPY") || content.len < 8 + wide || content.ptr[6] < 1 ||
		content.ptr[6] > 3)
		return broken(&header, "it is no array of NumPy");
	length = little(text_slice(content, 8, 8 + wide));
	if (length > content.len - 8 - wide)
		return broken(&header, "its header is cut off");
	header.rest = text_slice(content, 8 + wide, 8 + wide + (size_t)length);
	if (read_dict(&header) < 0)
		return -1;
	return measure(&header, text_slice(content, 8 + wide + (size_t)length, content.len));
}
