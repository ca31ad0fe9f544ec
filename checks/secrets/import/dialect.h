/* SPDX-License-Identifier: Apache-2.0
 *
 * A pattern in another engine's dialect as one in ours (PCRE2 on bytes, taken by Hyperscan too). The pattern is
 * parsed, not searched: what is not known to mean the same is a fault with its place, never a guess.
 *
 * Sources: Go, pkg.go.dev/regexp/syntax; Rust, docs.rs/regex "Syntax"; .NET, "Regular expression language".
 *   verbose mode    white space and comments are left out (in Rust also inside classes)
 *   \s of Go        has no vertical tab: [\t\n\f\r ]
 *   \v \a           one byte, not a class
 *   octal, \x{...}  as hexadecimal; above ASCII as the bytes of UTF-8, except in classes
 *   \Q...\E         as escaped bytes
 *   named groups    as plain ones; which had names is said
 *   { } ] [ -       escaped where they stand for themselves
 * Refused: look-around, back-references, atomic groups, possessive and doubled repetitions, Unicode classes, characters
 * beyond ASCII in classes, set operations in classes, flags other than i, m, s, x and -u.
 * \w, \d and \b are those of ASCII, whatever the other engine's option says.
 */
#ifndef SEAMGATE_SECRETS_IMPORT_DIALECT_H
#define SEAMGATE_SECRETS_IMPORT_DIALECT_H

#include "gate/base/buffer.h"

enum dialect { DIALECT_GO, DIALECT_RUST, DIALECT_NET };

struct converted {
	unsigned groups;      /* that capture */
	unsigned named_group; /* the first with a name; 0: none has */
	unsigned token_group; /* the one called "token", in upper or lower case; 0: none is */
	const char *fault;    /* or NULL: what is not known here */
	size_t fault_at;      /* offset of it in the pattern */
};

/* Appends the converted pattern; after a fault what was appended is of no use. Linear in the pattern. */
struct converted dialect_convert(struct buffer *out, struct text pattern, enum dialect dialect);

/* Appends a text as a pattern that matches just that. */
void dialect_literal(struct buffer *out, struct text text);

#endif
