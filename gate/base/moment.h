/* SPDX-License-Identifier: Apache-2.0
 *
 * Points in time as texts write them.
 */
#ifndef SEAMGATE_BASE_MOMENT_H
#define SEAMGATE_BASE_MOMENT_H

#include "gate/base/text.h"

/* RFC 3339 ("2026-11-27T05:18:44.123Z") as seconds since 1970; NAN for anything else. */
double moment_read(struct text text);

#endif
