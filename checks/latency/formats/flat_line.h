/* SPDX-License-Identifier: Apache-2.0
 *
 * A fast way through lines of JSON that are what logs mostly are: one object on one line, members that are strings of
 * printable ASCII without escapes, numbers, true, false and null, no key twice. Whatever else a line is, is left to the
 * strict reader of gate/base/json.h, which also says what is wrong. Where this accepts, that gives the same values.
 */
#ifndef SEAMGATE_LATENCY_FORMATS_FLAT_LINE_H
#define SEAMGATE_LATENCY_FORMATS_FLAT_LINE_H

#include "gate/base/json.h"

enum { FLAT_MOST = 32 };

struct flat_member {
	struct text key;
	struct text text; /* a string without its quotes, a number or a word as written */
	enum json_type type;
	double number;
};

struct flat_line {
	struct flat_member members[FLAT_MOST];
	size_t count;
	bool complete; /* the keys are those of a whole line, none of them twice */
};

/* False: not of that shape. Members borrow the line. *out is zeroed, or that of a line before, whose text is still there. */
bool flat_line_read(struct flat_line *out, struct text line);

#endif
