/* SPDX-License-Identifier: Apache-2.0
 *
 * Metrics of a Flink source (apache/flink docs/content/docs/ops/metrics.md, "Source"; times in milliseconds):
 * currentEmitEventTimeLag is the age of the data that leaves it, currentFetchEventTimeLag of what came in, sourceIdleTime how long no record
 * came, pendingRecords what waits. As Prometheus text, where the metric is the end of the name, and a partition is what has the same
 * labels; or as the REST API's answer to …/subtasks/metrics?get=…: [{"id", "max"}], or "value" of one task. Of several subtasks the largest counts, never "avg".
 */
#include <math.h>

#include "checks/freshness/format.h"
#include "gate/base/json.h"
#include "gate/base/number.h"

static const char remedy[] = "ask Flink for currentEmitEventTimeLag, sourceIdleTime and "
			     "pendingRecords of the source";

struct reader {
	struct readings *out;
	double *fetched; /* beside each reading: the age when its data came in */
	size_t capacity;
};

static int set_fetched(
	struct reader *reader, double seconds, const struct reading *of, struct err *err)
{
	const uint32_t *number = keys_find(&reader->out->by_name, of->name);
	size_t before = reader->capacity;

	if (arena_reserve(reader->out->arena, (void **)&reader->fetched, &reader->capacity,
		    reader->out->count, sizeof(double)) < 0)
		return err_nomem(err);
	for (size_t i = before; i < reader->capacity; i++)
		reader->fetched[i] = NAN;
	reading_worst(&reader->fetched[*number - 1], seconds);
	return 0;
}

/* Flink's own marks for "nothing yet" are far below 0. */
static bool is_none(double value)
{
	return !isfinite(value) || value < -1e15;
}

static int take(struct reader *reader, struct reading *reading, struct text metric, double value,
	struct err *err)
{
	if (text_ends(metric, "currentEmitEventTimeLag")) {
		if (is_none(value))
			reading->failed = "no record has come yet";
		else
			reading_worst(&reading->age, value / 1e3);
		return 0;
	}
	if (is_none(value))
		return 0;
	if (text_ends(metric, "currentFetchEventTimeLag"))
		return set_fetched(reader, value / 1e3, reading, err);
	if (text_ends(metric, "sourceIdleTime"))
		reading_worst(&reading->idle, value / 1e3);
	else
		reading_worst(&reading->pending, value);
	return 0;
}

static bool is_wanted(struct text metric)
{
	return text_ends(metric, "currentEmitEventTimeLag") ||
	       text_ends(metric, "currentFetchEventTimeLag") ||
	       text_ends(metric, "sourceIdleTime") || text_ends(metric, "pendingRecords");
}

static int add_sample(void *context, const struct exposition *sample, struct text labels,
	uint32_t line, struct err *err)
{
	struct reader *reader = context;
	struct reading *reading;

	if (!is_wanted(sample->name))
		return 0;
	if (readings_find(reader->out, labels, line, &reading, err) < 0)
		return -1;
	reading_worst(&reading->measured, fresh_stamp(sample));
	return take(reader, reading, sample->name, sample->value, err);
}

/* "max" of an aggregate, else the "value" of one task, which is text. */
static bool find_value(const struct json *item, double *out)
{
	const struct json *value = json_get(item, "max");

	if (!value)
		value = json_get(item, "value");
	if (!value || (value->type != JSON_NUMBER && value->type != JSON_STRING))
		return false;
	return number_parse(value->text, out) || exposition_number(value->text, out);
}

static int add_item(struct reader *reader, const struct json *item, struct err *err)
{
	struct text id = json_text_at(item, "id"), name = id;
	struct reading *reading;
	double value;

	if (id.len == 0 || !is_wanted(id))
		return 0;
	if (!find_value(item, &value))
		return reading_refuse(reader->out->file, item->line, err,
			"a metric with neither \"max\" nor \"value\"",
			"ask with agg=max; a mean hides the partition that hangs");
	while (name.len && name.ptr[name.len - 1] != '.')
		name.len--;
	name.len -= name.len > 0;
	if (readings_find(reader->out, name, item->line, &reading, err) < 0)
		return -1;
	return take(reader, reading, id, value, err);
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
	struct reader reader = {.out = out};
	int done = text_starts(text_trim(file->content), "[")
			   ? read_rest(&reader, file, err)
			   : fresh_samples(file, add_sample, &reader, err);

	if (done < 0)
		return -1;
	if (out->count == 0)
		return reading_refuse(file->name, 1, err, "no metric of a Flink source", remedy);
	for (size_t i = 0; i < out->count && i < reader.capacity; i++)
		out->items[i]->added = out->items[i]->age - reader.fetched[i];
	return 0;
}

const struct fresh_format fresh_format_flink = {
	.summary = "metrics of a Flink source, as Prometheus text or from the REST API",
	.read = read_flink,
};
