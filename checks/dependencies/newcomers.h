/* SPDX-License-Identifier: Apache-2.0
 *
 * Which packages the change brings: those in the locks beside a settings file or manifest, in its folder or above, whose
 * name and version no such lock of the base has. Read when first asked for; lives in the subject's arena.
 */
#ifndef SEAMGATE_DEPENDENCIES_NEWCOMERS_H
#define SEAMGATE_DEPENDENCIES_NEWCOMERS_H

#include "checks/dependencies/judging.h"

enum { MOST_LOCKS_BESIDE = 16, MOST_ASKED = 200, MOST_VERSIONS = 16 };

/* Zeroed at first. */
struct newcomers {
	bool read;
	struct lock base[MOST_LOCKS_BESIDE], head[MOST_LOCKS_BESIDE];
	size_t base_count, head_count, asked;
};

/* True where the head's locks have the package and each version of it is new. False also where nothing can be read, and
 * once MOST_ASKED names were asked for: each question walks through the locks. */
bool newcomers_have(struct newcomers *newcomers, struct judging *judging,
	const struct subject *subject, struct text package);

#endif
