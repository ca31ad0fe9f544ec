/* SPDX-License-Identifier: Apache-2.0
 *
 * Readers of features on any bytes, and what is made of them. The first line has digits for the format, the type, the test, the binning and the scale;
 * a line of "--" divides the reference from the current file. Whatever two columns can be compared have a statistic that is a number. A sixth
 * byte 'c' makes labelled rows of both, whose windows together hold each row once.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "checks/drift/compare.h"
#include "checks/drift/concept/windows.h"
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

static bool read_labelled(
	struct scored *out, const struct concept *concept, struct text text, struct arena *arena)
{
	struct err err = {0};
	int done = scored_read(out, concept, text, "f", arena, &err);

	require(done == 0 || (err.kind == ERR_LOOK && err.message[0] == 'f'));
	return done == 0;
}

static void compare_concepts(
	struct text head, struct text first, struct text second, struct arena *arena)
{
	const struct concept concept = {.format = (int)digit(head, 0, 2),
		.metric = (int)digit(head, 2, METRIC_SQUARED_ERROR + 1),
		.time = digit(head, 1, 2) ? text_of("t") : text_of(""),
		.label = TEXT("a"),
		.prediction = TEXT("b"),
		.window_s = digit(head, 1, 2) ? 60 : 0,
		.window_rows = digit(head, 1, 2) ? 0 : 3,
		.min_rows = 2,
		.margin = 0.1};
	struct scored base, rows;
	struct windows found;
	struct err err = {0};
	size_t count = 0;

	if (!read_labelled(&base, &concept, first, arena) ||
		!read_labelled(&rows, &concept, second, arena) ||
		windows_compare(&found, &concept, &base, &rows, arena, &err) < 0)
		return;
	for (size_t i = 0; i < found.count; i++) {
		require(found.items[i].first == count && found.items[i].from <= found.items[i].to);
		count += found.items[i].count;
	}
	require(count == rows.count && isfinite(found.mean));
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
	if (head.len > 5 && head.ptr[5] == 'c')
		compare_concepts(head, first, second, arena);
	if (read_one(&base, format, type, first, arena) &&
		read_one(&current, format, base.type, second, arena) &&
		compare_columns(&found, &feature, &base, &current, arena, &err) == 0)
		require(found.statistic >= -1e-12 && found.noise >= 0);
	arena_free(arena);
	return 0;
}
