/* SPDX-License-Identifier: Apache-2.0
 *
 * Points in time as texts write them.
 */
#ifndef SEAMGATE_BASE_MOMENT_H
#define SEAMGATE_BASE_MOMENT_H

#include "gate/base/arena.h"
#include "gate/base/text.h"

/* RFC 3339 ("2026-11-27T05:18:44.123Z") as seconds since 1970; NAN for anything else. */
double moment_read(struct text text);

/* Seconds since 1970 of a number in whatever unit makes it a date from 1973 to 5138: seconds, ms, us or ns. NAN for any other. */
double moment_of(double number);

/* Either: RFC 3339, or a plain decimal number. */
double moment_of_text(struct text text);

/* "2026-11-27T05:18:44Z" in the arena; "" where it is no date, ptr NULL when memory is out. */
struct text moment_write(double seconds, struct arena *arena);

#endif
