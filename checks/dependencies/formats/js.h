/* SPDX-License-Identifier: Apache-2.0
 *
 * What the readers of the JavaScript package managers share: members of JSON objects with strict types, what a
 * package.json asks for, and the layout of a registry's URLs.
 */
#ifndef SEAMGATE_DEPENDENCIES_FORMATS_JS_H
#define SEAMGATE_DEPENDENCIES_FORMATS_JS_H

#include "checks/dependencies/format.h"
#include "gate/base/json.h"

/* Tools take the last of equal keys, so that is what is read; lock_doubled is told. */
extern const struct json_options js_options;

/* ERR_LOOK "path:line:column: what". Always returns -1. */
int js_error(const struct document *document, uint32_t line, uint32_t column, struct err *err,
	const char *what, ...) __attribute__((format(printf, 5, 6)));

/* Makes *text live as long as the lock: a copy, unless it points into the document's content. */
MUST_CHECK int js_keep(struct text *text, const struct document *document, struct err *err);

/* The last member of that key, or NULL. */
const struct json *js_member(const struct json *object, const char *key);

/* A string, kept; "" where there is none, or null or false. Another type is an error. */
MUST_CHECK int js_string(struct text *out, const struct json *object, const char *key,
	const struct document *document, struct err *err);

/* An object, or NULL where there is none, or null. Another type is an error. */
MUST_CHECK int js_object(const struct json **out, const struct json *object, const char *key,
	const struct document *document, struct err *err);

bool js_is_true(const struct json *object, const char *key);

/* Tells the lock of every key that stands twice in the tree. */
MUST_CHECK int js_doubled(struct lock *lock, const struct json *tree,
	const struct document *document, struct err *err);

/* What a package.json, or a lock's copy of one, asks for: dependencies, devDependencies, optionalDependencies,
 * peerDependencies. A name among the optional ones is not one of the plain ones, as npm has it. */
MUST_CHECK int js_needs(struct lock *lock, const struct json *package, struct text place,
	const struct document *document, struct err *err);

/* lock->workspaces, from `workspaces`: a list of globs, or an object with the list `packages`. "./a/" becomes "a". */
MUST_CHECK int js_workspaces(struct lock *lock, const struct json *package,
	const struct document *document, struct err *err);

/* True for what stands for a folder or a member of the workspace: "file:…", "link:…", "workspace:…", "portal:…", a path. */
bool js_is_local(struct text range);

/* True for a repository: "git+…", "github:o/r", "git@…", "….git#…". */
bool js_is_vcs(struct text range);

/* format->url_fits: false where the URL has the layout of a registry, ".../NAME/-/BASE-VERSION.tgz", and is
 * another name's or version's. A scope's slash may be encoded. */
bool js_url_fits(const struct pin *pin);

/* Adds the commit at the end of a repository's URL as the pin's artifact and digest, where it is whole. */
MUST_CHECK int js_commit(struct lock *lock, struct pin *pin, struct err *err);

/* True where a plain range of versions leaves a plain version out. Tags, places and prereleases: false. */
bool js_range_excludes(struct text range, struct text version);

/* Locks leave the address of the usual registry out. Where one does, another host is a new one: there is something to
 * compare it with. */
MUST_CHECK int js_implied_registry(struct lock *lock, struct err *err);

/* Splits "name@rest" at the first @ behind the name's first byte; rest is "" where there is none. */
void js_split(struct text spec, struct text *name, struct text *rest);

/* Of the key of an override ("a", "a@^1", "parent/a", "parent>a", "**" + "/a"): the name of what is replaced. */
struct text js_overridden_name(struct text key);

#endif
