/* SPDX-License-Identifier: Apache-2.0
 *
 * SipHash-1-3 (Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012) for hash tables: names and ids come from
 * strangers, who must not be able to make them collide, so the key is drawn at random.
 */
#ifndef SEAMGATE_BASE_SIPHASH_H
#define SEAMGATE_BASE_SIPHASH_H

#include "gate/base/err.h"
#include "gate/base/text.h"

struct siphash_key {
	uint64_t words[2];
};

/* A key of its own, for a table or a document. */
MUST_CHECK int siphash_key_new(struct siphash_key *key, struct err *err);

/* The one that the kernel gave this process: no system call, for tables that are made by the thousand. */
void siphash_key_of_process(struct siphash_key *key);

uint64_t siphash(const struct siphash_key *key, struct text text);

#endif
