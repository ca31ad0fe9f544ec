/* SPDX-License-Identifier: Apache-2.0
 *
 * Metrics of a Flink source (apache/flink docs/content/docs/ops/metrics.md, "Source"; times in milliseconds):
 * currentEmitEventTimeLag is the age of the data when they left it, currentFetchEventTimeLag when they came in, sourceIdleTime how long no record
 * came, pendingRecords what waits. The lag stands still while the source is idle (InternalSourceReaderMetricGroup.getEmitTimeLag, Flink 2.2); -1 is the lag of what has read nothing yet. As Prometheus text, where the metric is the end of the name, and a partition is what
 * has the same labels; or as the REST API's answer to …/metrics?get=…: [{"id", "value"}] of tasks, or "max" of them all, never "avg".
 */
#include <math.h>

#include "checks/freshness/format.h"
#include "gate/base/json.h"
#include "gate/base/number.h"

static const char remedy[] = "ask Flink for currentEmitEventTimeLag, sourceIdleTime and "
			     "pendingRecords of the source";

enum metric { EMIT, FETCH, IDLE, PENDING, METRICS };

static const char *const metrics[METRICS] = {
	"currentEmitEventTimeLag", "currentFetchEventTimeLag", "sourceIdleTime", "pendingRecords"};

/* What one scrape says of one reading; NAN: nothing. */
struct scrape {
	double values[METRICS];
	bool is_there[METRICS];
};

/* Beside each reading. */
struct beside {
	struct scrape last;
	struct text source;
	double longest; /* the largest lag and idle time together, of all scrapes */
};

struct reader {
	struct readings *out;
	struct beside *items;
	size_t capacity;
	struct keys with_splits; /* subtasks, by their labels, and operators, by their names */
	char name[EXPOSITION_LONGEST_LINE];
};

static const char nothing_yet[] = "no record has come yet";

/* Flink's own marks for "nothing yet" are -1, and far below 0. */
static bool is_none(double value)
{
	return !isfinite(value) || value == -1 || value < -1e15;
}

/* Of several scrapes the one with the largest lag and idle time counts, as a whole. What has read nothing, and has nothing to read, has no
 * old data; else there is no telling how old the first record will be. */
static void keep(struct reading *reading, struct beside *beside)
{
	const double *values = beside->last.values;
	double age = isnan(values[EMIT]) && values[PENDING] == 0 ? 0 : values[EMIT] / 1e3;
	double idle = values[IDLE] / 1e3, sum = isnan(idle) ? age : age + idle;

	if (isnan(age) && beside->last.is_there[EMIT])
		reading->failed = nothing_yet;
	if (isnan(age) ? !isnan(reading->age) : beside->longest >= sum)
		return;
	beside->longest = sum;
	reading->age = age;
	reading->added = (values[EMIT] - values[FETCH]) / 1e3;
	reading->idle = idle;
	reading->pending = values[PENDING];
}

static const struct scrape nothing = {.values = {NAN, NAN, NAN, NAN}};

static int find_beside(
	struct reader *reader, const struct reading *reading, struct beside **out, struct err *err)
{
	const uint32_t *number = keys_find(&reader->out->by_name, reading->name);
	size_t before = reader->capacity;

	if (arena_reserve(reader->out->arena, (void **)&reader->items, &reader->capacity,
		    reader->out->count, sizeof(struct beside)) < 0)
		return err_nomem(err);
	for (size_t i = before; i < reader->capacity; i++)
		reader->items[i] = (struct beside){.last = nothing, .longest = NAN};
	*out = &reader->items[*number - 1];
	return 0;
}

static int take(struct reader *reader, struct reading *reading, enum metric metric, double value,
	struct err *err)
{
	struct beside *beside;

	if (find_beside(reader, reading, &beside, err) < 0)
		return -1;
	if (beside->last.is_there[metric]) {
		keep(reading, beside); /* what comes again is of the next scrape */
		beside->last = nothing;
	}
	beside->last.is_there[metric] = true;
	beside->last.values[metric] = is_none(value) ? NAN : value;
	return 0;
}

/* METRICS: none of them. */
static enum metric which(struct text name)
{
	enum metric metric = EMIT;

	while (metric < METRICS && !text_ends(name, metrics[metric]))
		metric++;
	return metric;
}

static int note_split(
	struct reader *reader, struct text labels, struct text source, struct err *err)
{
	struct text kept = arena_text(reader->out->arena, labels);
	uint32_t *number;

	if (!kept.ptr)
		return err_nomem(err);
	if (keys_add(&reader->with_splits, kept, &number, err) < 0)
		return -1;
	return source.ptr ? keys_add(&reader->with_splits, source, &number, err) : 0;
}

/* What a source says of each split that it has. */
static bool is_of_split(struct text name)
{
	return text_ends(name, "split_watermark_currentWatermark") ||
	       text_ends(name, "KafkaSourceReader_topic_partition_currentOffset");
}

static int add_sample(void *context, const struct exposition *sample, struct text labels,
	uint32_t line, struct err *err)
{
	static const char *const passing[] = {"job_id", "task_id", "task_attempt_id",
		"task_attempt_num", "operator_id", "tm_id", "host", "split", "topic", "partition",
		NULL};
	struct reader *reader = context;
	struct text source = exposition_label(sample, "operator_name");
	enum metric metric = which(sample->name);
	struct reading *reading;
	struct beside *beside;

	labels = fresh_lasting(reader->name, sample, passing);
	if (is_of_split(sample->name))
		return note_split(reader, labels, source, err);
	if (metric == METRICS)
		return 0;
	if (readings_find(reader->out, labels, line, &reading, err) < 0 ||
		find_beside(reader, reading, &beside, err) < 0)
		return -1;
	beside->source = source;
	reading_worst(&reading->measured, fresh_stamp(sample));
	return take(reader, reading, metric, sample->value, err);
}

