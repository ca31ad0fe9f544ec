/* SPDX-License-Identifier: Apache-2.0
 *
 * Channels far above the others: what explains a loss, and does not prove one.
 */
#include "checks/model/weights/judge.h"

/* Of plain floats each has its own range: an outlier costs nothing, but one that the base has not comes from somewhere. */
static bool is_asked(const struct look *look)
{
	return !look->is_unchanged && (look->base || look->tensor->bits <= 8);
}

struct text weights_ask_outliers(const struct weights_saying *saying, const struct look *look)
{
	bool is_row = look->rows.ratio > look->columns.ratio;
	const struct outliers *worst = is_row ? &look->rows : &look->columns;
	const char *since = look->base ? ", which the base has not" : "";

	if (worst->count == 0 || !is_asked(look))
		return (struct text){0};
	return arena_textf(saying->judging->job->arena,
		"has %llu outlier channel%s%s: %s %llu of %llu is %.0f times as large as the "
		"median",
		(unsigned long long)(look->rows.count + look->columns.count),
		look->rows.count + look->columns.count == 1 ? "" : "s", since,
		is_row ? "row" : "column", (unsigned long long)worst->worst,
		(unsigned long long)worst->of, worst->ratio);
}
