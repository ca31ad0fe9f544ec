/* SPDX-License-Identifier: Apache-2.0
 *
 * Java properties (java.util.Properties.load): "key=value", "key: value" or "key value", comments with # or !, a backslash
 * escapes and continues a line.
 */
#ifndef SEAMGATE_DEPENDENCIES_PROPERTIES_H
#define SEAMGATE_DEPENDENCIES_PROPERTIES_H

#include "checks/dependencies/format.h"

struct property {
	struct text key, value; /* unescaped */
	uint32_t line, column;  /* of the key */
};

struct properties {
	struct property *items;
	size_t count, capacity;
};

MUST_CHECK int properties_read(
	struct properties *out, const struct document *document, struct err *err);

/* The last of that key counts, as in Java; NULL where there is none. */
const struct property *properties_get(const struct properties *properties, const char *key);

#endif
