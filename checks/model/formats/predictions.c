/* SPDX-License-Identifier: Apache-2.0
 *
 * Predictions beside labels: CSV (RFC 4180) with a header, a JSON list of objects, or JSON lines. Columns by their usual names:
 * an id, a label, a prediction, and where there are any a task and a cluster. Labels that are all numbers with a
 * fraction among them are a regression (absolute error), anything else a classification (exact match).
 */
#include <math.h>
#include <string.h>

#include "checks/model/format.h"
#include "gate/base/json.h"

enum column { COLUMN_ID, COLUMN_LABEL, COLUMN_PREDICTION, COLUMN_TASK, COLUMN_CLUSTER, COLUMNS };

static const char *const names[COLUMNS][8] = {
	[COLUMN_ID] = {"id", "doc_id", "example_id", "sample_id", "index", "idx", NULL},
	[COLUMN_LABEL] = {"label", "target", "y_true", "expected", "gold", "truth", "actual", NULL},
	[COLUMN_PREDICTION] = {"prediction", "pred", "y_pred", "predicted", "output", NULL},
	[COLUMN_TASK] = {"task", "dataset", NULL},
	[COLUMN_CLUSTER] = {"cluster", "group", "passage", "session", NULL},
};

struct table_row {
	struct text cells[COLUMNS];
	uint32_t line;
};

struct table {
	struct evidence *evidence;
	const struct evidence_file *file;
	struct table_row *items;
	size_t count, capacity;
	bool regression;
};

static enum column column_of(struct text name)
{
	for (int i = 0; i < COLUMNS; i++)
		for (size_t k = 0; names[i][k]; k++)
			if (text_is(name, names[i][k]))
				return (enum column)i;
	return COLUMNS;
}

static int add_row(struct table *table, const struct table_row *row, struct err *err)
{
	if (!row->cells[COLUMN_LABEL].ptr || !row->cells[COLUMN_PREDICTION].ptr)
		return evidence_error(
			table->file, row->line, 1, err, "a row without a label or a prediction");
	if (arena_reserve(table->evidence->arena, (void **)&table->items, &table->capacity,
		    table->count + 1, sizeof(*table->items)) < 0)
		return err_nomem(err);
	table->items[table->count++] = *row;
	return 0;
}

/* --- CSV --- */

struct csv {
	struct table *table;
	struct text content;
	size_t at;
	uint32_t line;
	enum column columns[256];
	size_t width;
};

static int quoted_cell(struct csv *csv, struct text *out, struct err *err)
{
	size_t from = ++csv->at, quotes = 0;
	char *cell;

	for (; csv->at < csv->content.len; csv->at++) {
		if (csv->content.ptr[csv->at] == '\n')
			csv->line++;
		if (csv->content.ptr[csv->at] != '"')
			continue;
		if (csv->at + 1 >= csv->content.len || csv->content.ptr[csv->at + 1] != '"')
			break;
		csv->at++;
		quotes++;
	}
	if (csv->at >= csv->content.len)
		return evidence_error(
			csv->table->file, csv->line, 1, err, "a quote that is not closed");
	*out = text_slice(csv->content, from, csv->at++);
	if (quotes == 0)
		return 0;
	cell = arena_alloc(csv->table->evidence->arena, out->len);
	if (!cell)
		return err_nomem(err);
	for (size_t i = 0, k = 0; i < out->len; i++) {
		cell[k++] = out->ptr[i];
		i += out->ptr[i] == '"';
	}
	*out = (struct text){cell, out->len - quotes};
	return 0;
}

/* One cell; *ends says that the line ends behind it. */
static int next_cell(struct csv *csv, struct text *out, bool *ends, struct err *err)
{
	size_t from = csv->at;

	if (csv->at < csv->content.len && csv->content.ptr[csv->at] == '"') {
		if (quoted_cell(csv, out, err) < 0)
			return -1;
	} else {
		while (csv->at < csv->content.len && csv->content.ptr[csv->at] != ',' &&
			csv->content.ptr[csv->at] != '\n')
			csv->at++;
		*out = text_trim(text_slice(csv->content, from, csv->at));
	}
	if (csv->at < csv->content.len && csv->content.ptr[csv->at] == '\r')
		csv->at++;
	*ends = csv->at >= csv->content.len || csv->content.ptr[csv->at] == '\n';
	if (!*ends && csv->content.ptr[csv->at] != ',')
		return evidence_error(
			csv->table->file, csv->line, 1, err, "text behind a quoted cell");
	csv->at++;
	return 0;
}

