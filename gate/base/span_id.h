/* SPDX-License-Identifier: Apache-2.0
 *
 * Ids of traces and spans, as tools write them.
 */
#ifndef SEAMGATE_BASE_SPAN_ID_H
#define SEAMGATE_BASE_SPAN_ID_H

#include "gate/base/text.h"

enum { TRACE_ID = 16 };

/* Hexadecimal digits of any case, at most bytes * 2, into the end of `out`; false for anything else. */
bool span_hex(struct text text, unsigned char *out, size_t bytes);
bool span_hex_id(struct text text, uint64_t *out);

#endif
