/* SPDX-License-Identifier: Apache-2.0
 *
 * The bytes of a model's file at a side: of the file, or of the object that a pointer of Git LFS in its place stands for.
 */
#ifndef SEAMGATE_MODEL_CONTENT_H
#define SEAMGATE_MODEL_CONTENT_H

#include "gate/check.h"

enum content_state {
	CONTENT_HERE,
	CONTENT_NONE,    /* there is no such file */
	CONTENT_POINTER, /* only the pointer is here */
};

/* out->ptr is NULL but where it is CONTENT_HERE. Lives as job_read says. */
MUST_CHECK int model_content(const struct check_job *job, enum side side, struct text path,
	struct text *out, enum content_state *state, struct err *err);

#endif
