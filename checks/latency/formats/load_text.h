/* SPDX-License-Identifier: Apache-2.0
 *
 * What the readers of text that load generators print share: words of a line.
 */
#ifndef SEAMGATE_LATENCY_FORMATS_LOAD_TEXT_H
#define SEAMGATE_LATENCY_FORMATS_LOAD_TEXT_H

#include "checks/latency/format.h"

/* Lines of a text, numbered from 1, trimmed. */
struct lines {
	struct text rest, line;
	uint32_t number;
};
bool lines_next(struct lines *lines);

/* Takes the next word off; "" at the end. */
struct text line_word(struct text *rest);

/* "7.57ms", "1.2s", "850.00us" as ms; NAN for anything else. */
double line_duration(struct text word);

/* "99%", "99.000%", "99%%" as 0.99; NAN for anything else. */
double line_percent(struct text word);

#endif
