/* SPDX-License-Identifier: Apache-2.0
 *
 * What `kafka-consumer-groups --describe` prints (Kafka 4.3, ConsumerGroupCommand): a table for each group, a row for each partition, its cells
 * set apart by blanks. `select` is lag{topic="clicks"}: a column in small letters with _ for -, and rows by their other columns; a value may be a
 * glob. A row's series is its topic and partition. "-" is what nobody knows: a partition of which no offset was ever committed has no lag.
 */
#include "checks/metrics/format.h"
#include "gate/base/exposition.h"
#include "gate/base/number.h"

enum { MOST_COLUMNS = 16, LONGEST_TITLE = 32 };

struct table {
	char titles[MOST_COLUMNS][LONGEST_TITLE];
	size_t columns; /* 0: outside of a table */
	bool was_there;
};

static size_t split(struct text line, struct text cells[static MOST_COLUMNS])
{
	size_t count = 0;
	struct text cell;

	while (text_next_part(&line, ' ', &cell))
		if (cell.len && count++ < MOST_COLUMNS)
			cells[count - 1] = cell;
	return count;
}

/* CURRENT-OFFSET becomes current_offset. */
static void set_title(char out[static LONGEST_TITLE], struct text cell)
{
	size_t at = 0;

	for (; at < cell.len && at < LONGEST_TITLE - 1; at++) {
		char c = cell.ptr[at];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		out[at] = c == '-' ? '_' : c;
	}
	out[at] = '\0';
}

static void start(struct table *table, const struct text *cells, size_t count)
{
	table->columns = count < MOST_COLUMNS ? count : MOST_COLUMNS;
	table->was_there = true;
	for (size_t i = 0; i < table->columns; i++)
		set_title(table->titles[i], cells[i]);
}

static struct text cell_of(const struct exposition *row, const char *title)
{
	struct text cell = exposition_label(row, title);

	return cell.ptr ? cell : text_of("");
}

/* The row as if it were a sample that is called as the wanted column is. */
static void set_row(struct exposition *row, const struct table *table, const struct text *cells,
	struct text name)
{
	*row = (struct exposition){.is_sample = true, .name = name};
	for (size_t i = 0; i < table->columns; i++)
		row->labels[row->label_count++] =
			(struct exposition_label){text_of(table->titles[i]), cells[i]};
}

static int add_row(struct numbers *out, const struct exposition *row, uint32_t line,
	struct arena *scratch, struct err *err)
{
	struct text topic = cell_of(row, "topic"), partition = cell_of(row, "partition"),
		    cell = {0},
		    series = arena_textf(scratch, "%.*s %.*s", (int)topic.len, topic.ptr,
			    (int)partition.len, partition.ptr);
	double value;

	if (!series.ptr)
		return err_nomem(err);
	for (size_t i = 0; i < row->label_count; i++)
		if (text_equal(row->labels[i].key, row->name))
			cell = row->labels[i].value;
	if (!cell.ptr)
		return numbers_refuse(out->file, line, err, "the table has no such column",
			"select one of lag, current_offset and log_end_offset");
	if (!number_parse(cell, &value))
		return numbers_refuse(out->file, line, err,
			"a cell that is no number: of this partition no offset was committed",
			"see whether the group ever read it, or name in select: what is to be "
			"judged");
	return numbers_add(out, value, series, line, err);
}

static int read_line(struct numbers *out, struct table *table,
	const struct exposition_filter *filter, struct text line, uint32_t number,
	struct arena *scratch, struct err *err)
{
	struct text cells[MOST_COLUMNS];
	size_t count = split(line, cells);
	struct exposition row;

	if (count > 1 && (text_is(cells[0], "GROUP") || text_is(cells[0], "TOPIC"))) {
		start(table, cells, count);
		return 0;
	}
	if (count == 0)
		table->columns = 0;
	if (table->columns == 0)
		return 0; /* between tables the tool says that a group has no members */
	if (count != table->columns)
		return numbers_refuse(out->file, number, err,
			"a row with more or fewer cells than the table has columns",
			"describe the group again; the file is cut off");
	set_row(&row, table, cells, filter->wanted.name);
	return exposition_is_wanted(filter, &row) ? add_row(out, &row, number, scratch, err) : 0;
}

static int read_kafka_groups(struct numbers *out, const struct number_file *file, struct err *err)
{
	struct text rest = file->content, line;
	struct exposition_filter filter;
	struct table table = {.columns = 0};
	bool nomem;

	if (!exposition_filter_read(&filter, file->select, file->scratch, &nomem) ||
		filter.any_name)
		return nomem ? err_nomem(err)
			     : numbers_refuse(file->name, 1, err, "select: names no column",
				       "write lag, or lag{topic=\"clicks\"}");
	for (uint32_t number = 1; text_next_line(&rest, &line); number++)
		if (read_line(out, &table, &filter, line, number, file->scratch, err) < 0)
			return -1;
	if (!table.was_there)
		return numbers_refuse(file->name, 1, err,
			"no table of kafka-consumer-groups --describe",
			"see what the tool says; a group that does not exist has no table");
	return 0;
}

const struct number_format number_format_kafka_groups = {
	.summary = "what kafka-consumer-groups --describe prints; select: is "
		   "lag{topic=\"clicks\"}",
	.read = read_kafka_groups,
};
