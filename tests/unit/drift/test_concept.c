/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "checks/drift/concept/windows.h"
#include "unit.h"

enum { MOST = 4 };

/* Rows of the current file; the baseline is 40 right ones and 10 wrong ones. Each letter is a row a minute: r is right, w wrong, - one
 * without a label, | a gap of an hour. */
static const struct {
	const char *name, *rows;
	double window_s;
	int64_t window_rows, min_rows;
	size_t counts[MOST]; /* of labelled rows, for each window */
	double means[MOST];
	uint64_t unlabelled;
} windows[] = {
	{"one window", "rrrrrrrrrrrrrrrrrrrw", 86400, 0, 20, {20}, {0.05}, 0},
	{"of rows", "rrrrrrrrrrrrrrrrrrrrwwwwwwwwwwwwwwwwwwww", 0, 20, 20, {20, 20}, {0, 1}, 0},
	{"an hour each", "rrrrrrrrrrrrrrrrrrrr|rrrrrrrrrrrrrrrrrrww", 3600, 0, 20, {20, 20},
		{0, 0.1}, 0},
	{"a thin one is joined with the next", "rrrrrrrrrr|rrrrrrrrrr|rrrrrrrrrrrrrrrrrrrw", 3600,
		0, 20, {20, 20}, {0, 0.05}, 0},
	{"the last with the one before", "rrrrrrrrrrrrrrrrrrrr|wwwww", 3600, 0, 20, {25}, {0.2}, 0},
	{"all of it is thin", "rrrw", 3600, 0, 20, {4}, {0.25}, 0},
	{"rows without labels", "r-r-r-r-r-r-r-r-r-r-w-", 86400, 0, 20, {11}, {1.0 / 11}, 11},
};

static void write_rows(struct text *out, const char *rows, struct arena *arena)
{
	long time = 1767225600;
	struct text all = text_of("at,label,prediction\n");

	for (; *rows; rows++, time += 60) {
		if (*rows == '|') {
			time = (time / 3600 + 1) * 3600 - 60;
			continue;
		}
		all = arena_textf(arena, "%.*s%ld,%s,%s\n", (int)all.len, all.ptr, time,
			*rows == '-' ? "" : "1", *rows == 'w' ? "0" : "1.0");
	}
	*out = all;
}

static void check_windows(size_t at, const struct windows *found)
{
	size_t count = 0;

	while (count < MOST && windows[at].counts[count])
		count++;
	CHECK_ROW(windows[at].name, found->count == count);
	for (size_t i = 0; i < count && i < found->count; i++) {
		CHECK_ROW(windows[at].name, found->items[i].count == windows[at].counts[i]);
		CHECK_ROW(windows[at].name,
			fabs(found->items[i].mean - windows[at].means[i]) < 1e-12);
	}
}

static void cutting(void)
{
	for (size_t i = 0; i < sizeof(windows) / sizeof(windows[0]); i++) {
		struct arena *arena = arena_new();
		struct concept concept = {.time = TEXT("at"),
			.label = TEXT("label"),
			.prediction = TEXT("prediction"),
			.window_s = windows[i].window_s,
			.window_rows = windows[i].window_rows,
			.min_rows = windows[i].min_rows,
			.margin = 0.1};
		struct scored base, rows;
		struct windows found;
		struct text text;
		struct err err = {0};

		write_rows(&text, "rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrwwwwwwwwww", arena);
		CHECK_ROW(
			windows[i].name, scored_read(&base, &concept, text, "f", arena, &err) == 0);
		write_rows(&text, windows[i].rows, arena);
		CHECK_ROW(
			windows[i].name, scored_read(&rows, &concept, text, "f", arena, &err) == 0);
		CHECK_ROW(windows[i].name, rows.unlabelled == windows[i].unlabelled);
		CHECK_ROW(windows[i].name,
			windows_compare(&found, &concept, &base, &rows, arena, &err) == 0);
		CHECK_ROW(windows[i].name, fabs(found.base_mean - 0.2) < 1e-12);
		check_windows(i, &found);
		arena_free(arena);
	}
}

/* 200 rows of which so many are wrong, against 1000 with 100 wrong ones; margin 0.06. */
static const struct {
	const char *name;
	unsigned wrong;
	enum loss_verdict verdict;
} verdicts[] = {
	{"none wrong", 0, LOSS_WITHIN},
	{"as before", 20, LOSS_WITHIN},
	{"a little more", 26, LOSS_INCONCLUSIVE},
	{"more", 40, LOSS_REGRESSED},
	{"all wrong", 200, LOSS_REGRESSED},
};

static struct scored rows_of(unsigned count, unsigned wrong, struct arena *arena)
{
	struct scored rows = {
		.items = arena_array(arena, count, sizeof(*rows.items)), .count = count};

