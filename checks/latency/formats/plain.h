/* SPDX-License-Identifier: Apache-2.0
 *
 * What CSV and JSONL share: the policy's column map, made into a list of wanted columns, and rows of it. Strict: a row
 * that lacks a wanted column, and a value that is no plain decimal number, is refused. Rows of other flows than
 * the source selects are passed over.
 */
#ifndef SEAMGATE_LATENCY_FORMATS_PLAIN_H
#define SEAMGATE_LATENCY_FORMATS_PLAIN_H

#include "checks/latency/format.h"

enum { PLAIN_MOST = 66 };

/* A wanted column: `phase` is what the policy calls it. */
struct plain_column {
	struct text name, phase;
	bool is_total, is_flow;
};

struct plain {
	struct samples *out;
	const struct measured_file *file;
	struct plain_column columns[PLAIN_MOST];
	size_t count;
	double unit_ms;
	struct text flow; /* of the row at hand; "" without such a column */
	double values[PLAIN_MOST];
	struct series *series; /* of the row before */
	size_t index[PLAIN_MOST];
};

MUST_CHECK int plain_start(struct plain *plain, struct samples *out,
	const struct measured_file *file, struct err *err);

/* The value of a wanted column in the row at hand. Numbers are as written, in the file's unit. */
MUST_CHECK int plain_number(
	struct plain *plain, size_t column, struct text number, uint32_t line, struct err *err);

/* The row has all its values (plain->values, plain->flow). */
MUST_CHECK int plain_row(struct plain *plain, uint32_t line, struct err *err);

#endif
