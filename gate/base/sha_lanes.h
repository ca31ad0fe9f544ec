/* SPDX-License-Identifier: Apache-2.0
 *
 * SHA-256 of many texts, two at a time on one core: a processor's SHA instructions wait for one another within a text, and not between two.
 * The rounds are OpenSSL's own (sha256_multi_block of its libcrypto, which it has for TLS); padding is here (FIPS 180-4, 5.1.1). Private
 * to hash.c, which asks OpenSSL's public way too before it relies on it.
 */
#ifndef SEAMGATE_BASE_SHA_LANES_H
#define SEAMGATE_BASE_SHA_LANES_H

#include "gate/base/text.h"

/* False where the libcrypto of this program or the processor has no such thing. */
bool sha_lanes_exist(void);

/* Only where they exist. Any number of threads. */
void sha_lanes(const struct text *texts, size_t count, unsigned char (*out)[32]);

#endif
