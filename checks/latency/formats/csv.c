/* SPDX-License-Identifier: Apache-2.0
 *
 * CSV with a header (RFC 4180): fields divided by commas, or by semicolons or tabs where the header has these and no
 * comma; in double quotes, doubled inside. A quoted field may not go over a line's end: no number does.
 */
#include <string.h>

#include "checks/latency/formats/plain.h"

enum { MOST_FIELDS = 4096 };

struct row_reader {
	const struct measured_file *file;
	struct text line;
	size_t at;
	uint32_t number;
	char separator;
	bool ended;
};

/* "a""b" without its quotes; the doubled ones stay where there are any: neither names nor numbers have them. */
static int quoted_field(struct row_reader *row, struct text *field, struct err *err)
{
	size_t from = ++row->at;

	while (row->at < row->line.len) {
		const char *quote = memchr(row->line.ptr + row->at, '"', row->line.len - row->at);

		if (!quote)
			break;
		row->at = (size_t)(quote - row->line.ptr) + 1;
		if (row->at < row->line.len && row->line.ptr[row->at] == '"') {
			row->at++;
			continue;
		}
		*field = text_slice(row->line, from, row->at - 1);
		if (row->at == row->line.len || row->line.ptr[row->at] == row->separator)
			return 0;
		return measured_error(
			row->file, row->number, 0, err, "a field goes on behind its closing quote");
	}
	return measured_error(row->file, row->number, 0, err, "a quote is not closed on its line");
}

static int next_field(struct row_reader *row, struct text *field, struct err *err)
{
	size_t from = row->at;

	if (row->at < row->line.len && row->line.ptr[row->at] == '"') {
		if (quoted_field(row, field, err) < 0)
			return -1;
	} else {
		while (row->at < row->line.len && row->line.ptr[row->at] != row->separator)
			row->at++;
		*field = text_slice(row->line, from, row->at);
	}
	row->ended = row->at == row->line.len;
	row->at++;
	return 0;
}

static struct text without_cr(struct text line)
{
	if (line.len && line.ptr[line.len - 1] == '\r')
		line.len--;
	return line;
}

static char separator_of(struct text header)
{
	if (memchr(header.ptr, ',', header.len))
		return ',';
	if (memchr(header.ptr, ';', header.len))
		return ';';
	return memchr(header.ptr, '\t', header.len) ? '\t' : ',';
}

struct table {
	struct plain plain;
	char separator;
	size_t fields;
	bool wanted[MOST_FIELDS];    /* of each field */
	size_t field_of[PLAIN_MOST]; /* of each wanted column, from 1; 0: not there */
};

/* Two wanted columns may be one field, two fields never one column. */
static int want(struct table *table, struct text field, struct err *err)
{
	for (size_t i = 0; i < table->plain.count; i++) {
		if (!text_equal(table->plain.columns[i].name, field))
			continue;
		if (table->field_of[i])
			return measured_error(table->plain.file, 1, 0, err,
				"the column \"%.*s\" stands twice", text_quote(field), field.ptr);
		table->field_of[i] = table->fields + 1;
		table->wanted[table->fields] = true;
	}
	table->fields++;
	return 0;
}

static int check_wanted(const struct table *table, struct err *err)
{
	for (size_t i = 0; i < table->plain.count; i++) {
		struct text name = table->plain.columns[i].name;

		if (table->field_of[i])
			continue;
		measured_error(table->plain.file, 1, 0, err, "there is no column \"%.*s\"",
			text_quote(name), name.ptr);
		return err_remedy(err, "correct the phase's name or the source's columns in "
				       ".seamgate.yml, or measure again");
	}
	return 0;
}

static int read_header(struct table *table, struct text header, struct err *err)
{
	struct row_reader row = {.file = table->plain.file, .line = header, .number = 1};
	struct text field;

	if (text_starts(header, "\xef\xbb\xbf"))
		row.line = text_slice(header, 3, header.len);
	row.separator = table->separator = separator_of(header);
	while (!row.ended) {
		if (table->fields == MOST_FIELDS)
			return measured_error(
				table->plain.file, 1, 0, err, "more than %d columns", MOST_FIELDS);
		if (next_field(&row, &field, err) < 0 || want(table, text_trim(field), err) < 0)
			return -1;
	}
	return check_wanted(table, err);
}

static int take_field(
	struct table *table, size_t at, struct text field, uint32_t number, struct err *err)
{
	for (size_t i = 0; i < table->plain.count; i++) {
		if (table->field_of[i] != at + 1)
			continue;
		if (table->plain.columns[i].is_flow)
			table->plain.flow = text_trim(field);
		else if (plain_number(&table->plain, i, text_trim(field), number, err) < 0)
			return -1;
	}
	return 0;
}

static int read_row(struct table *table, struct text line, uint32_t number, struct err *err)
{
	struct row_reader row = {.file = table->plain.file,
		.line = line,
		.number = number,
		.separator = table->separator};
	struct text field;
	size_t at = 0;

	for (; !row.ended; at++) {
		if (next_field(&row, &field, err) < 0)
			return -1;
		if (at < table->fields && table->wanted[at] &&
			take_field(table, at, field, number, err) < 0)
			return -1;
	}
	if (at != table->fields)
		return measured_error(table->plain.file, number, 0, err,
			"%zu fields where the header has %zu", at, table->fields);
	return plain_row(&table->plain, number, err);
}

static int read_csv(struct samples *out, const struct measured_file *file, struct err *err)
{
	struct table *table = arena_alloc(file->scratch, sizeof(*table));
	struct text rest = file->content, line;

	if (!table)
		return err_nomem(err);
	if (plain_start(&table->plain, out, file, err) < 0)
		return -1;
	if (!text_next_line(&rest, &line))
		return measured_error(file, 1, 0, err, "the file is empty");
	if (read_header(table, without_cr(line), err) < 0)
		return -1;
	for (uint32_t number = 2; text_next_line(&rest, &line); number++)
		if (without_cr(line).len && read_row(table, without_cr(line), number, err) < 0)
			return -1;
	return 0;
}

const struct latency_format latency_format_csv = {
	.summary = "CSV with a header; columns: says where what stands",
	.read = read_csv,
};
