/* SPDX-License-Identifier: Apache-2.0
 *
 * The manifests that belong to a lock: the one in its folder, and those of its workspace's members.
 */
#ifndef SEAMGATE_DEPENDENCIES_MANIFESTS_H
#define SEAMGATE_DEPENDENCIES_MANIFESTS_H

#include "checks/dependencies/judging.h"

struct manifest {
	struct text place; /* folder relative to the lock's, with its slash; "" the same */
	struct lock lock;
};

struct manifests {
	struct manifest *items;
	size_t count, capacity;
};

/* Reads them into the subject's arena. A manifest that is not there or cannot be read is left out: it is
 * a subject of its own where the change touches it. */
MUST_CHECK int manifests_read(struct manifests *out, const struct judging *judging,
	const struct subject *subject, enum side side, struct err *err);

/* One of them, by the folder: NULL where there is none. Reads it, as above. */
MUST_CHECK int manifest_read(struct manifest *out, bool *found, const struct judging *judging,
	const struct subject *subject, enum side side, struct text place, struct err *err);

/* A file of that name beside the lock, of the same ecosystem: settings that say what a manifest may say too. */
MUST_CHECK int manifest_read_beside(struct manifest *out, bool *found,
	const struct judging *judging, const struct subject *subject, enum side side,
	const char *name, struct err *err);

/* That of a linked folder ("../.."), with the link's place; not found where that leads out of the repository. */
MUST_CHECK int manifest_of_link(struct manifest *out, bool *found, const struct judging *judging,
	const struct subject *subject, const struct linked *linked, struct err *err);

/* By an address, a folder or another name, and not by a version. */
bool need_is_by_address(const struct need *need);

#endif
