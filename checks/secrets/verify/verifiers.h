/* SPDX-License-Identifier: Apache-2.0
 *
 * The verifiers of verify.def: verify_<function>. Each gets a zeroed ruling. Time is linear in the secret
 * and the few kilobytes around it that a verifier looks at.
 */
#ifndef SEAMGATE_SECRETS_VERIFIERS_H
#define SEAMGATE_SECRETS_VERIFIERS_H

#include "checks/secrets/verify.h"

#define VERIFIER(function, name, about)   \
	MUST_CHECK int verify_##function( \
		struct ruling *out, const struct exhibit *exhibit, struct err *err);
#include "checks/secrets/verify.def"
#undef VERIFIER

static inline void ruling_set(struct ruling *ruling, enum certainty certainty, const char *why)
{
	ruling->certainty = certainty;
	ruling->why = why;
}

/* Passed over where the value is empty or there is no room. */
void ruling_fact(struct ruling *ruling, const char *key, struct text value);

/* CRC-32 of ISO 3309 as in zip and PNG (reflected 0xEDB88320); of "123456789" it is 0xCBF43926. */
uint32_t crc32_of(struct text text);

/* Whether a secret is a published example: documentation, standards, emulators. */
MUST_CHECK int is_published(bool *out, struct text secret, struct err *err);

#endif
