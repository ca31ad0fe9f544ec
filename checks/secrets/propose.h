/* SPDX-License-Identifier: Apache-2.0
 *
 * Hyperscan proposes: where in the views of a text matches may end, and which keywords occur in it. The same ends for the same text, in
 * whatever parts they were found (carry.h). For one thread.
 */
#ifndef SEAMGATE_SECRETS_PROPOSE_H
#define SEAMGATE_SECRETS_PROPOSE_H

#include "checks/secrets/confirm.h"
#include "checks/secrets/ruleset.h"

/* What is known of a keyword: a small number is where one occurrence in the first view ends. */
#define GATE_SHUT  ((size_t)0)
#define GATE_OPEN  SIZE_MAX       /* it occurs, somewhere */
#define GATE_MAYBE (SIZE_MAX - 1) /* it did in the version before */

struct proposer {
	const struct ruleset *rules; /* borrowed */
	struct matcher *matcher;     /* borrowed, for the checks of anchors */
	struct ration ration;
	hs_scratch_t *scratch[MOST_PACKS];
	uint32_t *
		latest; /* for each rule of the pack being scanned its newest run, as index + 1; or 0 */
	struct ends *ends;
	size_t end_count, end_capacity;
	size_t *gates[MOST_PACKS];
	bool thorough;   /* bulk is looked at like all else: bulk.h */
	bool skipped;    /* some was not */
	const char *gap; /* set: not everything was proposed in, and why */
};

MUST_CHECK int proposer_open(struct proposer *proposer, const struct ruleset *rules,
	struct matcher *matcher, struct err *err);
void proposer_close(struct proposer *proposer); /* one that is zeroed is fine */

/* For a text of len bytes that has not been looked at yet. */
void proposer_ration(struct proposer *proposer, size_t len);

/* Forgets what was proposed. */
void proposer_start(struct proposer *proposer);

/* Of which rules ends count: of all, of those that are not far, of those that are. */
enum width { WIDTH_ANY, WIDTH_NEAR, WIDTH_FAR };

/* A part of a view, and which ends in it count: [first, last]. */
struct stretch {
	uint32_t view;
	size_t from, to;
	size_t first, last;
	enum width width;
};

/* Adds what all rules propose in a view; what those of one pack do in a part of it. */
MUST_CHECK int propose_all(
	struct proposer *proposer, uint32_t view, struct text bytes, struct err *err);
MUST_CHECK int propose_in(struct proposer *proposer, uint32_t pack, const struct stretch *stretch,
	struct text bytes, struct err *err);

/* As propose_in, of the rules that may match in bulk. */
MUST_CHECK int propose_bulk(struct proposer *proposer, uint32_t pack, const struct stretch *stretch,
	struct text bytes, struct err *err);

/* As propose_in, of the rules that are far, and no gates. */
MUST_CHECK int propose_far(struct proposer *proposer, uint32_t pack, const struct stretch *stretch,
	struct text bytes, struct err *err);

/* Whether two runs of one rule in one view, the second of which begins behind the beginning of the first, are one. What is no end may be between them: PCRE2
 * decides. */
bool ends_touch(const struct proposer *proposer, const struct ends *run, const struct ends *next);

/* Adds a run of ends; those of one rule come in order. */
MUST_CHECK int propose_ends(struct proposer *proposer, const struct ends *ends, struct err *err);

/* Whether a rule's keywords let it run: one of them is open, or it needs none. GATE_MAYBE is not told from open by gate_shut. */
bool gate_open(const struct proposer *proposer, uint32_t pack, const struct plan *plan);
bool gate_shut(size_t *const gates[MOST_PACKS], const struct ruleset *rules, uint32_t pack,
	const struct plan *plan);

/* Whether it cannot be told: by a GATE_MAYBE alone. */
bool gate_in_doubt(const struct proposer *proposer, uint32_t pack, const struct plan *plan);

/* Whether that is so of no rule that anything is proposed for. */
bool ends_are_certain(const struct proposer *proposer);

#endif
