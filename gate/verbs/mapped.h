/* SPDX-License-Identifier: Apache-2.0
 *
 * A file that a command line names, mapped: a model may be larger than memory.
 */
#ifndef SEAMGATE_VERBS_MAPPED_H
#define SEAMGATE_VERBS_MAPPED_H

#include "gate/base/err.h"
#include "gate/base/text.h"

/* ERR_LOOK where it is no regular file or cannot be read. */
MUST_CHECK int mapped_open(struct text *out, const char *path, struct err *err);
void mapped_close(struct text content);

#endif