/* A subtask without a split, of a source of which others have some, has nothing to read, and never will. */
static void forgive(const struct reader *reader, struct reading *reading, struct text source)
{
	if (reading->failed != nothing_yet || !source.ptr ||
		!keys_find(&reader->with_splits, source) ||
		keys_find(&reader->with_splits, reading->name))
		return;
	reading->failed = NULL;
	reading->age = 0;
	reading->idle = NAN;
}

static bool find_value(const struct json *item, const char *key, double *out)
{
	const struct json *value = json_get(item, key);

	if (!value || (value->type != JSON_NUMBER && value->type != JSON_STRING))
		return false;
	return number_parse(value->text, out) || exposition_number(value->text, out);
}

/* Of "1.Source__clicks" what is behind the number; of what has no number, nothing. */
static struct text source_of(struct text task)
{
	size_t at = 0;

	while (at < task.len && task.ptr[at] >= '0' && task.ptr[at] <= '9')
		at++;
	if (at == 0 || at == task.len || task.ptr[at] != '.')
		return (struct text){0};
	return text_slice(task, at + 1, task.len);
}

/* Of "1.Source__clicks.split.clicks-0.watermark.currentWatermark" the task; of what is of no split, nothing. */
static struct text task_of_split(struct text id)
{
	static const struct {
		struct text before;
		const char *end;
	} forms[] = {{TEXT(".split."), ".watermark.currentWatermark"},
		{TEXT(".KafkaSourceReader."), ".currentOffset"}};

	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		size_t at = text_find(id, forms[i].before);

		if (at < id.len && text_ends(id, forms[i].end))
			return text_slice(id, 0, at);
	}
	return (struct text){0};
}

static int add_value(struct reader *reader, struct text name, uint32_t line, enum metric metric,
	double value, struct err *err)
{
	struct reading *reading;
	struct beside *beside;

	if (readings_find(reader->out, name, line, &reading, err) < 0 ||
		find_beside(reader, reading, &beside, err) < 0)
		return -1;
	beside->source = source_of(name);
	return take(reader, reading, metric, value, err);
}

/* The largest lag and the longest idle time are seldom of the same task: a task that hangs must not pass for the one that is idle. So the
 * longest idle one is a reading of its own, of which it is known that nothing waits only where nothing waits for any. */
static int add_longest_idle(struct reader *reader, struct text name, const struct json *item,
	enum metric metric, double max, struct err *err)
{
	struct text whose =
		arena_textf(reader->out->arena, "%.*s (the longest idle)", (int)name.len, name.ptr);
	double value = metric == IDLE || max == 0 ? max : NAN;

	if (!whose.ptr)
		return err_nomem(err);
	if (metric == FETCH || (metric == EMIT && !find_value(item, "min", &value)))
		return 0;
	return add_value(reader, whose, item->line, metric, value, err);
}

/* The "value" of one task; of an aggregate the "max", and of idle times the "min". */
static int add_item(struct reader *reader, const struct json *item, struct err *err)
{
	struct text id = json_text_at(item, "id"), name = id, task = task_of_split(id);
	enum metric metric = which(id);
	double value;

	if (task.ptr)
		return note_split(reader, task, source_of(task), err);
	if (metric == METRICS)
		return 0;
	while (name.len && name.ptr[name.len - 1] != '.')
		name.len--;
	name.len -= name.len > 0;
	if (find_value(item, "max", &value)) {
		if (json_get(item, "min") &&
			add_longest_idle(reader, name, item, metric, value, err) < 0)
			return -1;
		if (metric == IDLE)
			(void)find_value(item, "min", &value);
	} else if (!find_value(item, "value", &value))
		return reading_refuse(reader->out->file, item->line, err,
			"a metric with neither \"max\" nor \"value\"",
			"ask for the metrics of each task, or with agg=min,max; a mean hides the "
			"partition that hangs");
	return add_value(reader, name, item->line, metric, value, err);
}

static int read_rest(struct reader *reader, const struct fresh_file *file, struct err *err)
{
	const struct json *root;

	if (json_read_with(&root, file->content, file->name, NULL, file->scratch, err) < 0)
		return -1;
	for (const struct json *item = root->child; item; item = item->next)
		if (add_item(reader, item, err) < 0)
			return -1;
	return 0;
}

static int read_flink(struct readings *out, const struct fresh_file *file, struct err *err)
{
	struct reader reader = {.out = out, .capacity = 0};
	int done;

	keys_start(&reader.with_splits, out->arena);
	done = text_starts(text_trim(file->content), "[")
		       ? read_rest(&reader, file, err)
		       : fresh_samples(file, add_sample, &reader, err);
	if (done < 0)
		return -1;
	if (out->count == 0)
		return reading_refuse(file->name, 1, err, "no metric of a Flink source", remedy);
	for (size_t i = 0; i < out->count; i++) {
		keep(out->items[i], &reader.items[i]);
		forgive(&reader, out->items[i], reader.items[i].source);
	}
	return 0;
}

const struct fresh_format fresh_format_flink = {
	.summary = "metrics of a Flink source, as Prometheus text or from the REST API",
	.read = read_flink,
};
