/* SPDX-License-Identifier: Apache-2.0
 *
 * Tables in text (RFC 4180), walked cell by cell: rows end with LF or CR LF, cells are divided by a comma, a semicolon or a tab,
 * and may stand in double quotes, which are doubled inside; in quotes a line end is part of the cell. The first row names
 * the columns, and every row has as many cells. A byte order mark is passed over, so is an empty line at the end.
 *
 *     if (csv_open(&csv, text, name, arena, err) < 0 || csv_find(&csv, column, &wanted, err) < 0)
 *             return -1;
 *     while ((more = csv_row(&csv, err)) > 0)
 *             … csv.cells[wanted] …
 *     return more;
 *
 * All tables of all checks are read here. Own code: the format takes a page, and no C library in Debian says lines. Borrows text and name; nothing to close.
 */
#ifndef SEAMGATE_BASE_CSV_H
#define SEAMGATE_BASE_CSV_H

#include "gate/base/arena.h"
#include "gate/base/err.h"
#include "gate/base/text.h"

enum { CSV_MOST_COLUMNS = 4096 };

struct csv {
	uint32_t line;              /* of the row read last, 1-based: the one it begins on */
	const struct text *columns; /* their names */
	const struct text *cells;   /* of the row read last, until the next one */
	size_t width;               /* of both */
	bool passes_empty; /* the caller's, after csv_open: lines without a byte are no rows, wherever they stand */

	/* Not for the caller. */
	struct text text;
	size_t at;
	uint32_t next_line;
	const char *name;
	struct arena *arena;
	char separator;
	struct text *row; /* what cells points at */
};

/* Reads the names of the columns. The separator is the first of comma, semicolon and tab that the first line has. Errors
 * are ERR_LOOK, "name:line: what". Names, and cells with quotes in them, lie in the arena. */
MUST_CHECK int csv_open(
	struct csv *csv, struct text text, const char *name, struct arena *arena, struct err *err);

/* Which column has that name, from 0. One that is not there, or there twice, is an error. */
MUST_CHECK int csv_find(const struct csv *csv, struct text column, size_t *out, struct err *err);

/* The next row into `cells`, each without white space at its ends where it is not quoted. 1: there was one; 0: at the end;
 * -1: the row is no row. */
MUST_CHECK int csv_row(struct csv *csv, struct err *err);

#endif
