/* SPDX-License-Identifier: Apache-2.0
 *
 * How many bytes two texts begin with alike, and end with alike: by stretches of 4096, 256, 16 bytes and single ones, so that what is the same is
 * passed at the speed of memcmp.
 */
#ifndef SEAMGATE_BASE_COMMON_H
#define SEAMGATE_BASE_COMMON_H

#include "gate/base/text.h"

size_t common_start(struct text a, struct text b);
size_t common_end(struct text a, struct text b);

#endif
