/* SPDX-License-Identifier: Apache-2.0
 *
 * A rule on its way from another scanner's file to ours, and the words for what is lost. All texts live in the import's
 * arena. Patterns are in our dialect already.
 */
#ifndef SEAMGATE_SECRETS_IMPORT_DRAFT_H
#define SEAMGATE_SECRETS_IMPORT_DRAFT_H

#include "checks/secrets/import/dialect.h"
#include "checks/secrets/import/import.h"
#include "gate/rule.h"

struct texts {
	struct text *items;
	size_t count, capacity;
};

/* As struct rule_allow; empty texts and lists are not there. */
struct allowance {
	enum allow_target target;
	bool all;
	struct text pattern, lacks, path;
	struct texts stopwords, commits, rules;
	double entropy;
};

struct allowances {
	struct allowance *items;
	size_t count, capacity;
};

/* As struct rule_require. */
struct requirement {
	struct text rule; /* our id */
	uint32_t within_lines, within_columns;
};

struct requirements {
	struct requirement *items;
	size_t count, capacity;
};

struct draft {
	struct text id, title, why;
	const char *severity, *confidence, *verify;
	struct text pattern, path;
	struct texts keywords, hits, misses, comments;
	unsigned secret_group;
	double entropy;
	bool alone; /* captures: match */
	bool hidden;
	struct allowances allow;
	struct requirements requires;
};

/* -1: out of memory. */
MUST_CHECK int import_note(struct import *import, struct text rule, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

MUST_CHECK int texts_add(struct import *import, struct texts *texts, struct text text);
MUST_CHECK int allowances_add(
	struct import *import, struct allowances *list, const struct allowance *allowance);

MUST_CHECK int requirements_add(
	struct import *import, struct requirements *list, const struct requirement *requirement);

/* Whether a rule of that id of ours has been written, and has a pattern. */
bool import_looks(const struct import *import, struct text id);

/* Our pattern for a foreign one. *ok is false, and a note says why, where it is not understood. `what` is for the note. */
MUST_CHECK int import_pattern(struct import *import, struct text rule, const char *what,
	struct text pattern, enum dialect dialect, struct text *out, struct converted *converted,
	bool *ok);

/* Several as one of which any may match: "(?:a)|(?:b)". */
MUST_CHECK int import_joined(struct import *import, struct text rule, const char *what,
	const struct texts *patterns, enum dialect dialect, struct text *out, bool *ok);

/* Our id for a foreign one: "secrets/gitleaks-aws-access-token". */
MUST_CHECK int import_id(struct import *import, struct text id, struct text *out);

/* Examples that the rule's own entropy or requirements drop are taken out, with a note. Writes the rule where reading it back and compiling it succeed; else it is left out, with a note. */
MUST_CHECK int import_draft(struct import *import, struct draft *draft);

/* The rule is not written. */
MUST_CHECK int import_leave_out(struct import *import, struct text rule, const char *why);

/* As one item of a list, each line behind that many spaces. */
void allowance_write(struct buffer *out, const struct allowance *allowance, unsigned indent);

/* A number as another reader has found it to be one. */
MUST_CHECK int import_number(struct import *import, struct text text, double *out);

/* In lower case, in the arena; .ptr NULL: out of memory. */
struct text import_lower(struct import *import, struct text text);

#endif
