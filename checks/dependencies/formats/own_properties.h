/* SPDX-License-Identifier: Apache-2.0
 *
 * Properties that a build file in XML gives to itself: Maven's "${left.version}", MSBuild's "$(LeftVersion)". Of several of a name the last counts.
 */
#ifndef SEAMGATE_DEPENDENCIES_FORMATS_OWN_PROPERTIES_H
#define SEAMGATE_DEPENDENCIES_FORMATS_OWN_PROPERTIES_H

#include "gate/base/keys.h"
#include "gate/base/xml.h"

struct own_properties {
	const char *open, *close; /* "${", "}" */
	struct arena *arena;
	struct keys names; /* name -> its number, from 1 */
	struct text *values;
	size_t count, capacity;
};

/* Everything in the arena, which the XML must outlive. */
void own_properties_start(
	struct own_properties *own, const char *open, const char *close, struct arena *arena);

/* Each element inside: its name and its text. NULL is fine. */
MUST_CHECK int own_properties_add(
	struct own_properties *own, const struct xml *group, struct err *err);

/* What a name or a version comes to, trimmed: properties in it are what they say, which may be others; those that the file does not have stay as they are
 * written. */
MUST_CHECK int own_properties_resolve(
	struct text *out, const struct own_properties *own, struct text version, struct err *err);

#endif
