/* SPDX-License-Identifier: Apache-2.0
 *
 * Readers of features on any bytes, and what is made of them. The first line has digits for the format, the type, the test, the binning and the scale;
 * a line of "--" divides the reference from the current file. Whatever two columns can be compared have a statistic that is a number.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "checks/drift/compare.h"
#include "checks/drift/format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { FORMATS = 3, TESTS = TEST_HELLINGER + 1 };

static void require(bool holds)
{
	if (!holds)
		abort();
}

static bool read_one(struct column *out, unsigned format, enum feature_type type, struct text text,
	struct arena *arena)
{
	struct arena *scratch = arena_new();
	struct err err = {0};
	int done;

	*out = (struct column){.arena = arena, .file = "f", .type = type};
	keys_start(&out->names, arena);
	sorted_runs_start(&out->values, arena);
	done = drift_formats[format]->read(
		out, text, (struct select){TEXT("a"), false}, scratch, &err);
	arena_free(scratch);
	require(done == 0 || (err.kind == ERR_LOOK && strncmp(err.message, "f:", 2) == 0));
	require(out->missing <= out->rows);
	for (size_t i = 0; i < out->values.chunk_count; i++)
		require(isfinite(out->values.chunk[i]));
	return done == 0 && sorted_runs_end(&out->values, &err) == 0;
}

static unsigned digit(struct text text, size_t at, unsigned count)
{
	return at < text.len ? (unsigned)(unsigned char)text.ptr[at] % count : 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text rest = {(const char *)data, size}, head = {0}, first, second;
	struct arena *arena = arena_new();
	struct feature feature = {.max = 0.1, .bins = 10, .min_rows = 20, .zero_share = 1e-4};
	struct column base, current;
	struct comparison found;
	struct err err = {0};
	enum feature_type type;
	size_t middle;
	unsigned format;

	if (!arena)
		return 0;
	text_next_line(&rest, &head);
	format = digit(head, 0, FORMATS);
	type = digit(head, 1, 2) ? FEATURE_CATEGORICAL : FEATURE_NUMERIC;
	feature.test = (int)digit(head, 2, TESTS);
	feature.binning = (int)digit(head, 3, BINNING_STURGES + 1);
	feature.scale = (int)digit(head, 4, SCALE_NONE + 1);
	middle = text_find(rest, (struct text)TEXT("\n--\n"));
	first = text_slice(rest, 0, middle);
	second = text_slice(rest, middle + 4, rest.len);
	if (read_one(&base, format, type, first, arena) &&
		read_one(&current, format, base.type, second, arena) &&
		compare_columns(&found, &feature, &base, &current, arena, &err) == 0)
		require(found.statistic >= -1e-12 && found.noise >= 0);
	arena_free(arena);
	return 0;
}
