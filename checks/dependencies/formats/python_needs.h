/* SPDX-License-Identifier: Apache-2.0
 *
 * Requirements as Python's manifests write them: strings by PEP 508, and the tables of Poetry and Pipenv
 * (`name = "^1"`, `name = {version = "^1", git = …}`).
 */
#ifndef SEAMGATE_DEPENDENCIES_FORMATS_PYTHON_NEEDS_H
#define SEAMGATE_DEPENDENCIES_FORMATS_PYTHON_NEEDS_H

#include "checks/dependencies/formats/python.h"

/* An array of PEP 508 strings; items of other types must be tables (`{include-group = …}`) and are left out. `sources` is
 * NULL or uv's [tool.uv.sources]: where a name stands there, it comes from elsewhere. */
MUST_CHECK int python_needs_of_array(struct python_lock *reading, const struct toml *array,
	const struct toml *sources, uint32_t flags, struct err *err);

/* A table of names; "python" is none of them. */
MUST_CHECK int python_needs_of_table(
	struct python_lock *reading, const struct toml *table, uint32_t flags, struct err *err);

#endif
