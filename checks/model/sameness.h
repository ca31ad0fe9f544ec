/* SPDX-License-Identifier: Apache-2.0
 *
 * Are two results of one and the same run? Copies are told by what no two runs have in common, so that another date or name does
 * not hide them. Whoever writes numbers of his own is not found out here: that is what signed sidecars are for.
 */
#ifndef SEAMGATE_MODEL_SAMENESS_H
#define SEAMGATE_MODEL_SAMENESS_H

#include "checks/model/judging.h"

/* How it is told, for a sentence ("byte for byte", "sample for sample", …); NULL: it is not the same run, as far as can be
 * told. a_at and b_at are indices of items. */
const char *same_run(
	const struct side_evidence *a, size_t a_at, const struct side_evidence *b, size_t b_at);

/* The first item of a side that is of the same run. */
const char *same_run_as_any(
	const struct side_evidence *a, size_t a_at, const struct side_evidence *b, size_t *b_at);

#endif
