/* SPDX-License-Identifier: Apache-2.0
 *
 * Folders of npm's locks, "node_modules/a/node_modules/@scope/b": pure functions of their texts, and slices of them.
 */
#ifndef SEAMGATE_DEPENDENCIES_FORMATS_NPM_PLACE_H
#define SEAMGATE_DEPENDENCIES_FORMATS_NPM_PLACE_H

#include "gate/base/text.h"

enum { NPM_LONGEST_PLACE = 4096 }; /* longer is none that a file system takes */

/* The folder above; "" at the top. */
struct text npm_place_above(struct text place);

/* Where node looks next, behind this folder: node_modules itself, and a scope in it, hold no packages of their own. */
struct text npm_place_next(struct text folder);

/* The folder whose packages see the copy first: what is before the last "node_modules/". */
struct text npm_place_owner(struct text place);

/* The name that it is asked for by: "@scope/b". */
struct text npm_place_asked(struct text place);

/* What is behind the last "node_modules/"; the whole where there is none. */
struct text npm_place_package(struct text place);

/* A member of the workspace, or another folder that a link points to. */
bool npm_place_is_folder(struct text place);

/* Behind the last slash. */
struct text npm_place_last(struct text place);

#endif
