/* SPDX-License-Identifier: Apache-2.0
 *
 * Protections and registries in the settings of the JavaScript package managers: one table for a file, and what a value
 * is worth.
 */
#ifndef SEAMGATE_DEPENDENCIES_FORMATS_JS_SETTINGS_H
#define SEAMGATE_DEPENDENCIES_FORMATS_JS_SETTINGS_H

#include "checks/dependencies/format.h"

enum js_worth {
	WORTH_TRUE,   /* "true" protects */
	WORTH_FALSE,  /* "false" protects */
	WORTH_NUMBER, /* the more the better */
	WORTH_WORD,   /* how far behind in `words` */
	WORTH_LIST,   /* each item lets something through */
	WORTH_CODE,   /* what it names is run or trusted: each such value lets something through */
	WORTH_MILD,   /* each item lets something through that is young or less attested */
};

struct js_guard {
	const char *key;
	enum js_worth worth;
	int usual;         /* strength where it is absent */
	const char *words; /* WORTH_WORD: from weak to strong, with blanks between */
};

struct js_value {
	struct text key, value;
	uint32_t line, column;
};

/* Adds the guard of that key, if the table (NULL key at its end) has it. Not for WORTH_LIST. */
MUST_CHECK int js_guard(struct lock *lock, const struct js_guard *table,
	const struct js_value *value, struct err *err);

/* True where the table has the key as WORTH_LIST. */
bool js_is_list_guard(const struct js_guard *table, struct text key);

/* One thing that a list lets through, "key: item". */
MUST_CHECK int js_let_through(struct lock *lock, const struct js_guard *table,
	const struct js_value *item, struct err *err);

/* A registry; environment variables in it ("${…}") are no URL, and stay. */
MUST_CHECK int js_registry(struct lock *lock, const struct js_value *value, struct err *err);

/* The package that an exception is for: "@scope/name" of "@scope/name@1.0.0". */
struct text js_package_of(struct text item);

#endif
