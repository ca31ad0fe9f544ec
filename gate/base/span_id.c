/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/span_id.h"

/* One more than the digit's value; 0 for what is none. */
static const unsigned char hex_values[256] = {['0'] = 1,
	['1'] = 2,
	['2'] = 3,
	['3'] = 4,
	['4'] = 5,
	['5'] = 6,
	['6'] = 7,
	['7'] = 8,
	['8'] = 9,
	['9'] = 10,
	['a'] = 11,
	['b'] = 12,
	['c'] = 13,
	['d'] = 14,
	['e'] = 15,
	['f'] = 16,
	['A'] = 11,
	['B'] = 12,
	['C'] = 13,
	['D'] = 14,
	['E'] = 15,
	['F'] = 16};

bool span_hex(struct text text, unsigned char *out, size_t bytes)
{
	size_t at = bytes - (text.len + 1) / 2, from = text.len % 2;
	unsigned high = 1, low = 1, all = 1;

	if (text.len == 0 || text.len > bytes * 2)
		return false;
	memset(out, 0, at);
	if (from) {
		low = hex_values[(unsigned char)text.ptr[0]];
		all = low;
		out[at++] = (unsigned char)(low - 1);
	}
	for (size_t i = from; i < text.len; i += 2, at++) {
		high = hex_values[(unsigned char)text.ptr[i]];
		low = hex_values[(unsigned char)text.ptr[i + 1]];
		all = high && low ? all : 0;
		out[at] = (unsigned char)((high - 1) << 4 | (low - 1));
	}
	return all > 0;
}

bool span_hex_id(struct text text, uint64_t *out)
{
	unsigned char bytes[8];

	*out = 0;
	if (!span_hex(text, bytes, sizeof(bytes)))
		return false;
	for (size_t i = 0; i < sizeof(bytes); i++)
		*out = *out << 8 | bytes[i];
	return true;
}
