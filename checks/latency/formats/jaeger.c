/* SPDX-License-Identifier: Apache-2.0
 *
 * Jaeger's JSON (jaegertracing/jaeger internal/uimodel/model.go), as its query service and its UI write it: {"data": [trace]}, a bare trace
 * {"spans": [span]}, or a bare array of spans. startTime and duration in µs; ids are hexadecimal. The parent is the first CHILD_OF
 * of the span's own trace, else the first FOLLOWS_FROM, else the deprecated parentSpanID. Rows: traces.h.
 * Refused: "errors" of the query, base64 ids (files of the storage's own model), one id for two different spans, as Zipkin's
 * shared spans leave them.
 */
#include <string.h>

#include "checks/latency/formats/parts.h"
#include "checks/latency/formats/traces.h"

/* Microseconds since 1970 of a day in 1973: what is below was given in another unit. What is above has no room in ns. */
static const uint64_t earliest_us = 100000000000000u, latest_us = UINT64_MAX / 2000;

static int read_us(const struct trace_reader *reader, const struct json *span, const char *key,
	uint64_t *us, struct err *err)
{
	const struct json *value = json_get(span, key);

	if (value && value->type == JSON_NUMBER && text_to_uint(value->text, latest_us, us))
		return 0;
	return measured_error(reader->file, value ? value->line : span->line,
		value ? value->column : span->column, err, "\"%s\" is not a number of \302\265s",
		key);
}

static int read_times(const struct trace_reader *reader, struct span *out, const struct json *span,
	struct err *err)
{
	uint64_t start, length;

	if (read_us(reader, span, "startTime", &start, err) < 0 ||
		read_us(reader, span, "duration", &length, err) < 0)
		return -1;
	if (start < earliest_us)
		return traces_fail(reader, json_get(span, "startTime"), err,
			"a time that is not in microseconds since 1970",
			"export the trace from Jaeger's query service");
	out->start_ns = start * 1000;
	out->end_ns = out->start_ns + length * 1000;
	return 0;
}

static int refuse_id(const struct trace_reader *reader, const struct json *span, struct err *err)
{
	return traces_fail(reader, span, err, "a span without hexadecimal traceID and spanID",
		"export the trace from Jaeger's query service; the storage's own files have base64 "
		"ids");
}

/* Of this kind and of the span's own trace, whose id may be written with zeros in front. False where there is none. */
static bool find_reference(const struct json *span, const unsigned char trace[TRACE_ID],
	const char *kind, struct text *id)
{
	const struct json *references = json_get(span, "references");
	unsigned char other[TRACE_ID];

	for (const struct json *item = references ? references->child : NULL; item;
		item = item->next) {
		if (!text_is(json_text_at(item, "refType"), kind) ||
			!span_hex(json_text_at(item, "traceID"), other, TRACE_ID) ||
			memcmp(other, trace, TRACE_ID) != 0)
			continue;
		*id = json_text_at(item, "spanID");
		return true;
	}
	return false;
}

static int read_parent(const struct trace_reader *reader, struct span *out, const struct json *span,
	struct err *err)
{
	struct text id;

	if (!find_reference(span, out->trace, "CHILD_OF", &id) &&
		!find_reference(span, out->trace, "FOLLOWS_FROM", &id))
		id = json_text_at(span, "parentSpanID");
	if (id.len == 0 || span_hex_id(id, &out->parent))
		return 0;
	return traces_fail(reader, span, err, "a span whose parent's id is not hexadecimal",
		"export the trace from Jaeger's query service");
}

/* OpenTracing's tag "error", a boolean or a text, and what OpenTelemetry's status becomes. */
static bool has_failed(const struct json *span)
{
	const struct json *tags = json_get(span, "tags");

	for (const struct json *tag = tags ? tags->child : NULL; tag; tag = tag->next) {
		const struct json *value = json_get(tag, "value");
		struct text key = json_text_at(tag, "key");

		if (!value)
			continue;
		if (text_is(key, "error") &&
			(value->type == JSON_TRUE || text_is(value->text, "true")))
			return true;
		if (text_is(key, "otel.status_code") && text_is(value->text, "ERROR"))
			return true;
	}
	return false;
}

