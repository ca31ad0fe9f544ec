/* SPDX-License-Identifier: Apache-2.0
 *
 * Predictions beside labels: CSV (RFC 4180) with a header, a JSON list of objects, or JSON lines. Columns by their usual names:
 * an id, a label, a prediction, and where there are any a task and a cluster. Labels that are all numbers with a
 * fraction among them are a regression (absolute error), anything else a classification (exact match).
 */
#include "checks/model/formats/predictions.h"
#include "gate/base/json.h"

static const char *const names[COLUMNS][8] = {
	[COLUMN_ID] = {"id", "doc_id", "example_id", "sample_id", "index", "idx", NULL},
	[COLUMN_LABEL] = {"label", "target", "y_true", "expected", "gold", "truth", "actual", NULL},
	[COLUMN_PREDICTION] = {"prediction", "pred", "y_pred", "predicted", "output", NULL},
	[COLUMN_TASK] = {"task", "dataset", NULL},
	[COLUMN_CLUSTER] = {"cluster", "group", "passage", "session", NULL},
};

enum column predictions_column(struct text name)
{
	for (int i = 0; i < COLUMNS; i++)
		for (size_t k = 0; names[i][k]; k++)
			if (text_is(name, names[i][k]))
				return (enum column)i;
	return COLUMNS;
}

int predictions_add(struct table *table, const struct table_row *row, struct err *err)
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

static int add_object(
	struct table *table, const struct json *object, uint32_t line, struct err *err)
{
	struct table_row row = {.line = line};

	if (object->type != JSON_OBJECT)
		return evidence_error(table->file, line, 1, err, "a row that is no object");
	for (const struct json *one = object->child; one; one = one->next) {
		enum column column = predictions_column(one->key);

		if (column == COLUMNS)
			continue;
		if (one->type == JSON_TRUE || one->type == JSON_FALSE)
			row.cells[column] = text_of(one->type == JSON_TRUE ? "true" : "false");
		else if (one->type == JSON_STRING || one->type == JSON_NUMBER)
			row.cells[column] = one->text;
	}
	return predictions_add(table, &row, err);
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

static int read_line(struct table *table, struct text line, uint32_t number, struct err *err)
{
	struct arena *arena = table->evidence->arena;
	struct json_cursor cursor;
	const struct json *row;

	json_open(&cursor, line, table->file->name, NULL, arena);
	cursor.line = number;
	if (json_value(&cursor, &row, arena, err) < 0 || json_end(&cursor, err) < 0)
		return -1;
	return add_object(table, row, number, err);
}

static int read_lines(struct table *table, struct err *err)
{
	struct text rest = table->file->content, line;
	uint32_t number = 0;

	while (text_next_line(&rest, &line)) {
		number++;
		if (text_trim(line).len > 0 && read_line(table, line, number, err) < 0)
			return -1;
	}
	return 0;
}

static int read_rows(struct table *table, struct err *err)
{
	struct text start = text_trim(table->file->content);

	if (start.len > 0 && start.ptr[0] == '[')
		return read_list(table, err);
	return start.len > 0 && start.ptr[0] == '{' ? read_lines(table, err)
						    : predictions_read_csv(table, err);
}

static int read(struct evidence *evidence, const struct evidence_file *file, struct err *err)
{
	struct table table = {.evidence = evidence, .file = file};

	evidence->harness = text_of("predictions");
	if (read_rows(&table, err) < 0)
		return -1;
	if (table.count == 0)
		return evidence_error(file, 0, 0, err, "no predictions");
	return predictions_to_samples(&table, err);
}

extern const struct evidence_format evidence_predictions;

const struct evidence_format evidence_predictions = {
	.name = "predictions",
	.summary = "CSV, JSON or JSON lines with the columns id, label, prediction, and perhaps "
		   "task and cluster",
	.read = read,
};
