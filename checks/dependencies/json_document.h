/* SPDX-License-Identifier: Apache-2.0
 *
 * A whole JSON file as a tree, with its doubled keys noted in the lock. What most JSON formats begin with.
 */
#ifndef SEAMGATE_DEPENDENCIES_JSON_DOCUMENT_H
#define SEAMGATE_DEPENDENCIES_JSON_DOCUMENT_H

#include "checks/dependencies/format.h"
#include "gate/base/json.h"

/* The root must be an object. */
MUST_CHECK int document_json(const struct json **out, struct lock *lock,
	const struct document *document, struct err *err);

/* ERR_LOOK at a value's place. Always returns -1. */
int json_error(
	const struct document *document, const struct json *at, struct err *err, const char *what);

/* A pin at a member's key, or at the value where it has none. */
struct pin json_pin(const struct json *at);

/* True for a member that is the literal true. */
bool json_is_true(const struct json *object, const char *key);

#endif
