/* SPDX-License-Identifier: Apache-2.0
 * SHA-256 and HMAC-SHA-256 in hex, and whatever SHA a checksum file is of. Only this header and ed25519.h have source files that call OpenSSL. */
#ifndef SEAMGATE_BASE_HASH_H
#define SEAMGATE_BASE_HASH_H

#include "gate/base/err.h"
#include "gate/base/text.h"

enum { SHA256_HEX = 65 }; /* 64 lower-case hex digits and NUL */

MUST_CHECK int hash_sha256_hex(struct text data, char out[SHA256_HEX], struct err *err);

enum { LONGEST_HASH = 64 };

/* The SHA (FIPS 180-4) whose digest has so many bytes: 20 (SHA-1), 28, 32, 48 or 64. ERR_INTERNAL for any other. */
MUST_CHECK int hash_sha_bytes(
	struct text data, size_t length, char out[LONGEST_HASH], struct err *err);

/* The same for many texts: OpenSSL looks an algorithm up by its name, which takes longer than to hash a short file, and here it does so once. Any number
 * of threads may hash with one at once. For sha_free, which takes NULL too. */
struct sha;
MUST_CHECK int sha_new(struct sha **out, size_t length, struct err *err);
MUST_CHECK int sha_bytes(
	const struct sha *sha, struct text data, char out[LONGEST_HASH], struct err *err);
/* Of all of them, each in out[i]: of SHA-256 two at a time, in little more than half the time, where that can be had. */
MUST_CHECK int sha_bytes_each(const struct sha *sha, const struct text *texts, size_t count,
	unsigned char (*out)[LONGEST_HASH], struct err *err);
void sha_free(struct sha *sha);

/* MD5 (RFC 1321), which old formats still have. *can is false where this machine's OpenSSL refuses it, as under FIPS. */
MUST_CHECK int hash_md5_bytes(struct text data, char out[16], bool *can, struct err *err);

/* HMAC-SHA-256 (RFC 2104) of the parts, each followed by one NUL byte, so that no two lists of
 * parts give the same input. */
MUST_CHECK int hash_hmac_hex(struct text key, const struct text *parts, size_t count,
	char out[SHA256_HEX], struct err *err);

#endif
