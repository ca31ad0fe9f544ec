/* SPDX-License-Identifier: Apache-2.0
 *
 * Passes over text in which nothing is encoded or joined, SKIMMED bytes at once where the processor has AVX2: most source text is such. What is passed
 * over has nothing that hint_next or joint_next would find; what is not may have nothing either. Elsewhere nothing is passed over.
 */
#ifndef SEAMGATE_SECRETS_SKIM_H
#define SEAMGATE_SECRETS_SKIM_H

#include <stdint.h>

#include "gate/base/text.h"

enum { SKIMMED = 64 };

/* Of SKIMMED bytes, a bit for each, the lowest for the first. */
struct skimmed {
	uint64_t leads;      /* an escape may begin there */
	uint64_t runs;       /* SHORTEST_BASE64 characters of a block end there, or go on */
	uint64_t characters; /* of a block */
};

/* Characters of a block right before an offset, as many as matter: the highest bits. */
uint64_t skim_before(struct text text, size_t at);

/* To the first SKIMMED bytes, counted from `at`, in which there may be something before `to`; behind `to`, or to it, where there is nothing.
 * skimmed->characters are those before `at` at first. */
size_t skim_to_hint(struct skimmed *skimmed, struct text text, size_t at, size_t to);

/* As skim_to_hint, to quotes and backslashes that may be joints. There is a byte before `at`. */
size_t skim_to_joint(uint64_t *joints, struct text text, size_t at, size_t to);

/* To the first byte that is no character of a block, or to one of the last 32 of the text. */
size_t skim_to_end(struct text text, size_t at);

#endif
