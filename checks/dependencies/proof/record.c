/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/proof/record.h"

#include <string.h>

#include "gate/base/digest.h"

enum { CELLS = 3 };

struct reading {
	struct text rest, name;
	uint32_t line, next_line;
	struct arena *arena;
};

static int refuse(const struct reading *reading, const char *what, struct err *err)
{
	return err_set(err, ERR_LOOK, "%.*s:%u: %s", text_quote(reading->name), reading->name.ptr,
		reading->line, what);
}

/* ---- cells ---- */

/* Where the quote ends, from the byte behind its first on; rest.len where it does not. */
static size_t end_of_quote(const struct reading *reading)
{
	const struct text rest = reading->rest;
	size_t at = 1;

	while (at < rest.len) {
		if (rest.ptr[at] != '"')
			at++;
		else if (at + 1 < rest.len && rest.ptr[at + 1] == '"')
			at += 2;
		else
			return at;
	}
	return rest.len;
}

static int read_quoted(struct text *cell, struct reading *reading, struct err *err)
{
	size_t end = end_of_quote(reading), len = 0;
	char *out = end < reading->rest.len ? arena_alloc(reading->arena, end) : NULL;

	if (end == reading->rest.len)
		return refuse(reading, "a quote that does not end", err);
	if (!out)
		return err_nomem(err);
	for (size_t at = 1; at < end; at++) {
		reading->next_line += reading->rest.ptr[at] == '\n';
		out[len++] = reading->rest.ptr[at];
		at += reading->rest.ptr[at] == '"';
	}
	*cell = (struct text){out, len};
	reading->rest = text_slice(reading->rest, end + 1, reading->rest.len);
	return 0;
}

static void read_plain(struct text *cell, struct reading *reading)
{
	size_t at = 0;

	while (at < reading->rest.len && reading->rest.ptr[at] != ',' &&
		reading->rest.ptr[at] != '\n')
		at++;
	*cell = text_slice(reading->rest, 0, at);
	reading->rest = text_slice(reading->rest, at, reading->rest.len);
	if ((!reading->rest.len || reading->rest.ptr[0] == '\n') && text_ends(*cell, "\r"))
		cell->len--;
}

static int read_cell(struct text *cell, struct reading *reading, struct err *err)
{
	if (!reading->rest.len || reading->rest.ptr[0] != '"') {
		read_plain(cell, reading);
		return 0;
	}
	if (read_quoted(cell, reading, err) < 0)
		return -1;
	if (text_starts(reading->rest, "\r\n"))
		reading->rest = text_slice(reading->rest, 1, reading->rest.len);
	return 0;
}

/* Takes what ends a cell. */
static int end_cell(bool *ends_row, struct reading *reading, struct err *err)
{
	char end = reading->rest.len ? reading->rest.ptr[0] : '\n';

	if (end != ',' && end != '\n')
		return refuse(reading, "something behind a quote", err);
	*ends_row = end == '\n';
	reading->next_line += reading->rest.len && *ends_row;
	reading->rest = text_slice(reading->rest, 1, reading->rest.len);
	return 0;
}

/* A row has so many cells; its line end is taken too. */
static int read_row(
	struct text cells[CELLS], size_t *count, struct reading *reading, struct err *err)
{
	bool ends_row = false;

	for (*count = 0; !ends_row; ++*count) {
		if (*count == CELLS)
			return refuse(reading, "more than three cells", err);
		if (read_cell(&cells[*count], reading, err) < 0 ||
			end_cell(&ends_row, reading, err) < 0)
			return -1;
	}
	return 0;
}

/* ---- rows ---- */

static int read_digest(
	struct record_row *row, const struct reading *reading, struct text cell, struct err *err)
{
	size_t at = text_find(cell, text_of("=")), wanted;

	if (cell.len == 0)
		return 0;
	row->algorithm = algorithm_named(text_slice(cell, 0, at));
	wanted = algorithm_bytes(row->algorithm);
	if (at == cell.len || !wanted || row->algorithm == DIGEST_H1)
		return refuse(reading, "a digest of an algorithm that RECORD does not have", err);
	cell = text_slice(cell, at + 1, cell.len);
	if ((cell.len == 2 * wanted
			    ? hex_decode(&row->digest, cell, reading->arena, err)
			    : base64url_decode(&row->digest, cell, reading->arena, err)) < 0)
		return -1;
	if (!row->digest.ptr || row->digest.len != wanted)
		return refuse(reading, "a digest that is none of its algorithm", err);
	return 0;
}

static int add_row(struct record *out, struct reading *reading, const struct text cells[CELLS],
	struct err *err)
{
	struct record_row row = {.path = cells[0], .line = reading->line};
	uint32_t *number;

	if (!row.path.len)
		return refuse(reading, "a row without a path", err);
	if (read_digest(&row, reading, cells[1], err) < 0 ||
		keys_add(&out->paths, row.path, &number, err) < 0)
		return -1;
	if (*number)
		return refuse(reading, "a path that was there already", err);
	row.has_size = cells[2].len > 0;
	if (row.has_size && !text_to_uint(cells[2], UINT64_MAX, &row.size))
		return refuse(reading, "a size that is no number", err);
	if (arena_reserve(reading->arena, (void **)&out->rows, &out->capacity, out->count + 1,
		    sizeof(row)) < 0)
		return err_nomem(err);
	out->rows[out->count++] = row;
	*number = (uint32_t)out->count;
	return 0;
}

int record_parse(struct record *out, struct text content, struct text name, struct arena *arena,
	struct err *err)
{
	struct reading reading = {.rest = content, .name = name, .next_line = 1, .arena = arena};

	*out = (struct record){0};
	keys_start(&out->paths, arena);
	while (reading.rest.len) {
		struct text cells[CELLS] = {{0}};
		size_t count;

		reading.line = reading.next_line;
		if (read_row(cells, &count, &reading, err) < 0)
			return -1;
		if (count == 1 && cells[0].len == 0)
			continue; /* an empty line */
		if (count != CELLS)
			return refuse(&reading, "fewer than three cells", err);
		if (add_row(out, &reading, cells, err) < 0)
			return -1;
	}
	return 0;
}

const struct record_row *record_find(const struct record *record, struct text path)
{
	const uint32_t *number = record->count ? keys_find(&record->paths, path) : NULL;

	return number && *number ? &record->rows[*number - 1] : NULL;
}

bool record_is_itself(struct text path)
{
	return text_ends(path, ".dist-info/RECORD") || text_ends(path, ".dist-info/RECORD.jws") ||
	       text_ends(path, ".dist-info/RECORD.p7s");
}

/* Python's PEP 552: flags behind the magic number. By its time stamp a checkout's is never current; by its hash it is run, or it is run
 * unasked, in the place of its source. */
bool record_is_run(struct text pyc)
{
	return pyc.len >= 8 && pyc.ptr[4] & 1;
}
