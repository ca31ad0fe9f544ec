/* SPDX-License-Identifier: Apache-2.0
 *
 * How fast tensors are scanned, and compared with a reference. usage: bench_weights [MEGABYTES]; run it under `perf stat -e
 * instructions:u` where other work makes seconds say little.
 */
#include <stdio.h>
#include <stdlib.h>

#include "checks/model/weights/scan.h"
#include "gate/base/deadline.h"

static void fill(uint8_t *bytes, size_t len, const struct block_type *type)
{
	uint64_t state = 1;

	for (size_t i = 0; i < len; i++) {
		state = state * 6364136223846793005U + 1442695040888963407U;
		bytes[i] = (uint8_t)(state >> 56);
	}
	for (size_t i = 0; i + type->bytes <= len; i += type->bytes)
		for (unsigned k = 0; k < type->scale_count && type->scale == SCALE_F16; k++)
			memcpy(bytes + i + type->scale_at + 2 * k, "\x00\x2c", 2);
}

static double measure(const struct tensor *tensor, bool compare)
{
	struct scan scan;
	struct distance distance;
	double started = clock_now();

	if (compare)
		scan_distance(&distance, tensor, tensor, (struct scan_past){0});
	else
		scan_tensor(&scan, tensor, (struct scan_past){0});
	return (double)tensor->data.len / (clock_now() - started) / 1e9;
}

int main(int argc, char **argv)
{
	static const uint32_t types[] = {0, 1, 2, 8, 12, 14};
	size_t len = (size_t)(argc > 1 ? atoi(argv[1]) : 256) << 20;
	uint8_t *bytes = malloc(len);

	for (size_t i = 0; bytes && i < sizeof(types) / sizeof(types[0]); i++) {
		const struct block_type *type = block_type_find(types[i]);
		uint64_t rows = len / type->bytes * type->values / 4096;
		struct tensor tensor = {.dimension_count = 2,
			.dimensions = {rows, 4096},
			.columns = 4096,
			.count = rows * 4096,
			.block = type};

		fill(bytes, len, type);
		tensor.data = (struct text){
			(const char *)bytes, (size_t)(tensor.count / type->values * type->bytes)};
		printf("%-5s scan %6.2f GB/s, compared %6.2f GB/s\n", type->name,
			measure(&tensor, false), measure(&tensor, true));
	}
	free(bytes);
	return bytes ? 0 : 1;
}
