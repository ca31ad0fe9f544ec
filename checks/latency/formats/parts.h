/* SPDX-License-Identifier: Apache-2.0
 *
 * What readers of JSON share: values one after another in one text (JSON lines, or objects without a line end between
 * them, as curl writes them), required numbers, and series that are one number a run or a few quantiles.
 */
#ifndef SEAMGATE_LATENCY_FORMATS_PARTS_H
#define SEAMGATE_LATENCY_FORMATS_PARTS_H

#include "checks/latency/format.h"
#include "gate/base/json_values.h"

/* The values of the file, with its scratch arena. */
void values_start(struct json_values *values, const struct measured_file *file);

/* Enters the array that comes next and calls `item` before each of its values, which it reads or leaves. */
MUST_CHECK int part_items(struct json_cursor *cursor,
	int (*item)(void *context, const struct json_member *member, struct err *err),
	void *context, struct err *err);

/* "line:column: what" of a value. Always returns -1. */
int part_error(
	const struct measured_file *file, const struct json *at, struct err *err, const char *what);

/* A member that has to be a finite number. */
MUST_CHECK int part_number(double *out, const struct json *object, const char *key,
	const struct measured_file *file, struct err *err);

/* A member that may be missing or null: *out stays as it is. */
MUST_CHECK int part_optional(double *out, const struct json *object, const char *key,
	const struct measured_file *file, struct err *err);

/* A member that has to be an array or object of that type. */
MUST_CHECK int part_container(const struct json **out, const struct json *object, const char *key,
	enum json_type type, const struct measured_file *file, struct err *err);

/* A row without phases. */
MUST_CHECK int part_row(
	struct samples *out, struct series *series, double ms, uint32_t line, struct err *err);

/* "avg" or "mean", "med" or "median", "min", "max", "p95", "p(95)", "p99.9", "p_99_9": what a summary calls its numbers.
 * False for any other word. */
bool part_statistic(struct text word, struct summary *out);

/* All numbers of an object whose names are statistics, times `factor` in ms. */
MUST_CHECK int part_summaries(struct samples *out, struct series *series, size_t phase,
	const struct json *object, double factor, struct err *err);

#endif
