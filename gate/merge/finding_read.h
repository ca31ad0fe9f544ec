/* SPDX-License-Identifier: Apache-2.0
 *
 * One finding and one measurement of a result file. Private to this folder.
 */
#ifndef SEAMGATE_MERGE_FINDING_READ_H
#define SEAMGATE_MERGE_FINDING_READ_H

#include "gate/merge/fields.h"
#include "gate/merge/merge.h"

/* The commit that the finding names is put in its place of `commits`, of which there are `count`. */
MUST_CHECK int finding_read(struct finding *out, const struct fields *from,
	const struct json *object, struct commit *commits, size_t count);

void measurement_read(
	struct measurement *out, const struct fields *from, const struct json *object);

/* A name of ours: letters, digits, '-', '_', '.', '/' and ':'. */
bool field_is_name(struct text text);

/* What a check counts: letters, digits, '-', '_', ':' and spaces. */
bool field_is_counter(struct text text);

#endif
