/* SPDX-License-Identifier: Apache-2.0
 *
 * Outcomes to bytes, one file per format. A format is pure: the same result gives the same bytes.
 */
#ifndef SEAMGATE_REPORT_REPORT_H
#define SEAMGATE_REPORT_REPORT_H

#include "gate/base/buffer.h"
#include "gate/base/err.h"
#include "gate/result.h"

struct report_style {
	bool color;
	bool quiet;     /* human: verdict and blocking findings only */
	bool verbose;   /* human: known and waived findings, counters and times too */
	unsigned width; /* of the terminal; 0: unknown */
	bool letters;   /* human: plots in ASCII, where the locale does not say UTF-8 */
	bool dated;     /* SOURCE_DATE_EPOCH is set, to: */
	int64_t date;   /* seconds since 1970 UTC: the only time that an inventory may name */
};

struct report {
	const char *name, *summary;
	void (*write)(
		struct buffer *out, const struct result *result, const struct report_style *style);
	bool line_hashes; /* needs finding->line_hash */
	bool components;  /* is of an inventory: of a whole tree only */
};

/* NULL-terminated table of all formats. */
extern const struct report *const reports[];
const struct report *report_find(struct text name);

/* Writes through a temporary file beside `path` and rename, so that a reader never sees half a
 * report; a symbolic link at `path` is replaced, not followed. "-" and "/dev/stdout" are standard
 * output. ERR_LOOK. */
MUST_CHECK int report_save(const char *path, struct text bytes, struct err *err);

/* Removes the report that an earlier run left at `path`, so that nobody takes it for this run's.
 * Only a plain file or a symbolic link is removed; failing to is no error. */
void report_remove_stale(const char *path);

/* GitHub's primaryLocationLineHash of one line of a decoded file: reference and vectors in the
 * source. `line` is 1-based; "" where there is no such line. */
void line_hash(struct text utf8, uint32_t line, char out[24]);

enum { LINE_HASH = 24 }; /* bytes of one, with its NUL */

/* The same for `count` lines in ascending order, the file being read twice in all. -1: out of
 * memory. */
MUST_CHECK int line_hashes(
	struct text utf8, const uint32_t *lines, size_t count, char (*out)[LINE_HASH]);

#endif
