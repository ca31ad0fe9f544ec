/* SPDX-License-Identifier: Apache-2.0
 *
 * Between value.c and the two halves of a value: value_read.c takes it from the file's text, value_write.c puts it there.
 */
#ifndef SEAMGATE_POLICY_VALUE_PARTS_H
#define SEAMGATE_POLICY_VALUE_PARTS_H

#include "gate/policy/value.h"

enum { LONGEST_NUMBER = 48, DURATION_UNITS = 6, SIZE_UNITS = 9 };

/* A unit is its seconds, or a second is 10^shift units. */
struct duration_unit {
	const char *name;
	double seconds;
	int shift;
};

struct size_unit {
	const char *name;
	uint64_t bytes;
};

/* The largest first: the first that divides a value writes it. */
extern const struct duration_unit duration_units[DURATION_UNITS];
extern const struct size_unit size_units[SIZE_UNITS];

int64_t days_of_month(int64_t year, int64_t month);

/* Days from 1970-01-01 to the first of January of a year from 1970 on. */
int64_t days_before_year(int64_t year);

/* What parse_duration and parse_tolerance take, without an option. */
bool take_duration(struct text text, double *seconds);
bool take_share(struct text text, bool quoted, struct tolerance *tolerance);

bool parse_bool(const struct option *option, struct text text, bool quoted, void *field);
bool parse_integer(const struct option *option, struct text text, bool quoted, void *field);
bool parse_number(const struct option *option, struct text text, bool quoted, void *field);
bool parse_duration(const struct option *option, struct text text, bool quoted, void *field);
bool parse_tolerance(const struct option *option, struct text text, bool quoted, void *field);
bool parse_size(const struct option *option, struct text text, bool quoted, void *field);
bool parse_string(const struct option *option, struct text text, bool quoted, void *field);
bool parse_date(const struct option *option, struct text text, bool quoted, void *field);
bool parse_choice(const struct option *option, struct text text, bool quoted, void *field);

void format_bool(struct buffer *out, const struct option *option, const void *field);
void format_integer(struct buffer *out, const struct option *option, const void *field);
void format_number(struct buffer *out, const struct option *option, const void *field);
void format_duration(struct buffer *out, const struct option *option, const void *field);
void format_tolerance(struct buffer *out, const struct option *option, const void *field);
void format_size(struct buffer *out, const struct option *option, const void *field);
void format_date(struct buffer *out, const struct option *option, const void *field);
void format_choice(struct buffer *out, const struct option *option, const void *field);
void format_string(struct buffer *out, const struct option *option, const void *field);

#endif
