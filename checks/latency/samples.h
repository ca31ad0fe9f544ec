/* SPDX-License-Identifier: Apache-2.0
 *
 * What one file of measurements yields: series (flows, pages, commands, benchmarks), each a table of
 * rows (one run, page load or request) with a total and phases, all in milliseconds; and the facts that must be equal for
 * two files to be comparable.
 *
 * A reader makes series and fills rows:
 *
 *     if (samples_series(out, text_of("LCP"), &series, err) < 0 ||
 *             samples_phase(out, series, text_of("timeToFirstByte"), &ttfb, err) < 0)
 *             return -1;
 *     if (samples_row(out, series, err) < 0)         a new row: all cells NAN, or 0 with absent_is_zero
 *             return -1;
 *     series->row[ttfb] = 209.192;
 *     series->total = 1383.948;
 *     return samples_row_end(out, series, line, err);
 *
 * Invariants: phases of a series keep their order of appearance. A cell is NAN where a row did not measure that
 * phase; a tool that leaves out phases of no length has them set to 0 by its reader (or by absent_is_zero). No kept
 * cell is negative or infinite: samples_row_end refuses such rows with their line, and rows whose phases do
 * not add up where the tool promises that they do. Of more rows than fit, an even random choice with a fixed seed
 * is kept (reservoir sampling, Vitter, "Random sampling with a reservoir", algorithm R), so that memory does not grow with
 * the file; `seen` counts all.
 *
 * Everything lives in samples->arena; names and texts may borrow from the file's content, which outlives the samples.
 */
#ifndef SEAMGATE_LATENCY_SAMPLES_H
#define SEAMGATE_LATENCY_SAMPLES_H

#include "gate/base/arena.h"
#include "gate/base/err.h"
#include "gate/base/keys.h"
#include "gate/base/number.h"

enum {
	SAMPLES_MOST_SERIES = 4096,   /* of a file; more is refused */
	SAMPLES_MOST_PHASES = 512,    /* of a series; more is refused */
	SAMPLES_MOST_ROWS = 32768,    /* kept of a series */
	SAMPLES_MOST_CELLS = 1 << 20, /* kept of a series: the wider the rows, the fewer */
};

/* For tools that give no single runs: what they say about all. */
enum summary_kind { SUMMARY_QUANTILE, SUMMARY_MEAN, SUMMARY_MIN, SUMMARY_MAX };

#define SUMMARY_TOTAL SIZE_MAX

struct summary {
	size_t phase; /* index, or SUMMARY_TOTAL */
	enum summary_kind kind;
	double q; /* SUMMARY_QUANTILE: 0.75 */
	double ms;
};

struct series {
	struct text
		name; /* the metric, command, benchmark, root span: what a source's `select` names */

	/* For the reader to set. */
	bool is_main; /* the one that is meant where a source selects none: at most one of a file */
	bool sums;    /* the tool promises that the phases add up to the total */
	double slack_ms;     /* they may be off by that much more, because the tool rounds */
	bool absent_is_zero; /* what a row does not name took no time (spans of a trace) */
	double *row;         /* behind samples_row: a cell for each phase */
	double total; /* behind samples_row: NAN where the tool gives none; it is then the sum */

	/* For everybody to read. */
	struct text *phases;
	size_t phase_count;
	double *cells; /* row after row: stride cells, of which the last is the total */
	size_t stride; /* at least phase_count + 1 */
	size_t rows;   /* kept */
	uint64_t seen;
	struct summary *summaries;
	size_t summary_count;
	uint64_t summary_samples; /* how many runs the summaries are of; 0: the file does not say */

	/* samples.c's own. */
	size_t phase_capacity, row_capacity, summary_capacity;
	uint64_t random;
};

/* Something that has to be the same in all files of a flow, at base and head: "tool", "tool version", "throttling",
 * "page", "machine", "form factor", "load". */
struct fact {
	const char *name; /* static */
	struct text value;
};

struct samples {
	struct arena *arena;
	const char *name;       /* the file's, for messages */
	struct series **series; /* in the order of the file */
	size_t count, capacity;
	struct keys names;  /* of the series: the number is the index and one */
	struct fact *facts; /* in the order in which the reader gave them */
	size_t fact_count, fact_capacity;
	double speed; /* a figure of the machine's speed that the tool took (benchmarkIndex); NAN */
	double at;    /* when it was measured, seconds since 1970; NAN */
};

/* Empty. */
void samples_start(struct samples *samples, const char *name, struct arena *arena);

/* The series of that name, made where there is none. It stays where it is. */
MUST_CHECK int samples_series(
	struct samples *samples, struct text name, struct series **out, struct err *err);

/* The series of that name, or NULL. */
struct series *samples_find(const struct samples *samples, struct text name);

/* The index of a phase, added where there is none. Before samples_row, or between samples_row and
 * samples_row_end (series->row then may have moved). */
MUST_CHECK int samples_phase(struct samples *samples, struct series *series, struct text phase,
	size_t *index, struct err *err);

MUST_CHECK int samples_row(struct samples *samples, struct series *series, struct err *err);

/* Checks the row and keeps it. `line` is where it stands, 0 where that says nothing. ERR_LOOK "path:line: what". */
MUST_CHECK int samples_row_end(
	struct samples *samples, struct series *series, uint32_t line, struct err *err);

/* A summary's ms must be finite and not negative (ERR_LOOK). */
MUST_CHECK int samples_summary(struct samples *samples, struct series *series,
	const struct summary *summary, struct err *err);

/* An empty value is no fact. */
MUST_CHECK int samples_fact(
	struct samples *samples, const char *name, struct text value, struct err *err);

/* --- pure helpers for readers --- */

/* Milliseconds of one "ns", "us", "µs", "ms", "s", "min", "m", "h" and their long names ("seconds", "millisecond");
 * NAN for a word that is no unit of time. */
double samples_unit_ms(struct text unit);

/* A URL without what differs from run to run of one page: query, fragment, and the port of a loopback host. */
struct text samples_page(struct text url, struct arena *arena); /* .ptr NULL: out of memory */

#endif
