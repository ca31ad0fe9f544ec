/* SPDX-License-Identifier: Apache-2.0
 *
 * What a file says about the age of data: a reading for each partition, or each id, of a source. Seconds throughout; what
 * is not known is NAN. Everything lives in readings->arena. Private to the check.
 *
 * An age is either to the time of the newest data (`at`), and then grows while nobody looks, or is what somebody measured
 * (`age`). Records, as traces and logs have them, are gathered with reading_record; readings_finish makes their age of them.
 */
#ifndef SEAMGATE_FRESHNESS_READING_H
#define SEAMGATE_FRESHNESS_READING_H

#include "gate/base/arena.h"
#include "gate/base/err.h"
#include "gate/base/keys.h"

enum { MOST_READINGS = 65536, MOST_RECORDS = 1 << 22 };

struct records {
	double *items;
	size_t count, capacity;
};

struct reading {
	struct text name;
	uint32_t line;      /* where it was said first */
	double at;          /* time of the newest data, since 1970 */
	double age;         /* as it was when it was measured */
	double added;       /* the part of the age that came in at this hop */
	double measured;    /* when, since 1970 */
	double idle;        /* for so long no record has come */
	double pending;     /* so many are waiting */
	const char *failed; /* why there is no age; or NULL */
	struct records ages, additions;
};

struct readings {
	struct arena *arena;
	const char *file;
	struct reading **items; /* in the order of the file */
	size_t count, capacity, record_count;
	struct keys by_name; /* number: index + 1 */
	uint64_t lost;       /* records of which no beginning is in the file */
};

void readings_start(struct readings *readings, const char *file, struct arena *arena);

/* The reading of that name, made where there is none. */
MUST_CHECK int readings_find(struct readings *readings, struct text name, uint32_t line,
	struct reading **out, struct err *err);

/* NULL where there is none. */
const struct reading *readings_get(const struct readings *readings, struct text name);

/* Keeps the larger, since the worst of several scrapes counts. */
void reading_worst(double *kept, double now);

/* One record; added may be NAN. */
MUST_CHECK int reading_record(struct readings *readings, struct reading *reading, double age,
	double added, struct err *err);

/* Makes ages of records: the statistic is a share, 1 for the largest. */
void readings_finish(struct readings *readings, double share);

/* "file:line: what", with a remedy. Always returns -1. */
int reading_refuse(
	const char *file, uint32_t line, struct err *err, const char *what, const char *remedy);

#endif
