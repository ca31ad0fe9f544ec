/* SPDX-License-Identifier: Apache-2.0
 *
 * Numbers in texts that are no JSON: tables, logs.
 */
#ifndef SEAMGATE_BASE_NUMBER_H
#define SEAMGATE_BASE_NUMBER_H

#include "gate/base/text.h"

/* A plain decimal number as JSON writes it, alone. False for anything else ("NaN", "+INF", "1,5", hex), for one that is not
 * finite as a double and for one of 64 bytes and more. */
bool number_parse(struct text text, double *out);

#endif
