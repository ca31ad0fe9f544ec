/* SPDX-License-Identifier: Apache-2.0
 *
 * The codebooks of ggml's I-quants: numbers that a file of those types cannot be read without. An entry holds the codes
 * of 8 values in 2 bits each (IQ1, IQ2) or of 4 values in 3 bits each (IQ3), the first value lowest. What a code means:
 *   IQ1      -1, 0, 1
 *   IQ2      8, 25, 43
 *   IQ3_XXS  4, 12, 20, 28, 36, 44, 52, 62
 *   IQ3_S    1, 3, 5, 7, 9, 11, 13, 15
 */
#ifndef SEAMGATE_MODEL_WEIGHTS_GRIDS_H
#define SEAMGATE_MODEL_WEIGHTS_GRIDS_H

#include <stdint.h>

extern const uint16_t grid_iq1[2048];
extern const uint16_t grid_iq2_xxs[256], grid_iq2_xs[512], grid_iq2_s[1024];
extern const uint16_t grid_iq3_xxs[256], grid_iq3_s[512];

#endif
