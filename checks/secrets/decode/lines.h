/* SPDX-License-Identifier: Apache-2.0
 *
 * Passes over the lines of bulk data in base64, in which every line might begin something and hardly one does: by its first 12 bytes, at once where
 * the processor has AVX2. What is passed over, block_find would call no block.
 */
#ifndef SEAMGATE_SECRETS_LINES_H
#define SEAMGATE_SECRETS_LINES_H

#include <stddef.h>

#include "gate/base/text.h"

/* From the end of a run of characters of a block over the lines below, to the end of the last that can be told to begin nothing. They are not
 * indented. */
size_t lines_pass(struct text text, size_t at);

#endif
