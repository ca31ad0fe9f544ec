/* SPDX-License-Identifier: Apache-2.0
 *
 * What the rules about references share over all subjects of a change. Lives in the job's arena.
 */
#ifndef SEAMGATE_DEPENDENCIES_REFERENCES_H
#define SEAMGATE_DEPENDENCIES_REFERENCES_H

#include "checks/dependencies/judging.h"

/* A commit that a comment calls a version. */
struct claim {
	struct text name, commit, version;
	struct text path;
	const struct format *format;
	uint32_t line, column;
};

struct claims {
	struct claim *items;
	size_t count, capacity;
};

/* Each that is touched is compared with all of its name: no more of them, so that time stays linear. */
enum { MOST_TOUCHED = 1000 };

struct references {
	struct claims touched; /* those that the change brings or edits */
	struct claims seen;    /* all of the subjects */
	struct seen_file {
		const struct format *format;
		struct text path;
	} * seen_files; /* the subjects that `seen` is whole for */
	size_t seen_count, seen_capacity;
	bool images_are_counted;
	size_t fixed_images,
		moving_images; /* in the base's files whose names say that they hold images */
};

/* Made when it is first asked for. */
MUST_CHECK int judging_references(
	struct references **out, struct judging *judging, struct err *err);

/* Copies a pin's claim, where it has one. */
MUST_CHECK int claims_add(struct claims *claims, const struct subject *subject,
	const struct pin *pin, struct arena *arena, struct err *err);

/* How the pins of one side of a pair hold: what is local plays no part. */
struct holding {
	size_t fixed, moving;
};

struct holding holding_of(const struct pin *const *pins, size_t count);

/* True for a reference that is known to move, also where that is usual. */
bool is_moving(const struct pin *pin);

/* True for one that should be fixed and is not. */
bool should_be_fixed(const struct pin *pin);

bool is_fixed(const struct pin *pin);

/* A commit that was exchanged while its comment stayed. */
MUST_CHECK int judge_exchanged(struct judging *judging, const struct subject *subject,
	const struct pair *pair, const struct pin *pin, struct err *err);

#endif