static int read_header(struct csv *csv, struct err *err)
{
	bool ends = false, has[COLUMNS + 1] = {false};
	struct text cell;

	while (!ends) {
		if (next_cell(csv, &cell, &ends, err) < 0)
			return -1;
		if (csv->width == sizeof(csv->columns) / sizeof(csv->columns[0]))
			return evidence_error(csv->table->file, 1, 1, err, "more than 256 columns");
		csv->columns[csv->width] = column_of(cell);
		if (csv->columns[csv->width] != COLUMNS && has[csv->columns[csv->width]])
			return evidence_error(csv->table->file, 1, 1, err,
				"two columns for the same: \"%.*s\"", text_quote(cell), cell.ptr);
		has[csv->columns[csv->width++]] = true;
	}
	if (has[COLUMN_LABEL] && has[COLUMN_PREDICTION])
		return 0;
	return evidence_error(
		csv->table->file, 1, 1, err, "no column \"label\" or no column \"prediction\"");
}

static int read_csv_row(struct csv *csv, struct err *err)
{
	struct table_row row = {.line = csv->line};
	struct text cell;
	bool ends = false;
	size_t i = 0;

	for (; !ends; i++) {
		if (next_cell(csv, &cell, &ends, err) < 0)
			return -1;
		if (i == 0 && ends && cell.len == 0)
			return 0;
		if (i < csv->width && csv->columns[i] != COLUMNS)
			row.cells[csv->columns[i]] = cell;
	}
	if (i != csv->width)
		return evidence_error(csv->table->file, row.line, 1, err,
			"%zu cells under %zu columns", i, csv->width);
	return add_row(csv->table, &row, err);
}

static int read_csv(struct table *table, struct err *err)
{
	struct csv csv = {.table = table, .content = table->file->content, .line = 1};

	if (read_header(&csv, err) < 0)
		return -1;
	while (csv.at < csv.content.len) {
		csv.line++;
		if (read_csv_row(&csv, err) < 0)
			return -1;
	}
	return 0;
}

/* --- JSON --- */

static int add_object(
	struct table *table, const struct json *object, uint32_t line, struct err *err)
{
	struct table_row row = {.line = line};

	if (object->type != JSON_OBJECT)
		return evidence_error(table->file, line, 1, err, "a row that is no object");
	for (const struct json *one = object->child; one; one = one->next) {
		enum column column = column_of(one->key);

		if (column == COLUMNS)
			continue;
		if (one->type == JSON_TRUE || one->type == JSON_FALSE)
			row.cells[column] = text_of(one->type == JSON_TRUE ? "true" : "false");
		else if (one->type == JSON_STRING || one->type == JSON_NUMBER)
			row.cells[column] = one->text;
	}
	return add_row(table, &row, err);
}

static int read_list(struct table *table, struct err *err)
{
	const struct json *root;

	if (json_read_with(&root, table->file->content, table->file->name, NULL,
		    table->evidence->arena, err) < 0)
		return -1;
	for (const struct json *one = root->child; one; one = one->next)
		if (add_object(table, one, one->line, err) < 0)
			return -1;
	return 0;
}

static int read_lines(struct table *table, struct err *err)
{
	struct text rest = table->file->content, line;
	uint32_t number = 0;

	while (text_next_line(&rest, &line)) {
		const struct json *row;
		struct err what = {0};

		number++;
		if (text_trim(line).len == 0)
			continue;
		if (json_read_with(
			    &row, line, table->file->name, NULL, table->evidence->arena, &what) < 0)
			return what.kind == ERR_LOOK
				       ? evidence_error(table->file, number, 1, err,
						 "a line that is no JSON object, or is cut off")
				       : err_nomem(err);
		if (add_object(table, row, number, err) < 0)
			return -1;
	}
	return 0;
}

