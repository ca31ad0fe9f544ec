/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/otlp_spans.h"

#include <string.h>

static const char remedy[] = "write OTLP/JSON, as the Collector's file exporter does";

/* "name:line:column: what" of a value. Always returns -1. */
static int fail(const struct otlp_reader *reader, const struct json *at, struct err *err,
	const char *what, const char *what_to_do)
{
	err_set(err, ERR_LOOK, "%.200s:%u:%u: %s", reader->name, at->line, at->column, what);
	return err_remedy(err, "%s", what_to_do);
}

/* Nanoseconds since 1970 of a day in 1973: what is below was given in another unit. */
static const uint64_t earliest_ns = 100000000000000000u;

static int read_trace_id(struct otlp_reader *reader, struct otlp_span *span,
	const struct json *value, struct err *err)
{
	if (value->type == JSON_STRING && value->text.len == 32 &&
		span_hex(value->text, span->trace, TRACE_ID))
		return 0;
	return fail(reader, value, err, "a traceId that is not 32 hexadecimal digits",
		"write OTLP/JSON, which has ids as hexadecimal digits, not plain protobuf JSON");
}

static int read_id(
	struct otlp_reader *reader, uint64_t *id, const struct json *value, struct err *err)
{
	if (value->type == JSON_STRING && value->text.len == 16 && span_hex_id(value->text, id))
		return 0;
	return fail(reader, value, err, "a span id that is not 16 hexadecimal digits",
		"write OTLP/JSON, which has ids as hexadecimal digits, not plain protobuf JSON");
}

static int read_span_id(struct otlp_reader *reader, struct otlp_span *span,
	const struct json *value, struct err *err)
{
	return read_id(reader, &span->id, value, err);
}

static int read_parent(struct otlp_reader *reader, struct otlp_span *span, const struct json *value,
	struct err *err)
{
	if (value->type == JSON_NULL || (value->type == JSON_STRING && value->text.len == 0))
		return 0;
	return read_id(reader, &span->parent, value, err);
}

static int read_name(struct otlp_reader *reader, struct otlp_span *span, const struct json *value,
	struct err *err)
{
	if (value->type != JSON_STRING)
		return fail(reader, value, err, "a name that is no text", remedy);
	span->name = value->text;
	return 0;
}

static int read_time(
	struct otlp_reader *reader, uint64_t *ns, const struct json *value, struct err *err)
{
	if ((value->type == JSON_STRING || value->type == JSON_NUMBER) &&
		text_to_uint(value->text, UINT64_MAX, ns) && *ns >= earliest_ns)
		return 0;
	return fail(reader, value, err, "a time that is not in nanoseconds since 1970",
		"write startTimeUnixNano and endTimeUnixNano in nanoseconds");
}

static int read_start(struct otlp_reader *reader, struct otlp_span *span, const struct json *value,
	struct err *err)
{
	return read_time(reader, &span->start_ns, value, err);
}

static int read_end(struct otlp_reader *reader, struct otlp_span *span, const struct json *value,
	struct err *err)
{
	return read_time(reader, &span->end_ns, value, err);
}

/* {"code": 2} is an error; 64-bit integers aside, enumerations are numbers. */
static int read_status(struct otlp_reader *reader, struct otlp_span *span, const struct json *value,
	struct err *err)
{
	const struct json *code = json_get(value, "code");

	if (value->type != JSON_OBJECT && value->type != JSON_NULL)
		return fail(reader, value, err, "a status that is no object", remedy);
	if (!code)
		return 0;
	if (code->type != JSON_NUMBER)
		return fail(reader, code, err, "a status code that is no number",
			"write OTLP/JSON, which has enumerations as numbers, not plain protobuf "
			"JSON");
	span->failed = text_is(code->text, "2");
	return 0;
}

/* An enumeration: a number; the name is of plain protobuf JSON, and as good. */
static int read_kind(struct otlp_reader *reader, struct otlp_span *span, const struct json *value,
	struct err *err)
{
	uint64_t kind;

	if (text_is(value->text, "SPAN_KIND_PRODUCER"))
		span->kind = OTLP_PRODUCER;
	else if (text_is(value->text, "SPAN_KIND_CONSUMER"))
		span->kind = OTLP_CONSUMER;
	else if (value->type == JSON_NUMBER && text_to_uint(value->text, 99, &kind))
		span->kind = (unsigned)kind;
	else if (value->type != JSON_STRING)
		return fail(reader, value, err, "a kind that is no number", remedy);
	return 0;
}

static int read_link(struct otlp_reader *reader, struct otlp_span *span, const struct json *value,
	struct err *err)
{
	struct otlp_link *link = &span->links[span->link_count];
	struct text trace = json_text_at(value, "traceId"), id = json_text_at(value, "spanId");

	if (span->link_count == OTLP_MOST_LINKS)
		return fail(reader, value, err, "a span of more than 32 links",
			"process fewer messages in a span");
	if (trace.len != 32 || !span_hex(trace, link->trace, TRACE_ID) || id.len != 16 ||
		!span_hex_id(id, &link->id))
		return fail(reader, value, err, "a link without a traceId and a spanId", remedy);
	span->link_count++;
	return 0;
}

static int read_links(struct otlp_reader *reader, struct otlp_span *span, const struct json *value,
	struct err *err)
{
	if (value->type != JSON_ARRAY && value->type != JSON_NULL)
		return fail(reader, value, err, "links that are no array", remedy);
	for (const struct json *item = value->child; item; item = item->next)
		if (read_link(reader, span, item, err) < 0)
			return -1;
	return 0;
}

