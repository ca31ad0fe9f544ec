/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files that read rules share: the keys of a mapping as data, and what reads them.
 */
#ifndef SEAMGATE_RULE_PARTS_H
#define SEAMGATE_RULE_PARTS_H

#include "gate/base/yaml.h"
#include "gate/rule.h"

enum { MOST_RULE_KEYS = 32 };

enum field_type {
	FIELD_STRING,  /* const char *, not blank */
	FIELD_CHOICE,  /* enum; index in `choices` plus `first` */
	FIELD_STRINGS, /* const char *const *, NULL at the end */
	FIELD_WORDS,   /* the same, each in lower case */
	FIELD_GROUP,   /* uint32_t */
	FIELD_ENTROPY, /* double */
	FIELD_REPORT,  /* bool, true where the file says false */
	FIELD_ALLOW,   /* const struct rule_allow * and, in allow_count, their number */
	FIELD_NEAR,    /* uint32_t; UINT32_MAX where the file says nothing */
	FIELD_REQUIRE, /* const struct rule_require * and, in require_count, their number */
	FIELD_COUNT,
};

/* A key of a rule, or of one of its allowances. */
struct field {
	const char *key;
	enum field_type type;
	bool required;
	size_t offset;
	const char *const *choices;
	int first; /* value of the first choice */
};

/* The file that is read: its name, and the prefix of its ids. */
struct rule_reader {
	const char *name, *check;
	struct arena *arena;
	struct err *err;
};

/* "key what", with the place of the node. Returns -1. */
int rule_refuse(const struct rule_reader *reader, const struct yaml *node, const char *what);

/* The field that a key names, or NULL; an error that names the nearest. */
const struct field *rule_field_find(const struct field *fields, size_t count, struct text key);
int rule_key_refuse(const struct rule_reader *reader, const struct yaml *member,
	const struct field *fields, size_t count);

/* Reads a mapping into a struct, each key as its field says. Unknown and missing keys are errors. */
MUST_CHECK int rule_fields_read(const struct rule_reader *reader, const struct yaml *map,
	const struct field *fields, size_t count, void *out);

/* The keys allow and require of a rule: FIELD_ALLOW and FIELD_REQUIRE. */
MUST_CHECK int rule_allow_read(const struct rule_reader *reader, const struct field *field,
	const struct yaml *node, void *out);
MUST_CHECK int rule_require_read(const struct rule_reader *reader, const struct field *field,
	const struct yaml *node, void *out);

/* Puts what the file allows behind what each of its rules does. The rules are sorted by id. */
MUST_CHECK int rule_allow_share(const struct rule_reader *reader, const struct yaml *root,
	struct rule *sorted, size_t count);

#endif
