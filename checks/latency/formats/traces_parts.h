/* SPDX-License-Identifier: Apache-2.0
 *
 * Between traces.c, which keeps spans, and trace_rows.c, which makes rows of them.
 */
#ifndef SEAMGATE_LATENCY_FORMATS_TRACES_PARTS_H
#define SEAMGATE_LATENCY_FORMATS_TRACES_PARTS_H

#include "checks/latency/formats/traces.h"
#include "gate/base/keys.h"

enum { NO_SPAN = UINT32_MAX };

struct kept {
	uint64_t id, parent, start, end;
	uint32_t name, line, failed, next; /* next: of the same trace, or NO_SPAN */
};

struct trace {
	unsigned char id[TRACE_ID];
	uint32_t first;
	uint32_t count;
};

/* Where the phase of a span's name is in the series that it was last added to. */
struct span_name {
	struct text text;
	const struct series *series;
	size_t phase;
};

struct traces {
	struct arena *arena;
	struct kept *spans;
	size_t count, capacity;
	struct trace **items;
	size_t trace_count, trace_capacity;
	struct keys by_id, by_name;
	struct span_name *names;
	size_t name_count, name_capacity;
	uint64_t threshold; /* traces whose hash is above are left out */
};

/* NULL when out of memory. */
struct traces *traces_new(void);
void traces_free(struct traces *traces); /* NULL is fine */

#endif
