/* SPDX-License-Identifier: Apache-2.0
 *
 * What the two files of the reader of expressions share: expression.c (and, or, not) and expression_test.c (tests and values).
 */
#ifndef SEAMGATE_SECRETS_IMPORT_EXPRESSION_PARTS_H
#define SEAMGATE_SECRETS_IMPORT_EXPRESSION_PARTS_H

#include "checks/secrets/import/expression.h"
#include "checks/secrets/import/expression_token.h"

/* What is false has set parser->fault. */
struct parser {
	struct import *import;
	struct text rule;
	const char *what;
	struct tokens tokens;
	unsigned depth;
	const char *fault;
	bool failed; /* out of memory: import->err is set */
};

bool expression_fault(
	struct parser *parser, const char *what); /* always false; the first one stands */
bool expression_expect(struct parser *parser, const char *sign);

/* One more alternative. */
bool expression_add(
	struct parser *parser, struct allowances *out, const struct allowance *allowance);

/* Reads a test and appends the alternatives that it comes to. */
bool expression_test(struct parser *parser, bool negative, struct allowances *out);

#endif
