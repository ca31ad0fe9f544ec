/* SPDX-License-Identifier: Apache-2.0
 *
 * Spans of messages (OpenTelemetry semantic conventions, "Messaging spans"): a consumer's span (kind 5) names in its links, or as its parent, the
 * producer's (kind 4) of each message. A message's age at a hop is the end of the hop's span less the start of the first span of its way; what
 * the hop added is the end less that of the span before. `select` is the service (service.name), or the span's name.
 *
 * A span whose way leads out of the file has no age; of more than one in ten such the file says too little.
 */
#include <math.h>
#include <string.h>

#include "checks/freshness/format.h"
#include "gate/base/otlp_spans.h"

enum { MOST_SPANS = 1 << 20, LONGEST_WAY = 256 };

struct kept {
	uint64_t start_ns, end_ns;
	uint32_t first_link, link_count; /* the spans before: keys in links */
	uint32_t line;
	bool is_ours, is_consumer, is_on_way, is_known;
	uint64_t origin_ns; /* 0: it leads out of the file */
};

struct key {
	unsigned char bytes[TRACE_ID + 8];
};

struct reader {
	struct readings *out;
	const struct fresh_file *file;
	struct kept *spans;
	size_t count, capacity;
	struct key *links;
	size_t link_count, link_capacity;
	struct keys by_id; /* number: index + 1 */
};

static void make_key(struct key *out, const unsigned char *trace, uint64_t id)
{
	memcpy(out->bytes, trace, TRACE_ID);
	memcpy(out->bytes + TRACE_ID, &id, sizeof(id));
}

static struct text key_text(const struct key *key)
{
	return (struct text){(const char *)key->bytes, sizeof(key->bytes)};
}

static int add_link(struct reader *reader, const unsigned char *trace, uint64_t id, struct err *err)
{
	if (arena_reserve(reader->out->arena, (void **)&reader->links, &reader->link_capacity,
		    reader->link_count + 1, sizeof(struct key)) < 0)
		return err_nomem(err);
	make_key(&reader->links[reader->link_count++], trace, id);
	return 0;
}

/* Links where there are any: the parent of a consumer's span is then its own loop. */
static int add_links(struct reader *reader, const struct otlp_span *span, struct err *err)
{
	for (size_t i = 0; i < span->link_count; i++)
		if (add_link(reader, span->links[i].trace, span->links[i].id, err) < 0)
			return -1;
	if (span->link_count || !span->parent)
		return 0;
	return add_link(reader, span->trace, span->parent, err);
}

static int keep(struct reader *reader, const struct kept *kept, const struct otlp_span *span,
	struct err *err)
{
	struct key *key = arena_alloc(reader->out->arena, sizeof(*key));
	uint32_t *number;

	if (!key || arena_reserve(reader->out->arena, (void **)&reader->spans, &reader->capacity,
			    reader->count + 1, sizeof(*kept)) < 0)
		return err_nomem(err);
	make_key(key, span->trace, span->id);
	if (keys_add(&reader->by_id, key_text(key), &number, err) < 0)
		return -1;
	if (*number) {
		reader->link_count = kept->first_link;
		return 0; /* a retried export */
	}
	reader->spans[reader->count++] = *kept;
	*number = (uint32_t)reader->count;
	return 0;
}

static int add(void *context, const struct otlp_span *span, struct err *err)
{
	struct reader *reader = context;
	struct kept kept = {.start_ns = span->start_ns,
		.end_ns = span->end_ns,
		.first_link = (uint32_t)reader->link_count,
		.line = span->line,
		.is_consumer = span->kind == OTLP_CONSUMER,
		.is_ours = (span->kind == OTLP_CONSUMER || span->kind == OTLP_PRODUCER) &&
			   (text_equal(span->service, reader->file->select) ||
				   text_equal(span->name, reader->file->select))};

	if (reader->count == MOST_SPANS)
		return reading_refuse(reader->file->name, span->line, err,
			"more than 1048576 spans", "write fewer traces into the file");
	if (span->end_ns < span->start_ns)
		return reading_refuse(reader->file->name, span->line, err,
			"a span that ends before it starts", "export the span when it has ended");
	if (add_links(reader, span, err) < 0)
		return -1;
	kept.link_count = (uint32_t)reader->link_count - kept.first_link;
	return keep(reader, &kept, span, err);
}

