/* SPDX-License-Identifier: Apache-2.0
 *
 * Traces as OTLP/JSON (gate/base/otlp_spans.h).
 */
#include <string.h>

#include "checks/latency/formats/traces.h"
#include "gate/base/otlp_spans.h"

static int add(void *context, const struct otlp_span *read, struct err *err)
{
	const struct trace_reader *reader = context;
	struct span span = {.id = read->id,
		.parent = read->parent,
		.start_ns = read->start_ns,
		.end_ns = read->end_ns,
		.name = read->name,
		.line = read->line,
		.failed = read->failed};

	memcpy(span.trace, read->trace, TRACE_ID);
	return traces_add(reader->traces, &span, reader->file, err);
}

static int read_all(struct trace_reader *reader, struct err *err)
{
	struct otlp_reader otlp = {.text = reader->file->content,
		.name = reader->file->name,
		.scratch = reader->file->scratch,
		.arena = reader->arena,
		.add = add,
		.context = reader};

	return otlp_spans_read(&otlp, err);
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
