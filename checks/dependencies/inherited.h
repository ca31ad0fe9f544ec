/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SEAMGATE_DEPENDENCIES_INHERITED_H
#define SEAMGATE_DEPENDENCIES_INHERITED_H

#include "checks/dependencies/judging.h"

/* *out: what a file at that path said, and does not any more, holds there still: at the head one above it says so, or it was
 * about what one above it lets in, which is judged there. One that cannot be read says nothing. */
MUST_CHECK int inherited_holds(bool *out, const struct judging *judging,
	const struct format *format, struct text path, const struct setting *lost, struct err *err);

#endif
