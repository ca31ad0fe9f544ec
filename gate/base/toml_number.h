/* SPDX-License-Identifier: Apache-2.0
 *
 * The forms of numbers, dates and times in TOML 1.0.0. Pure; each looks at the whole of a text.
 */
#ifndef SEAMGATE_BASE_TOML_NUMBER_H
#define SEAMGATE_BASE_TOML_NUMBER_H

#include "gate/base/text.h"

/* Of an integer's form, in range or not. */
bool toml_is_integer(struct text text);

/* False where it is no integer or does not fit. */
bool toml_integer_value(struct text text, int64_t *value);

/* Of a float's form, inf and nan included. One that is too large for a double is infinite, as
 * in IEEE 754, and no error. */
bool toml_is_float(struct text text);

/* A date, a time, or both, that exist (RFC 3339); a second of 60 is taken anywhere. */
bool toml_is_datetime(struct text text);

/* Begins like a date or time: anything else of that shape is an error in it. */
bool toml_looks_like_datetime(struct text text);

#endif
