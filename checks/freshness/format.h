/* SPDX-License-Identifier: Apache-2.0
 *
 * What a reader of ages is: one file in formats/ and one line in formats.def. Private to the check.
 */
#ifndef SEAMGATE_FRESHNESS_FORMAT_H
#define SEAMGATE_FRESHNESS_FORMAT_H

#include "checks/freshness/reading.h"
#include "gate/base/exposition.h"

struct fresh_file {
	const char *name; /* for messages */
	struct text content;
	struct text select;    /* which of the file; "": all that there is */
	struct arena *scratch; /* the reader's own, reset as it likes */
};

struct fresh_format {
	const char *summary;
	bool by_name; /* without `select` the hop, or the source's name, says which; else all of the file */
	int (*read)(struct readings *out, const struct fresh_file *file, struct err *err);
};

extern const char *const fresh_format_names[]; /* NULL at the end */
extern const struct fresh_format *const fresh_formats[];

/* ---- what readers of Prometheus text share ---- */

/* Calls `add` with each sample that `select` lets through: "name", "name{label="value",…}" or "{label="value"}"; a value is a
 * glob. `labels` is what stands between the braces, as written. */
MUST_CHECK int fresh_samples(const struct fresh_file *file,
	int (*add)(void *context, const struct exposition *sample, struct text labels,
		uint32_t line, struct err *err),
	void *context, struct err *err);

/* A sample's labels without those that are others in each run of the same program, by which nothing could be found again at the base. */
struct text fresh_lasting(char room[static EXPOSITION_LONGEST_LINE],
	const struct exposition *sample, const char *const *passing);

/* Seconds since 1970 of a sample's time stamp: Prometheus writes milliseconds, OpenMetrics seconds. NAN where there is none. */
double fresh_stamp(const struct exposition *sample);

#endif
