/* SPDX-License-Identifier: Apache-2.0
 *
 * Passes over text in which nothing is encoded or joined, 32 bytes at once where the processor has AVX2: most source text is such. What is passed
 * over has nothing that hint_next or joint_next would find; what is not may have nothing either. Elsewhere nothing is passed over.
 */
#ifndef SEAMGATE_SECRETS_SKIM_H
#define SEAMGATE_SECRETS_SKIM_H

#include <stdbool.h>

#include "gate/base/text.h"

enum { SKIMMED = 32 };

/* What may be in SKIMMED bytes. */
struct skimmed {
	unsigned leads; /* bits of bytes that escapes may begin with */
	bool run; /* a run of SHORTEST_BASE64 characters of a block may stand over the first byte, or the seventeenth */
};

/* To the first SKIMMED bytes, counted from `at`, in which there may be something; or to the last SKIMMED bytes of the text, or fewer: then
 * *out is not set. */
size_t skim_to_hint(struct skimmed *out, struct text text, size_t at);

/* To the first byte that is no character of a block, or to one of the last SKIMMED of the text. */
size_t skim_to_end(struct text text, size_t at);

/* To the first with a quote or a backslash that may be a joint. There is a byte before `at`. */
size_t skim_to_joint(struct text text, size_t at);

#endif
