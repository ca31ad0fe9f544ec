/* SPDX-License-Identifier: Apache-2.0
 *
 * Members of a JSON object that must be there and be of their type. What is wrong is remembered in the err with file, line and
 * column; the value is then empty, and the caller looks at the err once at the end. Private to this folder.
 */
#ifndef SEAMGATE_MERGE_FIELDS_H
#define SEAMGATE_MERGE_FIELDS_H

#include "gate/base/json.h"
#include "gate/change/change.h"

struct fields {
	const char *name; /* of the file */
	struct arena *arena;
	struct err *err;
};

/* NULL where it is wrong. */
const struct json *field(
	const struct fields *from, const struct json *object, const char *key, enum json_type type);

struct text field_text(const struct fields *from, const struct json *object, const char *key);

/* A word of ours, NUL-terminated: printable ASCII. */
const char *field_word(const struct fields *from, const struct json *object, const char *key);

uint64_t field_uint(
	const struct fields *from, const struct json *object, const char *key, uint64_t max);
double field_real(
	const struct fields *from, const struct json *object, const char *key); /* null: NAN */
bool field_bool(const struct fields *from, const struct json *object, const char *key);

/* 40 hex digits; "" is the zero id. */
struct oid field_oid(const struct fields *from, const struct json *object, const char *key);

/* The index of a word in a list; 0 where it is wrong. */
int field_choice(const struct fields *from, const struct json *object, const char *key,
	const char *const *names, size_t count);

/* An error about a value; -1. */
int field_wrong(
	const struct fields *from, const struct json *value, const char *key, const char *wants);

#endif
