/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/csv.h"
#include "gate/base/number.h"
#include "unit.h"

enum { MOST_ROWS = 4 };

struct row {
	const char *name, *text, *column;
	const char *cells[MOST_ROWS]; /* of that column */
	uint32_t lines[MOST_ROWS];
	const char *error; /* instead of what follows the cells */
};

static const struct row rows[] = {
	{"plain", "a,b\n1,2\n3,4\n", "b", {"2", "4"}, {2, 3}, NULL},
	{"no line end at the end", "a,b\n1,2", "a", {"1"}, {2}, NULL},
	{"carriage returns", "a,b\r\n1,2\r\n", "b", {"2"}, {2}, NULL},
	{"semicolons", "a;b\n1,5;2\n", "a", {"1,5"}, {2}, NULL},
	{"tabs", "a\tb\n1\t2\n", "b", {"2"}, {2}, NULL},
	{"a byte order mark",
		"\xef\xbb\xbf"
		"a,b\n1,2\n",
		"a", {"1"}, {2}, NULL},
	{"quotes", "a,\"b\"\n\"x,y\",\"say \"\"yes\"\"\"\n", "b", {"say \"yes\""}, {2}, NULL},
	{"a line end in quotes", "a,b\n\"x\ny\",1\n2,3\n", "b", {"1", "3"}, {2, 4}, NULL},
	{"an empty cell", "a,b\n,\n", "a", {""}, {2}, NULL},
	{"an empty line at the end", "a,b\n1,2\n\n", "a", {"1"}, {2}, NULL},
	{"an empty line of one column is a cell", "a\n\n1\n", "a", {"", "1"}, {2, 3}, NULL},
	{"an empty line inside", "a,b\n\n1,2\n", "a", {NULL}, {0},
		"f:2: 1 cells where the header has 2"},
	{"cells too many", "a,b\n1,2\n1,2,3\n", "a", {"1"}, {2},
		"f:3: 3 cells where the header has 2"},
	{"an open quote", "a,b\n1,\"2\n", "a", {NULL}, {0}, "f:2: a quote is not closed"},
	{"behind a quote", "a,b\n\"1\"x,2\n", "a", {NULL}, {0},
		"f:2: a cell goes on behind its closing quote"},
	{"no such column", "a,b\n1,2\n", "c", {NULL}, {0}, "f:1: there is no column \"c\""},
	{"two columns", "a,a\n1,2\n", "a", {NULL}, {0}, "f:1: there are two columns \"a\""},
	{"empty", "", "a", {NULL}, {0}, "f:1: the file is empty"},
};

/* With passes_empty. */
static const struct row lenient[] = {
	{"empty lines passed over", "a,b\n\n\r\n1,2\n\n3,4\n\r\n", "b", {"2", "4"}, {4, 6}, NULL},
	{"empty lines of one column passed over", "a\n\n1\n\n", "a", {"1"}, {3}, NULL},
	{"an empty cell in quotes is none", "a\n\"\"\n", "a", {""}, {2}, NULL},
	{"a line of white space is no empty one", "a,b\n \n1,2\n", "a", {NULL}, {0},
		"f:2: 1 cells where the header has 2"},
};

static int next(
	struct csv *csv, size_t wanted, const struct row *row, size_t count, struct err *err)
{
	int more = csv_row(csv, err);

	if (more <= 0)
		return more;
	CHECK_ROW(row->name, count < MOST_ROWS && row->cells[count]);
	if (count < MOST_ROWS && row->cells[count]) {
		CHECK_ROW(row->name, text_is(csv->cells[wanted], row->cells[count]));
		CHECK_ROW(row->name, csv->line == row->lines[count]);
	}
	return 1;
}

static void read_row(const struct row *row, bool passes_empty)
{
	struct arena *arena = arena_new();
	struct err err = {0};
	struct csv csv;
	size_t wanted, count = 0;
	int more = csv_open(&csv, text_of(row->text), "f", arena, &err);

	csv.passes_empty = passes_empty;
	if (more == 0)
		more = csv_find(&csv, text_of(row->column), &wanted, &err);
	if (more == 0)
		while ((more = next(&csv, wanted, row, count, &err)) > 0)
			count++;
	CHECK_ROW(row->name, (more < 0) == (row->error != NULL));
	CHECK_ROW(row->name, count == MOST_ROWS || !row->cells[count]);
	if (row->error)
		CHECK_ROW(row->name, strcmp(err.message, row->error) == 0);
	arena_free(arena);
}

static void tables(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		read_row(&rows[i], false);
	for (size_t i = 0; i < sizeof(lenient) / sizeof(lenient[0]); i++)
		read_row(&lenient[i], true);
}

static void numbers(void)
{
	static const struct {
		const char *text;
		double value;
		bool ok;
	} numbers[] = {{"0", 0, true}, {"-12.50", -12.5, true}, {"1e3", 1000, true},
		{"123456789012345678", 123456789012345678., true}, {"0.1", 0.1, true},
		{"", 0, false}, {"01", 0, false}, {"+1", 0, false}, {".5", 0, false},
		{"5.", 0, false}, {"NaN", 0, false}, {"1e999", 0, false}, {"0x10", 0, false},
		{"1,5", 0, false}, {"1 ", 0, false}, {"-", 0, false}};

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		double value = -1;
		bool ok = number_parse(text_of(numbers[i].text), &value);

		CHECK_ROW(numbers[i].text, ok == numbers[i].ok);
		CHECK_ROW(numbers[i].text, !ok || value == numbers[i].value);
	}
}

static const struct unit_test tests[] = {
	{"tables", tables},
	{"numbers", numbers},
};

UNIT_MAIN(tests)
