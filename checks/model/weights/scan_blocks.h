/* SPDX-License-Identifier: Apache-2.0
 *
 * A run of blocks of one type under the scan: what scan.c adds up. Private.
 */
#ifndef SEAMGATE_MODEL_WEIGHTS_SCAN_BLOCKS_H
#define SEAMGATE_MODEL_WEIGHTS_SCAN_BLOCKS_H

#include "checks/model/weights/scan.h"

void seen_add(struct seen *seen, uint64_t at);

/* Blocks [first, first + count) of the tensor. */
void scan_blocks(struct scan *out, const struct tensor *tensor, uint64_t first, uint64_t count);

/* The same of plain floats; values. */
void scan_plain(struct scan *out, const struct tensor *tensor, uint64_t first, uint64_t count);

/* Of all scales, zero points and codes of an affine tensor. */
void scan_affine(struct scan *out, const struct tensor *tensor, struct channels *channels,
	struct scan_past past);

#endif
