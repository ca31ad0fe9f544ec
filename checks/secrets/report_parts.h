/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files that make a report of a blob share: report.c which hits count where, report_say.c what a finding says, report_blob.c
 * the blob with all that lies in it.
 */
#ifndef SEAMGATE_SECRETS_REPORT_PARTS_H
#define SEAMGATE_SECRETS_REPORT_PARTS_H

#include "checks/secrets/encoded.h"
#include "checks/secrets/locate.h"
#include "checks/secrets/object.h"
#include "checks/secrets/report.h"
#include "checks/secrets/sift.h"

/* What stands beside a hit, the stricter first. */
enum marked { MARKED_NOT, MARKED_FAULTY, MARKED_WELL };

/* One blob's hits, with room for what is worked out about them. */
struct sheet {
	const struct blob *blob;
	const struct scan *scan;
	const struct views *views;
	struct spot *spots;
	struct object_part *parts; /* of a commit or tag; else NULL */
	uint32_t first_line;       /* of its message */
	enum fate *fates;          /* at the place being reported */
	size_t *first;             /* of the same secret by the same rule */
	size_t *shown;             /* by that first one: which of them is reported at the place */
	unsigned char *marked;     /* enum marked; NULL: nothing is */
	size_t *counts;            /* reported occurrences, by that first one */
	size_t *order;
	bool *masked; /* by that first one: known as not to be printed */
	size_t reported;
};

struct text sheet_secret(const struct sheet *sheet, size_t index);

/* The mark beside a hit; words of length 0: there is none. */
struct mark sheet_mark(const struct reporter *reporter, const struct sheet *sheet, size_t index);

/* Not to be printed, by whomever: a secret, and what a hit's is encoded as. */
void report_mask(struct reporter *reporter, const struct rule *rule, struct text secret);
void report_mask_encoded(struct reporter *reporter, const struct sheet *sheet, size_t index);

/* One hit, as a finding at a place. */
MUST_CHECK int report_hit(struct reporter *reporter, const struct sheet *sheet,
	const struct place *place, size_t index);

/* All hits of a scan, at all places of the blob. */
MUST_CHECK int report_hits(struct reporter *reporter, const struct blob *blob,
	const struct scan *scan, struct text content);

/* Where a blob's place, or a member of an archive there, is: what conditions of rules are asked about. */
struct site report_site(const struct reporter *reporter, const struct place *place);

#endif
