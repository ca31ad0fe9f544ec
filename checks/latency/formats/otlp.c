/* SPDX-License-Identifier: Apache-2.0
 *
 * Traces as OTLP/JSON, one object or one a line, as the Collector's file exporter writes them: open-telemetry/
 * opentelemetry-proto docs/specification.md "JSON Protobuf Encoding", and trace.proto. Ids are hexadecimal of any case (not base64, as
 * plain protobuf JSON has them), 64-bit integers decimal strings or numbers, unknown members are passed over. Old
 * files say instrumentationLibrarySpans for scopeSpans.
 */
#include <string.h>

#include "checks/latency/formats/parts.h"
#include "checks/latency/formats/traces.h"

/* Nanoseconds since 1970 of a day in 1973: what is below was given in another unit. */
static const uint64_t earliest_ns = 100000000000000000u;

static int read_trace_id(
	struct trace_reader *reader, struct span *span, const struct json *value, struct err *err)
{
	if (value->type == JSON_STRING && value->text.len == 32 &&
		traces_hex(value->text, span->trace, TRACE_ID))
		return 0;
	return traces_fail(reader, value, err, "a traceId that is not 32 hexadecimal digits",
		"write OTLP/JSON, which has ids as hexadecimal digits, not plain protobuf JSON");
}

static int read_id(
	struct trace_reader *reader, uint64_t *id, const struct json *value, struct err *err)
{
	if (value->type == JSON_STRING && value->text.len == 16 && traces_hex_id(value->text, id))
		return 0;
	return traces_fail(reader, value, err, "a span id that is not 16 hexadecimal digits",
		"write OTLP/JSON, which has ids as hexadecimal digits, not plain protobuf JSON");
}

static int read_span_id(
	struct trace_reader *reader, struct span *span, const struct json *value, struct err *err)
{
	return read_id(reader, &span->id, value, err);
}

static int read_parent(
	struct trace_reader *reader, struct span *span, const struct json *value, struct err *err)
{
	if (value->type == JSON_NULL || (value->type == JSON_STRING && value->text.len == 0))
		return 0;
	return read_id(reader, &span->parent, value, err);
}

static int read_name(
	struct trace_reader *reader, struct span *span, const struct json *value, struct err *err)
{
	if (value->type != JSON_STRING)
		return part_error(reader->file, value, err, "a name that is no text");
	span->name = value->text;
	return 0;
}

static int read_time(
	struct trace_reader *reader, uint64_t *ns, const struct json *value, struct err *err)
{
	if ((value->type == JSON_STRING || value->type == JSON_NUMBER) &&
		text_to_uint(value->text, UINT64_MAX, ns) && *ns >= earliest_ns)
		return 0;
	return traces_fail(reader, value, err, "a time that is not in nanoseconds since 1970",
		"write startTimeUnixNano and endTimeUnixNano in nanoseconds");
}

static int read_start(
	struct trace_reader *reader, struct span *span, const struct json *value, struct err *err)
{
	return read_time(reader, &span->start_ns, value, err);
}

static int read_end(
	struct trace_reader *reader, struct span *span, const struct json *value, struct err *err)
{
	return read_time(reader, &span->end_ns, value, err);
}

/* {"code": 2} is an error; 64-bit integers aside, enumerations are numbers. */
static int read_status(
	struct trace_reader *reader, struct span *span, const struct json *value, struct err *err)
{
	const struct json *code = json_get(value, "code");

	if (value->type != JSON_OBJECT && value->type != JSON_NULL)
		return part_error(reader->file, value, err, "a status that is no object");
	if (!code)
		return 0;
	if (code->type != JSON_NUMBER)
		return traces_fail(reader, code, err, "a status code that is no number",
			"write OTLP/JSON, which has enumerations as numbers, not plain protobuf "
			"JSON");
	span->failed = text_is(code->text, "2");
	return 0;
}

static const struct {
	struct text key;
	bool optional;
	int (*read)(struct trace_reader *reader, struct span *span, const struct json *value,
		struct err *err);
} members[] = {
	{TEXT("traceId"), false, read_trace_id},
	{TEXT("spanId"), false, read_span_id},
	{TEXT("parentSpanId"), true, read_parent},
	{TEXT("name"), true, read_name},
	{TEXT("startTimeUnixNano"), false, read_start},
	{TEXT("endTimeUnixNano"), false, read_end},
	{TEXT("status"), true, read_status},
};

enum { MEMBERS = sizeof(members) / sizeof(members[0]) };

