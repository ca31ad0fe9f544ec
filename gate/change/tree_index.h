/* SPDX-License-Identifier: Apache-2.0
 *
 * Where names stand in the large trees that were asked last, so that many look-ups in one folder do not each read all of it. A tree is kept from
 * the second look-up on. For one thread. Private.
 */
#ifndef SEAMGATE_CHANGE_TREE_INDEX_H
#define SEAMGATE_CHANGE_TREE_INDEX_H

#include "gate/change/tree.h"

struct tree_index;
struct tree_index *tree_index_new(void);        /* NULL when out of memory */
void tree_index_free(struct tree_index *index); /* NULL is fine */

/* False where the tree is not kept. Else *out is its first entry of that name (which is left as it is), mode MODE_NONE where there is none. */
bool tree_index_find(
	struct tree_index *index, const struct oid *tree, struct text name, struct entry *out);

/* A tree that is being looked into: kept where it is large, was asked before and is well-formed. */
MUST_CHECK int tree_index_note(
	struct tree_index *index, const struct oid *tree, struct text raw, struct err *err);

#endif
