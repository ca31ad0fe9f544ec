/* SPDX-License-Identifier: Apache-2.0
 *
 * The part of betterleaks' filter expressions (expr-lang.org) that becomes allowances:
 *
 *   or   = and { ("||" | "or") and }        and = not { ("&&" | "and") not }
 *   not  = ("!" | "not") not | "(" or ")" | test
 *   test = [filter.]matchesAny(value, [strings]) | [filter.]containsAny(value, [strings])
 *        | [filter.]entropy(value) ("<" | "<=") number | value "==" string | value "in" [strings]
 *   value = finding["secret" | "match" | "line"] | finding.secret … | attributes["path" | "git.sha"]
 *         | get(attributes, "path", "") | "(" value [ "??" string ] ")"
 *
 * The file is true where a finding is none, so each alternative is an allowance. An entropy is of the secret only. Anything else
 * (let, slices, failsTokenEfficiency, other attributes) is not understood, and all of the expression is then refused.
 */
#ifndef SEAMGATE_SECRETS_IMPORT_EXPRESSION_H
#define SEAMGATE_SECRETS_IMPORT_EXPRESSION_H

#include "checks/secrets/import/draft.h"

/* Appends the allowances. *ok is false, and a note says where, when it is not understood; nothing is appended then. */
MUST_CHECK int expression_read(struct import *import, struct text rule, const char *what,
	struct text expression, struct allowances *out, bool *ok);

/* Takes the allowances that are about entropy alone out and makes them the rule's own limit. */
void expression_entropy(struct allowances *list, double *entropy);

#endif