static int read_member(struct trace_reader *reader, struct span *span,
	const struct json_member *member, unsigned *seen, struct err *err)
{
	const struct json *value;
	struct json scalar;

	for (size_t i = 0; i < MEMBERS; i++) {
		if (!text_equal(members[i].key, member->key))
			continue;
		if (*seen & 1u << i)
			return measured_error(reader->file, member->line, member->column, err,
				"%s twice in one span", members[i].key.ptr);
		*seen |= 1u << i;
		value = &scalar;
		if (member->type == JSON_OBJECT
				? json_value(reader->cursor, &value, reader->arena, err) < 0
				: json_scalar(reader->cursor, &scalar, reader->arena, err) < 0)
			return -1;
		return members[i].read(reader, span, value, err);
	}
	return 0;
}

static int check_seen(
	const struct trace_reader *reader, const struct span *span, unsigned seen, struct err *err)
{
	for (size_t i = 0; i < MEMBERS; i++)
		if (!members[i].optional && !(seen & 1u << i)) {
			measured_error(reader->file, span->line, 0, err, "a span without %s",
				members[i].key.ptr);
			return err_remedy(err, "export the span when it has ended");
		}
	return 0;
}

static int read_span(struct trace_reader *reader, struct err *err)
{
	struct span span = {.line = reader->cursor->line, .name = TEXT("")};
	struct json_member member;
	unsigned seen = 0;
	bool more;

	arena_reset(reader->arena);
	if (json_enter(reader->cursor, JSON_OBJECT, err) < 0)
		return -1;
	for (;;) {
		if (json_next(reader->cursor, &member, &more, err) < 0)
			return -1;
		if (!more)
			break;
		if (read_member(reader, &span, &member, &seen, err) < 0)
			return -1;
	}
	if (check_seen(reader, &span, seen, err) < 0)
		return -1;
	return traces_add(reader->traces, &span, reader->file, err);
}

/* The way down to the spans: object, array, object, array, … */
static const char *const levels[][2] = {
	{"resourceSpans", NULL},
	{"scopeSpans", "instrumentationLibrarySpans"},
	{"spans", NULL},
};

enum { LEVELS = sizeof(levels) / sizeof(levels[0]) };

static int read_object(struct trace_reader *reader, size_t level, struct err *err);

struct item {
	struct trace_reader *reader;
	size_t level;
};

/* NOLINTNEXTLINE(misc-no-recursion): three levels */
static int read_item(void *context, const struct json_member *member, struct err *err)
{
	const struct item *item = context;

	(void)member;
	return item->level == LEVELS ? read_span(item->reader, err)
				     : read_object(item->reader, item->level, err);
}

/* NOLINTNEXTLINE(misc-no-recursion): three levels */
static int read_items(struct trace_reader *reader, size_t level, struct err *err)
{
	struct item item = {reader, level};

	return part_items(reader->cursor, read_item, &item, err);
}

static bool is_way_down(const struct json_member *member, size_t level)
{
	const char *other = levels[level][1];

	return member->type != JSON_NULL &&
	       (text_is(member->key, levels[level][0]) || (other && text_is(member->key, other)));
}

/* NOLINTNEXTLINE(misc-no-recursion): three levels */
static int read_object(struct trace_reader *reader, size_t level, struct err *err)
{
	struct json_member member;
	bool more;

	if (json_enter(reader->cursor, JSON_OBJECT, err) < 0)
		return -1;
	for (;;) {
		if (json_next(reader->cursor, &member, &more, err) < 0)
			return -1;
		if (!more)
			return 0;
		if (is_way_down(&member, level) && read_items(reader, level + 1, err) < 0)
			return -1;
	}
}

static int read_all(struct trace_reader *reader, struct err *err)
{
	struct json_cursor cursor;
	struct values values;

	reader->cursor = &cursor;
	values_start(&values, reader->file);
	values.options.loose_keys = true; /* read_member compares them */
	while (values_next(&values, &cursor)) {
		if (read_object(reader, 0, err) < 0)
			return -1;
		values_done(&values, &cursor);
	}
	return 0;
}

static int read_otlp(struct samples *out, const struct measured_file *file, struct err *err)
{
	return traces_read(out, file, read_all, err);
}

extern const struct latency_format latency_format_otlp;

const struct latency_format latency_format_otlp = {
	.summary = "OpenTelemetry traces (OTLP/JSON, also a line each)",
	.read = read_otlp,
	.file_is_run = true,
};
