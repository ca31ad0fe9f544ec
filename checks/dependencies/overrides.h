/* SPDX-License-Identifier: Apache-2.0
 *
 * What a manifest puts in the place of what others ask for. It speaks for an entry in doubt, where it asks for that very package
 * and version.
 */
#ifndef SEAMGATE_DEPENDENCIES_OVERRIDES_H
#define SEAMGATE_DEPENDENCIES_OVERRIDES_H

#include "checks/dependencies/judging.h"
#include "gate/base/keys.h"

/* Zeroed, or read. */
struct overrides {
	bool read;
	struct keys names; /* numbers of `items`, plus 1 */
	const struct need **items;
	size_t count, capacity;
};

/* Of the head's manifest and pnpm's settings beside it, once; into the subject's arena. */
MUST_CHECK int overrides_read(struct overrides *out, struct judging *judging,
	const struct subject *subject, struct err *err);

/* The manifest itself puts it there. */
bool overrides_allow(const struct overrides *overrides, const struct pin *pin);

#endif
