/* SPDX-License-Identifier: Apache-2.0
 *
 * From the hits in one blob to findings at its places: path conditions, overlaps, repetitions,
 * positions, masks.
 */
#ifndef SEAMGATE_SECRETS_REPORT_H
#define SEAMGATE_SECRETS_REPORT_H

#include "checks/secrets/members.h"
#include "checks/secrets/scanners.h"
#include "gate/check.h"

struct reporter {
	const struct check_job *job;
	const struct ruleset *rules;
	const struct scanners *scanners; /* NULL: `scanner` is all there is */
	struct scanner *kinds
		[SCANNER_KINDS]; /* of theirs, taken when first wanted; the caller puts them back */
	size_t light_left;       /* bytes of the blob's members for which light rules do */
	struct scanner *scanner; /* that looked last */
	const struct layer
		*layer;      /* the member of an archive that is looked at; NULL: the blob itself */
	bool in_name;        /* what is looked at is what that member is called */
	struct buffer label; /* its path in the blob */
	struct text given;   /* the blob's content, as the job gave it */
	struct text masked_path; /* the path whose secrets were masked last */
	struct err *err;
};

/* Scans one blob, and the members of an archive, and reports what is in it at each of its places. -1: the check itself failed. */
MUST_CHECK int report_blob(struct reporter *reporter, const struct blob *blob, struct text content);

/* Frees what the reporter holds. */
void reporter_close(struct reporter *reporter);

/* How many bytes of a secret a mask leaves readable: the rule's keyword that it begins with, where that
 * is a small part of it. */
size_t shown_prefix(const struct rule *rule, struct text secret);

/* The secret as the fingerprint covers it: a PEM block without white space and written-out line
 * ends, so that indentation and line ends make no other secret of it. NULL ptr: out of memory. */
struct text normalised(struct text secret, struct arena *arena);

#endif
