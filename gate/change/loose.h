/* SPDX-License-Identifier: Apache-2.0
 *
 * libgit2's object database: its reader of packs, and an own one for loose objects. libgit2 1.5
 * never returns from a loose object that is cut off (its inflating loop has no way out when the
 * input ends early), and a runner whose disk was full leaves just that. Private.
 */
#ifndef SEAMGATE_CHANGE_LOOSE_H
#define SEAMGATE_CHANGE_LOOSE_H

#include "gate/change/git.h"

/* Opens the objects in these directories; the caller frees *out with git_odb_free. */
MUST_CHECK int database_open(git_odb **out, const char *const *dirs, size_t count, struct err *err);

#endif
