/* SPDX-License-Identifier: Apache-2.0
 *
 * A record's way, an object on each line: {"id", "hop", "event_time", "in_time", "out_time"}, and "partition" where there are several. Times are RFC 3339
 * or a number since 1970 in seconds, milliseconds, microseconds or nanoseconds. A record's age at a hop is out_time - event_time; what the hop added is the age less that
 * at the hop before: the latest out_time of the same id at another hop that is not after this one, or the event itself.
 */
#include <math.h>

#include "checks/freshness/format.h"
#include "gate/base/json_values.h"
#include "gate/base/moment.h"

enum { MOST_HOPS = 64 };

struct row {
	double event, in, out;
	uint32_t next; /* of the same id: index + 1; 0 at the end */
	uint32_t line;
	bool is_ours;
	struct reading *reading;
};

struct reader {
	struct readings *out;
	const struct fresh_file *file;
	struct keys ids; /* number: index of the newest row + 1 */
	struct row *rows;
	size_t count, capacity;
};

static int fail(const struct reader *reader, uint32_t line, struct err *err, const char *what)
{
	return reading_refuse(reader->file->name, line, err, what,
		"write id, hop, event_time and out_time of each record at each hop");
}

static double moment(const struct json *value)
{
	if (!value)
		return NAN;
	return value->type == JSON_NUMBER   ? moment_of(value->number)
	       : value->type == JSON_STRING ? moment_read(value->text)
					    : NAN;
}

/* A number or a text. */
static struct text word(const struct json *object, const char *key)
{
	const struct json *value = json_get(object, key);

	if (!value || (value->type != JSON_STRING && value->type != JSON_NUMBER))
		return text_of("");
	return value->text;
}

static int add_row(struct reader *reader, struct text id, const struct row *row, struct err *err)
{
	const uint32_t *known = keys_find(&reader->ids, id);
	struct text kept = known ? id : arena_text(reader->out->arena, id);
	uint32_t *number;

	if (!kept.ptr || arena_reserve(reader->out->arena, (void **)&reader->rows,
				 &reader->capacity, reader->count + 1, sizeof(*row)) < 0)
		return err_nomem(err);
	if (keys_add(&reader->ids, kept, &number, err) < 0)
		return -1;
	reader->rows[reader->count] = *row;
	reader->rows[reader->count].next = *number;
	*number = (uint32_t)++reader->count;
	return 0;
}

/* NULL: nothing. */
static const char *fault_of(
	const struct reader *reader, const struct json *object, const struct row *row)
{
	if (object->type != JSON_OBJECT || word(object, "id").len == 0 ||
		word(object, "hop").len == 0)
		return "a record without id and hop";
	if (isnan(row->out) || isnan(row->event))
		return "a record without event_time and out_time";
	if (json_get(object, "in_time") && isnan(row->in))
		return "an in_time that is no time";
	return reader->count == MOST_RECORDS ? "more than 4194304 records" : NULL;
}

static int read_row(struct reader *reader, const struct json *object, struct err *err)
{
	struct row row = {.event = moment(json_get(object, "event_time")),
		.in = moment(json_get(object, "in_time")),
		.out = moment(json_get(object, "out_time")),
		.line = object->line,
		.is_ours = text_equal(word(object, "hop"), reader->file->select)};
	const char *fault = fault_of(reader, object, &row);

	if (fault)
		return fail(reader, object->line, err, fault);
	if (row.is_ours && readings_find(reader->out, word(object, "partition"), object->line,
				   &row.reading, err) < 0)
		return -1;
	return add_row(reader, word(object, "id"), &row, err);
}

/* The latest way out of another hop that is not after this one's; the event where there is none. An entry after the way
 * out is a clock that disagrees, and makes the part negative. */
static int added(const struct reader *reader, const struct row *row, uint32_t first, double *out,
	struct err *err)
{
	double before = row->event;
	size_t steps = 0;

	for (uint32_t at = first; at; at = reader->rows[at - 1].next) {
		const struct row *other = &reader->rows[at - 1];

		if (++steps > MOST_HOPS)
			return fail(reader, row->line, err, "an id with more than 64 records");
		if (!other->is_ours && other->out <= row->out && other->out > before)
			before = other->out;
	}
	*out = row->in > row->out ? row->out - row->in : row->out - before;
	return 0;
}

static int finish_chain(struct reader *reader, uint32_t first, struct err *err)
{
	double part = 0;

	for (uint32_t at = first; at; at = reader->rows[at - 1].next) {
		struct row *row = &reader->rows[at - 1];

		if (!row->is_ours)
			continue;
		if (added(reader, row, first, &part, err) < 0 ||
			reading_record(
				reader->out, row->reading, row->out - row->event, part, err) < 0)
			return -1;
		reading_worst(&row->reading->measured, row->out);
	}
	return 0;
}

static int read_jsonl(struct readings *out, const struct fresh_file *file, struct err *err)
{
	struct reader reader = {.out = out, .file = file};
	struct json_values values;
	const struct json *object;

	keys_start(&reader.ids, out->arena);
	json_values_start(&values, file->content, file->name, file->scratch);
	for (;;) {
		if (json_values_read(&values, &object, err) < 0)
			return -1;
		if (!object)
			break;
		if (read_row(&reader, object, err) < 0)
			return -1;
	}
	for (size_t i = 0; i < reader.ids.size; i++)
		if (reader.ids.slots[i].ptr &&
			finish_chain(&reader, reader.ids.slots[i].number, err) < 0)
			return -1;
	return 0;
}

const struct fresh_format fresh_format_jsonl = {
	.summary = "a record's way: id, hop, event_time, in_time and out_time on each line; "
		   "select: is a hop",
	.by_name = true,
	.read = read_jsonl,
};
