/* SPDX-License-Identifier: Apache-2.0
 *
 * May two numbers be compared at all? Asked before any number is looked at.
 */
#ifndef SEAMGATE_MODEL_COMPARABLE_H
#define SEAMGATE_MODEL_COMPARABLE_H

#include "checks/model/evidence.h"

struct difference {
	const struct fact *base, *head; /* the first fact in which they differ; NULL: comparable */
	bool is_unsaid;                 /* the head says nothing of it: both are the base's fact */
};

/* Facts of the whole run and of one task, that both have; and those that the base has and the head must not leave out. against_reference: another precision is its purpose. */
struct difference evidence_difference(const struct evidence *base, const struct evidence *head,
	struct text task, bool against_reference);

/* "few-shot", "seed torch_seed": what a fact is called in a sentence. */
const char *fact_kind_name(enum fact_kind kind);

/* Samples of the same documents, asked the same. NULL, or a static sentence of what is not the same, with the line and
 * document in *at (of the head). */
const char *samples_differ(
	const struct sample_set *base, const struct sample_set *head, const struct sampled **at);

/* NULL, or what makes a set of samples no evidence: doubled rows, a row without a number, another number of rows
 * or another mean than the score says. *line is where. */
const char *samples_flaw(const struct sample_set *set, const struct score *score, uint32_t *line);

/* What is wrong with a number by itself; NULL: nothing. */
const char *score_flaw(const struct score *score);

#endif
