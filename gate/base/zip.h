/* SPDX-License-Identifier: Apache-2.0
 *
 * A deflated member of a zip archive in memory, by libdeflate, in a third of the time that libarchive takes for it. Only where the member is as its
 * own header says (APPNOTE.TXT, 4.3.7): what is wrong, and in which words, is libarchive's to say.
 */
#ifndef SEAMGATE_BASE_ZIP_H
#define SEAMGATE_BASE_ZIP_H

#include "gate/base/buffer.h"

/* Appends the member of `size` bytes whose data, which are deflated, begin at an offset, right behind its header. False: nothing is appended, for
 * want of memory too; then out->failed may be set. */
bool zip_inflate(struct buffer *out, struct text zip, size_t data, size_t size);

#endif
