/* SPDX-License-Identifier: Apache-2.0
 *
 * samples_<task>_<date>.jsonl (lm_eval/loggers/evaluation_tracker.py): one object for each document and filter, opened to
 * append. Each metric is a key of its own with a number. Files are large because of prompts and answers, of which only
 * hashes are wanted.
 */
#include "checks/model/formats/lm_eval.h"

#include <math.h>
#include <string.h>

#include "checks/model/direction.h"
#include "gate/base/json.h"

enum { MOST_METRICS = 32 };

struct measured_value {
	struct text metric;
	enum pair pair;
	double number, second;
};

struct row {
	struct sampled sample;
	struct text filter;
	struct measured_value values[MOST_METRICS];
	size_t count;
	bool has_id;
};

struct rows {
	struct evidence *evidence;
	const struct evidence_file *file;
	struct text task;
	struct arena *scratch;
	struct json_cursor cursor;
	struct text text; /* of the row */
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

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static int read_document(struct rows *rows, struct row *row, struct err *err)
{
	return read_hash(rows, &row->sample.document, err);
}

static int read_prompt(struct rows *rows, struct row *row, struct err *err)
{
	return read_hash(rows, &row->sample.prompt, err);
}

static int read_target(struct rows *rows, struct row *row, struct err *err)
{
	return read_hash(rows, &row->sample.target, err);
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

static int read_filter(struct rows *rows, struct row *row, struct err *err)
{
	const struct json *value;

	if (json_value(&rows->cursor, &value, rows->scratch, err) < 0)
		return -1;
	row->filter = value->text;
	return 0;
}

/* Documents of one passage answer alike, so that they are no samples of their own. */
static int read_cluster(struct rows *rows, struct row *row, struct err *err)
{
	const struct json *document, *value = NULL;

	if (rows->file->cluster.len == 0)
		return json_skip(&rows->cursor, err);
	if (json_value(&rows->cursor, &document, rows->scratch, err) < 0)
		return -1;
	for (const struct json *one = document->child; one && !value; one = one->next)
		if (text_equal(one->key, rows->file->cluster))
			value = one;
	if (!value || (value->type != JSON_STRING && value->type != JSON_NUMBER))
		return evidence_error(rows->file, rows->line, 1, err,
			"a document without the key \"%.*s\", by which the policy has clusters",
			text_quote(rows->file->cluster), rows->file->cluster.ptr);
	row->sample.cluster = evidence_hash(value->text);
	return 0;
}

/* Log-probabilities are digits around a point; two models do not have the same. Asked of the first row alone. */
static int read_answers(struct rows *rows, struct row *row, struct err *err)
{
	size_t from = rows->cursor.at;

	(void)row;
	if (json_skip(&rows->cursor, err) < 0)
		return -1;
	for (size_t i = from; rows->line == 1 && i + 2 < rows->cursor.at; i++)
		if (is_digit(rows->text.ptr[i]) && rows->text.ptr[i + 1] == '.' &&
			is_digit(rows->text.ptr[i + 2]))
			rows->evidence->has_measured_answers = true;
	return 0;
}

static int skip(struct rows *rows, struct row *row, struct err *err)
{
	(void)row;
	return json_skip(&rows->cursor, err);
}

/* A number, or a pair where the metric may have them: the f1 of words is a number, that of classes a pair. False: no value, as
 * the list of a Brier score. */
static bool metric_value(const struct json *value, enum pair *pair, double *number, double *second)
{
	*second = 0;
	*number = value->type == JSON_NUMBER ? value->number : value->type == JSON_TRUE;
	if (value->type != JSON_ARRAY) {
		*pair = PAIR_NONE;
		return true;
	}
	if (*pair == PAIR_NONE || value->count != 2 || value->child->type != JSON_NUMBER ||
		value->child->next->type != JSON_NUMBER)
		return false;
	*number = value->child->number;
	*second = value->child->next->number;
	return *pair != PAIR_LIKELIHOOD || *second >= 0; /* 0 of an empty document */
}

static int read_metric(struct rows *rows, struct row *row, struct text key, struct err *err)
{
	const struct json *value;
	struct measured_value one = {.metric = key, .pair = pair_of(key)};

	if (json_value(&rows->cursor, &value, rows->scratch, err) < 0)
		return -1;
	if (!metric_value(value, &one.pair, &one.number, &one.second))
		return 0;
	if (row->count == MOST_METRICS)
		return evidence_error(rows->file, rows->line, 1, err,
			"more than %d metrics in a row", (int)MOST_METRICS);
	row->values[row->count++] = one;
	return 0;
}

/* Members that are no metric. All others that are numbers or pairs of them are. */
static const struct member {
	const char *key;
	bool must_be_text;
	int (*read)(struct rows *rows, struct row *row, struct err *err);
} members[] = {
	{"doc_id", false, read_id},
	{"filter", true, read_filter},
	{"doc", false, read_cluster},
	{"doc_hash", true, read_document},
	{"prompt_hash", true, read_prompt},
	{"target_hash", true, read_target},
	{"resps", false, read_answers},
	{"target", false, skip},
	{"filtered_resps", false, skip},
	{"metrics", false, skip},
};

static int read_member(
	struct rows *rows, struct row *row, const struct json_member *member, struct err *err)
{
	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++)
		if (text_is(member->key, members[i].key) &&
			(member->type == JSON_STRING || !members[i].must_be_text))
			return members[i].read(rows, row, err);
	if (member->type == JSON_OBJECT || member->type == JSON_STRING || member->type == JSON_NULL)
		return json_skip(&rows->cursor, err);
	return read_metric(rows, row, member->key, err);
}

static int keep_row(struct rows *rows, struct row *row, struct err *err)
{
	struct sample_set *set;

	if (!row->has_id)
		return evidence_error(
			rows->file, rows->line, 1, err, "a row without a whole number as doc_id");
	for (size_t i = 0; i < row->count; i++) {
		const struct measured_value *one = &row->values[i];
		struct score_key key = {rows->task, one->metric, row->filter};

		if (evidence_samples(&set, rows->evidence, &key, rows->file->path, err) < 0)
			return -1;
		if (set->count == 0)
			set->pair = one->pair;
		row->sample.value = set->pair == one->pair ? one->number : NAN;
		row->sample.second = one->second;
		if (sample_set_add(set, &row->sample, rows->evidence->arena, err) < 0)
			return -1;
	}
	return 0;
}

static int read_row(struct rows *rows, struct text line, struct err *err)
{
	struct row row = {.sample.line = rows->line};
	struct json_member member;
	bool more;

	rows->text = line;
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

/* Rows hold no bytes of the file: what is behind them may go. */
static void tell(const struct rows *rows, struct text rest, struct text *told)
{
	enum { AT_ONCE = 4 << 20 };
	size_t done = (size_t)(rest.ptr - told->ptr);

	if (!rows->file->past || done < AT_ONCE)
		return;
	rows->file->past(rows->file->context, text_slice(*told, 0, done));
	*told = rest;
}

static int read_rows(struct rows *rows, struct err *err)
{
	struct text rest = rows->file->content, line, told = rest;

	while (text_next_line(&rest, &line)) {
		rows->line++;
		if (text_trim(line).len > 0 && read_row(rows, line, err) < 0)
			return err_remedy(err, "write the samples anew: a run that was stopped "
					       "leaves a row that is cut off");
		tell(rows, rest, &told);
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
