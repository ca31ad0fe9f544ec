/* SPDX-License-Identifier: Apache-2.0
 *
 * What the project needs of a lock: everything that is reached from its roots, which stand in the lock or in the manifests, from
 * what linked folders ask for, and from what the base had.
 */
#ifndef SEAMGATE_DEPENDENCIES_NEEDED_H
#define SEAMGATE_DEPENDENCIES_NEEDED_H

#include "checks/dependencies/manifests.h"
#include "checks/dependencies/reach.h"

/* Marks it. *known is false where nobody says what that is. `manifests`, zeroed, is filled where the roots stand there. A lock that
 * cannot be followed becomes an item of what was not looked at. */
MUST_CHECK int needed_find(struct reach *reach, bool *known, struct manifests *manifests,
	struct judging *judging, const struct subject *subject, struct err *err);

/* The pin that stands for a need of a manifest, or EDGE_ROOT. */
uint32_t needed_by(const struct subject *subject, const struct lock *lock, const struct need *need);

uint32_t needed_index(const struct reach *reach, const struct pin *pin);

#endif
