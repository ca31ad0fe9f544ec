/* SPDX-License-Identifier: Apache-2.0
 *
 * What the two files of the converter share: dialect.c (groups, flags, repetitions) and dialect_class.c (escapes and
 * classes).
 */
#ifndef SEAMGATE_SECRETS_IMPORT_DIALECT_PARTS_H
#define SEAMGATE_SECRETS_IMPORT_DIALECT_PARTS_H

#include "checks/secrets/import/dialect.h"

enum { DIALECT_DEEPEST = 200 };

struct dialect_state {
	struct text in;
	size_t at;
	struct buffer *out;
	enum dialect dialect;
	bool verbose, verboses[DIALECT_DEEPEST]; /* now, and outside each open group */
	unsigned depth;
	bool repeatable; /* what stands before may be repeated */
	struct converted done;
};

/* The byte that many behind, or -1. */
int dialect_peek(const struct dialect_state *state, size_t ahead);

/* The first one stands. */
void dialect_fault(struct dialect_state *state, const char *what);

/* Enters a group. */
void dialect_push(struct dialect_state *state);

/* One byte that stands for itself. */
void dialect_write_byte(struct buffer *out, unsigned char byte);

/* A control or a character beyond ASCII, which is one thing to repeat. */
void dialect_take_bytes(struct dialect_state *state);

void dialect_take_escape(struct dialect_state *state);
void dialect_take_class(struct dialect_state *state);

#endif
