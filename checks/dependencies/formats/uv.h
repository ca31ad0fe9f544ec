/* SPDX-License-Identifier: Apache-2.0
 *
 * What the two files that read uv.lock share: uv_lock.c the packages and where they come from, uv_needs.c who needs whom.
 */
#ifndef SEAMGATE_DEPENDENCIES_FORMATS_UV_H
#define SEAMGATE_DEPENDENCIES_FORMATS_UV_H

#include "checks/dependencies/formats/python_asks.h"

struct uv_reader {
	struct python_lock base;
	struct keys members;
	uint32_t *packages; /* pins of the packages, in the order of the file */
	size_t capacity;
	struct text extra; /* the list of which is read; "" */
};

/* Once all packages are there: what one of them needs. */
MUST_CHECK int uv_read_edges(
	struct uv_reader *reader, uint32_t pin, const struct toml *package, struct err *err);

/* For which platforms and versions of Python the lock is. */
MUST_CHECK int uv_read_mark(struct uv_reader *reader, const struct toml *root, struct err *err);

/* What a root that is no project asks for, or a script; NULL: nothing. */
MUST_CHECK int uv_read_manifest(
	struct uv_reader *reader, const struct toml *manifest, struct err *err);

#endif
