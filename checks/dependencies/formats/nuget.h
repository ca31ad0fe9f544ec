/* SPDX-License-Identifier: Apache-2.0
 *
 * What the readers of NuGet's files share: nuget.config (NuGet, "nuget.config reference") and the project files of MSBuild.
 */
#ifndef SEAMGATE_DEPENDENCIES_NUGET_H
#define SEAMGATE_DEPENDENCIES_NUGET_H

#include "checks/dependencies/format.h"
#include "gate/base/xml.h"

struct nuget_reading {
	struct lock *lock;
	const struct document *document;
	struct err *err;
	const struct xml *root;
};

/* ---- elements: NuGet and MSBuild take names of elements, attributes and properties in any case ---- */

bool nuget_is(const struct xml *element, const char *name);

/* The attribute's value, "" where there is none. */
struct text nuget_value(const struct xml *element, const char *name);

/* The first of that name from `element` on, among its siblings, or NULL. */
const struct xml *nuget_next(const struct xml *element, const char *name);

/* ---- settings of the file, with the place of `at`; 0, or -1 with *err set: memory is out ---- */

int nuget_guard(struct nuget_reading *reading, const struct xml *at, struct text name,
	struct text value, int strength, int usual);

/* Off where nothing says it. */
int nuget_inherited(struct nuget_reading *reading, const struct xml *at, struct text name,
	struct text value, int strength);

/* Each value that is trusted is an exception of its own. */
int nuget_trust(
	struct nuget_reading *reading, const struct xml *at, const char *what, struct text value);

/* The address of a source. A folder has no host that could be known or not, and is trusted. */
int nuget_source(
	struct nuget_reading *reading, const struct xml *at, struct text name, struct text value);

/* Whether the file has more settings than are held to all of the base, which takes the square. */
bool nuget_is_beyond(const struct nuget_reading *reading);

/* The element <packageSourceMapping>. */
int nuget_mapping_read(struct nuget_reading *reading, const struct xml *list);

#endif