/* --- rows to samples --- */

static bool is_regression(const struct table *table)
{
	bool fraction = false;

	for (size_t i = 0; i < table->count; i++) {
		double value;

		if (evidence_number(&value, table->items[i].cells[COLUMN_LABEL]))
			return false;
		fraction = fraction || value != floor(value);
	}
	return fraction;
}

static double value_of(const struct table *table, const struct table_row *row)
{
	double label, prediction;

	if (!table->regression)
		return text_equal(text_trim(row->cells[COLUMN_LABEL]),
			text_trim(row->cells[COLUMN_PREDICTION]));
	if (evidence_number(&label, row->cells[COLUMN_LABEL]) ||
		evidence_number(&prediction, row->cells[COLUMN_PREDICTION]))
		return NAN;
	return fabs(prediction - label);
}

static int keep_row(struct table *table, size_t i, struct err *err)
{
	const struct table_row *row = &table->items[i];
	struct score_key key = {row->cells[COLUMN_TASK],
		text_of(table->regression ? "absolute_error" : "acc"), {0}};
	struct sampled sample = {
		.id = (int64_t)i, .line = row->line, .value = value_of(table, row)};
	struct sample_set *set;
	double id;

	sample.target = evidence_hash(row->cells[COLUMN_LABEL]);
	if (row->cells[COLUMN_ID].len > 0) {
		sample.document = evidence_hash(row->cells[COLUMN_ID]);
		sample.id = (int64_t)(sample.document >> 1);
		if (!evidence_number(&id, row->cells[COLUMN_ID]) && fabs(id) < 9e15 &&
			id == floor(id))
			sample.id = (int64_t)id;
	}
	if (row->cells[COLUMN_CLUSTER].len > 0)
		sample.cluster = evidence_hash(row->cells[COLUMN_CLUSTER]);
	if (evidence_samples(&set, table->evidence, &key, table->file->path, err) < 0)
		return -1;
	return sample_set_add(set, &sample, table->evidence->arena, err);
}

static int add_scores(struct table *table, struct err *err)
{
	for (size_t i = 0; i < table->evidence->samples.count; i++) {
		const struct sample_set *set = &table->evidence->samples.items[i];
		struct score score = {.key = set->key,
			.error = NAN,
			.samples = set->count,
			.is_mean = true,
			.line = 1,
			.column = 1};
		double sum = 0;

		for (size_t k = 0; k < set->count; k++)
			sum += set->items[k].value;
		score.value = sum / (double)set->count;
		score.flaw = isfinite(score.value) ? NULL : "NaN";
		score.better = table->regression ? BETTER_LOWER : BETTER_HIGHER;
		score.is_proportion = !table->regression;
		if (evidence_score(table->evidence, &score, err) < 0)
			return -1;
	}
	return 0;
}

static int read_rows(struct table *table, struct err *err)
{
	struct text start = text_trim(table->file->content);

	if (start.len > 0 && start.ptr[0] == '[')
		return read_list(table, err);
	return start.len > 0 && start.ptr[0] == '{' ? read_lines(table, err) : read_csv(table, err);
}

static int read(struct evidence *evidence, const struct evidence_file *file, struct err *err)
{
	struct table table = {.evidence = evidence, .file = file};

	evidence->harness = text_of("predictions");
	if (read_rows(&table, err) < 0)
		return -1;
	if (table.count == 0)
		return evidence_error(file, 0, 0, err, "no predictions");
	table.regression = is_regression(&table);
	for (size_t i = 0; i < table.count; i++)
		if (keep_row(&table, i, err) < 0)
			return -1;
	return add_scores(&table, err);
}

extern const struct evidence_format evidence_predictions;

const struct evidence_format evidence_predictions = {
	.name = "predictions",
	.summary = "CSV, JSON or JSON lines with the columns id, label, prediction, and perhaps "
		   "task and cluster",
	.read = read,
};
