/* SPDX-License-Identifier: Apache-2.0
 *
 * What k6.c and k6_points.c share.
 */
#ifndef SEAMGATE_LATENCY_FORMATS_K6_H
#define SEAMGATE_LATENCY_FORMATS_K6_H

#include "checks/latency/formats/parts.h"

enum { K6_PARTS = 3 }; /* sending, waiting, receiving */

struct k6 {
	struct samples *out;
	const struct measured_file *file;
	struct json_values values;
};

/* The lines of --out json, from the start of the file: the only form with single requests. */
MUST_CHECK int k6_points(struct k6 *k6, struct err *err);

#endif
