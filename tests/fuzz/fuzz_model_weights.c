/* SPDX-License-Identifier: Apache-2.0
 *
 * Readers of model files on any bytes: refused with ERR_LOOK, or a set of tensors of which every value can be asked for.
 */
#include <stdlib.h>

#include "checks/model/weights/reader.h"
#include "checks/model/weights/scan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST_VALUES = 1 << 20 };

static void require(bool holds)
{
	if (!holds)
		abort();
}

/* In one go and in steps the same levels. */
static void check_channels(const struct tensor *tensor, struct arena *arena)
{
	struct channels whole, steps;
	struct scan scan;

	if (channels_start(&whole, tensor, arena) < 0 || channels_start(&steps, tensor, arena) < 0)
		return;
	scan_tensor(&scan, tensor, &whole, (struct scan_past){0});
	for (uint64_t until = 0; until < tensor->count; until += 4096)
		channels_add(&steps, until);
	channels_add(&steps, tensor->count);
	channels_finish(&whole);
	channels_finish(&steps);
	require(!whole.tensor || memcmp(whole.row_levels, steps.row_levels,
					 whole.rows * sizeof(*whole.row_levels)) == 0);
	require(channels_rows(&whole, &steps, 2).count == 0);
	require(channels_columns(&whole, NULL, 2).count <= whole.columns);
}

static void check(const struct weights *weights)
{
	uint64_t values = 0;

	for (size_t i = 0; i < weights->count; i++) {
		const struct tensor *tensor = &weights->items[i];
		struct scan scan;
		struct distance distance;

		require(weights_find(weights, tensor->name) == tensor);
		values += tensor->count;
		if (values > MOST_VALUES)
			return;
		check_channels(tensor, weights->arena);
		scan_tensor(&scan, tensor, NULL, (struct scan_past){0});
		require(scan.ends <= scan.ends_of);
		if (!tensor->block && !tensor->affine)
			continue;
		scan_distance(&distance, tensor, tensor, (struct scan_past){0});
		require(!(distance.noise > 0));
	}
}

/* Files beside the model are its own first bytes. */
static int beside(const void *context, struct text path, struct text *out, struct err *err)
{
	const struct weights_file *file = context;

	(void)err;
	*out = text_ends(path, ".json") ? (struct text){0} : text_slice(file->content, 0, 64);
	return 0;
}

/* What ONNX is known by is in the name. */
static void read_as(const char *name, struct text content)
{
	struct arena *arena = arena_new();
	struct weights_file file = {text_of(name), name, content, beside, NULL};
	const struct weights_reader *reader = weights_reader_of(&file);
	struct weights weights;
	struct err err = {0};

	file.context = &file;
	if (arena && reader) {
		weights_start(&weights, arena);
		if (reader->read(&weights, &file, &err) < 0 || weights_finish(&weights, &err) < 0)
			require(err.kind == ERR_LOOK);
		else
			check(&weights);
	}
	arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct text content = {(const char *)data, size};

	read_as("m", content);
	if (size > 0 && data[0] == 8)
		read_as("m.onnx", content);
	return 0;
}
