/* SPDX-License-Identifier: Apache-2.0
 *
 * Readers of ages, numbers and plans on any bytes, and what is made of them. The first line is a letter for the reader (a to f ages,
 * A to E numbers, p plans of PostgreSQL, q of MySQL) and what is selected; for plans a line "--" divides base from head.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "checks/freshness/age.h"
#include "checks/freshness/format.h"
#include "checks/metrics/format.h"
#include "checks/plans/format.h"
#include "checks/plans/shape.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void require_error(int done, const struct err *err)
{
	require(done == 0 || (err->kind == ERR_LOOK && strncmp(err->message, "f:", 2) == 0));
}

static void ages(unsigned format, struct text select, struct text content, struct arena *arena,
	struct arena *scratch)
{
	struct fresh_file file = {"f", content, select, scratch};
	struct age_limits limits = {60, 60, 5, 0};
	struct readings readings;
	struct err err = {0};
	struct age_summary all;
	int done;

	readings_start(&readings, "f", arena);
	done = fresh_formats[format]->read(&readings, &file, &err);
	require_error(done, &err);
	if (done < 0 || readings.count == 0)
		return;
	readings_finish(&readings, 0.95);
	all = age_summarize(&readings, &limits, 1795756724);
	require(all.worst && (age_is_blind(all.state) || !isnan(all.age)));
}

/* A file that several series name gives each what it would get of it alone. */
static void require_same(const struct number_format *format, struct number_file *file,
	const struct numbers *alone, struct arena *arena)
{
	struct numbers found;
	struct err err = {0};

	if (!format->open || format->open(&file->document, file, arena, &err) < 0)
		return;
	numbers_start(&found, "f", arena);
	require(format->read(&found, file, &err) == 0);
	require(found.count == alone->count);
	for (size_t i = 0; i < found.count; i++)
		require(found.items[i].value == alone->items[i].value &&
			found.items[i].series == alone->items[i].series &&
			found.items[i].line == alone->items[i].line);
}

static void numbers(unsigned format, struct text select, struct text content, struct arena *arena,
	struct arena *scratch)
{
	struct number_file file = {
		.name = "f", .content = content, .select = select, .scratch = scratch};
	struct numbers found;
	struct err err = {0};
	double value;
	int done;

	numbers_start(&found, "f", arena);
	done = number_formats[format]->read(&found, &file, &err);
	require_error(done, &err);
	if (done == 0)
		require_same(number_formats[format], &file, &found, arena);
	for (int i = NUMBER_ONE; done == 0 && found.count && i <= NUMBER_GROWTH; i++) {
		err = (struct err){0};
		require_error(
			numbers_statistic(&value, &found, (enum number_statistic)i, &err), &err);
	}
}

static void plans(const struct plan_format *format, struct text base_text, struct text head_text,
	struct arena *arena)
{
	struct pg_plans base, head;
	const struct pg_node *a, *b;
	struct lost_index lost;
	struct err err = {0};
	bool known;
	int done = format->read(&base, base_text, "f", arena, &err);

	require_error(done, &err);
	if (done < 0)
		return;
	done = format->read(&head, head_text, "f", arena, &err);
	require_error(done, &err);
	if (done < 0)
		return;
	shape_lost_index(&lost, base.items, head.items, 10, 0);
	shape_loop_over_scan(base.items, head.items, 10, 0, &known);
	require(shape_misestimate(base.items, head.items, 10).factor >= 1);
	if (!shape_differs(base.items, head.items, &a, &b))
		require(base.items[0].count == head.items[0].count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text rest = {(const char *)data, size}, head = {0}, select;
	struct arena *arena = arena_new(), *scratch = arena_new();
	size_t middle;
	char which;

	text_next_line(&rest, &head);
	which = head.len ? head.ptr[0] : 'p';
	select = text_slice(head, 1, head.len);
	if (which >= 'a' && which <= 'f')
		ages((unsigned)(which - 'a'), select, rest, arena, scratch);
	else if (which >= 'A' && which <= 'E')
		numbers((unsigned)(which - 'A'), select, rest, arena, scratch);
	else {
		middle = text_find(rest, (struct text)TEXT("\n--\n"));
		plans(plan_formats[which == 'q'], text_slice(rest, 0, middle),
			text_slice(rest, middle + 4, rest.len), arena);
	}
	arena_free(scratch);
	arena_free(arena);
	return 0;
}
