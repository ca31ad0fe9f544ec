/* SPDX-License-Identifier: Apache-2.0
 *
 * The evidence of one side (struct side_evidence, judging.h) as it is put together.
 */
#ifndef SEAMGATE_MODEL_SIDE_H
#define SEAMGATE_MODEL_SIDE_H

#include "checks/model/judging.h"

/* The results of a file, and their bytes. */
MUST_CHECK int side_add(struct side_evidence *side, const struct evidence *evidence,
	struct text content, struct arena *arena, struct err *err);

/* A file of samples of `owner`, one of the side's items. */
MUST_CHECK int side_add_samples(struct side_evidence *side, const struct evidence *owner,
	struct text path, struct text content, struct arena *arena, struct err *err);

/* Newest first: by the date inside, then by name. Before any samples are added. */
void side_sort(struct side_evidence *side);

/* The results that samples at a path belong to: of the date in their name, else the newest; NULL: to none of them. */
struct evidence *side_owner(struct side_evidence *side, struct text path);

#endif
