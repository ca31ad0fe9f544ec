/* SPDX-License-Identifier: Apache-2.0
 *
 * Rules over recipes: pure functions from what base and head state to flaws. A rule that would have to guess says
 * that it could not look (is_unreadable) instead.
 */
#ifndef SEAMGATE_MODEL_RECIPE_RULES_H
#define SEAMGATE_MODEL_RECIPE_RULES_H

#include "checks/model/recipe/recipe.h"

struct recipe_policy {
	int64_t min_samples, min_sequence_length; /* 0: not asked for */
	bool chat_template_required;
};

/* What an evaluation was run on. */
struct evaluated {
	struct text task, dataset, config, split; /* config "" where the set has none */
};

struct evaluated_sets {
	struct evaluated *items;
	size_t count, capacity;
};

struct flaw {
	const char *rule;        /* NULL where is_unreadable */
	const struct stated *at; /* where it stands at the head; NULL: nowhere */
	struct text message;
	struct text evidence; /* for the fingerprint: no line, no path */
	bool known;           /* the base says the same */
	bool is_unreadable;
	const char *remedy; /* of an unreadable one */
};

struct flaws {
	struct arena *arena;
	struct flaw *items;
	size_t count, capacity;
};

struct recipe_pair {
	const struct recipe *base; /* NULL: there is none */
	const struct recipe *head;
};

MUST_CHECK int rule_calibration(struct flaws *flaws, const struct recipe_pair *pair,
	const struct recipe_policy *policy, struct err *err);
MUST_CHECK int rule_chat_template(struct flaws *flaws, const struct recipe_pair *pair,
	const struct recipe_policy *policy, struct err *err);
MUST_CHECK int rule_scheme(struct flaws *flaws, const struct recipe_pair *pair, struct err *err);
MUST_CHECK int rule_ignore(struct flaws *flaws, const struct recipe_pair *pair, struct err *err);
MUST_CHECK int rule_overlap(struct flaws *flaws, const struct recipe_pair *pair,
	const struct evaluated_sets *sets, struct err *err);

/* The sets that an lm-evaluation-harness results file says it was run on; none for any other JSON. */
MUST_CHECK int evaluated_read(struct evaluated_sets *out, struct text json, const char *name,
	struct arena *arena, struct err *err);

/* Adds a flaw; message and evidence are formatted into the arena by flaw_text. */
MUST_CHECK int flaw_add(struct flaws *flaws, const struct flaw *flaw, struct err *err);
struct text flaw_text(struct flaws *flaws, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* "%.*s" of a foreign text. */
#define QUOTED(text) text_quote(text), (text).ptr

#endif
