/* SPDX-License-Identifier: Apache-2.0
 *
 * Ed25519 (RFC 8032) over OpenSSL, with keys in PEM as `openssl genpkey -algorithm ed25519` writes them. A key with a
 * password is refused: nobody is asked.
 */
#ifndef SEAMGATE_BASE_ED25519_H
#define SEAMGATE_BASE_ED25519_H

#include "gate/base/err.h"
#include "gate/base/hash.h"

enum { ED25519_HEX = 129 }; /* 128 lower-case hex digits and NUL */

/* Signs with a private key; key_id is the SHA-256 of its public half (SubjectPublicKeyInfo in DER), to tell keys apart. */
MUST_CHECK int ed25519_sign(struct text message, struct text private_pem,
	char signature[ED25519_HEX], char key_id[SHA256_HEX], struct err *err);

/* Whether a signature, in hex, is that key's over the message. An error only where the key cannot be read. */
MUST_CHECK int ed25519_verify(bool *valid, struct text message, struct text signature_hex,
	struct text public_pem, struct err *err);

#endif
