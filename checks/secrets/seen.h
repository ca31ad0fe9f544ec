/* SPDX-License-Identifier: Apache-2.0
 *
 * The text that a scanner looked at last, and what was proposed in it, so that of the next version of the same file only what differs is
 * looked at. Blobs of one file come one behind the other (gate/select.c).
 * What is known of it is in the terms of carry.h.
 */
#ifndef SEAMGATE_SECRETS_SEEN_H
#define SEAMGATE_SECRETS_SEEN_H

#include "checks/secrets/kept.h"
#include "gate/base/buffer.h"
#include "gate/check.h"

struct seen {
	struct text text;
	bool is_plain;         /* as views.is_plain */
	struct unpacked *held; /* that has it; NULL: the copy has */
	struct buffer copy;
	struct kept kept;
	struct copies_found
		found; /* what the text that was asked about last has of it, by a look at both */
	struct copied_list told; /* or as the pack says */
};

/* A text that is looked at, and the job whose job_blob has just given it; NULL: it is something else. */
struct given {
	struct text text;
	const struct check_job *job;
	bool is_plain; /* as views.is_plain, for seen_keep */
};

/* Nothing was seen. */
MUST_CHECK int seen_open(struct seen *seen, const struct ruleset *rules, struct err *err);
void seen_close(struct seen *seen); /* one that is zeroed is fine */

/* What the text has of the one that was seen; none where nothing is remembered, or the text is too short to be worth it. Valid until the
 * next call. */
MUST_CHECK int seen_copies(
	struct copies *out, struct seen *seen, struct given given, struct err *err);

/* Remembers a text that has no other plain view, and what was proposed in it, before any gate was asked. A huge one, a large archive, and one that is neither
 * known nor clean, is not worth it: then what was seen is forgotten; a short one leaves it as it is. rest_is_bare: what was not decoded
 * of it is as kept.h says. */
void seen_keep(struct seen *seen, const struct proposer *proposer, struct given given, bool clean,
	bool rest_is_bare);
void seen_forget(struct seen *seen);

/* Before another thread may have it: nothing of the job's is held any more. */
void seen_settle(struct seen *seen);

#endif
