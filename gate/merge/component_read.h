/* SPDX-License-Identifier: Apache-2.0
 *
 * The inventory in a result file. Private to this folder.
 */
#ifndef SEAMGATE_MERGE_COMPONENT_READ_H
#define SEAMGATE_MERGE_COMPONENT_READ_H

#include "gate/merge/fields.h"
#include "gate/result.h"

/* "components" of a check; a check without it has taken none. */
MUST_CHECK int components_read(
	struct outcome *out, const struct fields *from, const struct json *check);

#endif
