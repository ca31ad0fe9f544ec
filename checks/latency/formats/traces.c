/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/latency/formats/traces.h"

#include <stdlib.h>
#include <string.h>

#include "checks/latency/formats/traces_parts.h"

struct traces *traces_new(void)
{
	struct traces *traces = calloc(1, sizeof(*traces));

	if (!traces)
		return NULL;
	traces->arena = arena_new();
	if (!traces->arena) {
		free(traces);
		return NULL;
	}
	traces->threshold = UINT64_MAX;
	keys_start(&traces->by_id, traces->arena);
	keys_start(&traces->by_name, traces->arena);
	return traces;
}

void traces_free(struct traces *traces)
{
	if (!traces)
		return;
	arena_free(traces->arena);
	free(traces);
}

/* Fixed, so that the same file gives the same choice (finalizer of MurmurHash3, Appleby). */
static uint64_t hash_id(const unsigned char id[TRACE_ID])
{
	uint64_t a, b;

	memcpy(&a, id, sizeof(a));
	memcpy(&b, id + sizeof(a), sizeof(b));
	a ^= b * 0x9e3779b97f4a7c15u;
	a ^= a >> 33;
	a *= 0xff51afd7ed558ccdu;
	a ^= a >> 33;
	a *= 0xc4ceb9fe1a85ec53u;
	return a ^ a >> 33;
}

static struct text id_text(const unsigned char id[TRACE_ID])
{
	return (struct text){(const char *)id, TRACE_ID};
}

static int add_trace(
	struct traces *traces, const struct span *span, struct trace **out, struct err *err)
{
	struct trace *trace = arena_alloc(traces->arena, sizeof(*trace));
	uint32_t *number;

	if (!trace || arena_reserve(traces->arena, (void **)&traces->items, &traces->trace_capacity,
			      traces->trace_count + 1, sizeof(struct trace *)) < 0)
		return err_nomem(err);
	memcpy(trace->id, span->trace, TRACE_ID);
	trace->first = NO_SPAN;
	if (keys_add(&traces->by_id, id_text(trace->id), &number, err) < 0)
		return -1;
	traces->items[traces->trace_count++] = trace;
	*number = (uint32_t)traces->trace_count;
	*out = trace;
	return 0;
}

static int find_trace(
	struct traces *traces, const struct span *span, struct trace **out, struct err *err)
{
	const uint32_t *number = keys_find(&traces->by_id, id_text(span->trace));

	if (!number)
		return add_trace(traces, span, out, err);
	*out = traces->items[*number - 1];
	return 0;
}

static int find_name(struct traces *traces, struct text name, uint32_t *out, struct err *err)
{
	const uint32_t *known = keys_find(&traces->by_name, name);
	uint32_t *number;
	struct text copy;

	if (known) {
		*out = *known - 1;
		return 0;
	}
	copy = arena_text(traces->arena, name);
	if (!copy.ptr ||
		arena_reserve(traces->arena, (void **)&traces->names, &traces->name_capacity,
			traces->name_count + 1, sizeof(struct span_name)) < 0)
		return err_nomem(err);
	if (keys_add(&traces->by_name, copy, &number, err) < 0)
		return -1;
	*out = (uint32_t)traces->name_count;
	traces->names[traces->name_count++] = (struct span_name){.text = copy};
	*number = (uint32_t)traces->name_count;
	return 0;
}

/* The spans of a trace go to the front, in their order: `to` never passes one that is still to be moved, because the whole
 * list is copied first. */
static void take_trace(struct traces *traces, struct trace *trace, const struct kept *from)
{
	uint32_t span = trace->first;

	trace->first = NO_SPAN;
	while (span != NO_SPAN) {
		uint32_t next = from[span].next, to = (uint32_t)traces->count++;

		traces->spans[to] = from[span];
		traces->spans[to].next = trace->first;
		trace->first = to;
		span = next;
	}
}

static int halve(struct traces *traces, struct err *err)
{
	size_t kept = 0, count = traces->count;
	struct kept *copy = malloc(count * sizeof(*copy));

	if (!copy)
		return err_nomem(err);
	memcpy(copy, traces->spans, count * sizeof(*copy));
	traces->threshold /= 2;
	traces->count = 0;
	traces->by_id = (struct keys){0};
	keys_start(&traces->by_id, traces->arena);
	for (size_t i = 0; i < traces->trace_count; i++) {
		struct trace *trace = traces->items[i];
		uint32_t *number;

		if (hash_id(trace->id) > traces->threshold)
			continue;
		if (keys_add(&traces->by_id, id_text(trace->id), &number, err) < 0) {
			free(copy);
			return -1;
		}
		take_trace(traces, trace, copy);
		traces->items[kept++] = trace;
		*number = (uint32_t)kept;
	}
	traces->trace_count = kept;
	free(copy);
	return 0;
}

static int make_room(struct traces *traces, const struct measured_file *file, struct err *err)
{
	while (traces->count == TRACES_MOST_SPANS) {
		if (traces->threshold == 0) {
			measured_error(file, 0, 0, err, "a trace of more than %d spans",
				TRACES_MOST_SPANS);
			return err_remedy(err, "record fewer spans for each request");
		}
		if (halve(traces, err) < 0)
			return -1;
	}
	return arena_reserve(traces->arena, (void **)&traces->spans, &traces->capacity,
		       traces->count + 1, sizeof(struct kept)) < 0
		       ? err_nomem(err)
		       : 0;
}

int traces_add(struct traces *traces, const struct span *span, const struct measured_file *file,
	struct err *err)
{
	struct kept kept = {.id = span->id,
		.parent = span->parent,
		.start = span->start_ns,
		.end = span->end_ns,
		.line = span->line,
		.failed = span->failed};
	struct trace *trace = NULL;

	if (span->end_ns < span->start_ns) {
		measured_error(file, span->line, 0, err, "the span \"%.*s\" ends before it starts",
			text_quote(span->name), span->name.ptr);
		return err_remedy(
			err, "measure again; a span needs one clock for both of its ends");
	}
	if (make_room(traces, file, err) < 0)
		return -1;
	if (hash_id(span->trace) > traces->threshold)
		return 0;
	if (find_trace(traces, span, &trace, err) < 0 ||
		find_name(traces, span->name, &kept.name, err) < 0)
		return -1;
	kept.next = trace->first;
	trace->first = (uint32_t)traces->count;
	trace->count++;
	traces->spans[traces->count++] = kept;
	return 0;
}
