/* SPDX-License-Identifier: Apache-2.0
 *
 * The spellings of a digest, back to bytes. All are strict: no white space, nothing behind, exact padding, and
 * the bits that a last character has to spare are zero, so that no two texts give the same bytes
 * (hexadecimal in either case apart).
 *
 * All return 0 with *out in the arena, or 0 with out->ptr NULL where the text is no such spelling,
 * or -1 when out of memory. The empty text is the spelling of no bytes.
 */
#ifndef SEAMGATE_BASE_DIGEST_H
#define SEAMGATE_BASE_DIGEST_H

#include "gate/base/arena.h"
#include "gate/base/err.h"

/* RFC 4648, section 8, in either case and mixed. */
MUST_CHECK int hex_decode(struct text *out, struct text text, struct arena *arena, struct err *err);

/* RFC 4648, section 4, with padding. */
MUST_CHECK int base64_decode(
	struct text *out, struct text text, struct arena *arena, struct err *err);

/* RFC 4648, section 5, without padding. */
MUST_CHECK int base64url_decode(
	struct text *out, struct text text, struct arena *arena, struct err *err);

/* Nix: 32 characters without e, o, t and u; the last character holds the lowest bits of the first byte
 * (libutil/hash.cc of Nix, printHash32). Lower case only. */
MUST_CHECK int nix32_decode(
	struct text *out, struct text text, struct arena *arena, struct err *err);

/* The value of a hexadecimal digit in either case. */
bool hex_digit(char c, uint32_t *value);

#endif
