/* SPDX-License-Identifier: Apache-2.0
 *
 * SipHash-1-3 (Aumasson and Bernstein, 2012) for hash tables: names and ids come from strangers, who
 * must not be able to make them collide, so each table or document draws a key of its own at random.
 */
#ifndef SEAMGATE_BASE_SIPHASH_H
#define SEAMGATE_BASE_SIPHASH_H

#include "gate/base/err.h"
#include "gate/base/text.h"

struct siphash_key {
	uint64_t words[2];
};

MUST_CHECK int siphash_key_new(struct siphash_key *key, struct err *err);

uint64_t siphash(const struct siphash_key *key, struct text text);

#endif
