/* SPDX-License-Identifier: Apache-2.0
 *
 * MLflow: a map of metrics, or an evaluation table {"columns": [names], "data": [[values]]} (pandas, orient "split"), whose
 * columns of numbers are measured row by row.
 */
#include <math.h>

#include "checks/model/formats/score_tree.h"

struct column {
	struct score score;
	double sum;
	bool counts; /* every row has a number there */
};

static int add_samples(struct evidence *evidence, const struct evidence_file *file,
	const struct setting *data, const struct column *column, size_t at, struct err *err)
{
	struct sample_set *set;
	int64_t id = 0;

	if (evidence_samples(&set, evidence, &column->score.key, file->path, err) < 0)
		return -1;
	for (const struct setting *row = data->child; row; row = row->next, id++) {
		const struct setting *cell = row->child;
		struct sampled sample = {.id = id, .line = row->line};

		for (size_t i = 0; i < at; i++)
			cell = cell->next;
		sample.value = cell->number;
		if (sample_set_add(set, &sample, evidence->arena, err) < 0)
			return -1;
	}
	return 0;
}

static int sum_row(struct column *columns, size_t count, const struct setting *row,
	const struct evidence_file *file, struct err *err)
{
	const struct setting *cell = row->child;

	for (size_t i = 0; i < count; i++, cell = cell->next) {
		if (!cell)
			return evidence_error(file, row->line, 1, err,
				"a row with fewer values than there are columns");
		columns[i].counts = columns[i].counts && cell->kind == SETTING_NUMBER;
		columns[i].sum += cell->kind == SETTING_NUMBER ? cell->number : 0;
	}
	return cell ? evidence_error(file, row->line, 1, err,
			      "a row with more values than there are columns")
		    : 0;
}

static int start_columns(struct column **out, size_t *count, struct evidence *evidence,
	const struct setting *names, struct err *err)
{
	size_t at = 0;

	for (const struct setting *name = names->child; name; name = name->next)
		++*count;
	*out = arena_array(evidence->arena, *count, sizeof(**out));
	if (!*out)
		return err_nomem(err);
	for (const struct setting *name = names->child; name; name = name->next, at++)
		(*out)[at] = (struct column){
			score_start((struct text){"", 0}, name->text, name->line), 0, true};
	return 0;
}

static int read_table(struct evidence *evidence, const struct evidence_file *file,
	const struct setting *names, const struct setting *data, struct err *err)
{
	struct column *columns;
	size_t count = 0, rows = 0;

	if (start_columns(&columns, &count, evidence, names, err) < 0)
		return -1;
	for (const struct setting *row = data->child; row; row = row->next, rows++)
		if (sum_row(columns, count, row, file, err) < 0)
			return -1;
	for (size_t i = 0; i < count && rows; i++) {
		if (!columns[i].counts)
			continue;
		columns[i].score.value = columns[i].sum / (double)rows;
		columns[i].score.samples = rows;
		columns[i].score.is_mean = true;
		if (evidence_score(evidence, &columns[i].score, err) < 0 ||
			add_samples(evidence, file, data, &columns[i], i, err) < 0)
			return -1;
	}
	return score_tree_end(evidence, file, "column of numbers", err);
}

static int read(struct evidence *evidence, const struct evidence_file *file, struct err *err)
{
	const struct setting *root, *columns, *data;

	if (score_tree_read(&root, evidence, file, err) < 0)
		return -1;
	evidence->harness = text_of("mlflow");
	columns = setting_get(root, "columns");
	data = setting_get(root, "data");
	if (columns && data && columns->kind == SETTING_LIST && data->kind == SETTING_LIST)
		return read_table(evidence, file, columns, data, err);
	return score_tree_walk(evidence, file, root, err);
}

extern const struct evidence_format evidence_mlflow;

const struct evidence_format evidence_mlflow = {.name = "mlflow",
	.summary = "MLflow: metrics or an evaluation table in JSON",
	.read = read};
