/* SPDX-License-Identifier: Apache-2.0
 *
 * How certain it is that a candidate is a secret, from its bytes alone: check digits, structure, what
 * stands inside. No network, no clock: the same bytes get the same ruling for ever.
 *
 * A candidate whose check digits are wrong is lowered, never dropped: providers change their formats.
 * What is dropped are placeholders, published examples, and values that a rule without a format of its
 * own ("token-likeness") takes for something else.
 */
#ifndef SEAMGATE_SECRETS_VERIFY_H
#define SEAMGATE_SECRETS_VERIFY_H

#include "gate/base/err.h"
#include "gate/base/text.h"

enum certainty {
	CERTAINTY_AS_IS,   /* nothing to be said: as the rule has it */
	CERTAINTY_LOWERED, /* low confidence, a warning at most */
	CERTAINTY_RAISED,  /* high confidence, and the rule's severity_raised, where it has one */
	CERTAINTY_NO_SECRET,
};

enum { MOST_FACTS = 4, FACT_BYTES = 96 };

/* What stands inside and is no secret itself: an account, an issuer, the type of a key. */
struct fact {
	const char *key;
	char value[FACT_BYTES]; /* foreign bytes, NUL at the end; cut off where they are longer */
};

struct ruling {
	enum certainty certainty;
	const char
		*why; /* half a sentence, "its check digits are right"; NULL with CERTAINTY_AS_IS */
	struct fact facts[MOST_FACTS];
	size_t fact_count;
};

/* A candidate in its text. */
struct exhibit {
	struct text text;  /* all of it */
	size_t match_from; /* where the rule's match begins */
	size_t from, to;   /* the secret */
};

static inline struct text exhibit_secret(const struct exhibit *exhibit)
{
	return text_slice(exhibit->text, exhibit->from, exhibit->to);
}

/* Judges a candidate: first whether it is a published example, then by the verifier of that name
 * (NULL: none). -1 only when out of memory. */
MUST_CHECK int verify(
	struct ruling *out, const char *name, const struct exhibit *exhibit, struct err *err);

#endif
