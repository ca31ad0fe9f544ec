/* SPDX-License-Identifier: Apache-2.0
 *
 * A line of the Prometheus text exposition (prometheus/docs docs/instrumenting/exposition_formats.md), and of OpenMetrics:
 *
 *     name{label="value",...} value [timestamp] [# exemplar]
 *
 * Borrows from the line; label values are as written, with their escapes.
 */
#ifndef SEAMGATE_BASE_EXPOSITION_H
#define SEAMGATE_BASE_EXPOSITION_H

#include "gate/base/arena.h"

/* Number and length are limited so that a line takes no long time. */
enum { EXPOSITION_MOST_LABELS = 64, EXPOSITION_LONGEST_LINE = 1 << 14 };

struct exposition_label {
	struct text key, value;
};

struct exposition {
	bool is_sample;    /* false: a blank line or a comment; nothing else is set */
	struct text whole; /* name and labels as written */
	struct text name;
	struct exposition_label labels[EXPOSITION_MOST_LABELS];
	size_t label_count;
	double value;     /* may be NAN or infinite */
	double timestamp; /* as written (Prometheus: milliseconds, OpenMetrics: seconds since 1970); NAN where there is none */
};

/* False: the line is none of these. */
bool exposition_read(struct exposition *out, struct text line);

/* "1.5", "+Inf", "NaN" …; false for anything else. */
bool exposition_number(struct text text, double *out);

/* Which samples are meant, as policies write it: "name", "name{label="value"}", "{label="value"}". */
struct exposition_filter {
	bool any_name;
	struct exposition wanted;
};

/* False: the words are none of these. "" is every sample. They are copied into the arena; *nomem true: it is full. */
bool exposition_filter_read(
	struct exposition_filter *out, struct text select, struct arena *arena, bool *nomem);

/* A wanted value is the same as that of the sample, or a glob that matches it. */
bool exposition_is_wanted(const struct exposition_filter *filter, const struct exposition *sample);

/* What stands between the braces, as written; "" where there are none. */
struct text exposition_labels(const struct exposition *sample);

/* The value of a label; ptr NULL where there is none. */
struct text exposition_label(const struct exposition *line, const char *key);

#endif
