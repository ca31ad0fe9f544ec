/* SPDX-License-Identifier: Apache-2.0
 *
 * Where hits stand: lines and columns, 1-based, in code points of the decoded text; an invalid byte
 * is a column of its own, a byte order mark is none. Lines end in LF. For runs of text inside other bytes the
 * position is that of their first byte in the blob.
 */
#ifndef SEAMGATE_SECRETS_LOCATE_H
#define SEAMGATE_SECRETS_LOCATE_H

#include "checks/secrets/scan.h"

struct spot {
	uint32_t line, column, end_line, end_column;
};

/* Fills one spot for each hit of a scan. One pass over each view, however many hits there are. */
void locate(struct spot *spots, const struct scan *scan, const struct views *views);

enum { EXCERPT_MOST = 200 };

/* The line that hit `index` begins on, or 200 bytes of it with the secret inside. It is cut beside
 * the secrets of neighbours, not through them, so that masking finds them whole. Borrows the view. */
struct text excerpt(const struct scan *scan, size_t index, const struct views *views);

#endif
