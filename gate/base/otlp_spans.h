/* SPDX-License-Identifier: Apache-2.0
 *
 * Traces as OTLP/JSON, one object or one a line, as the Collector's file exporter writes them: open-telemetry/
 * opentelemetry-proto docs/specification.md "JSON Protobuf Encoding", and trace.proto. Ids are hexadecimal of any case (not base64, as
 * plain protobuf JSON has them), 64-bit integers decimal strings or numbers, unknown members are passed over. Old
 * files say instrumentationLibrarySpans for scopeSpans.
 */
#ifndef SEAMGATE_BASE_OTLP_SPANS_H
#define SEAMGATE_BASE_OTLP_SPANS_H

#include "gate/base/json_values.h"
#include "gate/base/span_id.h"

enum { OTLP_PRODUCER = 4, OTLP_CONSUMER = 5, OTLP_MOST_LINKS = 32 };

struct otlp_link {
	unsigned char trace[TRACE_ID];
	uint64_t id;
};

/* Borrows from the text and from the span's arena, which is reset for the next. */
struct otlp_span {
	unsigned char trace[TRACE_ID];
	uint64_t id, parent; /* parent 0: none */
	uint64_t start_ns, end_ns;
	struct text name;
	uint32_t line;
	bool failed; /* it says of itself that it ended with an error */

	/* Only with `whole`. */
	unsigned kind; /* OTLP_PRODUCER …; 0 where it says none */
	struct otlp_link links[OTLP_MOST_LINKS];
	size_t link_count;
	struct text
		service; /* service.name of its resource, where that stands before the spans; "" */
};

struct otlp_reader {
	struct text text;
	const char *name;
	struct arena *scratch, *arena; /* of one value of the file; of one span. Both are reset */
	bool whole;                    /* kind, links and service too */
	int (*add)(void *context, const struct otlp_span *span, struct err *err);
	void *context;

	/* Not for the caller. */
	struct json_cursor *cursor;
	struct text service;
};

/* Calls `add` for each span, in the order of the file. Errors are ERR_LOOK "name:line:column: what" with a remedy. */
MUST_CHECK int otlp_spans_read(struct otlp_reader *reader, struct err *err);

#endif
