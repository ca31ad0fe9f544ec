/* SPDX-License-Identifier: Apache-2.0
 *
 * The bytes between "-----BEGIN" and "-----END" as they stand in files, JSON strings and source text: PEM
 * (RFC 7468), with the headers of RFC 1421, and OpenPGP (RFC 4880, section 6.2). White space, written-out
 * line ends, quotes, commas, and plus signs between string literals are passed over.
 */
#ifndef SEAMGATE_SECRETS_ARMOR_H
#define SEAMGATE_SECRETS_ARMOR_H

#include "gate/base/arena.h"
#include "gate/base/err.h"

struct armor {
	struct text label; /* "RSA PRIVATE KEY"; borrows */
	bool ended;        /* the END line is there */
	bool encrypted;    /* by its label or its headers */
	struct text bytes; /* decoded, in the arena; ptr NULL: no base64 */
	struct text check; /* the four characters of OpenPGP's checksum, or empty; in the arena */
};

MUST_CHECK int armor_read(
	struct armor *out, struct text text, struct arena *arena, struct err *err);

#endif
