/* SPDX-License-Identifier: Apache-2.0
 *
 * samples_<task>_<date>.jsonl (lm_eval/loggers/evaluation_tracker.py): one object for each document and filter, opened to
 * append. Each metric is a key of its own with a number. Files are large because of prompts and answers, of which only
 * hashes are wanted.
 */
#include "checks/model/formats/lm_eval.h"

#include <math.h>
#include <string.h>

#include "gate/base/json.h"

enum { MOST_METRICS = 32 };

struct row {
	struct sampled sample;
	struct text filter;
	struct text metrics[MOST_METRICS];
	double values[MOST_METRICS];
	size_t count;
	bool has_id;
};

struct rows {
	struct evidence *evidence;
	const struct evidence_file *file;
	struct text task;
	struct arena *scratch;
	struct json_cursor cursor;
	uint32_t line;
};

static bool is_date(struct text text)
{
	return text.len >= 19 && text.ptr[4] == '-' && text.ptr[7] == '-' && text.ptr[10] == 'T';
}

struct text lm_eval_task_of(struct text path, struct text *date)
{
	size_t from = path.len, last;
	struct text name;

	while (from > 0 && path.ptr[from - 1] != '/')
		from--;
	name = text_slice(path, from, path.len);
	*date = (struct text){0};
	if (text_starts(name, "samples_"))
		name = text_slice(name, 8, name.len);
	if (text_ends(name, ".jsonl"))
		name.len -= 6;
	for (last = name.len; last > 0 && name.ptr[last - 1] != '_';)
		last--;
	if (last > 0 && is_date(text_slice(name, last, name.len))) {
		*date = text_slice(name, last, name.len);
		name.len = last - 1;
	}
	return name;
}

static int read_hash(struct rows *rows, uint64_t *out, struct err *err)
{
	const struct json *value;

	if (json_value(&rows->cursor, &value, rows->scratch, err) < 0)
		return -1;
	*out = evidence_hash(value->text);
	return 0;
}

static int read_id(struct rows *rows, struct row *row, struct err *err)
{
	const struct json *value;

	if (json_value(&rows->cursor, &value, rows->scratch, err) < 0)
		return -1;
	row->has_id = value->type == JSON_NUMBER && fabs(value->number) < 9e15 &&
		      value->number == floor(value->number);
	row->sample.id = row->has_id ? (int64_t)value->number : 0;
	return 0;
}

static int read_metric(struct rows *rows, struct row *row, struct text key, struct err *err)
{
	const struct json *value;

	if (json_value(&rows->cursor, &value, rows->scratch, err) < 0)
		return -1;
	if (row->count == MOST_METRICS)
		return evidence_error(rows->file, rows->line, 1, err,
			"more than %d metrics in a row", (int)MOST_METRICS);
	row->metrics[row->count] = key;
	row->values[row->count++] =
		value->type == JSON_NUMBER ? value->number : value->type == JSON_TRUE;
	return 0;
}

static int read_filter(struct rows *rows, struct row *row, struct err *err)
{
	const struct json *value;

	if (json_value(&rows->cursor, &value, rows->scratch, err) < 0)
		return -1;
	row->filter = value->text;
	return 0;
}

static int read_member(
	struct rows *rows, struct row *row, const struct json_member *member, struct err *err)
{
	struct text key = member->key;

	if (text_is(key, "doc_id"))
		return read_id(rows, row, err);
	if (member->type == JSON_STRING && text_is(key, "filter"))
		return read_filter(rows, row, err);
	if (member->type == JSON_STRING && text_is(key, "doc_hash"))
		return read_hash(rows, &row->sample.document, err);
	if (member->type == JSON_STRING && text_is(key, "prompt_hash"))
		return read_hash(rows, &row->sample.prompt, err);
	if (member->type == JSON_STRING && text_is(key, "target_hash"))
		return read_hash(rows, &row->sample.target, err);
	if (text_is(key, "target"))
		return json_skip(&rows->cursor, err);
	if (member->type == JSON_NUMBER || member->type == JSON_TRUE || member->type == JSON_FALSE)
		return read_metric(rows, row, key, err);
	return json_skip(&rows->cursor, err);
}

static int keep_row(struct rows *rows, struct row *row, struct err *err)
{
	struct sample_set *set;

	if (!row->has_id)
		return evidence_error(
			rows->file, rows->line, 1, err, "a row without a whole number as doc_id");
	for (size_t i = 0; i < row->count; i++) {
		struct score_key key = {rows->task, row->metrics[i], row->filter};

		row->sample.value = row->values[i];
		if (evidence_samples(&set, rows->evidence, &key, rows->file->path, err) < 0 ||
			sample_set_add(set, &row->sample, rows->evidence->arena, err) < 0)
			return -1;
	}
	return 0;
}

static int read_row(struct rows *rows, struct text line, struct err *err)
{
	struct row row = {.sample.line = rows->line};
	struct json_member member;
	bool more;

	arena_reset(rows->scratch);
	json_open(&rows->cursor, line, rows->file->name, NULL, rows->scratch);
	rows->cursor.line = rows->line;
	if (json_enter(&rows->cursor, JSON_OBJECT, err) < 0)
		return -1;
	for (;;) {
		if (json_next(&rows->cursor, &member, &more, err) < 0)
			return -1;
		if (!more)
			break;
		if (read_member(rows, &row, &member, err) < 0)
			return -1;
	}
	return json_end(&rows->cursor, err) < 0 ? -1 : keep_row(rows, &row, err);
}

static int read_rows(struct rows *rows, struct err *err)
{
	struct text rest = rows->file->content, line;

	while (text_next_line(&rest, &line)) {
		rows->line++;
		if (text_trim(line).len > 0 && read_row(rows, line, err) < 0)
			return err_remedy(err, "write the samples anew: a run that was stopped "
					       "leaves a row that is cut off");
	}
	return 0;
}

int lm_eval_read_samples(
	struct evidence *evidence, const struct evidence_file *file, struct err *err)
{
	struct text date;
	struct rows rows = {
		.evidence = evidence, .file = file, .task = lm_eval_task_of(file->path, &date)};
	int done;

	rows.scratch = arena_new();
	if (!rows.scratch)
		return err_nomem(err);
	done = read_rows(&rows, err);
	arena_free(rows.scratch);
	return done;
}
