/* SPDX-License-Identifier: Apache-2.0
 *
 * Blocks of random bytes of every type, as ggml's own library makes values of them and as checks/model/weights/dequant does: no bit may
 * differ. Two NaNs are the same.
 *   differential libggml-base.so [BLOCKS]
 */
#include <ctype.h>
#include <dlfcn.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "checks/model/weights/dequant/dequant.h"

static uint64_t state = 88172645463325252U;

static uint8_t next_byte(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (uint8_t)(state >> 32);
}

/* dequantize_row_q4_K of "Q4_K", dequantize_row_iq2_xxs of "IQ2_XXS". */
static void *function_of(void *library, const char *type)
{
	char name[64];
	size_t at = (size_t)snprintf(name, sizeof(name), "dequantize_row_");

	for (; *type; type++, at++)
		name[at] = *type == 'K' ? 'K' : (char)tolower((unsigned char)*type);
	name[at] = 0;
	return dlsym(library, name);
}

static int differs(const float *ours, const float *theirs, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (memcmp(ours + i, theirs + i, sizeof(*ours)) != 0 &&
			!(isnan(ours[i]) && isnan(theirs[i])))
			return 1;
	return 0;
}

static long compare(const struct block_type *type, void *function, long blocks)
{
	void (*theirs)(const void *, float *, int64_t);
	float mine[BLOCK_MOST_VALUES], other[BLOCK_MOST_VALUES];
	_Alignas(16) uint8_t block[512];
	long different = 0;

	memcpy(&theirs, &function, sizeof(theirs));
	for (long i = 0; i < blocks; i++) {
		for (size_t k = 0; k < type->bytes; k++)
			block[k] = next_byte();
		type->dequantize(block, mine);
		theirs(block, other, type->values);
		different += differs(mine, other, type->values);
	}
	return different;
}

/* struct ggml_init_params; makes the library's tables of halves. */
struct parameters {
	size_t size;
	void *memory;
	_Bool is_bare;
};

static int start(void *library)
{
	void *(*init)(struct parameters), *symbol = dlsym(library, "ggml_init");

	memcpy(&init, &symbol, sizeof(init));
	return symbol && init((struct parameters){1 << 20, NULL, 1}) ? 0 : -1;
}

int main(int argc, char **argv)
{
	void *library = argc > 1 ? dlopen(argv[1], RTLD_NOW) : NULL;
	long blocks = argc > 2 ? atol(argv[2]) : 1000, types = 0, bad = 0;

	if (!library || start(library) < 0) {
		fprintf(stderr, "no library: %s\n", argc > 1 ? argv[1] : "none named");
		return 2;
	}
	for (size_t i = 0; i < block_type_count; i++) {
		void *function = function_of(library, block_types[i].name);
		long different;

		if (!function || block_types[i].values == 1)
			continue;
		types++;
		different = compare(&block_types[i], function, blocks);
		if (different)
			printf("%s: %ld of %ld blocks differ\n", block_types[i].name, different,
				blocks);
		bad += different;
	}
	printf("%ld types, %ld blocks each, %ld differ\n", types, blocks, bad);
	return bad > 0 || types < 26;
}
