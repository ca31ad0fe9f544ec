/* SPDX-License-Identifier: Apache-2.0
 *
 * Labelled sets of any bytes, and single arrays: refused with ERR_LOOK, or a set of which every number, label and id can be asked for.
 */
#include <stdlib.h>

#include "checks/model/runner/labelled.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void ask_array(const struct labelled_array *array)
{
	uint64_t count = array->row_values * array->dimensions[0];

	require(count * element_size(array->element) == array->data.len);
	for (uint64_t i = 0; i < count; i++)
		(void)element_load(array->element, array->data.ptr, (size_t)i);
}

static void ask_set(const struct labelled *set)
{
	char room[LABELLED_TEXT];

	require(set->count > 0 && set->input_count > 0);
	for (unsigned i = 0; i < set->input_count; i++) {
		require(set->inputs[i].dimensions[0] == set->count);
		ask_array(&set->inputs[i]);
	}
	for (uint64_t i = 0; i < set->count; i++) {
		(void)labelled_label(set, i, room);
		(void)labelled_id(set, i, room);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct text content = {(const char *)data, size};
	struct arena *arena = arena_new();
	struct labelled_array array = {.name = TEXT("x")};
	struct labelled set;
	struct err err = {0}, other = {0};

	if (!arena)
		return 0;
	if (labelled_read(&set, content, "set", arena, &err) < 0)
		require(err.kind == ERR_LOOK);
	else
		ask_set(&set);
	if (npy_read(&array, content, &other) == 0)
		ask_array(&array);
	arena_free(arena);
	return 0;
}
