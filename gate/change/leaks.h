/* SPDX-License-Identifier: Apache-2.0
 *
 * libgit2 1.5 loses memory when it opens a repository of format 1 (some KiB a time) and when it is
 * given certain revisions that it cannot resolve: leaks_begin() and leaks_end() stand around that. Private.
 */
#ifndef SEAMGATE_CHANGE_LEAKS_H
#define SEAMGATE_CHANGE_LEAKS_H

#include "gate/base/leaks.h"

#endif
