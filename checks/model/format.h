/* SPDX-License-Identifier: Apache-2.0
 *
 * A format of evidence: one file in formats/ and one line in formats.def each; its name is what a policy writes behind
 * `format:`. A reader is given one file's whole content and adds to an evidence. It parses the grammar: what it does
 * not understand, and what is cut off, is ERR_LOOK "path:line:column: what" (exit 3). A number that is none (NaN,
 * inf, "N/A" for a value) is a score with a flaw, not an error: the task may be one that the policy does not judge.
 */
#ifndef SEAMGATE_MODEL_FORMAT_H
#define SEAMGATE_MODEL_FORMAT_H

#include "checks/model/evidence.h"

struct evidence_file {
	struct text path;
	const char *name;    /* the same, for messages */
	struct text content; /* lives as long as the evidence */
	struct text cluster; /* the key of a document that says its cluster; "" */
	/* Optional: told what a reader of a large file will not look at again, as it goes. */
	void (*past)(const void *context, struct text past);
	const void *context;
};

struct evidence_format {
	const char *name;    /* "lm-eval" */
	const char *summary; /* "lm-evaluation-harness: results_*.json and samples_*.jsonl" */
	int (*read)(struct evidence *evidence, const struct evidence_file *file, struct err *err);
	/* Optional: files with single documents, under the source's `samples:`. */
	int (*read_samples)(
		struct evidence *evidence, const struct evidence_file *file, struct err *err);
	/* Optional: the date inside a results file, to choose the newest of several; NAN where it has none. Without it
	 * a glob of `results:` must match one file. */
	int (*date)(double *out, const struct evidence_file *file, struct arena *arena,
		struct err *err);
};

/* NULL where there is none of that name. */
const struct evidence_format *evidence_format_find(struct text name);

/* All names, in the order of formats.def, NULL at the end: the choices of the option `format`. */
extern const char *const evidence_format_names[];
extern const struct evidence_format *const evidence_formats[];

/* Of formats of lines: a file whose last line does not end may be cut off in a number. ERR_LOOK. */
MUST_CHECK int evidence_ends(const struct evidence_file *file, struct err *err);

/* ERR_LOOK "path:line:column: what"; line 0 leaves the place out. Always returns -1. */
int evidence_error(const struct evidence_file *file, uint32_t line, uint32_t column,
	struct err *err, const char *format, ...) __attribute__((format(printf, 5, 6)));

#endif
