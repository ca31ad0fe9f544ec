/* SPDX-License-Identifier: Apache-2.0
 *
 * A zip's central directory (APPNOTE.TXT, 4.3.7 to 4.3.16), by which package managers find what is in it. Some readers take names from the files' own
 * headers, some look for the directory's end not far, and some read on where there is none: a zip by which two of them could see different files proves
 * nothing. So the directory has to be where one end says, and each entry has to have the one name that its header has.
 */
#ifndef SEAMGATE_DEPENDENCIES_PROOF_ZIP_END_H
#define SEAMGATE_DEPENDENCIES_PROOF_ZIP_END_H

#include "gate/base/text.h"

enum { ZIP_END_SIZE = 22 };

struct zip_end {
	size_t at;              /* offset of the record */
	size_t directory, size; /* of the central directory */
	size_t count;           /* of its entries */
};

/* The record that ends where the file does. */
bool zip_end_find(struct zip_end *out, struct text zip);

/* NULL, or why the zip is not one and the same for every reader. */
const char *zip_end_fault(struct text zip);

/* `size` bytes, little-endian, at an offset that is inside. */
uint32_t zip_number(struct text zip, size_t at, size_t size);
bool zip_is_mark(struct text zip, size_t at, const char *mark);

#endif