static int read_span(void *context, const struct json_member *member, struct err *err)
{
	struct trace_reader *reader = context;
	struct span span = {.line = reader->cursor->line};
	const struct json *value;

	(void)member;
	arena_reset(reader->arena);
	if (json_value(reader->cursor, &value, reader->arena, err) < 0)
		return -1;
	span.name = json_text_at(value, "operationName");
	span.failed = has_failed(value);
	if (!span_hex(json_text_at(value, "traceID"), span.trace, TRACE_ID) ||
		!span_hex_id(json_text_at(value, "spanID"), &span.id))
		return refuse_id(reader, value, err);
	if (read_times(reader, &span, value, err) < 0 || read_parent(reader, &span, value, err) < 0)
		return -1;
	return traces_add(reader->traces, &span, reader->file, err);
}

static int read_spans(struct trace_reader *reader, struct err *err)
{
	return part_items(reader->cursor, read_span, reader, err);
}

static int read_errors(struct trace_reader *reader, struct err *err)
{
	const struct json *errors;

	arena_reset(reader->arena);
	if (json_value(reader->cursor, &errors, reader->arena, err) < 0)
		return -1;
	if (errors->type == JSON_NULL || !errors->child)
		return 0;
	return traces_fail(reader, errors, err, "the query for the traces had errors",
		"export them again; they may be incomplete");
}

static int read_trace(void *context, const struct json_member *item, struct err *err)
{
	struct trace_reader *reader = context;
	struct json_member member;
	bool more;

	(void)item;
	if (json_enter(reader->cursor, JSON_OBJECT, err) < 0)
		return -1;
	for (;;) {
		if (json_next(reader->cursor, &member, &more, err) < 0)
			return -1;
		if (!more)
			return 0;
		if (text_is(member.key, "spans") && read_spans(reader, err) < 0)
			return -1;
	}
}

static int read_part(
	struct trace_reader *reader, const struct json_member *member, bool *found, struct err *err)
{
	if (text_is(member->key, "errors"))
		return read_errors(reader, err);
	if (text_is(member->key, "data")) {
		*found = true;
		return part_items(reader->cursor, read_trace, reader, err);
	}
	if (!text_is(member->key, "spans"))
		return 0;
	*found = true;
	return read_spans(reader, err);
}

/* The outermost object: an answer of the query service, or one trace. */
static int read_answer(struct trace_reader *reader, struct err *err)
{
	struct json_member member;
	bool more, found = false;

	if (json_enter(reader->cursor, JSON_OBJECT, err) < 0)
		return -1;
	for (;;) {
		if (json_next(reader->cursor, &member, &more, err) < 0)
			return -1;
		if (!more)
			break;
		if (read_part(reader, &member, &found, err) < 0)
			return -1;
	}
	return found ? 0
		     : measured_error(reader->file, 1, 1, err,
			       "this is no trace of Jaeger: there are neither \"data\" nor "
			       "\"spans\"");
}

static int read_all(struct trace_reader *reader, struct err *err)
{
	struct json_cursor cursor;
	bool is_list = text_starts(text_trim(reader->file->content), "[");

	reader->cursor = &cursor;
	json_open(&cursor, reader->file->content, reader->file->name, NULL, reader->file->scratch);
	if ((is_list ? read_spans(reader, err) : read_answer(reader, err)) < 0)
		return -1;
	return json_end(&cursor, err);
}

static int read_jaeger(struct samples *out, const struct measured_file *file, struct err *err)
{
	return traces_read(out, file, read_all, err);
}

extern const struct latency_format latency_format_jaeger;

const struct latency_format latency_format_jaeger = {
	.summary = "Jaeger traces (JSON of the query service)",
	.read = read_jaeger,
	.file_is_run = true,
};
