/* SPDX-License-Identifier: Apache-2.0
 *
 * Environment variables that decide where package managers fetch from, and what they check. For the readers of files
 * that set variables: workflows, Dockerfiles, shell scripts, go.env, .envrc, [env] of cargo. Names are compared
 * exactly, those of npm_config_* without case, as npm does. Sources: "go help environment" and
 * "go help module-private"; pip's and uv's environment variables; npm's and yarn's configuration; The Cargo Book,
 * "Environment Variables".
 *
 * Values with a variable in them ("$HOST", "${{ … }}") are not resolved: they are taken as they stand, and no
 * URL comes of them.
 */
#ifndef SEAMGATE_DEPENDENCIES_ENVIRONMENT_SETTINGS_H
#define SEAMGATE_DEPENDENCIES_ENVIRONMENT_SETTINGS_H

#include "checks/dependencies/pin.h"

/* Fills kind, name, value, strength and usual of what NAME=VALUE says; false where it is no such variable. A value of
 * several sources or guards (GOPROXY, GOFLAGS) gives its first; environment_setting adds them all. */
bool environment_setting_of(struct setting *out, struct text name, struct text value);

/* Adds the settings of NAME=VALUE to the lock, if there are any. Quotes around the value are taken off. */
MUST_CHECK int environment_setting(struct lock *lock, struct arena *arena, struct text name,
	struct text value, uint32_t line, uint32_t column, struct err *err);

/* `NAME=VALUE` as an assignment of a shell, `export NAME=VALUE`, or a line of go.env: false where the line is none. */
bool environment_assignment(struct text line, struct text *name, struct text *value);

#endif
