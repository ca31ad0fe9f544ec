/* SPDX-License-Identifier: Apache-2.0
 *
 * Where a source's baseline and reference lie: a folder (the same file names in that folder), a file or a pattern.
 */
#ifndef SEAMGATE_MODEL_PLACES_H
#define SEAMGATE_MODEL_PLACES_H

#include "checks/model/options.h"
#include "gate/base/arena.h"
#include "gate/base/err.h"

/* The globs of results and samples at that place; samples "" where the source has none. Texts lie in the arena. */
MUST_CHECK int place_results(struct text *out, struct text place,
	const struct source_options *source, struct arena *arena, struct err *err);
MUST_CHECK int place_samples(struct text *out, struct text place,
	const struct source_options *source, struct arena *arena, struct err *err);

/* Whether a path is the place, lies below it or is matched by it. */
bool place_has(struct text place, struct text path);

/* Whether a file is part of what a source is compared with, other than its own files at the base. */
bool place_is_measure(const struct source_options *source, struct text path);

/* What is behind the last slash. */
struct text place_file_name(struct text path);

#endif
