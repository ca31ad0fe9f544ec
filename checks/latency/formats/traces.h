/* SPDX-License-Identifier: Apache-2.0
 *
 * Spans to rows: each root span is a row of the series of its name, its length the total, and the phases are the self times of
 * the spans below it, added up by span name: (end - start) minus the union of its children's intervals, clipped to it
 * (children may overlap, and outlive it). Spans of the same trace may be anywhere in the file.
 *
 * Memory is bounded whatever the file's size: of more than TRACES_MOST_SPANS spans whole traces are left out, by a hash of
 * their id with a threshold that is halved, so that each trace that is kept is kept whole and the choice is the same each time.
 *
 * Refused: a root span that failed (a request that failed is no measurement; spans below it may fail, as a retry leaves them), one id for two different spans of a trace (the same span twice, as a retried export leaves it, counts once), a
 * span that ends before it starts, a trace that has a root and lost a parent elsewhere, parents in a circle. Of a trace without a
 * root (it began in another process) the spans with a foreign parent are roots.
 */
#ifndef SEAMGATE_LATENCY_FORMATS_TRACES_H
#define SEAMGATE_LATENCY_FORMATS_TRACES_H

#include "checks/latency/format.h"
#include "gate/base/json.h"
#include "gate/base/span_id.h"

enum { TRACES_MOST_SPANS = 1 << 19 };

struct span {
	unsigned char trace[TRACE_ID];
	uint64_t id, parent; /* parent 0: none */
	uint64_t start_ns, end_ns;
	struct text name; /* copied */
	uint32_t line;
	bool failed; /* it says of itself that it ended with an error */
};

struct traces;

MUST_CHECK int traces_add(struct traces *traces, const struct span *span,
	const struct measured_file *file, struct err *err);

/* What the readers of traces have in common: where they are in the file, and the spans that they have read. */
struct trace_reader {
	const struct measured_file *file;
	struct json_cursor *cursor;
	struct arena *arena; /* of one span */
	struct traces *traces;
};

/* Lets `read` read a file's spans with a reader that is made for it, and makes the rows of all traces, in the order of the file. */
MUST_CHECK int traces_read(struct samples *out, const struct measured_file *file,
	int (*read)(struct trace_reader *reader, struct err *err), struct err *err);

/* "line:column: what" of a value, with a remedy. Always returns -1. */
int traces_fail(const struct trace_reader *reader, const struct json *at, struct err *err,
	const char *what, const char *remedy);

#endif