	for (unsigned i = 0; i < count; i++)
		rows.items[i] = (struct scored_row){i, i < wrong, i};
	return rows;
}

static void judging(void)
{
	const struct concept concept = {.window_rows = 1000, .min_rows = 20, .margin = 0.06};

	for (size_t i = 0; i < sizeof(verdicts) / sizeof(verdicts[0]); i++) {
		struct arena *arena = arena_new();
		struct scored base = rows_of(1000, 100, arena);
		struct scored rows = rows_of(200, verdicts[i].wrong, arena);
		struct windows found;
		struct err err = {0};

		CHECK_ROW(verdicts[i].name,
			windows_compare(&found, &concept, &base, &rows, arena, &err) == 0);
		CHECK_ROW(verdicts[i].name, found.items[0].loss.verdict == verdicts[i].verdict);
		CHECK_ROW(verdicts[i].name,
			(found.first != NULL) == (verdicts[i].verdict == LOSS_REGRESSED));
		CHECK_ROW(verdicts[i].name,
			(found.needed > 200) == (verdicts[i].verdict == LOSS_INCONCLUSIVE));
		arena_free(arena);
	}
}

static const struct {
	const char *name, *text;
	int format, metric;
	double loss;       /* of the first row */
	const char *error; /* or this */
} readings[] = {
	{"words", "t,label,prediction\n1767225600,a,a\n", 0, METRIC_ACCURACY, 0, NULL},
	{"words that differ", "t,label,prediction\n1767225600,a,A\n", 0, METRIC_ACCURACY, 1, NULL},
	{"numbers written differently", "t,label,prediction\n1767225600,1,1.00\n", 0,
		METRIC_ACCURACY, 0, NULL},
	{"ids that are the same double",
		"t,label,prediction\n1767225600,9007199254740993,9007199254740992\n", 0,
		METRIC_ACCURACY, 1, NULL},
	{"an error", "t,label,prediction\n1767225600,1,-1.5\n", 0, METRIC_ABSOLUTE_ERROR, 2.5,
		NULL},
	{"its square", "t,label,prediction\n1767225600,1,-1.5\n", 0, METRIC_SQUARED_ERROR, 6.25,
		NULL},
	{"JSON", "{\"t\":\"2026-01-01T00:00:00Z\",\"label\":true,\"prediction\":true}\n", 1,
		METRIC_ACCURACY, 0, NULL},
	{"JSON without a label", "{\"t\":1767225600,\"prediction\":2}\n", 1, METRIC_ACCURACY, 0,
		"f has no row with a label"},
	{"JSON, an array", "{\"t\":1767225600,\"label\":[],\"prediction\":2}\n", 1, METRIC_ACCURACY,
		0, "f:1: the value is an array or an object"},
	{"JSON, no object", "\n[1]\n", 1, METRIC_ACCURACY, 0, "f:2: the line is no object"},
	{"no prediction", "t,label,prediction\n1767225600,1,\n", 0, METRIC_ACCURACY, 0,
		"f:2: a row without a prediction: \"\""},
	{"no time", "t,label,prediction\n17,1,1\n", 0, METRIC_ACCURACY, 0,
		"f:2: this is no time: \"17\""},
	{"a word among numbers", "t,label,prediction\n1767225600,1,x\n", 0, METRIC_ABSOLUTE_ERROR,
		0, "f:2: a prediction that is no number: \"x\""},
	{"an error without bounds", "t,label,prediction\n1767225600,1e200,-1e200\n", 0,
		METRIC_SQUARED_ERROR, 0, "f:2: an error that is no number: \"-1e200\""},
	{"no such column", "t,label\n1767225600,1\n", 0, METRIC_ACCURACY, 0,
		"f:1: there is no column \"prediction\""},
};

static void reading(void)
{
	for (size_t i = 0; i < sizeof(readings) / sizeof(readings[0]); i++) {
		struct arena *arena = arena_new();
		struct concept concept = {.time = TEXT("t"),
			.label = TEXT("label"),
			.prediction = TEXT("prediction"),
			.format = readings[i].format,
			.metric = readings[i].metric};
		struct scored rows;
		struct err err = {0};
		int done =
			scored_read(&rows, &concept, text_of(readings[i].text), "f", arena, &err);

		CHECK_ROW(readings[i].name, (done < 0) == (readings[i].error != NULL));
		if (readings[i].error)
			CHECK_ROW(readings[i].name, strcmp(err.message, readings[i].error) == 0);
		else if (done == 0)
			CHECK_ROW(readings[i].name, rows.items[0].loss == readings[i].loss);
		arena_free(arena);
	}
}

static const struct unit_test tests[] = {
	{"cutting", cutting},
	{"judging", judging},
	{"reading", reading},
};

UNIT_MAIN(tests)