static const struct {
	struct text key;
	bool optional;
	int (*read)(struct otlp_reader *reader, struct otlp_span *span, const struct json *value,
		struct err *err);
} members[] = {
	{TEXT("traceId"), false, read_trace_id},
	{TEXT("spanId"), false, read_span_id},
	{TEXT("parentSpanId"), true, read_parent},
	{TEXT("name"), true, read_name},
	{TEXT("startTimeUnixNano"), false, read_start},
	{TEXT("endTimeUnixNano"), false, read_end},
	{TEXT("status"), true, read_status},
	{TEXT("kind"), true, read_kind},
	{TEXT("links"), true, read_links},
};

enum { MEMBERS = sizeof(members) / sizeof(members[0]), PLAIN_MEMBERS = 7 };

static int read_member(struct otlp_reader *reader, struct otlp_span *span,
	const struct json_member *member, unsigned *seen, struct err *err)
{
	const struct json *value;
	struct json scalar;

	for (size_t i = 0; i < MEMBERS; i++) {
		if (!text_equal(members[i].key, member->key))
			continue;
		if (i >= PLAIN_MEMBERS && !reader->whole)
			return 0;
		if (*seen & 1u << i)
			return err_set(err, ERR_LOOK, "%.200s:%u:%u: %s twice in one span",
				reader->name, member->line, member->column, members[i].key.ptr);
		*seen |= 1u << i;
		value = &scalar;
		if (member->type == JSON_OBJECT || member->type == JSON_ARRAY
				? json_value(reader->cursor, &value, reader->arena, err) < 0
				: json_scalar(reader->cursor, &scalar, reader->arena, err) < 0)
			return -1;
		return members[i].read(reader, span, value, err);
	}
	return 0;
}

static int check_seen(const struct otlp_reader *reader, const struct otlp_span *span, unsigned seen,
	struct err *err)
{
	for (size_t i = 0; i < MEMBERS; i++)
		if (!members[i].optional && !(seen & 1u << i)) {
			err_set(err, ERR_LOOK, "%.200s:%u: a span without %s", reader->name,
				span->line, members[i].key.ptr);
			return err_remedy(err, "export the span when it has ended");
		}
	return 0;
}

static int read_span(struct otlp_reader *reader, struct err *err)
{
	struct otlp_span span = {
		.line = reader->cursor->line, .name = TEXT(""), .service = reader->service};
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
	return reader->add(reader->context, &span, err);
}

/* The way down to the spans: object, array, object, array, … */
static const char *const levels[][2] = {
	{"resourceSpans", NULL},
	{"scopeSpans", "instrumentationLibrarySpans"},
	{"spans", NULL},
};

enum { LEVELS = sizeof(levels) / sizeof(levels[0]) };

static int read_object(struct otlp_reader *reader, size_t level, struct err *err);

/* NOLINTNEXTLINE(misc-no-recursion): three levels */
static int read_items(struct otlp_reader *reader, size_t level, struct err *err)
{
	struct json_member member;
	bool more;

	if (json_enter(reader->cursor, JSON_ARRAY, err) < 0)
		return -1;
	for (;;) {
		if (json_next(reader->cursor, &member, &more, err) < 0)
			return -1;
		if (!more)
			return 0;
		if (level == LEVELS ? read_span(reader, err) < 0
				    : read_object(reader, level, err) < 0)
			return -1;
	}
}

/* {"attributes": [{"key": "service.name", "value": {"stringValue": "…"}}, …]} */
static int read_resource(struct otlp_reader *reader, struct err *err)
{
	const struct json *resource, *attributes;

	arena_reset(reader->arena);
	if (json_value(reader->cursor, &resource, reader->arena, err) < 0)
		return -1;
	attributes = json_get(resource, "attributes");
	for (const struct json *item = attributes ? attributes->child : NULL; item;
		item = item->next)
		if (text_is(json_text_at(item, "key"), "service.name"))
			reader->service = arena_text(
				reader->scratch, json_text_at(item, "value.stringValue"));
	return reader->service.ptr ? 0 : err_nomem(err);
}

static bool is_way_down(const struct json_member *member, size_t level)
{
	const char *other = levels[level][1];

	return member->type != JSON_NULL &&
	       (text_is(member->key, levels[level][0]) || (other && text_is(member->key, other)));
}

/* NOLINTNEXTLINE(misc-no-recursion): three levels */
static int read_below(
	struct otlp_reader *reader, const struct json_member *member, size_t level, struct err *err)
{
	if (is_way_down(member, level))
		return read_items(reader, level + 1, err);
	if (reader->whole && level == 1 && text_is(member->key, "resource"))
		return read_resource(reader, err);
	return 0;
}

/* NOLINTNEXTLINE(misc-no-recursion): three levels */
static int read_object(struct otlp_reader *reader, size_t level, struct err *err)
{
	struct json_member member;
	bool more;

	if (level <= 1)
		reader->service = text_of("");
	if (json_enter(reader->cursor, JSON_OBJECT, err) < 0)
		return -1;
	for (;;) {
		if (json_next(reader->cursor, &member, &more, err) < 0)
			return -1;
		if (!more)
			return 0;
		if (read_below(reader, &member, level, err) < 0)
			return -1;
	}
}

int otlp_spans_read(struct otlp_reader *reader, struct err *err)
{
	struct json_cursor cursor;
	struct json_values values;

	reader->cursor = &cursor;
	json_values_start(&values, reader->text, reader->name, reader->scratch);
	values.options.loose_keys = true; /* read_member compares them */
	while (json_values_next(&values, &cursor)) {
		if (read_object(reader, 0, err) < 0)
			return -1;
		json_values_done(&values, &cursor);
	}
	return 0;
}
