/* SPDX-License-Identifier: Apache-2.0
 *
 * The object database: libgit2's reader of packs, and an own one for loose objects. libgit2 1.5
 * never returns from a loose object that is cut off (its inflating loop has no way out when the
 * input ends early), and a runner whose disk was full leaves just that. Private.
 */
#ifndef SEAMGATE_CHANGE_OBJECTS_H
#define SEAMGATE_CHANGE_OBJECTS_H

#include "gate/change/git.h"

/* Opens the objects in these directories; the caller frees *out with git_odb_free. */
MUST_CHECK int objects_open(git_odb **out, const char *const *dirs, size_t count, struct err *err);

#endif
