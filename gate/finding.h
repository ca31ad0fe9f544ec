/* SPDX-License-Identifier: Apache-2.0
 *
 * What a check has to say. A check fills the first part and hands it to check_report, which
 * copies it; the core fills the second part. Nothing here is escaped or masked: that happens at
 * the sink. Text in a finding borrows from the job's arena (after check_report).
 */
#ifndef SEAMGATE_FINDING_H
#define SEAMGATE_FINDING_H

#include "gate/base/hash.h"
#include "gate/change/change.h"

enum severity { SEVERITY_OFF, SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR };
enum finding_state { FINDING_NEW, FINDING_KNOWN, FINDING_WAIVED };

/* One member of a finding's "detail" object. */
struct detail {
	const char *key;
	enum { DETAIL_TEXT, DETAIL_NUMBER, DETAIL_BOOL } type;
	struct text text;
	double number; /* or the bool, 0 or 1 */
};

/* The object of a finding that no ref reaches, added by the core. */
#define DETAIL_UNREACHABLE "unreachable"

/* Words in a file that ask to pass over what stands on their line. The core decides whether they count. */
struct mark {
	struct text words;  /* as "gitleaks:allow"; of length 0: there are none */
	struct text reason; /* as the mark gives it, or "" */
	struct text
		expires; /* "2027-01-31", the first day (UTC) on which it no longer counts, or "" */
	const char *fault; /* what it lacks, so that it never counts; or NULL */
	bool counts_added; /* it counts also where the change itself adds it */
};

struct finding {
	/* filled by the check */
	const char *rule;          /* "check/kebab-name"; static or in the job's arena */
	enum severity severity;    /* the rule's own; the policy may change it */
	const struct blob *blob;   /* where it was seen; NULL for a finding about no single blob */
	const struct place *place; /* the place of that blob; NULL likewise */
	struct text path;          /* "" for a commit or a tag; inside an archive the container */
	uint32_t line, column, end_line,
		end_column;  /* 1-based, code points of the decoded text; the end is exclusive in
	                                              * column; 0 where there is none */
	struct text message; /* one sentence: what is there */
	struct text remedy;  /* one sentence: what to do */
	const char *hop;     /* or NULL */
	struct text excerpt; /* the line it stands on, not masked; at most 200 bytes around it */
	struct text
		evidence; /* normalised, e.g. the secret itself: what the fingerprint covers; never printed */
	size_t evidence_shown; /* bytes of the evidence's beginning that a mask leaves readable */
	bool is_secret;        /* the evidence is masked wherever it would be printed */
	struct mark mark;
	bool known; /* WHOLE_CHANGE checks: was there at the base already */
	const struct detail *details;
	size_t detail_count;

	/* filled by the core */
	const char *check;
	uint32_t commit; /* index in change->commits of the one that introduced it; NO_COMMIT */
	bool at_head;    /* path:line is where it stands at the head; else in that commit */
	enum finding_state state;
	bool blocking;
	char fingerprint[SHA256_HEX];
	char line_hash[24]; /* GitHub's primaryLocationLineHash, "" when not asked for */
};

const char *severity_name(enum severity severity); /* "off", "note", "warning", "error" */

#endif
