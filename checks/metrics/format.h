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
	struct arena *scratch; /* the reader's own, reset as it likes */
};

struct number_format {
	const char *summary;
	/* Adds all numbers that the select names, in the order of the file; none where it names nothing. */
	int (*read)(struct numbers *out, const struct number_file *file, struct err *err);
};

extern const char *const number_format_names[]; /* NULL at the end */
extern const struct number_format *const number_formats[];

#endif
