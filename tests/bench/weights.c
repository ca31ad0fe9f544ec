/* SPDX-License-Identifier: Apache-2.0
 *
 * How fast tensors are scanned, and compared with a reference. usage: bench_weights [MEGABYTES [TYPE]]; run it under `perf stat -e
 * instructions:u` where other work makes seconds say little.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "checks/model/weights/scan.h"

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

/* Of the processor, so that other work on the machine counts little. */
static double cpu_now(void)
{
	return (double)clock() / CLOCKS_PER_SEC;
}

static double speed(const struct tensor *tensor, double started)
{
	return (double)tensor->data.len / (cpu_now() - started) / 1e9;
}

static double scanned(const struct tensor *tensor)
{
	struct arena *arena = arena_new();
	struct channels channels = {0};
	struct scan scan;
	double started = cpu_now();

	if (!arena || channels_start(&channels, tensor, arena) < 0)
		return 0;
	scan_tensor(&scan, tensor, &channels, (struct scan_past){0});
	channels_finish(&channels);
	if (channels_rows(&channels, NULL, 16).count + channels_columns(&channels, NULL, 16).count)
		puts("outliers among random codes");
	arena_free(arena);
	return speed(tensor, started);
}

/* The floats that it might have been made from: its own, and beside each of them something that was lost. */
static float *reference_make(const struct tensor *tensor)
{
	float *out = malloc(tensor->count * sizeof(*out));
	uint32_t state = 1;

	for (uint64_t at = 0; out && at < tensor->count; at += WEIGHTS_CHUNK) {
		uint64_t count =
			tensor->count - at < WEIGHTS_CHUNK ? tensor->count - at : WEIGHTS_CHUNK;

		tensor_values(tensor, at, count, out + at);
		for (uint64_t i = 0; i < count; i++) {
			state = state * 1664525U + 1013904223U;
			out[at + i] += (float)(state >> 8) * 0x1p-34F;
		}
	}
	return out;
}

static double compared(const struct tensor *tensor)
{
	float *values = reference_make(tensor);
	struct tensor reference = *tensor;
	struct distance distance;
	double started;

	if (!values)
		return 0;
	reference.block = block_type_find(0);
	reference.data = (struct text){(const char *)values, tensor->count * sizeof(*values)};
	started = cpu_now();
	scan_distance(&distance, tensor, &reference, (struct scan_past){0});
	free(values);
	return speed(tensor, started);
}

int main(int argc, char **argv)
{
	static const uint32_t types[] = {0, 1, 2, 8, 12, 14};
	size_t len = (size_t)(argc > 1 ? atoi(argv[1]) : 64) << 20;
	const char *only = argc > 2 ? argv[2] : "";
	uint8_t *bytes = malloc(len);

	for (size_t i = 0; bytes && i < sizeof(types) / sizeof(types[0]); i++) {
		const struct block_type *type = block_type_find(types[i]);
		uint64_t rows = len / type->bytes * type->values / 4096;
		struct tensor tensor = {.dimension_count = 2,
			.dimensions = {rows, 4096},
			.columns = 4096,
			.count = rows * 4096,
			.block = type};

		if (only[0] && strcmp(only, type->name) != 0)
			continue;
		fill(bytes, len, type);
		tensor.data = (struct text){
			(const char *)bytes, (size_t)(tensor.count / type->values * type->bytes)};
		printf("%-5s scan %6.2f GB/s, compared %6.2f GB/s\n", type->name, scanned(&tensor),
			compared(&tensor));
	}
	free(bytes);
	return bytes ? 0 : 1;
}
