/* SPDX-License-Identifier: Apache-2.0
 *
 * What was proposed in a text, remembered without the text: for another one that has stretches of it (carry.h).
 */
#ifndef SEAMGATE_SECRETS_KEPT_H
#define SEAMGATE_SECRETS_KEPT_H

#include "checks/secrets/copies.h"
#include "checks/secrets/propose.h"

struct kept {
	size_t len; /* of the text */
	bool known; /* the ends of rules that are not far, and the gates, are all here */
	bool clean; /* nothing was found in what is encoded in it, and nothing was left out */
	bool bare;  /* nor would anything be, were further gates open */
	struct ends *ends; /* in the first view */
	size_t end_count, end_capacity;
	size_t *gates[MOST_PACKS];
};

/* Nothing is known. */
MUST_CHECK int kept_open(struct kept *kept, const struct ruleset *rules, struct err *err);
void kept_close(struct kept *kept); /* one that is zeroed is fine */

/* Takes what was proposed in a text that has no other plain view, before any gate was asked. Is there too much, it is not known. */
void kept_take(struct kept *kept, const struct proposer *proposer, size_t len, bool clean);
void kept_forget(struct kept *kept);

#endif
