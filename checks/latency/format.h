/* SPDX-License-Identifier: Apache-2.0
 *
 * A format of measurements: the function that reads one file. Its name in the policy (`format:` of a source) stands in formats.def.
 * One file in formats/ (which may hold several) and one line in formats.def each. A reader parses the grammar, strictly: what it
 * does not understand, and what must not be used (a run that failed, a simulation), is ERR_LOOK "path:line:column: what" with
 * a remedy (exit 3), never passed over. A file without a single row or summary is refused by whoever called.
 */
#ifndef SEAMGATE_LATENCY_FORMAT_H
#define SEAMGATE_LATENCY_FORMAT_H

#include "checks/latency/samples.h"
#include "gate/option.h"

/* Where CSV and JSONL keep what: names of columns, or dotted paths of members. */
struct columns {
	struct text total, flow,
		unit; /* "" where there is none; unit: "s", "ms" …, of all numbers; fallback ms */
	struct text_list phases; /* empty: those that the flow names */
};

struct measured_file {
	struct text path;    /* in the repository or the checked-out directory */
	const char *name;    /* the same, for messages */
	struct text content; /* outlives the samples */
	struct text
		select; /* the series that the source wants; "": the reader's choice. A reader may
	                             * leave out all others */
	struct text_list
		phases; /* that the policy names, of use where the file has many; may be empty */
	const struct columns *columns;
	struct arena *
		scratch; /* the reader's own, reset as it likes: nothing in samples may borrow from it */
};

struct latency_format {
	const char *summary; /* "Lighthouse reports 10 to 13 (JSON)" */
	int (*read)(struct samples *out, const struct measured_file *file, struct err *err);
	/* Optional: the files are runs of one process each, and a row is no run of its own (requests of a load test).
	 * Where a side has enough files, each file is one sample, by the flow's statistic. */
	bool file_is_run;
	/* `select` does nothing but leave out other series, each of which is what it is without them, and there are no facts: a file that several flows
	 * name is then read once. */
	bool select_is_a_series;
	/* Optional: the file is a list of others in its folder, which `items` reads: their names, in the arena. `read` is then of no use. */
	int (*list)(struct text_list *names, const struct measured_file *file, struct arena *arena,
		struct err *err);
	const struct latency_format *items;
};

/* ERR_LOOK "path:line:column: what", without what is 0. Always returns -1. */
int measured_error(const struct measured_file *file, uint32_t line, uint32_t column,
	struct err *err, const char *format, ...) __attribute__((format(printf, 5, 6)));

/* All, in the order of formats.def, and their names in the policy; NULL at the end. */
extern const struct latency_format *const latency_formats[];
extern const char *const latency_format_names[];

#endif
