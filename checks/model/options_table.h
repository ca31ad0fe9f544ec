/* SPDX-License-Identifier: Apache-2.0
 *
 * For the tables of options. Private to options*.c.
 */
#ifndef SEAMGATE_MODEL_OPTIONS_TABLE_H
#define SEAMGATE_MODEL_OPTIONS_TABLE_H

#include "checks/model/options.h"

/* Where an option's value goes. */
#define AT(type, field) .offset = offsetof(struct type, field)

#endif
