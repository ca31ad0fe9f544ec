/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "gate/base/keys.h"
#include "gate/run_parts.h"

static const char *copy_string(const struct check_job *job, const char *string)
{
	return string ? arena_copy(job->arena, text_of(string)) : "";
}

static bool copy_text(const struct check_job *job, struct text *text)
{
	*text = arena_text(job->arena, text->ptr ? *text : text_of(""));
	return text->ptr != NULL;
}

static bool copy(const struct check_job *job, struct measurement *measurement)
{
	bool has_hop = measurement->hop != NULL;

	measurement->unit = copy_string(job, measurement->unit);
	measurement->hop = has_hop ? copy_string(job, measurement->hop) : NULL;
	return measurement->unit && (measurement->hop || !has_hop) &&
	       copy_text(job, &measurement->subject) && copy_text(job, &measurement->name) &&
	       copy_text(job, &measurement->note);
}

void check_measure(const struct check_job *job, const struct measurement *measurement)
{
	struct measurements *sink = &job->findings->measurements;
	struct measurement copied = *measurement;

	if (sink->count >= MOST_MEASUREMENTS) {
		sink->overflowed = true;
		return;
	}
	if (arena_reserve(job->arena, (void **)&sink->items, &sink->capacity, sink->count + 1,
		    sizeof(*sink->items)) < 0 ||
		!copy(job, &copied)) {
		job->findings->failed = true;
		return;
	}
	sink->items[sink->count++] = copied;
}

/* The name of a row among those of its check: both texts, told apart by the length of the first. */
static int row_key(
	struct text *out, const struct measurement *row, struct arena *arena, struct err *err)
{
	*out = arena_textf(arena, "%zu:%.*s:%.*s", row->subject.len, (int)row->subject.len,
		row->subject.ptr, (int)row->name.len, row->name.ptr);
	return out->ptr ? 0 : err_nomem(err);
}

/* The row that an earlier policy's job gave of the same thing gets the worse verdict with the numbers that it came of. */
static void join_row(struct measurement *have, const struct measurement *row)
{
	if (measured_worse(row->verdict, have->verdict))
		*have = *row;
}

static int add_row(struct measurements *joined, struct arena *arena, const struct measurement *row,
	struct err *err)
{
	if (joined->count >= MOST_MEASUREMENTS) {
		joined->overflowed = true;
		return 0;
	}
	if (arena_reserve(arena, (void **)&joined->items, &joined->capacity, joined->count + 1,
		    sizeof(*joined->items)) < 0)
		return err_nomem(err);
	joined->items[joined->count++] = *row;
	return 0;
}

/* Where each row is that was there before, plus 1. */
static int index_rows(
	struct keys *keys, const struct measurements *joined, struct arena *arena, struct err *err)
{
	struct text key;
	uint32_t *number;

	keys_start(keys, arena);
	for (size_t i = 0; i < joined->count; i++) {
		if (row_key(&key, &joined->items[i], arena, err) < 0 ||
			keys_add(keys, key, &number, err) < 0)
			return -1;
		if (*number == 0)
			*number = (uint32_t)i + 1;
	}
	return 0;
}

int measurements_join(struct measurements *joined, const struct measurements *more,
	struct arena *arena, struct err *err)
{
	struct keys keys = {0};
	struct text key;

	if (index_rows(&keys, joined, arena, err) < 0)
		return -1;
	joined->overflowed = joined->overflowed || more->overflowed;
	for (size_t i = 0; i < more->count; i++) {
		const uint32_t *have;

		if (row_key(&key, &more->items[i], arena, err) < 0)
			return -1;
		have = keys_find(&keys, key);
		if (have)
			join_row(&joined->items[*have - 1], &more->items[i]);
		else if (add_row(joined, arena, &more->items[i], err) < 0)
			return -1;
	}
	return 0;
}
