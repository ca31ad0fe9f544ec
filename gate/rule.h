/* SPDX-License-Identifier: Apache-2.0
 *
 * A rule as rules/<check>.yml has it. The built-in ones are turned into const tables when the
 * binary is built (rules/embed.c); a team's own are read when the gate starts.
 */
#ifndef SEAMGATE_RULE_H
#define SEAMGATE_RULE_H

#include "gate/base/arena.h"
#include "gate/base/err.h"
#include "gate/finding.h"

enum confidence { CONFIDENCE_LOW, CONFIDENCE_MEDIUM, CONFIDENCE_HIGH };
enum allow_target { ALLOW_SECRET, ALLOW_MATCH, ALLOW_LINE, ALLOW_PATH };

enum allow_when { ALLOW_ANY, ALLOW_ALL };
enum rule_captures { CAPTURES_TEXT, CAPTURES_MATCH };

/* What makes a match no finding: any one of a rule's allowances suffices. Of the parts of one allowance any one
 * suffices too, or with `when: all` every one that is there must hold. */
struct rule_allow {
	enum allow_target target; /* what `pattern` and `lacks` look at */
	const char *pattern;      /* or NULL */
	const char *lacks;        /* a pattern that does not occur; or NULL */
	const char *const
		*stopwords; /* NULL at the end: lower-case substrings of the secret; or NULL */
	double entropy;     /* bits per byte that the secret does not exceed; 0: no test */
	const char *
		path; /* pattern of the path; or NULL. The same as ALLOW_PATH with a pattern, under any `when` */
	const char *const *
		commits; /* NULL at the end: the 40 digits of commits that brought it in; or NULL */
	enum allow_when when;
	const char *const *
		rules; /* of a file's own allowances: the rules they are for; NULL: all of the file */
};

/* Another rule that must match in the same blob, near enough: the places where the two secrets begin are compared. */
struct rule_require {
	const char *rule;                      /* its id; the rule may be hidden */
	uint32_t within_lines, within_columns; /* UINT32_MAX: wherever */
};

struct rule {
	const char *id;    /* "check/kebab-name" */
	const char *title; /* "AWS access key id" */
	enum severity severity;
	enum confidence confidence;
	const char *why, *remedy;

	/* secrets only; NULL or 0 where absent */
	const char *pattern; /* PCRE2, bytes, DOLLAR_ENDONLY */
	const char *
		ends; /* of a built-in rule, or NULL: what is looked for first, as it takes less; wherever the pattern may end, so may this */
	const char *path; /* the path must match too */
	const char *const *
		keywords; /* NULL at the end: one must occur in the blob, ASCII case-insensitively */
	uint32_t secret_group; /* 0: first non-empty group, else the whole match */
	double entropy;        /* bits per byte that the secret must exceed; 0: no test */
	const struct rule_allow *allow;
	size_t allow_count;
	const struct rule_require *require; /* all of them, or the match is no finding */
	size_t require_count;
	bool hidden; /* report: false. Only a part of other rules */
	enum rule_captures
		captures; /* CAPTURES_MATCH: the groups are those of a second search in the match alone,
	                                     * and nothing is trimmed off the secret. What scanners in Go do */
	const char *origin; /* what it was imported from: it needs no examples */
	const char *
		verify; /* what tells from the bytes how certain a match is; a name that the check knows */
	enum severity
		severity_raised; /* of a match that `verify` raises; SEVERITY_OFF: as severity says */

	const char *const *hit, *const *miss; /* templates, NULL at the end */
};

struct rules {
	const struct rule *items;
	size_t count;
};

/* All rules built into the binary, of all checks, sorted by id. */
extern const struct rules builtin_rules;

/* NULL where there is none. Binary search: the rules are sorted by id, as builtin_rules is and as
 * rules_read leaves them. */
const struct rule *rule_find(const struct rules *rules, struct text id);

const char *confidence_name(enum confidence confidence);

/* Reads a rules file. `check` is the prefix that every id must have. Checked: keys, types, ids (form, unique), severities,
 * why and remedy present, at least two hit and two miss templates for a rule with a pattern, keywords of 3 bytes or more
 * (neither of a rule with an origin). What the file allows (its key `allow`) is put behind what each of its rules allows. Patterns are not
 * compiled here. *out is sorted by id, whatever the order in the file. Without a title a rule is called after
 * its id; without a confidence that goes with its severity. Errors are ERR_USAGE with name:line:column. */
MUST_CHECK int rules_read(struct rules *out, struct text yaml, const char *name, const char *check,
	struct arena *arena, struct err *err);

#endif
