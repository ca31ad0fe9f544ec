/* SPDX-License-Identifier: Apache-2.0
 *
 * Between the files that scan: scan.c, scan_look.c and scan_decide.c.
 */
#ifndef SEAMGATE_SECRETS_SCAN_PARTS_H
#define SEAMGATE_SECRETS_SCAN_PARTS_H

#include "checks/secrets/parts.h"
#include "checks/secrets/scan.h"
#include "checks/secrets/seen.h"

struct scanner {
	const struct ruleset *rules;
	struct matcher *matcher;
	struct views views;
	struct scan scan;
	struct proposer proposer;
	struct seen seen;
	struct part_list parts;
	bool copies_known;    /* what the text itself has of the one that was seen: */
	struct copies copies; /* valid as seen_copies says */
	bool rest_is_bare;    /* what was not decoded (kept.h) */
	size_t effort;
	struct archive_library *library;
	const struct check_job *job; /* that gave the text; NULL: it is something else */
	struct err *err;             /* of the scan under way */
};

/* Proposes in all views of the text, and makes those that are decoded; views from `plain` on are. What is known of the text that was seen
 * before is made use of. */
MUST_CHECK int scan_look(struct scanner *scanner, size_t plain);

/* Of what was proposed, what is a hit; sorted as scan.h says. */
MUST_CHECK int scan_decide(struct scanner *scanner);

/* All views but the decoded ones. */
MUST_CHECK int scan_make_views(struct scanner *scanner, struct text text);

/* The text itself, as it is looked at. */
struct given scan_given(const struct scanner *scanner);

/* Adds a gap, once. */
MUST_CHECK int scan_gap(struct scanner *scanner, const char *rule, const char *reason);

#endif
