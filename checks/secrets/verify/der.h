/* SPDX-License-Identifier: Apache-2.0
 *
 * Private keys in DER (X.690): PKCS #1 (RFC 8017, A.1.2), PKCS #8 (RFC 5958), SEC 1 (RFC 5915) and
 * the six numbers of OpenSSL's DSA keys. Read, not used: nothing is computed but whether an RSA key's primes
 * multiply to its modulus in the lowest 64 bits.
 */
#ifndef SEAMGATE_SECRETS_DER_H
#define SEAMGATE_SECRETS_DER_H

#include "gate/base/text.h"

struct der_key {
	const char *type; /* "RSA", "DSA", "EC", "Ed25519", … */
	size_t bits;      /* of the modulus or the secret number; 0: not known */
};

/* Whether all of `bytes` is a private key in one of these forms. */
bool der_key_read(struct der_key *out, struct text bytes);

#endif
