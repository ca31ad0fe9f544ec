/* SPDX-License-Identifier: Apache-2.0
 *
 * One text in, what the rules match in it out: Hyperscan proposes ends, gates open where a keyword
 * occurs anywhere in the text, PCRE2 decides (confirm.h), entropy and allowances sift (sift.h).
 * Paths, places, overlaps and reports are the caller's business. A scanner is for one thread.
 */
#ifndef SEAMGATE_SECRETS_SCAN_H
#define SEAMGATE_SECRETS_SCAN_H

#include "checks/secrets/matcher.h"
#include "checks/secrets/ruleset.h"
#include "checks/secrets/verify.h"
#include "checks/secrets/view.h"
#include "gate/base/archive.h"

/* A match that PCRE2 has confirmed. Offsets are in the view's bytes. */
struct hit {
	const struct rule *rule;
	size_t view; /* index in scanner_views() */
	size_t match_from, match_to;
	size_t secret_from, secret_to; /* not empty */
	bool allowed;             /* by the match or its line: no finding, and not to be printed */
	bool joined;              /* several literals make it up */
	enum certainty certainty; /* what the rule's verifier says; never CERTAINTY_NO_SECRET */
};

/* After the verifier: what a finding is rated with. */
enum confidence hit_confidence(const struct hit *hit);
enum severity hit_severity(const struct hit *hit);

/* The hit as a verifier sees it. */
struct exhibit hit_exhibit(const struct hit *hit, struct text view);

/* Something that had to be looked at and was not, because a limit was reached. */
struct gap {
	const char *rule; /* id, or NULL: not one rule's matter */
	const char *reason;
};

struct scan {
	struct hit *hits; /* sorted by view, then place of the secret, then rule */
	size_t hit_count, hit_capacity;
	struct gap *gaps; /* each once */
	size_t gap_count, gap_capacity;
};

struct scanner;
struct check_job;

/* Borrows the rules. */
MUST_CHECK int scanner_open(struct scanner **out, const struct ruleset *rules, struct err *err);
void scanner_close(struct scanner *scanner); /* NULL is fine */

/* *out is the scanner's, valid until its next scan. */
MUST_CHECK int scan_text(
	struct scanner *scanner, struct text text, const struct scan **out, struct err *err);

/* The same for what the job's job_blob has just given. */
MUST_CHECK int scan_content(struct scanner *scanner, const struct check_job *job, struct text text,
	const struct scan **out, struct err *err);

/* Before another thread may take it. */
void scanner_settle(struct scanner *scanner);

/* The views of the last scan. */
const struct views *scanner_views(const struct scanner *scanner);

/* Of archives; NULL in it until the first is met. */
struct archive_library **scanner_library(struct scanner *scanner);

/* For patterns that the caller looks for by itself. */
struct matcher *scanner_matcher(struct scanner *scanner);

#endif
