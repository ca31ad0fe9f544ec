/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/model/runner/element.h"

#include <math.h>
#include <string.h>

#include "checks/model/weights/dequant/dequant.h"

static const struct {
	const char *name;
	size_t size;
	double least, most; /* of whole ones */
} elements[] = {
	[ELEMENT_FLOAT] = {"float", 4, 0, 0},
	[ELEMENT_UINT8] = {"uint8", 1, 0, UINT8_MAX},
	[ELEMENT_INT8] = {"int8", 1, INT8_MIN, INT8_MAX},
	[ELEMENT_UINT16] = {"uint16", 2, 0, UINT16_MAX},
	[ELEMENT_INT16] = {"int16", 2, INT16_MIN, INT16_MAX},
	[ELEMENT_INT32] = {"int32", 4, INT32_MIN, INT32_MAX},
	[ELEMENT_INT64] = {"int64", 8, -0x1p63, 0x1p63 - 1024},
	[ELEMENT_BOOL] = {"bool", 1, 0, 1},
	[ELEMENT_FLOAT16] = {"float16", 2, 0, 0},
	[ELEMENT_DOUBLE] = {"double", 8, 0, 0},
	[ELEMENT_UINT32] = {"uint32", 4, 0, UINT32_MAX},
	[ELEMENT_UINT64] = {"uint64", 8, 0, 0x1p64 - 2048},
};

static bool is_known(enum element element)
{
	return (size_t)element < sizeof(elements) / sizeof(elements[0]);
}

size_t element_size(enum element element)
{
	return is_known(element) ? elements[element].size : 0;
}

const char *element_name(enum element element)
{
	return element_size(element) ? elements[element].name : "another type";
}

bool element_is_whole(enum element element)
{
	return is_known(element) && elements[element].most > 0;
}

static uint64_t bits_at(const void *bytes, size_t at, size_t size)
{
	uint64_t bits = 0;

	memcpy(&bits, (const char *)bytes + at * size, size);
	return bits;
}

static double number_of(uint64_t bits)
{
	double value;

	memcpy(&value, &bits, sizeof(value));
	return value;
}

double element_load(enum element element, const void *bytes, size_t at)
{
	size_t size = elements[element].size;
	uint64_t bits = bits_at(bytes, at, size);
	unsigned above = (unsigned)(64 - 8 * size);

	if (element == ELEMENT_FLOAT)
		return (double)float_of_bits((uint32_t)bits);
	if (element == ELEMENT_DOUBLE)
		return number_of(bits);
	if (element == ELEMENT_FLOAT16)
		return (double)half_to_float((uint16_t)bits);
	if (elements[element].least < 0)
		return (double)((int64_t)(bits << above) >> above);
	return (double)bits;
}

static uint64_t whole_bits(enum element element, double value)
{
	double least = elements[element].least, most = elements[element].most;

	value = value < least ? least : value > most ? most : trunc(value);
	return value < 0 ? (uint64_t)(int64_t)value : (uint64_t)value;
}

bool element_store(enum element element, void *bytes, size_t at, double value)
{
	size_t size = elements[element].size;
	float narrow = (float)value;
	uint64_t bits = 0;

	if (element == ELEMENT_FLOAT16 || (element_is_whole(element) && isnan(value)))
		return false;
	if (element == ELEMENT_FLOAT)
		memcpy(&bits, &narrow, sizeof(narrow));
	else if (element == ELEMENT_DOUBLE)
		memcpy(&bits, &value, sizeof(value));
	else
		bits = whole_bits(element, value);
	memcpy((char *)bytes + at * size, &bits, size);
	return true;
}
