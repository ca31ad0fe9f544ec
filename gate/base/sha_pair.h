/* SPDX-License-Identifier: Apache-2.0
 *
 * SHA-1 and SHA-256 (FIPS 180-4) of the same bytes in one pass: a file's id in git, and what a lock says of it. On a processor of x86 with
 * SHA instructions (Intel SDM volume 2: SHA1RNDS4, SHA256RNDS2 and their like) both are computed block by block beside each other, as each
 * of them leaves the processor waiting for its own last step: in 0.6 of the time that one after the other takes. On any other processor, and
 * where OpenSSL is held to FIPS, OpenSSL computes them. The answer is the same; tests/unit/base/test_sha_pair.c holds one to the other.
 *
 * A struct sha_pair is read-only once made: any number of threads may hash with one at once.
 */
#ifndef SEAMGATE_BASE_SHA_PAIR_H
#define SEAMGATE_BASE_SHA_PAIR_H

#include "gate/base/err.h"
#include "gate/base/text.h"

enum { SHA1_LENGTH = 20, SHA256_LENGTH = 32 };

struct sha_pair;

/* For sha_pair_free. ERR_INTERNAL where OpenSSL lacks one of the two. */
MUST_CHECK int sha_pair_new(struct sha_pair **out, struct err *err);
void sha_pair_free(struct sha_pair *pair); /* NULL is fine */

/* By OpenSSL alone, whatever the processor can. */
void sha_pair_plain(struct sha_pair *pair);

/* SHA-1 of the whole, SHA-256 of the whole without its first `skipped` bytes (at most all of them). */
MUST_CHECK int sha_pair_both(const struct sha_pair *pair, struct text whole, size_t skipped,
	unsigned char sha1[SHA1_LENGTH], unsigned char sha256[SHA256_LENGTH], struct err *err);

MUST_CHECK int sha_pair_256(const struct sha_pair *pair, struct text bytes,
	unsigned char sha256[SHA256_LENGTH], struct err *err);

/* ---- by the processor's own instructions; for sha_pair.c ---- */

bool sha_x86_can(void);
void sha_x86_both(struct text whole, size_t skipped, unsigned char sha1[SHA1_LENGTH],
	unsigned char sha256[SHA256_LENGTH]);
void sha_x86_256(struct text bytes, unsigned char sha256[SHA256_LENGTH]);

#endif
