/* SPDX-License-Identifier: Apache-2.0
 *
 * Spans to rows: each root span is a row of the series of its name, its length the total, and the phases are the self times of
 * the spans below it, added up by span name: (end - start) minus the union of its children's intervals, clipped to it
 * (children may overlap, and outlive it). Spans of the same trace may be anywhere in the file.
 *
 * Memory is bounded whatever the file's size: of more than TRACES_MOST_SPANS spans whole traces are left out, by a hash of
 * their id with a threshold that is halved, so that each trace that is kept is kept whole and the choice is the same each time.
 *
 * Refused: one id for two different spans of a trace (the same span twice, as a retried export leaves it, counts once), a
 * span that ends before it starts, a trace that has a root and lost a parent elsewhere, parents in a circle. Of a trace without a
 * root (it began in another process) the spans with a foreign parent are roots.
 */
#ifndef SEAMGATE_LATENCY_FORMATS_TRACES_H
#define SEAMGATE_LATENCY_FORMATS_TRACES_H

#include "checks/latency/format.h"

enum { TRACES_MOST_SPANS = 1 << 19, TRACE_ID = 16 };

struct span {
	unsigned char trace[TRACE_ID];
	uint64_t id, parent; /* parent 0: none */
	uint64_t start_ns, end_ns;
	struct text name; /* copied */
	uint32_t line;
};

struct traces;

/* NULL when out of memory. */
struct traces *traces_new(void);
void traces_free(struct traces *traces); /* NULL is fine */

MUST_CHECK int traces_add(struct traces *traces, const struct span *span,
	const struct measured_file *file, struct err *err);

/* Rows of all traces, in the order of the file. */
MUST_CHECK int traces_rows(struct traces *traces, struct samples *out,
	const struct measured_file *file, struct err *err);

/* Hexadecimal digits of any case, at most bytes * 2, into the end of `out`; false for anything else. */
bool traces_hex(struct text text, unsigned char *out, size_t bytes);
bool traces_hex_id(struct text text, uint64_t *out);

#endif
