/* SPDX-License-Identifier: Apache-2.0
 *
 * A whole YAML lock file as a tree, with its doubled keys noted in the lock. No anchors, no tags: no lock has them.
 */
#ifndef SEAMGATE_DEPENDENCIES_YAML_DOCUMENT_H
#define SEAMGATE_DEPENDENCIES_YAML_DOCUMENT_H

#include "checks/dependencies/format.h"
#include "gate/base/yaml.h"

/* The root must be a map. */
MUST_CHECK int document_yaml(const struct yaml **out, struct lock *lock,
	const struct document *document, struct err *err);

/* ERR_LOOK at a node's place. Always returns -1. */
int yaml_place_error(
	const struct document *document, const struct yaml *at, struct err *err, const char *what);

/* A pin at a member's key, or at the node where it has none. */
struct pin yaml_pin(const struct yaml *at);

/* The scalar of that key; the empty text where there is none. */
struct text yaml_scalar(const struct yaml *map, const char *key);

#endif
