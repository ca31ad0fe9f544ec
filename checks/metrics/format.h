/* SPDX-License-Identifier: Apache-2.0
 *
 * What a reader of numbers is: one file in formats/ and one line in formats.def. Private to the check.
 */
#ifndef SEAMGATE_METRICS_FORMAT_H
#define SEAMGATE_METRICS_FORMAT_H

#include "checks/metrics/numbers.h"

struct number_file {
	const char *name; /* for messages */
	struct text content, select;
	const void *document;  /* what `open` made of the content, or NULL */
	struct arena *scratch; /* the reader's own, reset as it likes */
};

struct number_format {
	const char *summary;
	/* Adds all numbers that the select names, in the order of the file; none where it names nothing. */
	int (*read)(struct numbers *out, const struct number_file *file, struct err *err);
	/* Optional: what is the same for every select, in the arena, for a file that several series name; it borrows from nothing but the content and the name.
	 * A reader that finds it in file->document uses it. */
	int (*open)(const void **document, const struct number_file *file, struct arena *arena,
		struct err *err);
};

extern const char *const number_format_names[]; /* NULL at the end */
extern const struct number_format *const number_formats[];

#endif