static struct kept *find(const struct reader *reader, const struct key *key)
{
	const uint32_t *number = keys_find(&reader->by_id, key_text(key));

	return number ? &reader->spans[*number - 1] : NULL;
}

/* The start of the way that ends in a span: the oldest of its messages. 0 where it leads out of the file, or in a circle. */
/* NOLINTNEXTLINE(misc-no-recursion): at most LONGEST_WAY */
static uint64_t origin(struct reader *reader, struct kept *span, unsigned depth)
{
	uint64_t oldest = 0;

	if (span->is_known)
		return span->origin_ns;
	if (span->is_on_way || depth == LONGEST_WAY)
		return 0;
	span->is_on_way = true;
	if (span->link_count == 0)
		oldest = span->start_ns;
	for (uint32_t i = 0; i < span->link_count; i++) {
		struct kept *before = find(reader, &reader->links[span->first_link + i]);
		uint64_t start = before ? origin(reader, before, depth + 1) : 0;

		if (start && (!oldest || start < oldest))
			oldest = start;
	}
	span->is_on_way = false;
	span->is_known = true;
	span->origin_ns = oldest;
	return oldest;
}

/* The end of the latest span before. NAN of a producer, which sends on what its own hop had in hand. */
static double added(const struct reader *reader, const struct kept *span)
{
	const struct kept *latest = NULL;

	for (uint32_t i = 0; i < span->link_count; i++) {
		const struct kept *before = find(reader, &reader->links[span->first_link + i]);

		if (before && (!latest || before->end_ns > latest->end_ns))
			latest = before;
	}
	if (!latest || !span->is_consumer)
		return NAN;
	return ((double)span->end_ns - (double)latest->end_ns) / 1e9;
}

static int add_record(struct reader *reader, struct kept *span, uint64_t *unknown, struct err *err)
{
	uint64_t start = origin(reader, span, 0);
	struct reading *reading;

	if (readings_find(reader->out, text_of(""), span->line, &reading, err) < 0)
		return -1;
	reading_worst(&reading->measured, (double)span->end_ns / 1e9);
	if (!start) {
		++*unknown;
		return 0;
	}
	return reading_record(reader->out, reading, ((double)span->end_ns - (double)start) / 1e9,
		added(reader, span), err);
}

static int add_records(struct reader *reader, struct err *err)
{
	uint64_t unknown = 0, all = 0;

	for (size_t i = 0; i < reader->count; i++) {
		if (!reader->spans[i].is_ours)
			continue;
		all++;
		if (add_record(reader, &reader->spans[i], &unknown, err) < 0)
			return -1;
	}
	reader->out->lost = unknown;
	if (unknown * 10 > all)
		reader->out->items[0]->failed = arena_printf(reader->out->arena,
			"of %lu of its %lu spans the producer's span is not in the file",
			(unsigned long)unknown, (unsigned long)all);
	return unknown * 10 > all && !reader->out->items[0]->failed ? err_nomem(err) : 0;
}

static int read_otlp(struct readings *out, const struct fresh_file *file, struct err *err)
{
	struct arena *spans = arena_new();
	struct reader reader = {.out = out, .file = file};
	struct otlp_reader otlp = {.text = file->content,
		.name = file->name,
		.scratch = file->scratch,
		.arena = spans,
		.whole = true,
		.add = add,
		.context = &reader};
	int done;

	if (!spans)
		return err_nomem(err);
	keys_start(&reader.by_id, out->arena);
	done = otlp_spans_read(&otlp, err);
	arena_free(spans);
	return done < 0 ? -1 : add_records(&reader, err);
}

const struct fresh_format fresh_format_otlp = {
	.summary = "spans of producers and consumers (OTLP/JSON); select: is a service or a span",
	.by_name = true,
	.read = read_otlp,
};
